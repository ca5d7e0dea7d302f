"""The stages between reading and the receipt: what is linked by rule, what is held, and what is never called stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from app.domain.decision import LinkPolicy
from app.domain.errors import IllegalFactError, NeedsPersonError, UsageError
from app.domain.facts import Confirmed, Held, Rejected, Released, Separated, SplitOff, Unlinked
from app.domain.messages import Message
from app.domain.page import PageReading
from app.domain.receipt import Receipt
from app.domain.requests import Deposit
from app.domain.scan import Lane, Scan, ScanState, Severity
from app.domain.separation import SeparationProfile, proposed_cut
from app.pipeline.cutting import cut
from app.pipeline.stages.separate import SeparateStage
from tests.contract.fake_store import FakeStore
from tests.domain.offices import paper, slip
from tests.domain.readings import page
from tests.pipeline.road import AYUN, BON, NOW, SEN, Road


def held_by(scan: Scan) -> str:
    """The id of the message that the scan is held with; "" when it is not held."""
    return scan.hold.message.id if scan.hold else ""


# --- separation -------------------------------------------------------------------------------------------------------


def test_slips_cut_a_stack_and_each_result_is_linked_to_its_own_dossier(road: Road) -> None:
    stack = road.read(
        slip(SEN.code, 1),
        paper(first=2),
        slip(BON.code, 3),
        paper(BON.owner_name, BON.owner_number, first=4),
    )
    first, second = road.separate(stack)
    assert (first.pages, first.separator_pages, second.pages, second.separator_pages) == (
        (2,),
        (1,),
        (4,),
        (3,),
    )
    assert [road.match(scan).dossier for scan in (first, second)] == [SEN.code, BON.code]


def test_a_slip_without_a_result_blocks_and_nothing_is_proposed(road: Road) -> None:
    *_, lonely = road.separate(road.read(slip(SEN.code, 1), paper(first=2), slip(BON.code, 3)))
    lonely = next(scan for scan in (road.match(one) for one in road.journal.scans() if not one.pages))
    assert held_by(lonely) == "hold-slip-without-result"
    assert lonely.hold
    assert lonely.hold.severity is Severity.BLOCKS
    assert lonely.candidates == ()


def test_two_heads_in_one_capture_are_a_proposal_that_a_person_accepts(road: Road) -> None:
    capture = road.read(
        paper(first=1), replace(paper(BON.owner_name, BON.owner_number, first=2), page=2), source="hai tờ.pdf"
    )
    (scan,) = road.separate(capture)
    scan = road.match(scan)
    assert held_by(scan) == "hold-several-results"
    reading = road.spool.reading(scan.reading or "")
    assert proposed_cut(reading.only(scan.pages)) == ((1,), (2,))
    kept, born = road.journal.record(*cut(scan, reading, "lan", road.clock, road.new_id))
    assert (kept.pages, born.pages, kept.hold) == ((1,), (2,), None)
    assert [road.match(one).dossier for one in (kept, born)] == [SEN.code, BON.code]
    assert road.journal.ledger(scan.captured_at.date()).total.captured == 2


def test_a_single_result_has_nothing_to_cut(road: Road) -> None:
    scan = road.linked(paper(number=""))
    with pytest.raises(UsageError):
        cut(scan, road.spool.reading(scan.reading or ""), "lan", road.clock, road.new_id)


def test_a_paper_marked_secret_is_stopped_before_anything_is_made_of_it_unless_a_person_answers_for_it(
    road: Road,
) -> None:
    marked = page(
        ["ỦY BAN NHÂN DÂN", "XÃ EA KAR", "TỐI MẬT", "Số: 41/QĐ-UBND", "QUYẾT ĐỊNH", "Về việc trợ cấp"]
    )
    scan = road.read(marked)
    with pytest.raises(NeedsPersonError) as stop:
        road.separate(scan)
    assert stop.value.message.id == "hold-secret"
    road.journal.record(
        Held(scan=scan.id, at=NOW, message=stop.value.message, severity=Severity.BLOCKS),
        Confirmed(scan=scan.id, at=NOW, by="hoa", reason="đã giải mật"),
    )
    (separated,) = road.separate(road.now(scan.id))
    assert separated.state is ScanState.SEPARATED


def handover(*codes: str) -> PageReading:
    """A hand-over slip that lists these codes."""
    return page(
        [
            "PHIẾU BÀN GIAO KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
            *(f"{n}. {c}" for n, c in enumerate(codes, 1)),
        ]
    )


def test_fronts_and_backs_scanned_one_after_the_other_are_put_together(road: Road) -> None:
    sheets = [paper(first=1), page(["Nơi nhận: như Điều 3;"], number=2)]
    (scan,) = road.separate(road.read(*sheets), SeparationProfile(interleaved=True))
    assert scan.pages == (1, 2)
    four = [
        paper(first=1),
        page(["Điều 4."], number=2),
        page(["Điều 5."], number=3),
        page(["Điều 3."], number=4),
    ]
    (scan,) = road.separate(road.read(*four), SeparationProfile(interleaved=True))
    assert scan.pages == (1, 4, 2, 3)


def test_results_are_expected_in_the_order_of_the_hand_over_slip(road: Road) -> None:
    stack = road.read(
        handover(SEN.code, BON.code), paper(first=2), paper(BON.owner_name, BON.owner_number, first=3)
    )
    first, second = road.separate(stack, SeparationProfile(heads_cut=True))
    assert (first.expected[0], second.expected[0]) == (SEN.code, BON.code)
    assert (first.caution, second.caution) == (None, None)


def test_a_stack_with_fewer_results_than_the_hand_over_slip_lists_links_nothing_by_itself(road: Road) -> None:
    (only,) = road.separate(road.read(handover(SEN.code, BON.code), paper(first=2)))
    assert held_by(road.match(only)) == "hold-manifest-differs"


def test_a_result_that_the_hand_over_slip_does_not_list_and_one_that_is_missing_are_named(road: Road) -> None:
    stack = road.read(
        handover(SEN.code, AYUN.code),
        slip(SEN.code, 2),
        paper(first=3),
        slip(BON.code, 4),
        paper(BON.owner_name, BON.owner_number, first=5),
    )
    first, second = road.separate(stack)
    assert [held_by(road.match(scan)) for scan in (first, second)] == ["manifest-missing", "manifest-extra"]


# --- linking ----------------------------------------------------------------------------------------------------------


def test_a_person_who_releases_a_warned_scan_lets_it_be_linked_by_rule(road: Road) -> None:
    capture = road.read(slip(SEN.code, 1), paper(first=2), slip(SEN.code, 3), paper(first=4))
    first, _ = road.separate(capture)
    assert held_by(road.match(first)) == "hold-slip-code-twice"
    road.journal.record(Released(scan=first.id, at=NOW, by="lan"))
    assert road.match(road.now(first.id)).dossier == SEN.code


def test_a_page_with_ink_that_could_not_be_read_is_never_linked_by_rule(road: Road) -> None:
    unread = replace(page([], number=3), confidence=None)
    (scan,) = road.separate(road.read(slip(SEN.code, 1), paper(first=2), unread))
    assert held_by(road.match(scan)) == "hold-page-unread"


def test_with_links_by_rule_switched_off_a_person_confirms_each(road: Road) -> None:
    (scan,) = road.separate(road.read(slip(SEN.code, 1), paper(first=2)))
    scan = road.match(scan, LinkPolicy(auto="off"))
    assert scan.state is ScanState.SEPARATED
    assert scan.candidates[0].dossier == SEN.code


def test_the_same_sheet_scanned_again_is_recognised_although_its_bytes_differ(road: Road) -> None:
    first = road.linked(paper())
    again = road.linked(replace(paper(), skew_degrees=1.5))
    assert held_by(again) == "hold-same-paper"
    assert again.hold
    assert again.hold.message.arguments["other"] == first.id


def test_a_sheet_scanned_again_after_the_first_scan_was_rejected_is_not_held_for_it(road: Road) -> None:
    first = road.linked(paper())
    road.journal.record(Rejected(scan=first.id, at=NOW, reason="mờ", by="lan"))
    assert road.linked(replace(paper(), skew_degrees=1.5)).dossier == SEN.code


def test_another_paper_of_the_same_kind_on_the_same_day_is_not_taken_for_the_same(road: Road) -> None:
    road.linked(paper())
    other = road.linked(paper(BON.owner_name, BON.owner_number))
    assert other.dossier == BON.code


def test_a_second_result_for_a_dossier_is_a_question(road: Road) -> None:
    road.linked(paper())
    second = road.linked(paper(day="21 tháng 3 năm 2026", more=["Điều 3. Bổ sung."]))
    assert held_by(second) in ("hold-result-already-there", "hold-same-paper")


# --- the deposit ------------------------------------------------------------------------------------------------------


class LyingStore(FakeStore):
    """A store that says 201 and keeps something else."""

    def content(self, receipt_id: str) -> Iterator[bytes]:
        yield b"something else"


class OtherReceiptStore(FakeStore):
    """A store whose receipt is for other bytes."""

    def deposit(self, deposit: Deposit) -> Receipt:
        return replace(super().deposit(deposit), digest="0" * 64)


def test_a_result_is_stored_only_after_intent_receipt_and_reading_back(road: Road) -> None:
    began = road.deposit(road.seal(road.linked(paper())))
    assert began.depositing
    stored = road.deposit(began)
    assert stored.state is ScanState.STORED
    assert stored.receipt
    assert stored.sealed
    assert stored.receipt.digest == stored.sealed.digest


@pytest.mark.parametrize(
    ("store", "message"),
    [(LyingStore(lambda: NOW), "read-back-differs"), (OtherReceiptStore(lambda: NOW), "receipt-differs")],
    ids=["lies", "other receipt"],
)
def test_a_store_whose_proof_does_not_hold_gets_no_stored(road: Road, store: FakeStore, message: str) -> None:
    began = road.deposit(road.seal(road.linked(paper())))
    with pytest.raises(NeedsPersonError) as trouble:
        road.deposit(began, store)  # type: ignore[arg-type]
    assert trouble.value.message.id == message


def test_nobody_can_take_a_link_back_while_the_file_is_on_its_way(road: Road) -> None:
    began = road.deposit(road.seal(road.linked(paper())))
    with pytest.raises(IllegalFactError):
        road.journal.record(Unlinked(scan=began.id, at=NOW, by="lan"))
    with pytest.raises(IllegalFactError):
        road.journal.record(Rejected(scan=began.id, at=NOW, reason="?", by="lan"))


def test_a_deposit_repeated_after_a_crash_gives_the_same_receipt(road: Road) -> None:
    began = road.deposit(road.seal(road.linked(paper())))
    first = road.deposit(began)
    assert road.store.receipts(SEN.code) == [first.receipt]


def test_only_a_scan_of_the_counter_is_told_to_be_bad_and_each_result_for_its_own_pages(road: Road) -> None:
    grey = replace(paper(BON.owner_name, BON.owner_number, first=4), colourless=True, dpi=300)
    stack = road.read(slip(SEN.code, 1), paper(first=2), slip(BON.code, 3), grey)

    def flaws_of(pages: Sequence[PageReading]) -> tuple[Message, ...]:
        return tuple(Message.of("flaw-colour", pages=str(page.page)) for page in pages if page.colourless)

    stage = SeparateStage(road.spool, lambda _: SeparationProfile(), road.clock, road.new_id, flaws_of)
    first, second = stage.work(stack)
    assert isinstance(first, Separated)
    assert isinstance(second, SplitOff)
    assert first.flaws == ()
    assert second.flaws == (Message.of("flaw-colour", pages="4"),)
    imported = stage.work(replace(stack, lane=Lane.BATCH))
    assert all(not fact.flaws for fact in imported if isinstance(fact, Separated | SplitOff))
