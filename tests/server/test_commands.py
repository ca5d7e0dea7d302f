"""What an administrator types: the first account, a login with it, and words where something is lacking."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.server.served import PASSWORD, PROJECT, served


def _sohoa(folder: Path, *words: str, told: str = "") -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "app", "--workspace", str(folder), "--lang", "vi", "--json", *words],
        cwd=PROJECT,
        env=os.environ | {"PYTHONWARNINGS": "error"},
        input=told,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_the_first_administrator_is_made_by_a_command_and_can_log_in(tmp_path: Path) -> None:
    made = _sohoa(
        *(tmp_path, "store", "add-account", "admin", "--role", "administrator", "--unit", "*"),
        told=f"{PASSWORD}\n",
    )
    assert made[0] == 0, made
    short = _sohoa(tmp_path, "store", "add-account", "x", "--role", "clerk", "--unit", "H15", told="admin\n")
    assert short[0] == 2
    assert "12" in short[2]
    with served(tmp_path) as store:
        told = store.ask("POST", "sessions", json={"account": "admin", "password": PASSWORD})
        assert told.json()["role"] == "administrator"
    code, out, _ = _sohoa(tmp_path, "store", "audit", "--verify")
    assert (code, out) == (0, "")
    code, out, _ = _sohoa(tmp_path, "store", "migrate", "--dry-run")
    assert (code, json.loads(out)) == (0, {"steps": [], "done": False, "sql": ""})


def test_a_database_that_is_none_or_out_of_reach_is_said_in_words(tmp_path: Path) -> None:
    assert _sohoa(tmp_path, "serve", "--database", "mysql://x/y")[0] == 2
    code, _, told = _sohoa(tmp_path, "serve", "--database", "postgresql://nobody@127.0.0.1:1/x")
    assert code == 3
    assert "cơ sở dữ liệu" in told
    assert "Traceback" not in told


def test_a_dry_run_shows_the_sql_of_a_new_database_and_changes_nothing(tmp_path: Path) -> None:
    code, out, _ = _sohoa(tmp_path, "store", "migrate", "--dry-run")
    assert code == 0
    told = json.loads(out)
    assert told["steps"][0] == "0001"
    assert "CREATE TABLE dossiers" in told["sql"]
    assert json.loads(_sohoa(tmp_path, "store", "migrate", "--dry-run")[1])["steps"] == told["steps"]
