"""Spool and store against the journal: what is missing, altered or extra, and what can be mended from another copy."""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from app.capture.pickup import DONE
from app.domain.errors import NeedsPersonError
from app.domain.messages import Message
from app.domain.receipt import Receipt
from app.domain.requests import Deposit
from app.domain.scan import Scan
from app.pipeline.ports import DataStore, Spool
from app.storage.durable import chunks_of
from app.storage.objects import Flaw


class Shelf(Protocol):
    """Files by digest that can be read through."""

    def check(self, expected: Iterable[str] = ()) -> Iterator[Flaw]:
        """Re-read every file, and name those of `expected` that are missing."""


class CheckedSpool(Spool, Shelf, Protocol):
    """The spool, which can also be read through."""


class CheckedStore(DataStore, Protocol):
    """A data store whose bytes lie here and can be read through."""

    def check(self) -> Iterator[Flaw]:
        """Re-read every object against its digest."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be, in spool, store or journal; `mended` from `source` (path or receipt)."""

    where: str
    problem: str
    digest: str
    message: Message
    mended: bool = False
    source: str = ""


@dataclass(slots=True)
class Owners:
    """Whose a file of the spool is, for those that are needed: learned from every scan of the journal."""

    captures: dict[str, tuple[str, ...]] = field(default_factory=dict)  # digest -> where its original may lie
    sealed: dict[str, str] = field(default_factory=dict)  # digest -> receipt, once stored
    readings: set[str] = field(default_factory=set)

    def add(self, scan: Scan) -> None:
        """Learn what a scan needs."""
        self.captures.setdefault(scan.capture, _originals(scan))
        if scan.reading:
            self.readings.add(scan.reading)
        if scan.sealed:
            self.sealed[scan.sealed.digest] = scan.receipt.id if scan.receipt else ""

    def needed(self) -> Iterator[str]:
        """Yield every digest that must be in the spool."""
        yield from self.captures
        yield from self.sealed
        yield from self.readings


def check_spool(
    spool: CheckedSpool, store: DataStore, scans: Iterable[Scan], known_files: Iterable[str], *, mend: bool
) -> Iterator[Finding]:
    """Yield what is wrong in the spool. A capture is mended from its original, a sealed file from the store.

    `known_files` are the digests that lie in the spool; those that no scan needs are extra, and stay.
    """
    owners = Owners()
    for scan in scans:
        owners.add(scan)
    for flaw in spool.check(owners.needed()):
        source = _mended(flaw, owners, spool, store) if mend else ""
        yield Finding("spool", flaw.problem, flaw.digest, flaw.message, bool(source), source)
    needed = set(owners.needed())
    for digest in known_files:
        if digest not in needed and digest:
            yield Finding("spool", "extra", digest, Message.of("check-extra", digest=digest[:12]))


def check_store(
    store: CheckedStore, spool: CheckedSpool, receipts: Iterable[Receipt], *, mend: bool
) -> Iterator[Finding]:
    """Yield what is wrong in the embedded store. An object is mended from the spool's copy of the same digest."""
    flaws = list(store.check())
    of_digest = {flaw.digest: flaw for flaw in flaws if flaw.digest}
    wanted = {receipt.digest: receipt for receipt in receipts if receipt.digest in of_digest} if flaws else {}
    for flaw in flaws:
        receipt = wanted.get(flaw.digest)
        source = _put_back(flaw, receipt, store, spool) if mend and receipt else ""
        yield Finding("store", flaw.problem, flaw.digest, flaw.message, bool(source), source)


def counted(findings: Iterable[Finding], tell: Callable[[Finding], None]) -> Counter[str]:
    """Tell each finding; return how many there are of each problem, "mended" and "left" (extra files are no harm)."""
    sums: Counter[str] = Counter()
    for one in findings:
        tell(one)
        sums[one.problem] += 1
        if one.problem != "extra":
            sums["mended" if one.mended else "left"] += 1
    return sums


def _originals(scan: Scan) -> tuple[str, ...]:
    """Where the original of a capture may still lie, unless its name could not be written down as it is."""
    folder = Path(scan.folder)
    if scan.path:
        return (str(folder / scan.path),)
    return (str(folder / scan.source), str(folder / DONE / scan.source))


def _mended(flaw: Flaw, owners: Owners, spool: Spool, store: DataStore) -> str:
    """Put the right bytes in place of a flaw; return where they came from, "" when nobody has them."""
    for original in owners.captures.get(flaw.digest, ()):
        if _digest(original) == flaw.digest:
            spool.put(chunks_of(Path(original)))
            return original
    receipt = owners.sealed.get(flaw.digest, "")
    with contextlib.suppress(NeedsPersonError):  # the store has lost it as well
        if receipt and spool.put(store.content(receipt))[0] == flaw.digest:
            return receipt
    return ""


def _put_back(flaw: Flaw, receipt: Receipt, store: DataStore, spool: CheckedSpool) -> str:
    """Deposit the spool's copy once more under the same key: the same receipt, and the bytes are there again."""
    try:
        copy = spool.path(flaw.digest)
    except NeedsPersonError:
        return ""
    if _digest(str(copy)) != flaw.digest:
        return ""
    metadata = store.metadata(receipt.id)
    flaw.path.unlink(missing_ok=True)
    key = f"{metadata.get('scan', '')}:{receipt.digest}"
    again = store.deposit(Deposit(key, receipt.dossier, receipt.digest, str(copy), metadata))
    return str(copy) if again.id == receipt.id else ""


def _digest(path: str) -> str:
    digest = hashlib.sha256()
    try:
        for chunk in chunks_of(Path(path)):
            digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()
