"""`sohoa import` and `sohoa imports`, from the look ahead to the verdict; files are text, read without any reader."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.commands import importing
from app.commands.import_telling import Teller
from app.compose import books as books_module
from app.compose import import_preview
from app.compose import station as station_module
from app.compose.books import open_books
from app.pipeline import batch_feeder
from app.pipeline.batch_progress import Progress
from app.settings import open_workspace
from app.storage.tables import table_rows
from tests.commands.calls import Line
from tests.faults.import_driver import TextReader
from tests.faults.import_office import ImportOffice, dossier, open_import_office, paper
from tests.pipeline.road import InlineCrew, PlainSealer

FILES = 6
NAMED = "**/{code}"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ImportOffice:
    """Six results of a register; of two of them only the file's name tells the dossier."""
    made = open_import_office(tmp_path, FILES)
    for number in (4, 5):
        (path,) = made.folder.rglob(f"{number:05}.pdf")
        path.rename(path.with_name(f"{dossier(number).code.replace('-', '_')}.pdf")).write_text(
            f"TRÍCH LỤC KHAI SINH\nHọ và tên: {dossier(number).owner_name}\ntờ thứ {number}\n",
            encoding="utf-8",
        )
    monkeypatch.setattr(importing, "import_crew", lambda *_: InlineCrew())
    monkeypatch.setattr(import_preview, "reader", TextReader())
    monkeypatch.setattr(station_module, "reader", TextReader())
    monkeypatch.setattr(station_module, "sealer", PlainSealer())
    return made


@pytest.fixture
def line(office: ImportOffice, capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(office.root, capsys)


def done(line: Line, office: ImportOffice, *words: str) -> dict[str, object]:
    """Import to the end; return the sums."""
    return line("import", office.folder, "--auto-link", *words).records[-1]


def handed_over(office: ImportOffice) -> Path:
    """A list under headers that nobody knows: which file is which dossier."""
    path = office.root / "bàn giao.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(["Giấy số", "Ảnh"])
        for file in sorted(office.folder.rglob("H15*.pdf")):
            rows.writerow([file.stem.replace("_", "-"), file.name])
        rows.writerow(["12", "hỏng.pdf"])
    return path


def test_a_look_ahead_tells_how_the_list_is_understood_and_records_nothing(
    line: Line, office: ImportOffice
) -> None:
    found = line(
        "import", office.folder, "--dry-run", "--manifest", handed_over(office), "--column", "code=Giấy số",
        "--column", "file=Ảnh",
    ).record  # fmt: skip
    assert (found["files"], found["pages"], found["expected"]) == (FILES, FILES, 2)
    assert found["list"] == {
        "columns": {"code": "Giấy số", "file": "Ảnh"}, "headers": ["Giấy số", "Ảnh"], "rows": 2, "refused": 1,
    }  # fmt: skip
    assert line("imports", "list").records == []
    assert line("scans").records == []
    said = line.plain("import", office.folder, "--dry-run", "--manifest", handed_over(office)).out
    assert "cột: -" in said, "bare codes, and no column known"


def test_a_column_that_a_list_can_not_have_is_refused(line: Line, office: ImportOffice) -> None:
    answer = line("import", office.folder, "--dry-run", "--column", "mã=Giấy số")
    assert answer.code == 2
    assert "owner_name" in answer.err


def test_a_group_is_seen_mended_by_names_and_the_mend_undone(line: Line, office: ImportOffice) -> None:
    sums = done(line, office)
    assert (sums["stored"], sums["held"], sums["balanced"]) == (4, 2, True)
    reasons = line("imports", "reasons", office.folder).records
    assert sum(int(str(one["scans"])) for one in reasons) == 2
    before = {one["scan"]: one["hold"] for one in line("scans", "--held").records}

    seen = line("imports", "mend", office.folder, "--naming", NAMED).records
    assert {tuple(one["then"]) for one in seen} == {(dossier(4).code,), (dossier(5).code,)}
    assert all(one["known"] for one in seen)
    assert {one["scan"]: one["hold"] for one in line("scans", "--held").records} == before

    mended = line("imports", "mend", office.folder, "--naming", NAMED, "--apply").record
    assert mended["mended"] == 2
    assert line("scans", "--held").records == []
    undone = line("imports", "undo", office.folder).record
    assert (undone["undone"], undone["beyond"]) == (2, [])
    assert {one["scan"]: one["hold"] for one in line("scans", "--held").records} == before
    with open_books(open_workspace(office.root)) as books:
        (batch,) = books.batches.batches()
        assert batch.naming == (), "names are understood as before, too"


def test_what_was_mended_is_matched_anew_and_what_comes_later_is_understood_the_same_way(
    line: Line, office: ImportOffice
) -> None:
    done(line, office)
    line("imports", "mend", office.folder, "--naming", NAMED, "--apply")
    later = office.folder / "Hộp 9" / f"{dossier(7).code}.pdf"
    later.parent.mkdir()
    later.write_text("TRÍCH LỤC KHAI SINH\ntờ thứ 7\n", encoding="utf-8")
    sums = done(line, office)
    assert sums["files"] == FILES + 1
    scans = {one["source"]: one for one in line("scans").records}
    assert scans[f"{dossier(4).code.replace('-', '_')}.pdf"]["dossier"] == dossier(4).code
    with open_books(open_workspace(office.root)) as books:
        (scan,) = (one for one in books.journal.scans() if one.source == later.name)
        assert scan.expected == (dossier(7).code,)


def test_a_list_whose_columns_are_mapped_anew_mends_its_group(line: Line, office: ImportOffice) -> None:
    done(line, office, "--manifest", str(handed_over(office)))
    seen = line("imports", "mend", office.folder, "--column", "code=Giấy số", "--column", "file=Ảnh").records
    assert {tuple(one["then"]) for one in seen} == {(dossier(4).code,), (dossier(5).code,)}


def test_an_import_is_taken_over_by_a_sheet_a_sample_and_a_verdict(
    line: Line, office: ImportOffice, tmp_path: Path
) -> None:
    done(line, office)
    told = line("imports", "sheet", office.folder, tmp_path / "biên bản", "--seed", "7").record
    workbook, printed = map(Path, told["files"])
    cells = [[str(cell) for cell in row] for _, row in table_rows(workbook, lambda _: False)]  # type: ignore[union-attr]
    total = next(row for row in cells if row[0] == "Cộng")
    assert total[1:5] == ["6", "0", "6", "6"]
    assert printed.read_bytes().startswith(b"%PDF")
    assert line("imports", "sheet", office.folder, tmp_path / "biên bản", "--seed", "7").code == 2, (
        "never twice"
    )

    stray = line("imports", "verdict", office.folder, "--seed", "7", "--bad", "none")
    assert stray.code == 2
    good = line("imports", "verdict", office.folder, "--seed", "7")
    assert (good.code, good.record["accepted"]) == (0, True)
    bad = line("imports", "verdict", office.folder, "--seed", "7", "--bad", told["sample"][0])
    assert (bad.code, bad.record["accepted"], bad.record["bad"]) == (1, False, [told["sample"][0]])
    with open_books(open_workspace(office.root)) as books:
        (batch,) = books.batches.batches()
        assert [one.accepted for one in books.batches.verdicts(batch.id)] == [True, False]


def test_the_same_sheet_scanned_twice_is_found_across_the_import_and_what_is_stored(
    line: Line, office: ImportOffice, tmp_path: Path
) -> None:
    done(line, office)
    (office.folder / "again.pdf").write_text(paper(0) + "\n", encoding="utf-8")  # other bytes, same paper
    other = tmp_path / "another year"
    other.mkdir()
    (other / "too.pdf").write_text(paper(1) + "\n\n", encoding="utf-8")
    assert done(line, office)["held_because"].keys() >= {"hold-same-paper"}  # type: ignore[attr-defined]
    assert line("import", other, "--auto-link").records[-1]["held_because"] == {"hold-same-paper": 1}
    held = {one["source"] for one in line("scans", "--held").records}
    assert held >= {"again.pdf", "too.pdf"}


def test_an_import_of_no_name_and_a_mend_of_no_way_are_refused(line: Line, office: ImportOffice) -> None:
    assert line("imports", "reasons", "nowhere").code == 2
    done(line, office)
    assert line("imports", "mend", office.folder).code == 2
    assert line("import", office.folder, "--nights", "25:00-26:00").code == 2


def test_a_mend_that_led_to_the_store_is_told_as_gone_too_far(line: Line, office: ImportOffice) -> None:
    done(line, office)
    line("imports", "mend", office.folder, "--naming", NAMED, "--apply")
    assert done(line, office)["stored"] == FILES
    undone = line("imports", "undo", office.folder)
    assert (undone.code, undone.record["undone"], len(undone.record["beyond"])) == (1, 0, 2)


def test_an_import_for_the_nights_takes_nothing_by_day_and_begins_by_itself_in_the_evening(
    line: Line, office: ImportOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon, evening = datetime(2026, 11, 20, 5, tzinfo=UTC), datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
    hours, by_day, tell = [noon], [], Teller.tell

    def told(teller: Teller, progress: Progress) -> None:
        if hours[-1] == noon:
            by_day.append((sum(progress.files.values()), progress.scans.captured))
            if len(by_day) == 5:
                hours.append(evening)
        tell(teller, progress)

    monkeypatch.setattr(books_module, "utc_now", lambda: hours[-1])
    monkeypatch.setattr(Teller, "tell", told)
    monkeypatch.setattr(importing, "TELL_SECONDS", 0.0)
    monkeypatch.setattr(batch_feeder, "LOOK_SECONDS", 0.01)
    sums = done(line, office, "--nights", "19:00-06:00")
    assert by_day == [(0, 0)] * 5
    assert (sums["files"], sums["stored"], sums["waiting"]) == (FILES, FILES - 2, 0)
