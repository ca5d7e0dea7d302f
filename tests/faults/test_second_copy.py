"""Two programs on one workspace, a workspace of a later version, a shutdown in mid-work: nothing is harmed."""

from __future__ import annotations

import hashlib
import re
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.calls import program
from tests.faults.road import DIGITAL, SCANNED, Office, open_office

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def kept(root: Path) -> dict[str, str]:
    """Digests of everything in a workspace, by path; the lock and SQLite's side files come and go."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.endswith(("-shm", "-wal", "lock"))
    }


def at_rest(root: Path) -> dict[str, str]:
    """What is kept once a program that has just started writes no more."""
    before: dict[str, str] = {}
    while before != (now := kept(root)) or "pickups.jsonl" not in now:
        before = now
        time.sleep(1.0)
    return now


@pytest.mark.parametrize("language", ["vi", "en", "uk"])
def test_a_second_copy_says_who_works_there_since_when_and_touches_nothing(
    office: Office, language: str
) -> None:
    with office.running() as first:
        before = at_rest(office.root)
        answer = office("run", "--until-idle", "--lang", language)
        assert (answer.code, answer.out) == (2, "")
        assert str(first.pid) in answer.err
        assert re.search(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d", answer.err)
        assert str(office.root) in answer.err
        assert kept(office.root) == before
        assert first.poll() is None


def test_a_second_window_and_a_demo_are_refused_as_well(office: Office) -> None:
    (office.root / ".sohoa-demo").touch()
    with office.running() as first:
        before = at_rest(office.root)
        answer = office("demo", "--headless")
        assert (answer.code, answer.out) == (2, "")
        assert str(first.pid) in answer.err
        assert kept(office.root) == before


def test_acts_by_script_are_allowed_beside_the_program_that_works(office: Office) -> None:
    office.scan(SCANNED.with_name("07-khong-co-trong-so.jpg"))
    office("run", "--until-idle")
    (held,) = office.scans()
    with office.running():
        assert office("link", held["scan"], "H15.62-260206-0007").code == 0
        assert office("ledger").record["balanced"]


@pytest.mark.parametrize("book", ["journal.sqlite", "register.sqlite", "store/store.sqlite"])
def test_a_workspace_of_a_later_version_is_refused_untouched(office: Office, book: str) -> None:
    office("ledger")
    path = office.root / book
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA user_version=999")
    office.scan(DIGITAL)
    before = kept(office.root)
    for words in (("ledger",), ("scans",), ("run", "--until-idle")):
        answer = office(*words)
        assert (answer.code, answer.out) == (3, ""), words
        assert path.name in answer.err
        assert "999" in answer.err
        assert "Traceback" not in answer.err
    assert kept(office.root) == before
    assert (office.inbox / DIGITAL.name).exists()


def test_doctor_tells_of_a_journal_of_a_later_version(office: Office) -> None:
    office("ledger")
    with closing(sqlite3.connect(office.root / "journal.sqlite")) as connection:
        connection.execute("PRAGMA user_version=999")
    answer = office("doctor")
    assert answer.code == 3
    assert [check["check"] for check in answer.records if not check["ok"] and check["check"] != "disk"] == [
        "journal"
    ]


def test_a_damaged_journal_is_told_and_not_written_over(office: Office) -> None:
    office("ledger")
    path = office.root / "journal.sqlite"
    path.write_bytes(b"damaged" * 2000)
    for words in (("ledger",), ("doctor",), ("run", "--until-idle")):
        answer = office(*words)
        assert answer.code == 3, words
        assert "Traceback" not in answer.err
    assert path.read_bytes() == b"damaged" * 2000


def test_a_shutdown_in_mid_work_ends_cleanly_and_the_next_start_goes_on(office: Office) -> None:
    office.scan(SCANNED, DIGITAL)
    with office.running() as process:
        assert process.stderr is not None
        assert "captured" in process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said
        assert "Traceback" not in said
    assert not (office.root / "lock.holder").exists()
    healed = office("run", "--until-idle")
    assert healed.code == 0, healed.err
    assert (healed.record["total"]["captured"], healed.record["total"]["stored"]) == (2, 2)


def test_a_workspace_moved_to_another_place_works_on(office: Office, tmp_path: Path) -> None:
    office.scan(DIGITAL)
    assert office("run", "--until-idle").code == 0
    office.root.rename(tmp_path / "moved")
    answer = program("--json", "--workspace", tmp_path / "moved", "export", tmp_path / "bag")
    assert (answer.code, answer.record["results"]) == (0, 1)
