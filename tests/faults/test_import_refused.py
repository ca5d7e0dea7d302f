"""Imports that may not begin or meet strange names: refused in words and nothing touched, or taken like all others."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.commands import importing
from app.compose.books import open_books
from app.compose.import_acceptance import Handover
from app.compose.station import open_station
from app.domain.batch import FileState
from app.language import Translator
from app.settings import open_workspace, resources
from tests.commands.calls import Line
from tests.faults import import_driver
from tests.faults.import_office import ImportOffice, open_import_office
from tests.pipeline.road import InlineCrew

UGLY = (
    b"a\nb.pdf", b"\xff\xfe lone.pdf", b" .pdf ", b"-rf.pdf", b"=1+1.pdf", b"CON.pdf", b"a'b\"c`$(x).pdf",
    b"{code}*.pdf", "ố".encode() * 80 + b".pdf",
    "a\u202efdp.pdf".encode(), b"%00%s.pdf", b"..pdf..", b"Q\xcc\x81D.pdf", b"tab\t.PDF",
)  # fmt: skip


@pytest.fixture
def line(office: ImportOffice, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    monkeypatch.setattr(importing, "import_crew", lambda *_: InlineCrew())
    return Line(office.root, capsys)


@pytest.fixture
def office(tmp_path: Path) -> ImportOffice:
    return open_import_office(tmp_path, 3)


def bytes_of(folder: Path) -> dict[str, str]:
    return {
        str(one): hashlib.sha256(one.read_bytes()).hexdigest() for one in folder.rglob("*") if one.is_file()
    }


def test_a_second_program_on_the_workspace_is_refused_in_words(line: Line, office: ImportOffice) -> None:
    workspace, translator = open_workspace(office.root), Translator("vi", resources() / "translations")
    with open_station(workspace, translator, InlineCrew()):
        answer = line("import", office.folder)
    assert (answer.code, answer.out) == (2, "")
    assert str(os.getpid()) in answer.err


@pytest.mark.parametrize("book", ["journal.sqlite", "imports.sqlite"])
@pytest.mark.parametrize("fault", ["newer", "damaged"])
def test_a_book_that_is_newer_or_damaged_is_named_and_nothing_is_touched(
    line: Line, office: ImportOffice, book: str, fault: str
) -> None:
    path = office.root / book
    if fault == "newer":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA user_version = 99")
    else:
        path.write_bytes(b"not a database, but long enough to look at" * 100)
    before, originals = path.read_bytes(), bytes_of(office.folder)
    answer = line("import", office.folder)
    assert answer.code == 3
    assert book in answer.err
    assert (path.read_bytes(), bytes_of(office.folder)) == (before, originals)


def test_files_with_ugly_names_are_taken_listed_and_printed_like_all_others(
    office: ImportOffice, tmp_path: Path
) -> None:
    for number, name in enumerate(UGLY):
        (office.folder / os.fsdecode(name)).write_text(f"tờ thứ {number}", encoding="utf-8")
    before = bytes_of(office.folder)
    import_driver.run(office.root, office.folder, InlineCrew())
    assert bytes_of(office.folder) == before
    with open_books(open_workspace(office.root)) as books:
        (batch,) = books.batches.batches()
        counts = books.batches.counts(batch.id)
        assert counts.total == len(UGLY) + 3
        assert sum(1 for _ in books.journal.scans()) == counts.total - counts[FileState.REFUSED]
        handover = Handover.of(books, batch.id)
        translator = Translator("vi", resources() / "translations")
        for file in handover.write_sheet(tmp_path, handover.acceptance("7"), translator.text):
            assert file.stat().st_size
