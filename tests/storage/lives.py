"""Lives of scans for the journal's tests: some told in full, some drawn by hypothesis (mostly legal, some not)."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from app.domain.arrangement import Arrangement, PageRef
from app.domain.errors import IllegalFactError
from app.domain.evidence import Candidate, Evidence, EvidenceKind
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
from app.domain.page import Box
from app.domain.receipt import Receipt, SealedFile
from app.domain.scan import Lane, Relation, Scan, Severity
from app.domain.transitions import apply

NOON = datetime(2026, 3, 10, 5, 0, tzinfo=UTC)
CODE = "H15.12-260310-0003"
SEALED = SealedFile("5" * 64, 4321, 2, "2b")
EVIDENCE = Evidence(EvidenceKind.BARCODE, CODE, 1, Box(0.1, 0.2, 0.3, 0.05), 12.5)


def digest(letter: str) -> str:
    """A digest made of one hexadecimal digit."""
    return letter * 64


def captured(scan: str, at: datetime = NOON, capture: str = "a", lane: Lane = Lane.COUNTER) -> Captured:
    return Captured(
        scan=scan,
        at=at,
        capture=digest(capture),
        bytes=1000,
        source=f"{scan}.pdf",
        folder="/scans",
        lane=lane,
    )


def held(scan: str, at: datetime = NOON) -> Held:
    return Held(scan=scan, at=at, message=Message.of("hold-no-candidate", pages=2), severity=Severity.ASKS)


def receipt(dossier: str = CODE, at: datetime = NOON) -> Receipt:
    return Receipt("r-1", dossier, SEALED.digest, SEALED.bytes, 1, at, "embedded:test")


def whole_life(scan: str, at: datetime = NOON, capture: str = "a") -> list[Fact]:
    """From the capture to the receipt."""
    times = [at + timedelta(seconds=second) for second in range(8)]
    return [
        captured(scan, times[0], capture),
        Read(scan=scan, at=times[1], reading=digest("b")),
        Separated(scan=scan, at=times[2], pages=(2, 3), separator_pages=(1,), slip_codes=(CODE,)),
        Proposed(scan=scan, at=times[3], candidates=(Candidate(CODE, 0.99, (EVIDENCE,), "Đặng Thị Ân"),)),
        Linked(scan=scan, at=times[4], dossier=CODE, by="rule", evidence=(EVIDENCE,)),
        Sealed(scan=scan, at=times[5], file=SEALED),
        DepositBegan(scan=scan, at=times[6]),
        Stored(scan=scan, at=times[7], receipt=receipt(at=times[7])),
    ]


def split_off(scan: str, origin: str, at: datetime = NOON) -> SplitOff:
    return SplitOff(
        scan=scan,
        at=at,
        origin=origin,
        capture=digest("a"),
        bytes=1000,
        source=f"{origin}.pdf",
        folder="/scans",
        lane=Lane.COUNTER,
        reading=digest("b"),
        pages=(4,),
    )


ARRANGEMENT = Arrangement(
    (PageRef(digest("a"), 2, digest("b"), 90, Box(0.1, 0.2, 0.5, 0.5)),), (PageRef(digest("c"), 1),)
)


def every_kind_of_fact(scan: str = "s-1", at: datetime = NOON) -> list[Fact]:
    return [
        *whole_life(scan, at),
        split_off(scan, "s-0", at),
        held(scan, at),
        SeenAgain(scan=scan, at=at, source="lần nữa.pdf", folder="/scans"),
        Revised(scan=scan, at=at, capture=digest("c"), bytes=2000),
        Unlinked(scan=scan, at=at, by="lan"),
        Released(scan=scan, at=at, by="lan"),
        Confirmed(scan=scan, at=at, by="lan", reason="đã đối chiếu"),
        Recut(scan=scan, at=at, pages=(1,), by="lan", marks=("number:1|2026-07-15",)),
        Arranged(scan=scan, at=at, arrangement=ARRANGEMENT, by="lan"),
        Described(scan=scan, at=at, corrections={"number": "13/QĐ-UBND", "signer": ""}, by="lan"),
        Restored(scan=scan, at=at, by="lan", marks=("number:1|2026-07-15",)),
        Expected(scan=scan, at=at, codes=(CODE,), by="lan"),
        Advanced(scan=scan, at=at),
        Related(scan=scan, at=at, other="s-0", relation=Relation.VERSION, by="lan"),
        Signed(scan=scan, at=at, file=SEALED, signer="Văn thư"),
        Timestamped(scan=scan, at=at, file=SEALED, level="B-LT"),
        Rejected(scan=scan, at=at, reason="trùng", by="lan"),
    ]


@st.composite
def lives(draw: st.DrawFn, scans: int = 3, longest: int = 25) -> list[Fact]:
    """Facts of a few scans, interleaved: nine of ten may follow what came before, the others may not."""
    standings: dict[str, Scan] = {}
    facts: list[Fact] = []
    for step in range(draw(st.integers(1, longest))):
        scan = f"s-{draw(st.integers(1, scans))}"
        at = NOON + timedelta(hours=draw(st.integers(0, 60)), seconds=step)
        offered = [fact for fact in every_kind_of_fact(scan, at) if _legal(standings.get(scan), fact)]
        any_fact = every_kind_of_fact(scan, at)
        fact = draw(st.sampled_from(offered if offered and draw(st.integers(0, 9)) else any_fact))
        facts.append(fact)
        with contextlib.suppress(IllegalFactError):
            standings[scan] = apply(standings.get(scan), fact)
    return facts


def _legal(scan: Scan | None, fact: Fact) -> bool:
    try:
        apply(scan, fact)
    except IllegalFactError:
        return False
    return True
