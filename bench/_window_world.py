"""A workspace for the window's benchmark: 100,000 scans in the journal, some of them with real pages, waiting first."""

from __future__ import annotations

import io
import shutil
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pikepdf
from _storage_world import dossiers, fill_journal
from PIL import Image

from app.domain.evidence import Candidate
from app.domain.facts import Captured, Held, Proposed, Read, Separated
from app.domain.messages import Message
from app.domain.page import Reading
from app.domain.scan import Severity
from app.storage.journal import SqliteJournal
from app.storage.register import SqliteRegister
from app.storage.spool import FolderSpool
from bench._window_place import BATCH, BATCH_PAGES, COMPLETE, PLACE, workspace_of
from tests.generator import Recipe, make_register, make_result, scan, set_letter
from tests.ui.papers import Paper, printed_papers

SCANS, DOSSIERS = 100_000, 20_000
WITH_PAGES = 60  # scans that need a person and have an A4 page in colour at 300 dpi
BEFORE_ALL = datetime(2024, 1, 1, 1, tzinfo=UTC)


def make_world() -> None:
    """Make the workspace anew."""
    shutil.rmtree(PLACE, ignore_errors=True)
    workspace = workspace_of(PLACE)
    workspace.root.mkdir(parents=True)
    journal, spool = SqliteJournal(workspace.journal), FolderSpool(workspace.spool)
    register = SqliteRegister(workspace.register)
    fill_journal(journal, SCANS)
    papers = [_of_its_own(paper, n) for n, paper in enumerate(islice(cycle(printed_papers(8)), WITH_PAGES))]
    register.put([*(paper.dossier for paper in papers), *dossiers(DOSSIERS)])
    pictures = _pictures()
    for number in range(WITH_PAGES):
        _wait(journal, spool, number, papers[number], pictures[number % len(pictures)])
    _wait_as_batch(journal, spool, papers[0], pictures)
    register.close()
    journal.close()
    (PLACE / COMPLETE).touch()


def _of_its_own(paper: Paper, number: int) -> Paper:
    """The paper with a dossier that no other has: a second result of one dossier would be asked about."""
    return replace(paper, dossier=replace(paper.dossier, code=f"H15.12-250101-{number:04}"))


def _pictures(count: int = 4) -> list[bytes]:
    """A4 pages at 300 dpi as a scanner writes them."""
    random = Random(3)
    made = []
    for dossier in make_register(random, 12)[:count]:
        sheet = set_letter(make_result(dossier, random, print_code=False), random, dpi=300)[0]
        shot = scan(sheet, Recipe((("paper", 0.15), ("skew", 0.02)), dpi=300), random)
        out = io.BytesIO()
        shot.image.convert("RGB").save(out, "JPEG", quality=80, dpi=(300, 300))
        made.append(out.getvalue())
    return made


def _wait(journal: SqliteJournal, spool: FolderSpool, number: int, paper: Paper, picture: bytes) -> None:
    """One scan that waits for a person; bytes after the picture's end make each capture another one."""
    shape = replace(paper.reading.shape, media_type="image/jpeg", page_count=1)
    reading = replace(paper.reading, shape=shape, pages=paper.reading.pages[:1])
    at = BEFORE_ALL + timedelta(seconds=number)
    _tell(journal, spool, f"w{number:04}", at, [picture, f"{number:06}".encode()], reading, paper)


def _wait_as_batch(journal: SqliteJournal, spool: FolderSpool, paper: Paper, pictures: list[bytes]) -> None:
    """One scan of many pages: a PDF whose pages share a few pictures, each page read in full."""
    first = paper.reading.pages[0]
    pages = tuple(replace(first, page=number) for number in range(1, BATCH_PAGES + 1))
    shape = replace(paper.reading.shape, media_type="application/pdf", page_count=BATCH_PAGES)
    reading = replace(paper.reading, shape=shape, pages=pages)
    at = BEFORE_ALL + timedelta(seconds=WITH_PAGES)
    _tell(journal, spool, BATCH, at, [_pdf(pictures)], reading, paper)


def _pdf(pictures: list[bytes]) -> bytes:
    """A PDF of BATCH_PAGES A4 pages that show these JPEG pictures in turn."""
    made, out = pikepdf.new(), io.BytesIO()
    shown = []
    for picture in pictures:
        with Image.open(io.BytesIO(picture)) as opened:
            width, height = opened.size
        stream = made.make_stream(picture, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        stream.Width, stream.Height, stream.BitsPerComponent = width, height, 8
        stream.ColorSpace, stream.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
        shown.append(made.make_indirect(stream))
    for number in range(BATCH_PAGES):
        page = made.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=shown[number % len(shown)]))
        page.Contents = made.make_stream(b"q 595 0 0 842 0 0 cm /Im Do Q")
    made.save(out)
    return out.getvalue()


def _tell(
    journal: SqliteJournal,
    spool: FolderSpool,
    name: str,
    at: datetime,
    data: list[bytes],
    read: Reading,
    paper: Paper,
) -> None:
    """Record a scan that waits for a person, proposed to be the paper's dossier's."""
    digest, size = spool.put(data)
    reading, known = spool.put_reading(read), paper.dossier
    on_first = tuple(evidence for evidence in paper.evidence if evidence.page == 1)
    proposal = (Candidate(known.code, 0.93, on_first, known.owner_name, known.procedure_name),)
    told = Message.of("hold-not-exact", dossier=known.code, percent=93)
    journal.record(
        Captured(scan=name, at=at, capture=digest, bytes=size, source=f"{name}.jpg", folder="/scans"),
        Read(scan=name, at=at, reading=reading),
        Separated(scan=name, at=at, pages=tuple(page.page for page in read.pages)),
        Proposed(scan=name, at=at, candidates=proposal),
        Held(scan=name, at=at, message=told, severity=Severity.ASKS),
    )


if __name__ == "__main__":
    make_world()
