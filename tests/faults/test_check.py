"""`sohoa check`: spool and store against the journal, mended from whatever has another copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.compose.books import open_books
from app.compose.checking import check
from app.pipeline.checking import Finding
from app.settings import open_workspace
from tests.faults.import_driver import run
from tests.faults.import_office import ImportOffice, open_import_office

FILES = 4


@pytest.fixture
def office(tmp_path: Path) -> ImportOffice:
    made = open_import_office(tmp_path, FILES)
    run(made.root, made.folder)
    return made


def checked(office: ImportOffice, *, mend: bool = True) -> list[Finding]:
    found: list[Finding] = []
    check(open_workspace(office.root), found.append, mend=mend)
    return found


def place(office: ImportOffice, kind: str) -> tuple[Path, Path]:
    """Where the capture, sealed file or reading of the first scan lies in the spool, and its object in the store."""
    with open_books(open_workspace(office.root)) as books:
        scan = next(books.journal.scans())
        assert scan.sealed is not None
        digest = {"capture": scan.capture, "sealed": scan.sealed.digest, "reading": scan.reading or ""}[kind]
        return books.spool.path(digest), office.root / "store" / "objects" / digest[:2] / digest[2:]


def test_a_workspace_as_it_should_be_has_no_finding(office: ImportOffice) -> None:
    assert checked(office) == []


@pytest.mark.parametrize("kind", ["capture", "sealed"])
@pytest.mark.parametrize("problem", ["missing", "altered"])
def test_a_file_of_the_spool_comes_back_from_its_original_or_from_the_store(
    office: ImportOffice, kind: str, problem: str
) -> None:
    path, _ = place(office, kind)
    whole = path.read_bytes()
    if problem == "missing":
        path.unlink()
    else:
        path.write_bytes(whole + b"!")
    assert [(one.problem, one.mended) for one in checked(office, mend=False)] == [(problem, False)]
    assert [(one.problem, one.mended) for one in checked(office)] == [(problem, True)]
    assert path.read_bytes() == whole
    assert checked(office) == []
    office.everything_is_accounted_for()


@pytest.mark.parametrize("problem", ["missing", "altered"])
def test_an_object_of_the_store_comes_back_from_the_spool(office: ImportOffice, problem: str) -> None:
    _, path = place(office, "sealed")
    whole = path.read_bytes()
    if problem == "missing":
        path.unlink()
    else:
        path.write_bytes(b"x" * len(whole))
    assert [(one.where, one.problem, one.mended) for one in checked(office)] == [("store", problem, True)]
    assert path.read_bytes() == whole
    assert checked(office) == []


def test_what_has_no_other_copy_is_told_and_what_is_extra_is_left(office: ImportOffice) -> None:
    path, _ = place(office, "reading")
    path.unlink()
    with open_books(open_workspace(office.root)) as books:
        extra, _ = books.spool.put([b"nobody's"])
    found = {(one.problem, one.mended) for one in checked(office)}
    assert found == {("missing", False), ("extra", False)}
    with open_books(open_workspace(office.root)) as books:
        assert books.spool.path(extra).exists()
