"""The life of a scan as properties: whatever facts are offered, in whatever order, what must hold holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import facts as f
from app.domain.arrangement import Arrangement, PageRef
from app.domain.errors import IllegalFactError
from app.domain.ledger import Tally
from app.domain.messages import Message
from app.domain.receipt import Receipt, SealedFile
from app.domain.scan import Bucket, Relation, Scan, ScanState, Severity
from app.domain.transitions import apply

START = datetime(2026, 3, 31, 1, 0, tzinfo=UTC)
PATH = [
    ScanState.CAPTURED,
    ScanState.READ,
    ScanState.SEPARATED,
    ScanState.LINKED,
    ScanState.SEALED,
    ScanState.SIGNED,
]
LINKED_STATES = {ScanState.LINKED, ScanState.SEALED, ScanState.SIGNED, ScanState.STORED}
SEALED_STATES = {ScanState.SEALED, ScanState.SIGNED, ScanState.STORED}
BY_MACHINE = (f.Read, f.Separated, f.Sealed, f.Signed, f.DepositBegan)

MESSAGES = st.sampled_from([Message.of("hold-by-person"), Message.of("hold-nothing-fits")])
DOSSIERS = st.sampled_from(["H15.12-250715-0001", "H15.12-250715-0002"])
DIGESTS = st.sampled_from(["aa", "bb"])
FILES = st.builds(SealedFile, digest=DIGESTS, bytes=st.just(9), pages=st.just(1), pdfa=st.just("2b"))
RECEIPTS = st.builds(
    Receipt, id=st.just("r"), dossier=DOSSIERS, digest=DIGESTS, bytes=st.just(9), version=st.just(1),
    stored_at=st.just(START), store=st.just("embedded"),
)  # fmt: skip
ARRANGEMENTS = st.sampled_from([(1,), (2, 1), (1, 2, 3)]).map(
    lambda pages: Arrangement(tuple(PageRef("c9", page, "d") for page in pages))
)
PAGES = st.sampled_from([(1,), (1, 2), (2,)])


def captured(scan: str = "s") -> f.Captured:
    return f.Captured(scan=scan, at=START, capture="c0", bytes=5, source="a.pdf", folder="in")


def facts(scan: str = "s") -> st.SearchStrategy[f.Fact]:
    own = {"scan": st.just(scan), "at": st.integers(0, 999).map(lambda n: START + timedelta(seconds=n))}
    by = {"by": st.just("lan")}
    return st.one_of(
        st.builds(f.SeenAgain, **own, source=st.just("b.pdf"), folder=st.just("in")),
        st.builds(f.Revised, **own, capture=st.sampled_from(["c1", "c2"]), bytes=st.just(6)),
        st.builds(f.Read, **own, reading=st.just("d")),
        st.builds(f.Separated, **own, pages=st.one_of(st.just(()), PAGES)),
        st.builds(f.Recut, **own, **by, pages=PAGES),
        st.builds(f.Arranged, **own, **by, arrangement=ARRANGEMENTS),
        st.builds(f.Described, **own, **by, corrections=st.sampled_from([{}, {"number": "12/QĐ-UBND"}])),
        st.builds(f.Restored, **own, **by),
        st.builds(f.Expected, **own, **by, codes=st.just(("H15.12-250715-0012",))),
        st.builds(f.Advanced, **own),
        st.builds(f.Related, **own, **by, other=st.just("s0"), relation=st.sampled_from(Relation)),
        st.builds(f.Proposed, **own, candidates=st.just(())),
        st.builds(f.Linked, **own, **by, dossier=DOSSIERS),
        st.builds(f.Unlinked, **own, **by),
        st.builds(f.Held, **own, message=MESSAGES, severity=st.sampled_from(Severity)),
        st.builds(f.Released, **own, **by),
        st.builds(f.Confirmed, **own, **by, reason=st.just("đã đối chiếu")),
        st.builds(f.Sealed, **own, file=FILES),
        st.builds(f.Signed, **own, file=FILES, signer=st.just("văn thư")),
        st.builds(f.Timestamped, **own, file=FILES, level=st.sampled_from(["B-T", "B-LT"])),
        st.builds(f.DepositBegan, **own),
        st.builds(f.Stored, **own, receipt=RECEIPTS),
        st.builds(f.Rejected, **own, **by, reason=st.just("nhầm")),
    )


def straight_life(dossier: str = "H15.12-250715-0001", digest: str = "aa") -> list[f.Fact]:
    """The life of a scan to which nothing happens but its road."""
    own = {"scan": "s", "at": START}
    file = SealedFile(digest, 9, 1, "2b")
    receipt = Receipt("r", dossier, digest, 9, 1, START, "embedded")
    return [
        captured(), f.Read(**own, reading="d"), f.Separated(**own, pages=(1,)), f.Proposed(**own, candidates=()),
        f.Linked(**own, dossier=dossier, by=f.BY_RULE), f.Sealed(**own, file=file), f.DepositBegan(**own),
        f.Stored(**own, receipt=receipt),
    ]  # fmt: skip


LIVES = st.one_of(
    st.lists(facts(), max_size=30),
    # The road itself with anything thrown in between: so that far states are met often.
    st.lists(st.tuples(st.integers(0, 7), facts()), max_size=6).map(
        lambda extra: _thrown_in(straight_life()[1:], extra)
    ),
)


def _thrown_in(life: list[f.Fact], extra: Sequence[tuple[int, f.Fact]]) -> list[f.Fact]:
    mixed = list(life)
    for place, fact in extra:
        mixed.insert(min(place, len(mixed)), fact)
    return mixed


def offered(scan: Scan, fact: f.Fact) -> Scan | None:
    """The scan after the fact, or None where it is refused."""
    try:
        return apply(scan, fact)
    except IllegalFactError:
        return None


@given(LIVES)
def test_whatever_is_offered_a_scan_stays_sound(life: list[f.Fact]) -> None:
    scan = apply(None, captured())
    for fact in life:
        scan = offered(scan, fact) or scan
        assert (scan.id, scan.captured_at, scan.source) == ("s", START, "a.pdf")
        assert (scan.dossier is not None) == (scan.state in LINKED_STATES) or scan.state is ScanState.REJECTED
        assert scan.state not in LINKED_STATES or scan.pages
        assert scan.state not in SEALED_STATES or scan.sealed
        assert not (scan.state.finished and scan.hold)
        assert scan.receipt is not None or scan.state is not ScanState.STORED
        assert scan.receipt is None or scan.state in (
            ScanState.STORED,
            ScanState.SIGNED,
        )  # signed after it was stored
        if scan.depositing:
            assert scan.hold is None
            assert scan.state in SEALED_STATES


@given(LIVES)
def test_stored_is_only_what_a_receipt_for_our_bytes_and_dossier_proves(life: list[f.Fact]) -> None:
    scan = apply(None, captured())
    for fact in life:
        before, scan = scan, offered(scan, fact) or scan
        if scan.state is ScanState.STORED and before.state is not ScanState.STORED:
            assert isinstance(fact, f.Stored)
            assert before.depositing
            assert scan.receipt is not None
            assert scan.sealed is not None
            assert (scan.receipt.digest, scan.receipt.dossier) == (scan.sealed.digest, scan.dossier)


@given(LIVES)
def test_a_finished_scan_changes_only_when_its_rejection_is_taken_back_or_it_is_signed(
    life: list[f.Fact],
) -> None:
    scan = apply(None, captured())
    for fact in life:
        after = offered(scan, fact)
        if scan.state.finished:
            taken_back = isinstance(fact, f.Restored) and scan.state is ScanState.REJECTED
            again = isinstance(fact, f.SeenAgain | f.Advanced) and after == scan
            signed = isinstance(fact, f.Signed) and scan.state is ScanState.STORED and scan.signer is None
            assert after is None or taken_back or again or signed
        scan = after or scan


@given(LIVES)
def test_a_held_scan_goes_on_only_by_a_persons_act(life: list[f.Fact]) -> None:
    scan = apply(None, captured())
    for fact in life:
        after = offered(scan, fact)
        if scan.hold and isinstance(fact, (*BY_MACHINE, f.Stored)):
            assert after is None
        scan = after or scan


@given(LIVES)
def test_a_state_is_reached_only_from_the_one_before_it_or_by_a_step_back(life: list[f.Fact]) -> None:
    scan = apply(None, captured())
    for fact in life:
        after = offered(scan, fact) or scan
        if after.state in PATH and scan.state in PATH:
            forward = PATH.index(after.state) - PATH.index(scan.state)
            assert forward <= 1
            assert forward >= 0 or isinstance(fact, (f.Revised, f.Unlinked, f.Arranged, f.Described))
        scan = after


@given(LIVES)
def test_a_revision_begins_anew_with_the_new_bytes_and_nothing_of_the_old(life: list[f.Fact]) -> None:
    scan = apply(None, captured())
    for fact in life:
        after = offered(scan, fact)
        if after and isinstance(fact, f.Revised):
            assert (after.state, after.capture) == (ScanState.CAPTURED, fact.capture)
            assert after.revision == scan.revision + 1
            assert (after.reading, after.pages, after.dossier, after.sealed, after.hold) == (
                None,
                (),
                None,
                None,
                None,
            )
        elif after:
            assert after.capture == scan.capture
        scan = after or scan


@given(st.lists(LIVES, min_size=1, max_size=6))
def test_the_ledger_balances_whatever_becomes_of_the_scans(lives: list[list[f.Fact]]) -> None:
    scans = []
    for life in lives:
        scan = apply(None, captured())
        for fact in life:
            scan = offered(scan, fact) or scan
        scans.append(scan)
    buckets = [scan.bucket for scan in scans]
    tally = Tally(len(lives), *(buckets.count(bucket) for bucket in Bucket))
    assert tally.balanced


@given(facts("another"))
def test_a_fact_of_another_scan_is_refused(fact: f.Fact) -> None:
    with pytest.raises(IllegalFactError):
        apply(apply(None, captured()), fact)


@given(facts())
def test_nothing_but_a_capture_or_a_split_is_a_birth(fact: f.Fact) -> None:
    with pytest.raises(IllegalFactError):
        apply(None, fact)


def test_the_straight_road_ends_stored() -> None:
    scan: Scan | None = None
    for fact in straight_life():
        scan = apply(scan, fact)
    assert scan is not None
    assert scan.state is ScanState.STORED


@pytest.mark.parametrize(("dossier", "digest"), [("H15.12-250715-0002", "aa"), ("H15.12-250715-0001", "bb")])
def test_a_receipt_for_another_dossier_or_other_bytes_stores_nothing(dossier: str, digest: str) -> None:
    scan: Scan | None = None
    for fact in straight_life()[:-1]:
        scan = apply(scan, fact)
    receipt = Receipt("r", dossier, digest, 9, 1, START, "embedded")
    with pytest.raises(IllegalFactError):
        apply(scan, f.Stored(scan="s", at=START, receipt=receipt))


def test_a_slip_without_a_result_can_not_be_linked() -> None:
    scan: Scan | None = None
    for fact in (
        *straight_life()[:2],
        f.Separated(scan="s", at=START, pages=(), slip_codes=("H15.12-250715-0001",)),
    ):
        scan = apply(scan, fact)
    with pytest.raises(IllegalFactError):
        apply(scan, f.Linked(scan="s", at=START, dossier="H15.12-250715-0001", by="lan"))
