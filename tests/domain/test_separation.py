"""Slips cut, blanks leave, heads only propose; what is odd is said, and no page is ever lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.page import Barcode, Box, PageReading
from app.domain.page_kinds import PageKind, kind_of
from app.domain.page_order import interleaved, missing_page
from app.domain.separation import Part, SeparationProfile, proposed_cut, separate
from tests.domain.readings import code128, page

A, B = "H15.12-250715-0012", "H15.12-250715-0013"
NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def slip(number: int, code: str, *, bars: bool = True) -> PageReading:
    lines = [
        *NATION, "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", f"Mã hồ sơ: {code}",
        "Người nộp hồ sơ: Trần Văn Tư", "TÊN BƯỚC NGƯỜI GIAO NGƯỜI NHẬN THỜI GIAN GHI CHÚ",
        "Tiếp nhận hồ sơ Lê Thị Na Hồ Văn Ba 08:10 15/07/2025",
    ]  # fmt: skip
    return page(lines, number=number, barcodes=[code128(code)] if bars else [])


def head(number: int, owner: str = "Trần Văn Tư", barcode: str = "") -> PageReading:
    lines = [
        *NATION, "Số: 12/QĐ-UBND    Ea Kar, ngày 20 tháng 7 năm 2025", "QUYẾT ĐỊNH",
        "Về việc trợ cấp xã hội hàng tháng", "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        f"Điều 1. Trợ cấp đối với ông {owner}, sinh năm 1950, số định danh cá nhân 066050000{number:03d},",
        "Nơi nhận: Như Điều 3; Lưu: VT",
    ]  # fmt: skip
    return page(lines, number=number, barcodes=[code128(barcode)] if barcode else [])


def more(number: int, printed: str = "", body: str = "") -> PageReading:
    text = body or f"phần tiếp theo của văn bản, dòng riêng của trang {number}"
    lines: list[str | tuple[str, tuple[float, float, float, float]]] = [text]
    if printed:
        lines.insert(0, (printed, (0.49, 0.03, 0.02, 0.012)))
    return page(lines, number=number)


def blank(number: int) -> PageReading:
    return page([], number=number, blank=True)


def parts(*pages: PageReading, profile: SeparationProfile | None = None) -> list[tuple[object, ...]]:
    made = separate(pages, profile or SeparationProfile()).parts
    return [(part.pages, part.separator_pages, part.slip_codes) for part in made]


def said(*pages: PageReading) -> list[str | None]:
    return [part.message.id if part.message else None for part in separate(pages, SeparationProfile()).parts]


def test_a_capture_without_slips_is_one_result() -> None:
    assert parts(head(1), more(2)) == [((1, 2), (), ())]


def test_slips_cut_and_leave_the_result() -> None:
    assert parts(slip(1, A), head(2), more(3), slip(4, B), head(5)) == [
        ((2, 3), (1,), (A,)),
        ((5,), (4,), (B,)),
    ]


def test_a_slip_whose_bars_were_torn_cuts_by_its_words_and_printed_code() -> None:
    assert parts(slip(1, A, bars=False), head(2)) == [((2,), (1,), (A,))]


def test_control_slip_and_receipt_of_one_dossier_are_one_cut() -> None:
    assert parts(slip(1, A), slip(2, A), head(3)) == [((3,), (1, 2), (A,))]


def test_a_slip_without_a_result_is_a_part_of_its_own_and_held() -> None:
    pages = (slip(1, A), slip(2, B), head(3))
    assert parts(*pages) == [((), (1,), (A,)), ((3,), (2,), (B,))]
    assert said(*pages) == ["hold-slip-without-result", None]


def test_a_slip_at_the_end_is_held() -> None:
    assert said(slip(1, A), head(2), slip(3, B)) == [None, "hold-slip-without-result"]


def test_a_result_before_any_slip_is_a_part_without_a_code() -> None:
    assert parts(head(1), slip(2, A), head(3)) == [((1,), (), ()), ((3,), (2,), (A,))]


def test_the_same_code_on_two_slips_is_asked_about_for_both() -> None:
    assert said(slip(1, A), head(2), slip(3, A), head(4)) == ["hold-slip-code-twice"] * 2


def test_slips_that_seem_to_lie_behind_their_results_are_asked_about() -> None:
    pages = (head(1), slip(2, A), head(3), slip(4, B))
    assert said(*pages) == ["hold-slips-behind", "hold-slips-behind", "hold-slip-without-result"]
    behind = SeparationProfile(slips_behind=True)
    assert parts(*pages, profile=behind) == [((1,), (2,), (A,)), ((3,), (4,), (B,))]


def test_blanks_leave_the_result_and_do_not_cut() -> None:
    assert parts(head(1), blank(2), more(3), blank(4)) == [((1, 3), (2, 4), ())]


def test_blanks_cut_where_the_folder_says_so() -> None:
    profile = SeparationProfile(blanks_cut=True)
    assert parts(head(1), blank(2), head(3), blank(4), profile=profile) == [
        ((1,), (), ()),
        ((3,), (2, 4), ()),
    ]


def test_a_barcode_that_is_no_dossier_code_never_cuts() -> None:
    goods = page(["hóa đơn bán hàng"], number=2, barcodes=[code128("8934563138165")])
    assert parts(head(1), goods, more(3)) == [((1, 2, 3), (), ())]


def test_a_result_that_carries_the_barcode_of_its_dossier_is_no_slip() -> None:
    assert parts(head(1, barcode=A), more(2)) == [((1, 2), (), ())]


def test_a_bare_sheet_with_a_barcode_is_a_slip() -> None:
    bare = page([A], number=1, barcodes=[code128(A)])
    assert parts(bare, head(2)) == [((2,), (1,), (A,))]


def test_a_page_with_a_dossiers_barcode_that_may_be_either_is_asked_about() -> None:
    unclear = page(["một trang chữ không rõ là gì " * 6] * 3, number=1, barcodes=[code128(A)])
    assert kind_of(unclear) is PageKind.DOUBTFUL
    assert said(unclear) == ["hold-maybe-slip"]


def test_a_patch_sheet_cuts_and_leaves() -> None:
    patch = page(["PATCH T"], number=2)
    assert parts(head(1), patch, head(3)) == [((1,), (), ()), ((3,), (2,), ())]


@pytest.mark.parametrize("kind", ["PATCH", "CODE128"])
def test_a_patch_sheet_is_known_by_its_bars_alone(kind: str) -> None:
    bars = Barcode(kind, "PATCHT", Box(0.14, 0.04, 0.7, 0.07))
    assert parts(head(1), page([], number=2, barcodes=[bars]), head(3)) == [((1,), (), ()), ((3,), (2,), ())]


def test_patch_bars_on_a_page_of_a_paper_are_part_of_it_and_cut_nothing() -> None:
    bars = Barcode("PATCH", "PATCHT", Box(0.14, 0.04, 0.7, 0.07))
    printed = replace(head(2), barcodes=(bars,))
    assert kind_of(printed) is PageKind.RESULT
    assert parts(more(1), printed) == [((1, 2), (), ())]


def test_a_hand_over_slip_is_no_result_and_gives_the_expected_codes() -> None:
    handover = page(["PHIẾU BÀN GIAO KẾT QUẢ", f"1 {A} Trần Văn Tư", f"2 {B} Lê Thị Na"], number=1)
    separation = separate((handover, head(2), slip(3, B), head(4)), SeparationProfile())
    assert separation.expected == (A, B)
    assert separation.parts == (Part((2,), (1,), (), None, (A, B)), Part((4,), (3,), (B,), None, (B, A)))


def test_minutes_of_handing_over_without_codes_are_a_result() -> None:
    minutes = page(
        [*NATION, "BIÊN BẢN BÀN GIAO MỐC GIỚI", "Hôm nay, ngày 03 tháng 3 năm 2026, chúng tôi gồm"]
    )
    assert kind_of(minutes) is PageKind.RESULT


def test_a_result_beyond_the_end_of_the_list_has_nothing_expected() -> None:
    handover = page(["PHIẾU BÀN GIAO KẾT QUẢ", f"1 {A} Trần Văn Tư"], number=1)
    pages = (handover, head(2), slip(3, B), head(4))
    assert [part.expected for part in separate(pages, SeparationProfile()).parts] == [(A,), ()]


def test_heads_only_propose_and_hold_until_a_person_agrees() -> None:
    pages = (head(1), more(2), head(3, "Lê Thị Na"))
    assert proposed_cut(pages) == ((1, 2), (3,))
    assert said(*pages) == ["hold-several-results"]
    assert parts(*pages, profile=SeparationProfile(heads_cut=True)) == [((1, 2), (), ()), ((3,), (), ())]


def test_every_second_page_begins_a_result_where_the_folder_says_so() -> None:
    assert [p[0] for p in parts(head(1), more(2), head(3), more(4), profile=SeparationProfile(every=2))] == [
        (1, 2),
        (3, 4),
    ]


def test_printed_page_numbers_tell_that_a_page_is_missing() -> None:
    assert said(head(1), more(2, "3")) == ["hold-page-missing"]
    assert said(head(1), more(2, "2"), more(3, "3")) == [None]
    assert missing_page([head(1), more(2, "Trang 2/3")]) == 3


def test_an_annex_that_counts_anew_misses_nothing() -> None:
    assert missing_page([head(1), more(2, "2"), more(3, "1"), more(4, "2")]) is None


def test_a_sheet_scanned_twice_is_flagged() -> None:
    text = " ".join(f"từ{n}" for n in range(60))
    assert said(head(1), more(2, body=text), more(3, body=text)) == ["hold-page-twice"]


def test_nothing_but_blanks_is_said() -> None:
    assert parts(blank(1), blank(2)) == [((), (1, 2), ())]
    assert said(blank(1), blank(2)) == ["hold-no-result-pages"]


@pytest.mark.parametrize("count", range(1, 12))
def test_interleaving_names_every_page_once(count: int) -> None:
    assert sorted(interleaved(count)) == list(range(1, count + 1))


def test_interleaving_puts_backs_behind_their_fronts() -> None:
    assert interleaved(6) == (1, 6, 2, 5, 3, 4)
    assert interleaved(5) == (1, 5, 2, 4, 3)


@given(
    st.lists(
        st.sampled_from(["slip A", "slip B", "head", "more", "blank", "patch"]), min_size=1, max_size=12
    ),
    st.booleans(),
    st.booleans(),
)
def test_every_page_is_in_exactly_one_part_whatever_comes(kinds: list[str], behind: bool, cut: bool) -> None:
    made = {
        "slip A": lambda n: slip(n, A), "slip B": lambda n: slip(n, B), "head": head, "more": more, "blank": blank,
        "patch": lambda n: page(["PATCH T"], number=n),
    }  # fmt: skip
    pages = [made[kind](number) for number, kind in enumerate(kinds, 1)]
    profile = SeparationProfile(slips_behind=behind, blanks_cut=cut)
    separation = separate(pages, profile)
    placed = [number for part in separation.parts for number in (*part.pages, *part.separator_pages)]
    assert sorted(placed) == list(range(1, len(pages) + 1))
    assert all(part.pages == tuple(sorted(part.pages)) for part in separation.parts)
    assert separation.parts
