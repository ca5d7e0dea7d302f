"""Signing by another program: sealed files go out to a folder, and come back signed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.domain.errors import IllegalFactError, NeedsPersonError, TryAgainError
from app.domain.facts import Signed
from app.domain.messages import Message
from app.domain.paper_code import file_name
from app.domain.scan import Clock, Scan
from app.domain.signing import SignedResult, SigningPlan, SignOrder
from app.pipeline.ports import Journal, Spool
from app.pipeline.signing_desk import all_waiting


class Comparer(Protocol):
    """Looks at what came back, as functions."""

    def match(self, path: str, awaited: Mapping[int, frozenset[str]]) -> str | None:
        """Return the digest of the sealed file that the file at `path` begins with, or None."""

    def returned(self, plan: SigningPlan, order: SignOrder, path: str) -> SignedResult:
        """Take over the signed file; NeedsPersonError when more than a signature was added, or a broken one."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back: whose it is (None: nobody's that waits), and why it was not taken (None: it was)."""

    file: Path
    scan: str | None
    trouble: Message | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """Gives sealed files to another program and takes signed ones back."""

    journal: Journal
    spool: Spool
    comparer: Comparer
    plan: SigningPlan
    clock: Clock
    who: str
    recorded: Callable[[list[Scan]], None]

    def export(self, folder: Path) -> list[tuple[str, Path]]:
        """Copy every sealed file that waits into `folder`, those already there left alone; return them by scan.

        TryAgainError when the folder can't be written. The name is for people; what counts is the digest.
        """
        given: list[tuple[str, Path]] = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for scan in self._waiting():
                code = scan.paper.code if scan.paper else ""
                name = file_name(code) if code else f"{scan.dossier or 'scan'}_{scan.id}"
                target = folder / f"{name}.pdf"
                if not target.exists():
                    self._copy(scan, target)
                given.append((scan.id, target))
        except OSError as trouble:
            told = Message.of("handover-not-written", folder=str(folder), detail=str(trouble))
            raise TryAgainError(told) from trouble
        return given

    def take_back(self, folder: Path, only: Container[Path] | None = None) -> Iterator[Returned]:
        """Take every signed file in `folder` for its scan; yield what became of each that was signed or is strange.

        With `only`, other files are left alone (they may be growing). A file that is still as it was given is passed
        over. NeedsPersonError when the folder can't be read.
        """
        scans = {scan.sealed.digest: scan for scan in self._waiting() if scan.sealed}
        try:
            files = sorted(
                file for file in folder.iterdir() if file.suffix.lower() == ".pdf" and file.is_file()
            )
        except OSError as trouble:
            told = Message.of("handover-not-read", folder=str(folder), detail=str(trouble))
            raise NeedsPersonError(told) from trouble
        for file in files:
            if only is not None and file not in only:
                continue
            awaited: dict[int, frozenset[str]] = {}
            for digest, scan in scans.items():
                size = scan.sealed.bytes if scan.sealed else 0
                awaited[size] = awaited.get(size, frozenset()) | {digest}
            result = self._take(file, scans, awaited)
            if result is not None:
                yield result

    def _take(
        self, file: Path, scans: dict[str, Scan], awaited: Mapping[int, frozenset[str]]
    ) -> Returned | None:
        try:
            digest = self.comparer.match(str(file), awaited)
        except OSError as trouble:  # another program is just writing it
            return Returned(
                file, None, Message.of("handover-not-read", folder=str(file), detail=str(trouble))
            )
        if digest is None:
            return Returned(file, None, Message.of("handover-unknown-file", file=file.name))
        scan = scans[digest]
        if scan.sealed is None or file.stat().st_size == scan.sealed.bytes:
            return None
        try:
            self._record(scan, file)
        except (NeedsPersonError, IllegalFactError) as trouble:
            return Returned(file, scan.id, trouble.message)
        del scans[digest]
        return Returned(file, scan.id)

    def _record(self, scan: Scan, file: Path) -> None:
        sealed = scan.sealed
        if sealed is None:
            raise ValueError(scan.id)  # a waiting scan has a file
        with tempfile.TemporaryDirectory(dir=self.spool.workroom()) as room:
            target = Path(room) / "returned.pdf"
            order = SignOrder(
                str(self.spool.path(sealed.digest)), str(target), self.clock(), sealed.pages, sealed.pdfa
            )
            result = self.comparer.returned(self.plan, order, str(file))
            self.spool.adopt(target)
        fact = Signed(
            scan=scan.id,
            at=self.clock(),
            file=result.file,
            signer=result.signer,
            by=self.who,
            level=result.level.value,
        )
        self.recorded(self.journal.record(fact, expecting=scan))

    def _waiting(self) -> list[Scan]:
        return all_waiting(self.journal, self.plan, self.clock())

    def _copy(self, scan: Scan, target: Path) -> None:
        if scan.sealed is None:
            return
        part = target.with_name(f"{target.name}.part")
        shutil.copyfile(self.spool.path(scan.sealed.digest), part)
        part.replace(target)
