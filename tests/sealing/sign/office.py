"""A small office: a journal with sealed scans, a spool, and a crew that does its work at once."""

from __future__ import annotations

import functools
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

from app.domain.facts import Captured, Linked, Read, Sealed, Separated
from app.domain.scan import Scan
from app.domain.signing import SigningPlan
from app.ocr import reader
from app.pipeline.handover import Handover
from app.pipeline.signing_desk import SigningDesk
from app.sealing import signing
from app.sealing.seal import seal
from app.storage.journal import SqliteJournal
from app.storage.spool import FolderSpool
from tests.sealing.papers import jpeg, order, reading_of, sheets


class CrewAtOnce:
    """Does the work in this process, when asked."""

    workers = 1

    def submit(
        self, function: Callable[..., object], *arguments: object, timeout_seconds: float, first: bool = True
    ) -> Future[object]:
        done: Future[object] = Future()
        try:
            done.set_result(function(*arguments))
        except Exception as trouble:  # noqa: BLE001 - it travels as through a real crew
            done.set_exception(trouble)
        return done

    def close(self) -> None:
        """Nothing runs."""


@dataclass
class Office:
    """What the tests of the desk act on."""

    journal: SqliteJournal
    spool: FolderSpool
    desk: SigningDesk
    handover: Handover
    changed: list[str]

    def scan(self, scan_id: str) -> Scan:
        found = self.journal.scan(scan_id)
        assert found is not None
        return found


@functools.cache
def _capture(folder: Path) -> Path:
    sheet = sheets(dpi=150)[0]
    return jpeg(folder / "capture.jpg", sheet.image.resize((620, 877), Image.Resampling.LANCZOS), dpi=75)


def sealed_scan(journal: SqliteJournal, spool: FolderSpool, name: str, folder: Path) -> str:
    """Let a scan live until it is sealed; its file differs from all others."""
    at = datetime.now(UTC)
    dossier = f"H15.12-260310-{int(name.split('-')[1]):04}"
    target = spool.workroom() / f"{name}.pdf"
    capture = _capture(folder)
    reading = reading_of(sheets(dpi=150)[0])
    file = seal(order(capture, "image/jpeg", [reading], target, dossier=dossier, title=name))
    spool.adopt(target)
    journal.record(
        Captured(scan=name, at=at, capture="c" * 64, bytes=1, source=f"{name}.jpg", folder="f"),
        Read(scan=name, at=at, reading="d" * 64),
        Separated(scan=name, at=at, pages=(1,)),
        Linked(scan=name, at=at, dossier=dossier, by="clerk"),
        Sealed(scan=name, at=at, file=file),
    )
    return name


def office_with(count: int, plan: SigningPlan, folder: Path) -> Office:
    """An office with so many sealed scans, called s-1, s-2, and on."""
    journal = SqliteJournal(folder / "journal.sqlite")
    spool = FolderSpool(folder / "spool")
    changed: list[str] = []
    times = (datetime.now(UTC) + timedelta(seconds=n) for n in range(10**6))

    def recorded(scans: list[Scan]) -> None:
        changed.extend(scan.id for scan in scans)

    desk = SigningDesk(
        journal, spool, reader, CrewAtOnce(), signing, plan, lambda: next(times), "văn thư", recorded
    )  # fmt: skip
    handover = Handover(journal, spool, signing, plan, lambda: next(times), "văn thư", recorded)
    for number in range(1, count + 1):
        sealed_scan(journal, spool, f"s-{number}", folder)
    return Office(journal, spool, desk, handover, changed)
