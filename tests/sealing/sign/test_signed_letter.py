"""A letter on its whole road: written, numbered, sealed, signed with a token, stored in a served store, proved."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from app.domain.signing import SigningPlan
from app.settings import load, save
from tests.commands.calls import SAMPLES
from tests.sealing.sign.pki import OFFICE
from tests.sealing.sign.test_signed_road import settings_of, sohoa
from tests.sealing.sign.tokens import PIN
from tests.server.served import PROJECT, served


def connected(workspace: Path, url: str, token: str, plan: SigningPlan) -> None:
    """Connect the workspace to the store, and let it sign before the deposit."""
    words = [sys.executable, "-m", "app", "--workspace", str(workspace), "store", "connect", url]
    done = subprocess.run(
        [*words, "--credential", "file"], cwd=PROJECT, input=f"{token}\n", capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    file, ours = workspace / "sohoa.toml", settings_of(plan)
    signing = ("unit_name", "signing_rule", "signing_module", "signing_token", "signing_trust")
    changed = {name: getattr(ours, name) for name in signing}
    save(file, replace(load(file, {}), account="records", **changed))


def numbered() -> tuple[str, str]:
    """Write and number a letter for an overdue dossier; return both codes."""
    sohoa("register", "import", str(SAMPLES / "register.csv"))
    late = str(sohoa("worklist", "overdue")[0]["dossier"])
    (letter,) = sohoa("letters", "write", late, "--reason", "xac-minh", "--days", "7")
    sohoa("letters", "issue", str(letter["letter"]), "--number", "40")
    return late, str(letter["letter"])


def prove(receipt: dict[str, Any], content: bytes, late: str, plan: SigningPlan, folder: Path) -> None:
    """Prove the stored paper and its receipt as a person would, and find both out when they are changed."""
    assert sha256(content).hexdigest() == receipt["digest"]
    paper, proof = folder / "letter.pdf", folder / "receipt.json"
    paper.write_bytes(content)
    (seen,) = sohoa("verify", str(paper), "--trust", plan.trust)
    (signature,) = seen["signatures"]  # type: ignore[misc]
    assert (seen["ok"], seen["dossier"]) == (True, late)
    assert (signature["signer"], signature["valid"], signature["covers_whole_file"]) == (OFFICE, True, True)
    proof.write_text(json.dumps(receipt))
    assert sohoa("verify", str(proof))[0]["ok"] is True
    proof.write_text(json.dumps(receipt | {"dossier": "H15.99-260101-0001"}))
    assert sohoa("verify", str(proof), code=1)[0]["ok"] is False


@pytest.mark.timeout(300)  # a dozen programs, one after another
def test_a_letter_is_signed_with_a_token_stored_and_its_receipt_is_proved(
    plan: SigningPlan, workspace: Path, tmp_path: Path
) -> None:
    with served(tmp_path / "kho") as store:
        token = store.token("records_officer", "H15")
        connected(workspace, store.url, token, plan)
        late, letter = numbered()
        sohoa("run", "--until-idle", code=1)
        (waits,) = sohoa("scans")
        assert (waits["state"], waits["hold"]) == ("sealed", None), "it waits for the office's signature"
        signed, _ = sohoa("sign", letter, stdin=f"{PIN}\n")
        assert (signed["signed"], signed["signer"]) == (True, OFFICE)
        sohoa("run", "--until-idle")
        (scan,) = sohoa("scans")
        assert (scan["state"], scan["dossier"], scan["hold"]) == ("stored", late, None)

        result = f"results/{scan['receipt']['id']}"  # type: ignore[index]
        receipt = store.ask("GET", result, token).json()
        assert receipt["metadata"]["relation"] == "letter"
        content = store.ask("GET", f"{result}/content", token).content
        prove(receipt, content, late, plan, tmp_path)
        assert sohoa("letters", "list", "--from", "2020-01-01", "--to", "2099-12-31")[0]["state"] == "stored"
        (ledger,) = sohoa("ledger")
        for sums in (ledger, ledger["total"]):
            assert (sums["captured"], sums["stored"], sums["letters"]) == (1, 1, 1)  # type: ignore[index]
            assert sums["balanced"] is True  # type: ignore[index]
