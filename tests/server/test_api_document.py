"""docs/api.md is what the application says of itself, and its examples are what a shell can do."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
from pathlib import Path

from app.server.accounts import Role
from app.server.database import do
from app.server.sync.parcels import Links
from tests.server.served import PASSWORD, PROJECT, hand_in, served

PAGE = PROJECT / "docs" / "api.md"
_WRONG = """
INSERT INTO outbox (dossier, target, unit, change, cause)
VALUES ('H15.12-260310-0009', 'dvcqg', 'H15.12', 1, 'not-there')"""


def test_the_page_is_up_to_date() -> None:
    document = runpy.run_path(str(PROJECT / "build" / "api_doc.py"))["document"]()
    assert PAGE.read_text(encoding="utf-8") == document, "run: make api"


def test_every_example_of_the_page_works(tmp_path: Path) -> None:
    examples = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) > 20
    with served(tmp_path / "store") as store:
        accounts = store.inside.accounts
        office = accounts.add("van-thu", Role.RECORDS_OFFICER, ("H15.12",), PASSWORD)
        accounts.add("lanh-dao", Role.SUPERVISOR, ("H15.12",), PASSWORD)
        accounts.add("admin", Role.ADMINISTRATOR, ("*",), PASSWORD)
        receipt = hand_in(store.inside, office, "H15.12-260310-0002", b"linked")
        link = Links(store.inside.key, f"{store.api}/linked").of(receipt.id, receipt.digest)
        with store.inside.database.writing() as connection:
            do(connection, _WRONG)
        shell = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", "\n".join(examples)],
            cwd=tmp_path,
            env=os.environ | {"STORE": store.url, "PASSWORD": PASSWORD, "LINK": link},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert shell.returncode == 0, (shell.stdout[-2000:], shell.stderr)
    assert "linked" in shell.stdout
