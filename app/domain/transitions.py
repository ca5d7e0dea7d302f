"""Which fact may follow which state: the one place that says so."""

from __future__ import annotations

from dataclasses import replace

from app.domain.arrangement import Arrangement
from app.domain.errors import IllegalFactError
from app.domain.facts import (
    Advanced,
    Arranged,
    Captured,
    Confirmed,
    DepositBegan,
    Described,
    Expected,
    Fact,
    Held,
    Linked,
    Proposed,
    Read,
    Recut,
    Rejected,
    Related,
    Released,
    Restored,
    Revised,
    Sealed,
    SeenAgain,
    Separated,
    Signed,
    SplitOff,
    Stored,
    Timestamped,
    Unlinked,
)
from app.domain.messages import Message
from app.domain.scan import Hold, Scan, ScanState, Severity

_UNLINKABLE = (ScanState.LINKED, ScanState.SEALED, ScanState.SIGNED)
_DESCRIBABLE = (ScanState.SEPARATED, ScanState.LINKED, ScanState.SEALED)  # a signature would be lost
_DEPOSITABLE = (ScanState.SEALED, ScanState.SIGNED)


def apply(scan: Scan | None, fact: Fact) -> Scan:
    """Return what `scan` becomes by `fact` (None: not born yet). Raises IllegalFactError when it can't follow."""
    if scan is None:
        return _born(fact)
    if fact.scan != scan.id:
        raise _illegal(scan, fact)
    changed = _after(scan, fact)
    return scan if changed is scan else replace(changed, changed_at=fact.at)


def _born(fact: Fact) -> Scan:
    if not isinstance(fact, Captured | SplitOff):
        raise _illegal(None, fact)
    scan = Scan(
        id=fact.scan,
        state=ScanState.CAPTURED,
        capture=fact.capture,
        bytes=fact.bytes,
        source=fact.source,
        folder=fact.folder,
        captured_at=fact.at,
        lane=fact.lane,
        batch=fact.batch,
        path=fact.path,
        changed_at=fact.at,
    )
    if isinstance(fact, Captured):
        return replace(scan, expected=fact.expected)
    if fact.arrangement is not None:
        return _arranged(_separated(scan, fact), fact.arrangement)
    return _separated(replace(scan, reading=fact.reading), fact)


def _after(scan: Scan, fact: Fact) -> Scan:  # noqa: C901, PLR0911, PLR0912 - one match is the point: it is the whole table
    state, free = scan.state, scan.hold is None
    match fact:
        case SeenAgain():
            return scan
        case Advanced():
            return replace(scan, hold=None) if scan.is_list and not state.finished else scan
        case Held(message=message, severity=severity) if not state.finished and _may_hold(scan, fact):
            return replace(scan, hold=Hold(message, severity, fact.at), depositing=False)
        case Released() if scan.hold:
            return replace(scan, hold=None, caution=None)
        case Confirmed() if scan.hold and state in (ScanState.READ, *_UNLINKABLE):
            return replace(scan, hold=None, confirmed=True)
        case Rejected(reason=reason) if not state.finished and not scan.committed:
            return replace(scan, state=ScanState.REJECTED, rejected_because=reason, hold=None, marks=())
        case Revised() if not state.finished and not scan.committed and scan.arrangement is None:
            return _begin_again(scan, fact)
        case Read(reading=reading) if state is ScanState.CAPTURED and free:
            return replace(scan, state=ScanState.READ, reading=reading)
        case Separated() if state is ScanState.READ and free:
            return _separated(scan, fact)
        case Recut() if state is ScanState.SEPARATED and fact.pages and set(fact.pages) < set(scan.pages):
            return replace(
                scan, pages=fact.pages, marks=fact.marks, candidates=(), caution=None, flaws=(), hold=None
            )
        case Arranged() if (
            scan.pages and fact.arrangement.pages and not state.finished and not scan.committed
        ):
            return _arranged(scan, fact.arrangement)
        case Described() if state in _DESCRIBABLE and scan.pages and not scan.depositing:
            return _described(scan, fact)
        case Restored() if state is ScanState.REJECTED:
            return _restored(scan, fact)
        case Expected(codes=codes) if state is ScanState.SEPARATED and scan.pages:
            return replace(scan, expected=codes, candidates=(), hold=None)
        case Related() if state is ScanState.SEPARATED and scan.pages:
            return replace(scan, relation=fact.relation, related=fact.other, hold=None)
        case Proposed(candidates=candidates) if state is ScanState.SEPARATED:
            return replace(scan, candidates=candidates)
        case Linked() if state is ScanState.SEPARATED and scan.pages:
            return replace(
                scan,
                state=ScanState.LINKED,
                dossier=fact.dossier,
                linked_by=fact.by,
                evidence=fact.evidence,
                confirmed=False,
                hold=None,
            )
        case Unlinked() if state in _UNLINKABLE and not scan.committed:
            return _unlink(scan, fact)
        case Sealed(file=file) if state is ScanState.LINKED and free:
            return replace(scan, state=ScanState.SEALED, sealed=file, paper=fact.paper)
        case Signed(file=file) if free and not scan.depositing and _unsigned(scan):
            return replace(
                scan,
                state=ScanState.SIGNED,
                sealed=file,
                signer=fact.signer,
                signature_level=fact.level,
            )
        case Timestamped(file=file) if state is ScanState.SIGNED and free and not scan.depositing:
            return replace(scan, sealed=file, signature_level=fact.level)
        case DepositBegan() if state in _DEPOSITABLE and free:
            return replace(scan, depositing=True)
        case Stored(receipt=receipt) if scan.depositing and _fits(scan, fact):
            return replace(scan, state=ScanState.STORED, receipt=receipt, depositing=False)
        case _:
            raise _illegal(scan, fact)


def _unsigned(scan: Scan) -> bool:
    """Whether the agency may sign it: before the deposit, or after it as a new version; once."""
    return scan.state in (ScanState.SEALED, ScanState.STORED) and scan.signer is None


def _separated(scan: Scan, fact: Separated | SplitOff) -> Scan:
    return replace(
        scan,
        state=ScanState.SEPARATED,
        pages=fact.pages,
        separator_pages=fact.separator_pages,
        slip_codes=fact.slip_codes,
        expected=fact.expected,
        marks=fact.marks,
        caution=fact.caution,
        flaws=fact.flaws,
    )


def _arranged(scan: Scan, arrangement: Arrangement) -> Scan:
    """The scan begins its road anew from these pages; nothing is linked by rule until a person has looked."""
    count = len(arrangement.pages)
    return replace(
        _without_link(scan),
        state=ScanState.CAPTURED,
        arrangement=arrangement,
        pages=tuple(range(1, count + 1)),
        separator_pages=tuple(range(count + 1, count + 1 + len(arrangement.slips))),
        reading=None,
        marks=(),
        candidates=(),
        caution=Message.of("hold-pages-arranged"),
        flaws=(),
        hold=None,
    )


def _described(scan: Scan, fact: Described) -> Scan:
    said = replace(scan, corrections=fact.corrections)
    if scan.state is not ScanState.SEALED:
        return said
    return replace(said, state=ScanState.LINKED, sealed=None, paper=None)


def _restored(scan: Scan, fact: Restored) -> Scan:
    back = ScanState.SEPARATED if scan.reading and scan.pages else ScanState.CAPTURED
    hold = Hold(Message.of("hold-restored", by=fact.by), Severity.ASKS, fact.at)
    return replace(_without_link(scan), state=back, rejected_because=None, marks=fact.marks, hold=hold)


def _may_hold(scan: Scan, fact: Held) -> bool:
    """While the file is on its way to the store, only the store's refusal may stop the scan, not a person."""
    return not scan.depositing or fact.severity is Severity.BLOCKS


def _fits(scan: Scan, fact: Stored) -> bool:
    """Whether the receipt is for our bytes and our dossier: nothing else may be called stored."""
    return scan.sealed is not None and (fact.receipt.digest, fact.receipt.dossier) == (
        scan.sealed.digest,
        scan.dossier,
    )


def _unlink(scan: Scan, fact: Unlinked) -> Scan:
    hold = Hold(Message.of("hold-unlinked", by=fact.by), Severity.ASKS, fact.at)
    return replace(_without_link(scan), state=ScanState.SEPARATED, hold=hold)


def _without_link(scan: Scan) -> Scan:
    return replace(
        scan,
        dossier=None,
        linked_by=None,
        evidence=(),
        relation=None,
        related="",
        confirmed=False,
        sealed=None,
        paper=None,
        signer=None,
        signature_level="",
    )


def _begin_again(scan: Scan, fact: Revised) -> Scan:
    return Scan(
        id=scan.id,
        state=ScanState.CAPTURED,
        capture=fact.capture,
        bytes=fact.bytes,
        source=scan.source,
        folder=scan.folder,
        captured_at=scan.captured_at,
        lane=scan.lane,
        batch=scan.batch,
        path=scan.path,
        expected=scan.expected,
        revision=scan.revision + 1,
    )


def _illegal(scan: Scan | None, fact: Fact) -> IllegalFactError:
    state = "none" if scan is None else scan.state.value
    return IllegalFactError(
        Message.of(
            "illegal-fact",
            scan=fact.scan,
            fact=type(fact).__name__,
            state=state,
            held=int(bool(scan and scan.hold)),
        )
    )
