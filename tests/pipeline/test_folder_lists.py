"""Lists that lie in a scanner folder by themselves: what they expect of the scans after them, and what is told."""

from __future__ import annotations

import pytest

from app.domain.dossier import Dossier
from app.domain.errors import NeedsPersonError, TryAgainError
from app.domain.evidence import EvidenceKind
from app.domain.facts import BY_RULE, Captured, Held, Linked, Read
from app.domain.messages import Message
from app.domain.page import PageReading
from app.domain.scan import Scan, ScanState, Severity
from app.pipeline.desk import Desk
from app.pipeline.stages.table import TableStage
from app.storage.manifest_files import manifest_of
from tests.domain.offices import dossier, paper, slip
from tests.domain.readings import page
from tests.pipeline.road import AYUN, BON, NOW, SEN, Road


def table(road: Road, *codes: str, content: str | None = None, source: str = "danh-sách.csv") -> Scan:
    """A table dropped into the folder and taken as a list."""
    scan = road.new_id()
    text = "STT,Mã hồ sơ\n" + "".join(f"{n},{code}\n" for n, code in enumerate(codes, 1))
    capture, size = road.spool.put([(content or text).encode()])
    road.journal.record(
        Captured(scan=scan, at=road.clock(), capture=capture, bytes=size, source=source, folder="/in")
    )
    stage = TableStage(
        road.spool, manifest_of, road.clock, lambda _: pytest.fail("a table is not read as a scan")
    )
    road.journal.record(*stage.work(road.now(scan)))
    return road.now(scan)


def slip_alone(road: Road, *codes: str) -> Scan:
    """A hand-over slip scanned as a file of its own."""
    lines = ["PHIẾU BÀN GIAO KẾT QUẢ", *(f"{n}. {code}" for n, code in enumerate(codes, 1))]
    (scan,) = road.separate(road.read(page(lines), source="phiếu.pdf"))
    return scan


def came(road: Road, *pages: PageReading) -> Scan:
    """A result that arrives, as far as matching brings it."""
    (scan,) = road.separate(road.read(*pages))
    return road.match(scan)


def bare(whose: Dossier) -> PageReading:
    """A paper that shows only whose it is."""
    return paper(whose.owner_name, number="", day="", born="năm")


def told(road: Road, listing: Scan) -> dict[str, object]:
    """How the list stands, when it is looked at again."""
    scan = road.match(road.now(listing.id))
    return dict(scan.hold.message.arguments) if scan.hold else {"ended": scan.rejected_because}


def desk(road: Road) -> Desk:
    return Desk(
        road.journal, road.spool, road.register, None, None, road.clock, "lan", lambda _: None, road.new_id  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize("kind", [table, slip_alone])
def test_a_list_before_the_scans_expects_its_codes_in_their_order(road: Road, kind: object) -> None:
    listing = kind(road, SEN.code, BON.code)  # type: ignore[operator]
    assert (listing.is_list, listing.expected, listing.pages) == (True, (SEN.code, BON.code), ())
    first, second = came(road, bare(SEN)), came(road, bare(BON))
    assert (first.expected[0], second.expected[0]) == (SEN.code, BON.code)
    assert (first.dossier, second.dossier) == (SEN.code, BON.code)
    assert EvidenceKind.MANIFEST in {one.kind for one in second.evidence}


def test_a_list_ends_by_itself_when_all_came_as_listed(road: Road) -> None:
    listing = table(road, SEN.code, BON.code)
    assert told(road, listing)["missing_count"] == 2
    came(road, paper())
    came(road, paper(BON.owner_name, BON.owner_number, born="năm 1960"))
    assert told(road, listing) == {"ended": "rejected-list-served"}
    ledger = road.journal.ledger(listing.captured_at.date())
    assert ledger.total.balanced
    assert ledger.total.rejected == 1


def test_missing_extra_and_out_of_order_are_told_by_their_codes(road: Road) -> None:
    listing = table(road, SEN.code, AYUN.code, "H15.12-260399-0009", "H15.12-260310-0777")
    came(road, paper(AYUN.owner_name, AYUN.owner_number, born="năm 1985"))
    came(road, paper())
    extra = came(road, paper(BON.owner_name, BON.owner_number, born="năm 1960"))
    assert extra.hold
    assert extra.hold.message.id == "hold-not-on-list"
    desk(road).link(extra.id, BON.code)
    found = told(road, listing)
    assert (found["came"], found["undecided"]) == (3, 0)
    assert (found["missing_count"], found["extra"], found["moved_count"]) == (2, BON.code, 1)


def test_whatever_is_decided_on_a_result_lets_its_list_be_compared_anew(road: Road) -> None:
    listing = table(road, SEN.code, BON.code)
    told(road, listing)
    assert road.now(listing.id).hold
    scan = came(road, paper())
    assert road.now(listing.id).hold is None
    told(road, listing)
    desk(road).unlink(scan.id)
    assert road.now(listing.id).hold is None


def test_a_code_of_the_list_counts_by_any_of_the_dossiers_codes(road: Road) -> None:
    other = dossier(
        "H15.12-260312-0005", "Phạm Thị Lài", "066190009999", other_codes=("000.00.12.H15-260312-9005",)
    )
    road.register.put([other])
    listing = table(road, "000.00.12.H15-260312-9005")
    assert came(
        road, slip("H15.12-260312-0005", 1), paper(other.owner_name, other.owner_number, first=2)
    ).dossier
    assert told(road, listing) == {"ended": "rejected-list-served"}


def test_a_result_at_another_place_than_the_list_says_is_proposed_and_a_person_links_it(road: Road) -> None:
    listing = table(road, BON.code, AYUN.code, SEN.code)
    moved = came(road, bare(AYUN))
    assert moved.candidates[0].dossier == AYUN.code
    assert moved.dossier is None
    desk(road).link(moved.id, AYUN.code)
    assert told(road, listing)["came"] == 1


def test_a_result_waits_for_the_captures_before_it_so_that_the_order_is_kept(road: Road) -> None:
    table(road, SEN.code, BON.code)
    earlier = road.read(bare(SEN), source="trước.pdf")
    (later,) = road.separate(road.read(bare(BON), source="sau.pdf"))
    with pytest.raises(TryAgainError):
        road.match(later)
    (first,) = road.separate(earlier)
    assert road.match(later).expected[0] == BON.code
    assert road.match(first).expected[0] == SEN.code


def test_a_file_that_can_not_be_read_keeps_its_place_in_the_order(road: Road) -> None:
    table(road, SEN.code, BON.code)
    broken = road.read(bare(SEN))
    road.journal.record(
        Held(scan=broken.id, at=NOW, message=Message.of("hold-defect"), severity=Severity.BLOCKS)
    )
    assert came(road, bare(BON)).expected[0] == BON.code


def test_a_slip_that_is_read_after_the_first_results_lets_those_that_wait_be_matched_anew(road: Road) -> None:
    lines = ["PHIẾU BÀN GIAO KẾT QUẢ", f"1. {SEN.code}", f"2. {BON.code}"]
    slow = road.read(page(lines), source="phiếu.pdf")
    early = came(road, bare(SEN))
    by_hand = came(road, bare(BON))
    desk(road).hold(by_hand.id, "hỏi lại")
    assert early.dossier is None
    (listing,) = road.separate(slow)
    road.match(listing)
    anew = road.now(early.id)
    assert (anew.hold, anew.expected[0]) == (None, SEN.code)
    assert road.match(anew).dossier == SEN.code
    held = road.now(by_hand.id)
    assert held.hold, "what a person holds stays held"
    assert held.hold.message.id == "hold-by-person"


def test_a_newer_list_speaks_of_what_comes_after_it(road: Road) -> None:
    table(road, SEN.code, AYUN.code)
    came(road, paper())
    table(road, BON.code, source="đợt-2.csv")
    assert came(road, bare(BON)).expected == (BON.code,)


def test_a_list_that_a_person_has_ended_speaks_of_nothing_any_more(road: Road) -> None:
    listing = table(road, SEN.code)
    desk(road).reject(listing.id, "nhầm")
    assert came(road, paper(BON.owner_name, BON.owner_number, born="năm 1960")).dossier == BON.code


def test_results_with_a_slip_of_their_own_inside_and_other_folders_are_not_counted(road: Road) -> None:
    listing = table(road, SEN.code)
    stack = [
        page(["PHIẾU BÀN GIAO KẾT QUẢ", f"1. {AYUN.code}"]),
        paper(AYUN.owner_name, AYUN.owner_number, born="năm 1985", first=2),
    ]
    assert came(road, *stack).dossier == AYUN.code
    assert told(road, listing)["extra_count"] == 0


@pytest.mark.parametrize("content", ["Ghi chú\nkhông có mã nào\n", "\x00\x01\x02"])
def test_a_table_without_codes_is_held_and_says_so(road: Road, content: str) -> None:
    with pytest.raises(NeedsPersonError) as stop:
        table(road, content=content)
    assert stop.value.message.id in ("hold-list-empty", "register-file-encoding")


def test_rows_of_a_list_that_make_no_sense_are_named(road: Road) -> None:
    listing = table(road, SEN.code, "chưa có mã")
    assert listing.caution
    assert listing.caution.arguments["rows"] == "3"


def test_the_stages_of_a_list_leave_it_without_a_link(road: Road) -> None:
    listing = table(road, SEN.code)
    assert listing.state is ScanState.SEPARATED
    facts = road.journal.facts(listing.id)
    assert not any(isinstance(fact, Linked) for fact in facts)
    assert [type(fact) for fact in facts][:2] == [Captured, Read]
    assert BY_RULE not in {getattr(fact, "by", "") for fact in facts}
