"""What a person does by script goes the whole road: link, reject, release, and the package of what was stored."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest

from tests.commands import promised
from tests.commands.calls import PROJECT, SAMPLES, Line, program
from tests.commands.promised import misfits

TWIN = "H15.64-251113-0006"


def held(office: Line, source: str) -> str:
    """The id of the held scan that came as `source`."""
    return next(one["scan"] for one in office("scans", "--held").records if one["source"] == source)


def test_a_held_scan_that_is_linked_by_script_is_stored_by_the_next_run(office: Line) -> None:
    scan = held(office, "06-hai-ho-so-cung-khop.jpg")
    linked = office("link", scan, TWIN)
    assert linked.code == 0
    assert misfits(linked.record, promised.SCAN) == []
    assert (linked.record["state"], linked.record["dossier"], linked.record["hold"]) == ("linked", TWIN, None)
    assert linked.record["linked_by"] not in (None, "rule")

    ran = program("run", "--until-idle", "--json", "--workspace", office.workspace, "--lang", "en")

    assert ran.code == 1, "two scans still wait for a person"
    assert misfits(ran.record, promised.LEDGER) == []
    assert scan in ran.err
    stored = next(one for one in office("scans", "--state", "stored").records if one["scan"] == scan)
    assert stored["receipt"]["digest"] == stored["sealed_digest"]
    assert ran.record["total"]["balanced"]
    assert ran.record["total"]["waiting"] == 0


def test_a_rejected_scan_has_ended_and_counts_as_rejected(office: Line) -> None:
    scan = held(office, "12-tep-hong.jpg")
    before = office("ledger").record["total"]
    answer = office("reject", scan, "--reason", "Quét lại: tệp hỏng")
    assert answer.code == 0
    assert misfits(answer.record, promised.SCAN) == []
    assert (answer.record["state"], answer.record["hold"]) == ("rejected", None)
    after = office("ledger").record["total"]
    assert (after["rejected"], after["held"]) == (before["rejected"] + 1, before["held"] - 1)
    assert after["balanced"]
    assert office("reject", scan, "--reason", "again").code == 1


def test_a_released_scan_waits_for_its_next_stage(office: Line) -> None:
    scan = held(office, "07-khong-co-trong-so.jpg")
    answer = office("release", scan)
    assert answer.code == 0
    assert (answer.record["hold"], answer.record["state"]) == (None, "separated")
    assert office("ledger").record["total"]["waiting"] == 1
    assert office("release", scan).code == 1


def test_an_export_is_a_bag_that_a_foreign_program_accepts(after_demo: Line, tmp_path: Path) -> None:
    folder = tmp_path / "gói kết quả"
    answer = after_demo("export", folder)
    assert answer.code == 0
    assert misfits(answer.record, promised.EXPORT) == []
    stored = after_demo("scans", "--state", "stored").records
    assert answer.record["results"] == len(stored)
    bag = bagit.Bag(str(folder))
    bag.validate()
    lists = {path.name: path for path in folder.rglob("*") if path.suffix in {".csv", ".json"}}
    (table,) = [path for name, path in lists.items() if name.endswith(".csv")]
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["dossier"] for row in rows) == sorted(scan["dossier"] for scan in stored)
    (document,) = [path for name, path in lists.items() if name.endswith(".json")]
    assert len(json.loads(document.read_text(encoding="utf-8"))) == len(stored)
    assert len(list(folder.rglob("*.pdf"))) == len(stored)


def test_an_exported_file_is_proved_by_verify(after_demo: Line, tmp_path: Path) -> None:
    after_demo("export", tmp_path / "bag")
    answer = after_demo("verify", *sorted((tmp_path / "bag").rglob("*.pdf")))
    assert answer.code == 0
    assert misfits(answer.records, [promised.VERIFY]) == []
    assert all(record["ok"] and record["pdfa"] == "2b" for record in answer.records)


def test_an_export_since_tomorrow_is_an_empty_bag(after_demo: Line, tmp_path: Path) -> None:
    answer = after_demo("export", tmp_path / "bag", "--since", "2999-12-31")
    assert (answer.code, answer.record["results"], answer.record["since"]) == (0, 0, "2999-12-31")


# --- ending early --------------------------------------------------------------------------------------------------


def ended_by(
    number: int, words: list[object], ready: Callable[[subprocess.Popen[str]], None]
) -> tuple[int, str]:
    """The exit code and standard error of `sohoa` that got a signal once it was ready."""
    # A shell that starts the tests in the background has them, and what they start, ignore Ctrl-C.
    command = ["env", "--default-signal=INT", sys.executable, "-m", "app", *map(str, words)]
    with subprocess.Popen(
        command, cwd=PROJECT, env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            ready(process)
            process.send_signal(number)
            _, said = process.communicate(timeout=300)
        finally:
            process.kill()
    return process.returncode, said


@pytest.fixture
def busy(line: Line, tmp_path: Path) -> Line:
    """A workspace with a folder that is watched, and a scan in it that takes a while."""
    folder = tmp_path / "scanner"
    folder.mkdir()
    (folder / "scan.jpg").write_bytes((SAMPLES / "01-quyet-dinh.jpg").read_bytes())
    line("watch-folder", "add", folder)
    return line


def said_something(process: subprocess.Popen[str]) -> None:
    """Wait for the first line on standard error: a scan was captured."""
    assert process.stderr is not None
    assert process.stderr.readline()


def test_ctrl_c_ends_a_run_with_130_and_loses_nothing(busy: Line) -> None:
    words = ["--lang", "en", "--workspace", busy.workspace, "run", "--until-idle"]
    code, said = ended_by(signal.SIGINT, words, said_something)
    assert code == 130, said
    assert "Traceback" not in said
    assert busy("ledger").record["total"]["captured"] == 1
    assert not (busy.workspace / "lock.holder").exists()


def test_a_shutdown_ends_a_run_that_watches_with_0(busy: Line) -> None:
    words = ["--lang", "en", "--workspace", busy.workspace, "run"]
    code, said = ended_by(signal.SIGTERM, words, said_something)
    assert code == 0, said
    assert "Traceback" not in said
    sums = busy("ledger").record["total"]
    assert (sums["captured"], sums["balanced"]) == (1, True)


def test_ctrl_c_ends_reading_with_130(line: Line, tmp_path: Path) -> None:
    pages = [SAMPLES / "01-quyet-dinh.jpg"] * 12
    words = ["--lang", "en", "--workspace", line.workspace, "read", *pages, "--json"]

    def first_answer(process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["file"]

    code, said = ended_by(signal.SIGINT, words, first_answer)
    assert code == 130, said
    assert "Traceback" not in said
