"""SIGKILL of a mend at its boundaries, and of its undoing: whatever was mended can still be undone, nothing else is."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from itertools import count
from pathlib import Path

import pytest

from app.compose.books import open_books
from app.domain.scan import Scan
from app.settings import open_workspace
from tests.commands.calls import PROJECT
from tests.faults import import_driver
from tests.faults.import_office import ImportOffice, dossier, open_import_office
from tests.faults.mend_boundaries import act
from tests.faults.share import WHOLE
from tests.pipeline.road import InlineCrew

FILES = 3
# Behind the first scan; and behind the second, when the third is kept but not touched.
IN_MEND: Iterable[int] = count() if WHOLE else (5, 9)
IN_UNDO: Iterable[int] = count() if WHOLE else (5,)


@pytest.fixture
def held(tmp_path: Path) -> ImportOffice:
    """An import of which nothing could be linked: no dossier is known."""
    office = open_import_office(tmp_path, FILES, register=False)
    for number, file in enumerate(sorted(office.folder.rglob("*.pdf"))):
        file.rename(file.with_stem(dossier(number).code))
    import_driver.run(office.root, office.folder, InlineCrew())
    return office


@pytest.mark.timeout(600 if WHOLE else 120)
def test_a_mend_killed_at_its_boundaries_is_undone_wholly(held: ImportOffice) -> None:
    before = standing(held.root)
    mended_by_death = set()
    for number in IN_MEND:
        root = copy_of(held, f"mend-{number}")
        died = killed_at("mend", root, held, number)
        mended_by_death.add(sum(one.hold is None for one in standing(root)[0]))
        act("undo", root, str(held.folder))
        assert told(standing(root)) == told(before)
        if not died:
            break
    assert mended_by_death == ({0, 1, 2, 3} if WHOLE else {1, 2})


@pytest.mark.timeout(600 if WHOLE else 120)
def test_an_undoing_killed_at_its_boundaries_goes_on_when_it_is_asked_again(held: ImportOffice) -> None:
    before = standing(held.root)
    act("mend", held.root, str(held.folder))
    assert all(one.hold is None for one in standing(held.root)[0])
    undone_by_death = set()
    for number in IN_UNDO:
        root = copy_of(held, f"undo-{number}")
        died = killed_at("undo", root, held, number)
        undone_by_death.add(sum(one.hold is not None for one in standing(root)[0]))
        act("undo", root, str(held.folder))
        assert told(standing(root)) == told(before)
        if not died:
            break
    assert undone_by_death == ({0, 1, 2, 3} if WHOLE else {2})


def copy_of(office: ImportOffice, name: str) -> Path:
    return Path(shutil.copytree(office.root, office.root.with_name(name)))


def standing(root: Path) -> tuple[list[Scan], tuple[str, ...]]:
    """Return the scans, and by which names the import understands its files."""
    with open_books(open_workspace(root)) as books:
        (batch,) = books.batches.batches()
        return list(books.journal.scans()), batch.naming


def told(stood: tuple[list[Scan], tuple[str, ...]]) -> object:
    scans, naming = stood
    return [(one.id, one.state, one.expected, one.hold and one.hold.message) for one in scans], naming


def killed_at(what: str, root: Path, office: ImportOffice, number: int) -> bool:
    """Whether the act died at this boundary, and not by itself later."""
    command = [
        sys.executable,
        "-m",
        "tests.faults.mend_boundaries",
        what,
        str(root),
        str(office.folder),
        str(number),
    ]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, check=False, timeout=110)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()
    return done.returncode != 0
