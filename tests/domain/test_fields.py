"""Fields are found on papers of many kinds and layouts, and nothing is invented."""

from __future__ import annotations

import unicodedata

import pytest

from app.domain.fields import find_fields
from app.domain.folding import name_key
from app.domain.page import Box, Fields, PageReading, Word
from tests.domain.readings import code128, line, page

HEAD = ("UBND XÃ EA KAR        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")

MARRIAGE = page([
    *HEAD, "GIẤY CHỨNG NHẬN KẾT HÔN",
    "Họ, chữ đệm, tên vợ: TRẦN THỊ LỆ THU       Họ, chữ đệm, tên chồng: Y BHĂM AYŬN",
    "Ngày, tháng, năm sinh: 12/03/1996          Ngày, tháng, năm sinh: 01/09/1994",
    "Giấy tờ tùy thân: CCCD số 066196001234     Giấy tờ tùy thân: CCCD số 066094005678",
    "Nơi đăng ký kết hôn: Ủy ban nhân dân xã Ea Kar", "Ngày, tháng, năm đăng ký: 20/01/2026",
])  # fmt: skip
DEATH = page([
    "ỦY BAN NHÂN DÂN", "PHƯỜNG TÂN LẬP", "Số: 58/TLKT-BS    Tân Lập, ngày 06 tháng 01 năm 2026",
    "TRÍCH LỤC KHAI TỬ (BẢN SAO)", "Họ, chữ đệm, tên: LÊ QUANG VĨNH",
    "Ngày, tháng, năm sinh: 1939", "Số định danh cá nhân/Giấy tờ tùy thân: 054039001111",
    "Đã chết vào lúc: 03 giờ 10 phút, ngày 02 tháng 01 năm 2026",
    "Họ, chữ đệm, tên người yêu cầu: Lê Thị Phượng",
])  # fmt: skip
LAND = page([
    *HEAD, "GIẤY CHỨNG NHẬN", "QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT",
    "1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất:",
    "Ông: H' Wan Niê Kdăm, Căn cước công dân số: 066168 007 891",
    "2. Thông tin thửa đất: Thửa đất số: 127; tờ bản đồ số: 36", "Đắk Lắk, ngày 15 tháng 3 năm 2026",
])  # fmt: skip
ALCOHOL = page([
    "UBND THÀNH PHỐ", "PHÒNG KINH TẾ", "Số: 07/GP-KT      Buôn Hồ, ngày 09 tháng 12 năm 2025",
    "GIẤY PHÉP BÁN LẺ RƯỢU", "Cấp phép cho: Công ty TNHH Một thành viên Thương mại Phú Thịnh;",
    "Mã số thuế: 888.9545300 do Chi cục Thuế cấp;  điện thoại: 0905123456",
    "Người đại diện theo pháp luật: Ông Đặng Hữu Tài - Giám đốc",
])  # fmt: skip
LICENCE = page([
    *HEAD, "CHỨNG CHỈ HÀNH NGHỀ DƯỢC", "Cấp cho Ông/Bà: PHẠM NGỌC ÁNH   Giới tính: Nữ",
    "Ngày, tháng, năm sinh: 05/02/1988", "Số CMND/CCCD: 054188002345   Cấp ngày: 12/04/2021",
    "Chỗ ở hiện nay: phường Tuy Hòa, tỉnh Đắk Lắk", "Đắk Lắk, ngày 11 tháng 02 năm 2026",
])  # fmt: skip
TABLE = page([
    *HEAD, "Số: 415/QĐ-UBND      Ea Kar, ngày 05 tháng 02 năm 2026", "QUYẾT ĐỊNH",
    "Về việc trợ cấp xã hội hàng tháng", "Căn cứ Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021;",
    "STT Họ và tên Năm sinh Số CCCD Địa chỉ", "1 Nguyễn Thị Bưởi 1949 066149000321 Thôn 4",
])  # fmt: skip
LETTER = page([
    "UBND TỈNH ĐẮK LẮK", "SỞ XÂY DỰNG", "Số: 1932/SXD-QLN     Đắk Lắk, ngày 28 tháng 11 năm 2025",
    "V/v trả lời đơn của công dân", "Kính gửi: Bà Hồ Thị Kim Liên", "Mã hồ sơ: H15.07.01-251103-00012",
])  # fmt: skip


def names(fields: Fields) -> set[str]:
    return {name_key(found.value) for found in fields.names}


@pytest.mark.parametrize(
    ("paper", "wanted"),
    [
        (MARRIAGE, {"Trần Thị Lệ Thu", "Y Bhăm Ayŭn"}),
        (DEATH, {"Lê Quang Vĩnh", "Lê Thị Phượng"}),
        (LAND, {"H' Wan Niê Kdăm"}),
        (ALCOHOL, {"Công ty TNHH Một thành viên Thương mại Phú Thịnh"}),
        (LICENCE, {"Phạm Ngọc Ánh"}),
        (TABLE, {"Nguyễn Thị Bưởi"}),
        (LETTER, {"Hồ Thị Kim Liên"}),
    ],
    ids=["marriage", "death", "land", "alcohol", "licence", "table", "letter"],
)
def test_the_people_a_paper_is_for_are_found_in_every_layout(paper: PageReading, wanted: set[str]) -> None:
    assert names(find_fields([paper])) == {name_key(name) for name in wanted}


@pytest.mark.parametrize(
    ("paper", "numbers"),
    [
        (MARRIAGE, {"066196001234", "066094005678"}),
        (DEATH, {"054039001111"}),
        (LAND, {"066168007891"}),
        (ALCOHOL, set()),
        (LICENCE, {"054188002345"}),
        (TABLE, {"066149000321"}),
    ],
)
def test_personal_numbers_are_found_and_phone_numbers_are_not(paper: PageReading, numbers: set[str]) -> None:
    assert {found.value for found in find_fields([paper]).personal_numbers} == numbers


@pytest.mark.parametrize(
    ("paper", "day"),
    [
        (DEATH, "2026-01-06"), (LAND, "2026-03-15"), (ALCOHOL, "2025-12-09"), (LICENCE, "2026-02-11"),
        (TABLE, "2026-02-05"), (LETTER, "2025-11-28"), (MARRIAGE, None),
    ],
)  # fmt: skip
def test_the_date_is_that_of_the_date_line_not_of_a_law_a_card_or_a_death(
    paper: PageReading, day: str | None
) -> None:
    issued = find_fields([paper]).issued_on
    assert (issued.value if issued else None) == day


@pytest.mark.parametrize(
    ("paper", "number"),
    [
        (DEATH, "58/TLKT-BS"),
        (ALCOHOL, "07/GP-KT"),
        (TABLE, "415/QĐ-UBND"),
        (LETTER, "1932/SXD-QLN"),
        (LAND, None),
    ],
)
def test_the_number_is_that_of_the_head_not_of_a_decree(paper: PageReading, number: str | None) -> None:
    found = find_fields([paper]).document_number
    assert (found.value if found else None) == number


def test_a_tax_code_printed_with_a_dot_is_read_and_checked() -> None:
    assert [found.value for found in find_fields([ALCOHOL]).tax_codes] == ["8889545300"]
    spoiled = page(["Mã số thuế: 888.9545301"])
    assert find_fields([spoiled]).tax_codes == ()


def test_a_dossier_code_is_found_through_letters_that_look_like_digits() -> None:
    fields = find_fields([page(["Mã hồ sơ: Hl5.O7.01 – 2511O3 - 000l2"])])
    assert [found.value for found in fields.dossier_codes] == ["H15.07.01-251103-00012"]
    assert fields.dossier_codes[0].confidence < find_fields([LETTER]).dossier_codes[0].confidence


def test_a_barcode_and_a_web_address_tell_the_code() -> None:
    bars = code128("https://dichvucong.example/tra-cuu?x=1&MHS=H15.12-250715-0012")
    assert [f.value for f in find_fields([page(["PHIẾU"], barcodes=[bars])]).dossier_codes] == [
        "H15.12-250715-0012"
    ]


def test_a_barcode_that_is_no_dossier_code_tells_nothing() -> None:
    assert find_fields([page(["Hàng hóa"], barcodes=[code128("8934563138165")])]).dossier_codes == ()


@pytest.mark.parametrize("text", ["Số:     /QĐ-UBND", "Số: ……/QĐ-UBND", "Số: #2 /QĐ-UBND", "Số:"])
def test_a_number_left_open_for_a_pen_is_no_number(text: str) -> None:
    assert find_fields([page(["ỦY BAN NHÂN DÂN", "XÃ EA KAR", text, "QUYẾT ĐỊNH"])]).document_number is None


def test_a_number_read_without_confidence_is_no_number() -> None:
    sure = page(["UBND XÃ EA KAR", "Số: 12/QĐ-UBND", "QUYẾT ĐỊNH"])
    doubtful = page(["UBND XÃ EA KAR", "Số: 12/QĐ-UBND", "QUYẾT ĐỊNH"], confidence=0.4)
    assert find_fields([sure]).document_number is not None
    assert find_fields([doubtful]).document_number is None


def test_a_number_is_read_whole_or_not_at_all() -> None:
    for text in ("Số: 4417/TB-TCS3   Krông Pắc", "Số: 4417/TB-TCS3 - Krông Pắc"):
        found = find_fields([page(["THUẾ CƠ SỞ 3", text, "THÔNG BÁO"])]).document_number
        assert found is not None
        assert found.value == "4417/TB-TCS3"
    assert find_fields([page(["UBND", "Số: 12/QĐ-UBND/7", "QUYẾT ĐỊNH"])]).document_number is None


def test_a_number_standing_apart_from_its_slash_was_written_by_hand() -> None:
    words = [("Số:", 0.14, 0.03), ("445", 0.18, 0.04), ("/NQ-CP", 0.25, 0.06)]
    made = line("x", (0.14, 0.1, 0.2, 0.012))
    written = page(["CHÍNH PHỦ", "NGHỊ QUYẾT"])
    line_made = type(made)(
        tuple(Word(text, Box(x, 0.1, w, 0.012), 0.96) for text, x, w in words), made.box, 0.11, 0.11
    )
    reading = type(written)(1, 2480, 3508, 300, 0, 0.0, False, 0.95, (line_made, *written.lines))
    assert find_fields([reading]).document_number is None


def test_a_date_line_whose_digits_can_not_be_read_gives_no_date() -> None:
    blurred = page([
        "CHÍNH PHỦ", "Hà Nội, ngày #3 tháng ! năm 2026", "NGHỊ QUYẾT",
        "Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025;",
    ])  # fmt: skip
    assert find_fields([blurred]).issued_on is None


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert find_fields([page(["Ea Kar, ngày 31 tháng 02 năm 2026"])]).issued_on is None


def test_signer_and_official_are_no_names_of_the_paper() -> None:
    paper = page([
        "QUYẾT ĐỊNH", "Theo đề nghị của ông Trần Văn Tư - Trưởng phòng Kinh tế,",
        "Điều 1. Công nhận bà Ngô Thị Sen, sinh năm 1960, là hộ nghèo.", "CHỦ TỊCH", "Phan Đình Lộc",
    ])  # fmt: skip
    assert names(find_fields([paper])) == {name_key("Ngô Thị Sen")}


def test_a_name_broken_over_two_lines_is_put_together() -> None:
    paper = page(
        ["Điều 1. Trợ cấp xã hội hàng tháng đối với ông Nguyễn Văn", "Hùng, sinh năm 1950, cư trú tại"]
    )
    assert names(find_fields([paper])) == {name_key("Nguyễn Văn Hùng")}


def test_nfd_text_reads_like_nfc_text() -> None:
    lines = ["Họ và tên: Trần Thị Ánh", "Ea Kar, ngày 05 tháng 02 năm 2026"]
    apart = page([unicodedata.normalize("NFD", text) for text in lines])
    together = page(lines)
    assert names(find_fields([apart])) == names(find_fields([together])) == {name_key("Trần Thị Ánh")}
    assert find_fields([apart]).issued_on is not None


def test_births_are_only_what_a_label_calls_so() -> None:
    assert [f.value for f in find_fields([LICENCE]).birth_dates] == ["1988-02-05"]
    assert [f.value for f in find_fields([DEATH]).birth_dates] == ["1939"]


def test_every_field_knows_its_place() -> None:
    fields = find_fields([TABLE])
    for found in (
        fields.document_number,
        fields.issued_on,
        fields.title,
        *fields.personal_numbers,
        *fields.names,
    ):
        assert found is not None
        assert found.box is not None
        assert found.page == 1


@pytest.mark.parametrize("pages", [[], [page([])], [page([""])]])
def test_nothing_read_gives_empty_fields(pages: list[PageReading]) -> None:
    assert find_fields(pages) == Fields()
