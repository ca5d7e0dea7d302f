"""`letters`: the promised shapes, and the road of a letter from the overdue dossier to the store."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.commands.calls import SAMPLES, Line

SHAPE = {
    "letter", "number", "dated", "kind", "dossier", "owner", "promised", "until", "reason", "written_by", "state",
    "zalo", "sms", "sms_parts",
}  # fmt: skip
EVER = ("--from", "2020-01-01", "--to", "2099-12-31")


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    line = Line(tmp_path / "workspace", capsys)
    assert line("register", "import", SAMPLES / "register.csv").code == 0
    return line


def test_a_letter_is_written_numbered_sealed_and_stored_and_is_not_taken_for_the_result(line: Line) -> None:
    late, other = [item["dossier"] for item in line("worklist", "overdue").records[:2]]
    written = line("letters", "write", late, other, "--reason", "xac-minh", "--days", 7).records
    assert [set(one) for one in written] == [SHAPE] * 2
    assert [(one["state"], one["number"], one["sms"]) for one in written] == [("written", None, None)] * 2
    ids = [one["letter"] for one in written]
    issued = line("letters", "issue", *ids, "--number", 40).records
    assert [one["number"] for one in issued] == ["40/PXL", "41/PXL"]
    assert [one["sms_parts"] for one in issued] == [1, 1]
    assert [Path(file).suffix for one in issued for file in one["files"]] == [".docx", ".pdf"] * 2

    assert line("run", "--until-idle").code == 0
    listed = line("letters", "list", *EVER).records
    assert [(one["letter"], one["state"]) for one in listed] == [(one, "stored") for one in ids]
    quarter = line("indicators", "--from", "2020-01-01", "--to", "2099-12-31", "--list", "received").records
    assert {one["dossier"] for one in quarter if one["stored"]}.isdisjoint({late, other})
    (scan,) = (one for one in line("scans").records if one["dossier"] == late)
    assert (scan["state"], scan["hold"]) == ("stored", None)


def test_letters_are_listed_in_a_workbook_and_what_is_wrong_ends_with_its_code(
    line: Line, tmp_path: Path
) -> None:
    late = line("worklist", "overdue").records[0]["dossier"]
    assert line("letters", "write", late, "H15.99-999999-0001", "--reason", "xac-minh").code == 1
    (letter,) = line("letters", "list", *EVER).records
    file = tmp_path / "letters.xlsx"
    assert line("letters", "list", *EVER, "--output", file).code == 0
    cells = {
        cell for row in openpyxl.load_workbook(file).worksheets[0].iter_rows(values_only=True) for cell in row
    }
    assert late in cells
    for wrong in (
        ("write", late, "--reason", "none"),
        ("write", late, "--reason", "xac-minh", "--days", 3, "--until", "2026-12-01"),
        ("issue", letter["letter"]),
        ("issue", "nobody", "--number", 1),
        ("allow", late),  # by who wrote it
    ):
        assert line("letters", *wrong).code == 2, wrong


def test_what_a_crash_left_behind_the_number_goes_on_when_asked(line: Line) -> None:
    late = line("worklist", "overdue").records[0]["dossier"]
    (letter,) = line("letters", "write", late, "--reason", "xac-minh").records
    rules = line.workspace / "rules"
    rules.mkdir()
    broken = rules / "mau04_2025-07-01.docx"
    broken.write_bytes(b"not a template")
    assert line("letters", "issue", letter["letter"], "--number", 5).code == 2
    assert line("letters", "list", *EVER).record["state"] == "written"
    shutil.rmtree(rules)
    again = line("letters", "issue").record
    assert (again["letter"], again["number"], again["state"]) == (letter["letter"], "5/PXL", "linked")
    assert line("letters", "issue").records == []
