"""Sheets that travel with results: control slip, receipt, hand-over slip, patch sheet, blank."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from tests.generator.dates import dong, long_date
from tests.generator.fonts import Style
from tests.generator.frame import MOTTO, NATION
from tests.generator.layout import Setter
from tests.generator.letter import Fields, Letter, Paragraph, Table, labelled
from tests.generator.names import full_name
from tests.generator.register import Dossier
from tests.generator.sheet import Sheet
from tests.generator.units import Unit

PORTAL = "https://dichvucong.gov.vn/p/home/dvc-tra-cuu-ho-so.html?MHS="
STEPS = ("Tiếp nhận hồ sơ", "Thẩm định hồ sơ", "Trình lãnh đạo ký", "Phát hành kết quả", "Trả kết quả")


def control_slip(dossier: Dossier, random: Random, *, dpi: int = 300) -> Sheet:
    """Phiếu kiểm soát quá trình giải quyết hồ sơ (Mẫu 06) with the code in CODE128."""
    setter = _setter("control_slip", dpi, random)
    _slip_head(setter, dossier.unit, f"Số: {random.randrange(1, 900)}/PKS")
    sheet = setter.sheet
    sheet.code128(dossier.code, setter.left + random.uniform(95, 104), setter.y + 1)
    sheet.set_text(
        dossier.code, setter.left + 128, setter.y + 16, Style(10, family="Arimo"), "slip", "centre"
    )
    setter.y += 20
    _title(setter, "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ")
    _pairs(setter, (
        ("Mã hồ sơ", dossier.code), ("Thủ tục hành chính", dossier.procedure.name), ("Người nộp hồ sơ", dossier.owner_name),
        ("Cơ quan (bộ phận) giải quyết hồ sơ", dossier.unit.name), ("Ngày hẹn trả", f"{dossier.due:%H giờ %M, ngày %d/%m/%Y}"),
    ))  # fmt: skip
    note = "Phiếu này được lưu kèm hồ sơ và chuyển theo từng bước giải quyết."
    setter.blocks((_steps(dossier, random), Paragraph(note, indent=0, italic=True, size=11.5, role="slip")))
    return sheet


def receipt(dossier: Dossier, random: Random, *, dpi: int = 300, with_qr: bool = True) -> Sheet:
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả (Mẫu 01): CODE128 above, QR to the portal below."""
    setter = _setter("receipt", dpi, random)
    _slip_head(setter, dossier.unit, f"Số: {dossier.code.rsplit('-', 1)[1]}/TNHS")
    sheet = setter.sheet
    sheet.code128(dossier.code, setter.left, setter.y + 1)
    if with_qr:
        sheet.qr(PORTAL + dossier.code, setter.left + 138, setter.y - 3)
    sheet.set_text(f"Mã hồ sơ: {dossier.code}", setter.left + 8, setter.y + 17, Style(12, bold=True), "slip")
    setter.y += 22
    _title(setter, "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ")
    person = dossier.applicant
    fee = f"{dong(dossier.fee)} đồng" if dossier.fee else "Không"
    _pairs(setter, (
        ("Trung tâm Phục vụ hành chính công", dossier.unit.name), ("Tiếp nhận hồ sơ của", dossier.owner_name), ("Số định danh/Mã số thuế", dossier.owner_number),
        ("Địa chỉ", f"{person.village}, tỉnh Đắk Lắk"), ("Số điện thoại", f"09{random.randrange(10**8):08d}"), ("Nội dung yêu cầu giải quyết", dossier.procedure.name),
        ("Số lượng hồ sơ", "01 bộ"), ("Thời gian giải quyết theo quy định", f"{dossier.procedure.days:02d} ngày làm việc"),
        ("Thời gian nhận hồ sơ", f"{dossier.received:%H giờ %M phút, ngày %d/%m/%Y}"), ("Thời gian trả kết quả", f"{dossier.due:%H giờ %M phút, ngày %d/%m/%Y}"),
        ("Phí, lệ phí", fee), ("Đăng ký nhận kết quả tại", random.choice(("Bộ phận Một cửa", "Qua dịch vụ bưu chính công ích", "Trực tuyến"))),
    ))  # fmt: skip
    setter.blocks(
        (
            Table(
                (
                    ("STT", "Tên giấy tờ", "Số bản"),
                    ("1", "Tờ khai theo mẫu", "01 bản chính"),
                    ("2", "Giấy tờ tùy thân", "01 bản sao"),
                ),
                (1, 6, 3),
            ),
        )
    )
    for x, role, name in (
        (45.0, "NGƯỜI NỘP HỒ SƠ", dossier.applicant.name),
        (130.0, "NGƯỜI TIẾP NHẬN HỒ SƠ", full_name("Kinh", False, random)),
    ):
        sheet.set_text(role, setter.left + x - 10, setter.y + 8, Style(12.5, bold=True), "slip", "centre")
        sheet.set_text(name, setter.left + x - 10, setter.y + 33, Style(12.5, bold=True), "slip", "centre")
    return sheet


def handover_slip(
    dossiers: Sequence[Dossier],
    day: date,
    random: Random,
    *,
    dpi: int = 300,
    title: str = "PHIẾU BÀN GIAO KẾT QUẢ",
) -> list[Sheet]:
    """Phiếu bàn giao kết quả: the codes of a batch in order, over several pages when there are many."""
    unit = dossiers[0].unit
    setter = _setter("handover_slip", dpi, random)
    _slip_head(setter, unit, f"Số: {random.randrange(1, 300)}/PBG")
    setter.y += 3
    _title(setter, title)
    text = f"Hôm nay, {long_date(day)}, bộ phận chuyên môn bàn giao {len(dossiers):02d} kết quả giải quyết thủ tục hành chính cho Bộ phận Một cửa, gồm:"
    setter.blocks((Paragraph(text, size=12.5, role="slip"),))
    rows: list[tuple[str, ...]] = [("STT", "Mã hồ sơ", "Họ và tên", "Thủ tục", "Ký nhận")]
    for number, dossier in enumerate(dossiers, 1):
        rows.append(
            (str(number), dossier.code, dossier.owner_name, dossier.procedure.name[:46].rsplit(" ", 1)[0], "")
        )
    setter.blocks((Table(tuple(rows), (1, 4.1, 3.6, 4.6, 1.6), 11),))
    setter.need(34)
    for x, role in ((40.0, "NGƯỜI GIAO"), (125.0, "NGƯỜI NHẬN")):
        setter.sheet.set_text(role, setter.left + x, setter.y + 8, Style(12.5, bold=True), "slip", "centre")
        setter.sheet.set_text(
            full_name("Kinh", x < 100, random), setter.left + x, setter.y + 31, Style(12.5), "slip", "centre"
        )
    return setter.sheets


def patch_t(*, dpi: int = 300) -> Sheet:
    """A separator sheet with patch T: narrow, wide, narrow, wide bar (2 and 5.1 mm, gaps 2 mm) on all four edges' side."""
    sheet = Sheet(dpi)
    y = 12.0
    for bar in (2.03, 5.08, 2.03, 5.08):
        sheet.rule(25, y, 185, y + bar, bar)
        y += bar + 2.03
    sheet.set_text("PATCH T", sheet.width_mm / 2, 60, Style(20, bold=True, family="Arimo"), "slip", "centre")
    return sheet


def blank(*, dpi: int = 300) -> Sheet:
    """An empty back side."""
    return Sheet(dpi)


def _steps(dossier: Dossier, random: Random) -> Table:
    """Who handed the dossier to whom, and when."""
    rows: list[tuple[str, ...]] = [("TÊN BƯỚC", "NGƯỜI GIAO", "NGƯỜI NHẬN", "THỜI GIAN", "GHI CHÚ")]
    moment, names = dossier.received, [full_name("Kinh", random.random() < 0.5, random) for _ in range(4)]
    for step in STEPS[: random.randrange(3, 6)]:
        note = random.choice(("", "", "Trước hạn", "Đúng hạn"))
        rows.append((step, random.choice(names), random.choice(names), f"{moment:%H:%M %d/%m/%Y}", note))
        moment += timedelta(hours=random.randrange(3, 20))
    return Table(tuple(rows), (3.2, 3, 3, 2.4, 2), 11)


def _setter(kind: str, dpi: int, random: Random) -> Setter:
    letter = Letter(
        kind, None, (), (), None, Fields(None, None), body_size=12.5, margins=(16.0, 15.0, 18.0, 25.0)
    )
    return Setter(letter, dpi, random)


def _slip_head(setter: Setter, unit: Unit, number: str) -> None:
    """Agency left, nation right, in the smaller letters of forms."""
    y, left, right = setter.y + 4, setter.left + 36, setter.left + 118
    sheet = setter.sheet
    for line, name in enumerate((unit.agency[-1], "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ")):
        sheet.set_text(name, left, y + 5 * line, Style(11, bold=line == 1), "slip", "centre")
    sheet.set_text(number, left, y + 11, Style(11.5), "slip", "centre")
    sheet.set_text(NATION, right, y, Style(11, bold=True), "slip", "centre")
    sheet.set_text(MOTTO, right, y + 5, Style(12, bold=True), "slip", "centre")
    sheet.rule(right - 20, y + 6.6, right + 20, y + 6.6)
    setter.y = y + 15


def _title(setter: Setter, text: str) -> None:
    setter.blocks((Paragraph(text, align="centre", indent=0, bold=True, size=14, role="title"),))


def _pairs(setter: Setter, pairs: Sequence[tuple[str, str]]) -> None:
    setter.blocks(tuple(labelled(pairs, before=0.8)))
