"""Papers that linking was not made on: other names, forms, wordings and typefaces than the generator's own."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from unittest import mock

from tests.generator import AS_OF, Dossier, Sheet, set_letter
from tests.generator import names as name_pools
from tests.generator import people as people_pools
from tests.generator.dates import long_date, slash_date
from tests.generator.fonts import Style
from tests.generator.layout import Setter
from tests.generator.letter import Block, Head, Letter, Paragraph, Table, labelled
from tests.generator.people import make_person, tax_code
from tests.generator.register import _Counter, endless_register, look_alike
from tests.generator.scene import Scene, make_scene

FAMILIES = (
    *("Nguyễn",) * 3, "Trần", "Lê", "Phạm", "Cù", "Kiều", "Thái", "Lưu", "Quách", "Triệu", "Hà", "Đàm", "Tăng", "La",
    "Lâm", "Từ", "Khổng", "Nghiêm", "Ông", "Phùng", "Chu", "Giáp",
)  # fmt: skip
OTHER_NAMES = {
    "KINH_FAMILIES": FAMILIES,
    "KINH_MIDDLES_MALE": ("Văn", "Văn", "Viết", "Gia", "Hoài", "Nhật", "Thế", "Tiến", "Trung", "Duy", "Khắc", "Sỹ"),
    "KINH_MIDDLES_FEMALE": ("Thị", "Thị", "Thị Lệ", "Thị Minh", "Thị Bảo", "Hoài", "Tường", "Diệp", "Thảo", "Bảo"),
    "KINH_GIVEN_MALE": (
        "Ân", "Ánh", "Bách", "Công", "Danh", "Đăng", "Đông", "Giáp", "Hào", "Hiển", "Hoàng", "Khang", "Kỳ", "Lực",
        "Nguyên", "Nhật", "Ninh", "Quý", "Sang", "Thái", "Thiện", "Tiến", "Trọng", "Trường", "Việt", "Vũ", "Xuân",
    ),
    "KINH_GIVEN_FEMALE": (
        "An", "Anh", "Chi", "Cẩm", "Dương", "Gấm", "Hậu", "Hòa", "Khuyên", "Kiều", "Lài", "Lý", "Mận", "Mơ", "Na",
        "Nhã", "Nhàn", "Phương", "Quế", "Sen", "Tâm", "Thắm", "Thu", "Thương", "Tiên", "Trinh", "Tươi", "Vy", "Ý",
    ),
    "EDE_CLANS": ("Niê Siêng", "Mjâo", "Ênuôl", "Buôn Dap", "Kđoh", "Hra", "Rcăm", "Niê Blô", "Ayun", "Mlô Duôn Du"),
    "EDE_MALE": ("Bliêo", "Džuê", "Hrôm", "Jŭt", "Khăm", "Mŭt", "Nhuôn", "Phi", "Siu", "Tlang", "Wơn", "Yôp"),
    "EDE_FEMALE": ("Bơr", "Čhuyên", "Dung", "Êlin", "Hiu", "Klưng", "Lê", "Mrĭ", "Nuên", "Soan", "Thoan", "Zim"),
    "MNONG_CLANS": ("Buôr", "Đăk Cat", "Kmăn", "Lưk", "Nlâm", "Ntơr", "Rlưk", "Srêy", "Tơr", "Bon Jrang"),
    "MNONG_MALE": ("Chương", "Djơng", "Glưn", "Krơi", "Mâng", "Nhơn", "Ơm", "Rơi", "Tiăng", "Vơng"),
    "MNONG_FEMALE": ("Ănh", "Djê", "Gơr", "Klang", "Lơr", "Mai", "Njêm", "Plơ", "Sŭm", "Yơm"),
}  # fmt: skip
FIRMS = (
    "Gia Lộc",
    "Minh Khuê",
    "Ea Súp",
    "Bình Minh Xanh",
    "Lộc Trời",
    "Thành Đô",
    "Hoàng Gia",
    "Đông Trường",
)
FAMILIES_OF_TYPE = ("Arimo", "NotoSerif", "Tinos")


@contextlib.contextmanager
def other_names() -> Iterator[None]:
    """Within this, the generator's people and firms have other names."""
    with mock.patch.multiple(name_pools, **OTHER_NAMES), mock.patch.object(people_pools, "FIRM_NAMES", FIRMS):
        yield


def office(size: int, pairs: int, chance: random.Random) -> tuple[list[Dossier], list[Dossier]]:
    """A register of `size` dossiers, `pairs` of which have a look-alike beside them; and those pairs' dossiers."""
    rows = list(islice(endless_register(chance, look_alikes=0.0), size - pairs))
    counter, alike = _Counter(), []
    known = {row.code for row in rows}
    for first in chance.sample(rows, pairs):
        other = look_alike(first, chance, counter, AS_OF)
        while other.code in known:
            other = look_alike(first, chance, counter, AS_OF)
        known.add(other.code)
        alike += [first, other]
        rows.append(other)
    return rows, alike


def other_paper(dossier: Dossier, chance: random.Random) -> list[Sheet]:
    """The result of a dossier in a form of another office."""
    scene = make_scene(dossier, chance)
    letter = _FORMS[dossier.procedure.kind](scene)
    letter = replace(
        letter,
        body_size=chance.choice((12.0, 12.5, 13.0, 14.0)),
        spacing=chance.choice((1.0, 1.1, 1.25)),
        margins=chance.choice(((18.0, 15.0, 16.0, 26.0), (24.0, 20.0, 22.0, 34.0), (15.0, 14.0, 15.0, 20.0))),
    )
    family = chance.choice(FAMILIES_OF_TYPE)

    def style(self: Setter, size: float | None = None, *, bold: bool = False, italic: bool = False) -> Style:
        return Style(size or self.letter.body_size, bold, italic, family)

    with mock.patch.object(Setter, "style", style):
        return set_letter(letter, chance, dpi=300)


def _decision(scene: Scene) -> Letter:
    who, firm, unit = scene.dossier.applicant, scene.dossier.firm, scene.dossier.unit
    subject = scene.dossier.procedure.name.removeprefix("Thủ tục ")
    about = f"Về việc {subject[0].lower()}{subject[1:]}"
    rows = (
        ("Họ và tên", "Năm sinh", "Số định danh cá nhân", "Nơi cư trú"),
        (who.name, str(who.born.year), who.number, f"{who.village}, {unit.lower_name}"),
    )
    if firm:
        rows = (("Tên tổ chức", "Mã số thuế", "Trụ sở"), (firm.name, firm.tax_code, who.village))
    blocks: list[Block] = [
        Paragraph(f"**{unit.authority.upper()}**", align="centre", indent=0),
        Paragraph("Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;", italic=True),
        Paragraph(f"Theo Tờ trình ngày {slash_date(scene.day - timedelta(days=2))} của công chức,", italic=True),
        Paragraph("**QUYẾT ĐỊNH:**", align="centre", indent=0),
        Paragraph("**Điều 1.** Giải quyết đề nghị của người có tên sau đây:"),
        Table(rows, (3.2, 1.4, 2.8, 3.4) if not firm else (5.0, 2.5, 3.0)),
        Paragraph("**Điều 2.** Quyết định có hiệu lực từ ngày ký. Người có tên tại Điều 1 thi hành."),
    ]  # fmt: skip
    head = scene.head("QĐ-CTUBND")
    foot = scene.foot(("- Như Điều 2;", "- Lưu: VT."))
    fields = scene.fields(head, (scene.dossier.owner_name,))
    return Letter("decision", head, ("QUYẾT ĐỊNH", about), tuple(blocks), foot, fields)


def _birth_extract(scene: Scene) -> Letter:
    """The owner is the child itself, or its mother or father, who is named in the table of the parents."""
    who, unit = scene.dossier.applicant, scene.dossier.unit
    age = (scene.day - who.born).days // 365
    grown = age > 45 or scene.random.random() < 0.4
    ages = (0, max(1, min(12, age - 20)))
    child = who if grown else make_person(scene.random, scene.day, ethnic=who.ethnic, ages=ages)
    other = make_person(scene.random, scene.day, ethnic=who.ethnic, ages=(40, 60))
    parents = (other, make_person(scene.random, scene.day, ages=(40, 60))) if grown else (who, other)
    rows = (
        (
            "",
            "Người mẹ" if not parents[0].male else "Người cha",
            "Người cha" if not parents[0].male else "Người mẹ",
        ),
        ("Họ và tên", parents[0].name, parents[1].name),
        ("Năm sinh", str(parents[0].born.year), str(parents[1].born.year)),
        ("Số định danh", parents[0].number, parents[1].number),
    )
    blocks: list[Block] = [
        *labelled((
            ("1. Họ, chữ đệm, tên của người được khai sinh", child.name),
            ("2. Ngày sinh", f"{slash_date(child.born)}, giới tính {child.sex}, dân tộc {child.ethnic}"),
            ("3. Số định danh cá nhân", child.number),
            ("4. Nơi đăng ký", f"{unit.authority}, tỉnh Đắk Lắk"),
        )),
        Table(rows, (2, 4, 4)),
        Paragraph("Trích lục từ Cơ sở dữ liệu hộ tịch điện tử."),
    ]  # fmt: skip
    head = scene.head("TLKS-BS")
    title = ("BẢN SAO TRÍCH LỤC KHAI SINH",)
    fields = scene.fields(head, (child.name,))
    return Letter("birth_extract", head, title, tuple(blocks), scene.foot(()), fields)


def _marriage_status(scene: Scene) -> Letter:
    who, unit = scene.dossier.applicant, scene.dossier.unit
    blocks: list[Block] = [
        Paragraph(f"Theo đề nghị của {who.title} có tên dưới đây, {unit.authority} xác nhận:"),
        *labelled((
            ("Họ và tên", who.name), ("Sinh ngày", slash_date(who.born)), ("Căn cước/CCCD số", who.number),
            ("Thường trú", f"{who.village}, {unit.lower_name}, tỉnh Đắk Lắk"),
        )),
        Paragraph(f"Đến {long_date(scene.day)}, {who.title} **{who.name}** chưa đăng ký kết hôn với ai."),
        Paragraph("Giấy xác nhận có giá trị 06 tháng kể từ ngày cấp và chỉ dùng cho một mục đích."),
    ]  # fmt: skip
    head = scene.head("XNTTHN")
    title = ("GIẤY XÁC NHẬN", "TÌNH TRẠNG HÔN NHÂN")
    return Letter(
        "marriage_status", head, title, tuple(blocks), scene.foot(()), scene.fields(head, (who.name,))
    )


def _household_business(scene: Scene) -> Letter:
    who, unit = scene.dossier.applicant, scene.dossier.unit
    rows = (
        ("Nội dung", "Thông tin đăng ký"), ("Chủ hộ kinh doanh", who.name), ("Ngày sinh", slash_date(who.born)),
        ("Số định danh cá nhân", who.number), ("Trụ sở", f"{who.village}, {unit.lower_name}, tỉnh Đắk Lắk"),
        ("Ngành nghề", "Bán lẻ hàng tổng hợp; dịch vụ ăn uống"), ("Vốn kinh doanh", "150.000.000 đồng"),
    )  # fmt: skip
    blocks: list[Block] = [
        Paragraph(f"Mã số: **{tax_code(scene.random)}**; cấp {long_date(scene.day)}", align="centre", indent=0),
        Table(rows, (3, 7)),
    ]  # fmt: skip
    head = scene.head("HKD")
    title = ("GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH",)
    return Letter(
        "household_business", head, title, tuple(blocks), scene.foot(()), scene.fields(head, (who.name,))
    )


def _building_permit(scene: Scene) -> Letter:
    who, firm, unit = scene.dossier.applicant, scene.dossier.firm, scene.dossier.unit
    owner, number = (
        (firm.name, f"Mã số thuế {firm.tax_code}") if firm else (who.name, f"CCCD số {who.number}")
    )
    repair = "sửa chữa" in scene.dossier.procedure.name
    blocks: list[Block] = [
        *labelled((
            ("I. Chủ đầu tư", owner), ("Giấy tờ", number),
            ("Địa chỉ", f"{who.village}, {unit.lower_name}, tỉnh Đắk Lắk"),
            ("II. Công trình", f"{'Sửa chữa, cải tạo' if repair else 'Xây dựng mới'} nhà ở riêng lẻ, 02 tầng"),
            ("III. Vị trí", f"Thửa {scene.random.randrange(1, 400)}, tờ bản đồ {scene.random.randrange(1, 90)}"),
        )),
        Paragraph(f"IV. Giấy phép có hiệu lực khởi công trong 12 tháng, kể từ {long_date(scene.day)}."),
        Paragraph("V. Chủ đầu tư xây dựng đúng giấy phép, báo ngày khởi công và che chắn công trình."),
    ]  # fmt: skip
    head: Head = scene.head("GPXD")
    under = "Sửa chữa, cải tạo nhà ở riêng lẻ" if repair else "Nhà ở riêng lẻ"
    foot, fields = scene.foot(("- Chủ đầu tư;", "- Lưu: VT.")), scene.fields(head, (owner,))
    return Letter("building_permit", head, ("GIẤY PHÉP XÂY DỰNG", under), tuple(blocks), foot, fields)


_FORMS = {
    "decision": _decision,
    "birth_extract": _birth_extract,
    "marriage_status": _marriage_status,
    "household_business": _household_business,
    "building_permit": _building_permit,
}
