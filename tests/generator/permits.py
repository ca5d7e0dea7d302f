"""Building permits (giấy phép xây dựng), one or two pages."""

from datetime import timedelta

from tests.generator.dates import long_date, slash_date
from tests.generator.letter import Block, Letter, Paragraph, Table
from tests.generator.scene import Scene

DUTIES = (
    "Phải hoàn toàn chịu trách nhiệm trước pháp luật nếu xâm phạm các quyền hợp pháp của các chủ sở hữu liền kề.",
    "Phải thực hiện đúng các quy định của pháp luật về đất đai, về đầu tư xây dựng và Giấy phép xây dựng này.",
    "Phải thông báo bằng văn bản về ngày khởi công cho cơ quan cấp phép xây dựng trước khi khởi công xây dựng công trình.",
    "Xuất trình Giấy phép xây dựng cho chính quyền sở tại trước khi khởi công và treo biển báo tại địa điểm xây dựng theo quy định.",
    "Khi điều chỉnh thiết kế làm thay đổi nội dung Giấy phép xây dựng thì phải đề nghị điều chỉnh và chờ quyết định của cơ quan cấp giấy phép.",
    "Có biện pháp che chắn, vận chuyển vật liệu hợp lý, không để bụi và nước thải ảnh hưởng đến các hộ dân xung quanh và đường giao thông.",
    "Bố trí hố ga, bể tự hoại trong ranh giới thửa đất và đấu nối vào hệ thống thoát nước chung theo hướng dẫn của đơn vị quản lý.",
)
SURVEYORS = (
    "Công ty TNHH Tư vấn Xây dựng Cao Nguyên",
    "Công ty Cổ phần Thiết kế Ban Mê",
    "Công ty TNHH Kiến trúc Đại Ngàn",
    "Trung tâm Quy hoạch Xây dựng",
)


def building_permit(scene: Scene, *, long: bool = False) -> Letter:
    """The permit; a long one has a schedule of floors and more duties and runs over one page."""
    person, firm, random = scene.dossier.applicant, scene.dossier.firm, scene.random
    head = scene.head("GPXD")
    until = scene.day + timedelta(days=365)
    items = [
        f"**1.** Cấp cho: {_who(scene)}.",
        f"**2.** Được phép {_work(scene)} theo thiết kế do {scene.pick(*SURVEYORS)} lập {long_date(scene.dossier.received.date() - timedelta(days=9))}, gồm các nội dung sau đây:",
        f"Tên công trình: {scene.pick('Nhà ở riêng lẻ', 'Nhà ở gia đình', 'Nhà ở kết hợp kinh doanh', 'Nhà ở liền kề')}; vị trí xây dựng: thửa đất số {random.randrange(1, 380)}, tờ bản đồ số {random.randrange(1, 80)}, {_home(scene)}.",
        f"Cốt nền xây dựng công trình: +0,{random.randrange(15, 60)}m so với cốt vỉa hè hoàn thiện; khoảng lùi trước {random.randrange(1, 6)},{random.randrange(10)}m.",
        *([] if long else [_sizes(scene)]),
        f"Mật độ xây dựng: {random.randrange(55, 96)}%, hệ số sử dụng đất: {random.randrange(1, 4)},{random.randrange(1, 10)}; màu sắc công trình hài hòa với cảnh quan chung.",
        f"**3.** Giấy tờ về đất đai: Giấy chứng nhận quyền sử dụng đất số {scene.pick('CD', 'DA', 'AA', 'BH')} {random.randrange(100_000, 999_999)}, cấp ngày {slash_date(person.card_day)}.",
        f"**4.** Giấy phép này có hiệu lực khởi công xây dựng trong thời hạn 12 tháng kể từ ngày cấp, đến hết {long_date(until)}; quá thời hạn trên phải đề nghị gia hạn.",
        "**5.** Chủ đầu tư phải thực hiện các nội dung sau đây:",
        *(f"- {duty}" for duty in scene.some(DUTIES, *((6, 7) if long else (2, 3)))),
    ]
    blocks: list[Block] = [Paragraph(text, indent=8) for text in items]
    if long:
        blocks[4:4] = _floors(scene)
    recipients = (
        "- Như mục 1;",
        *scene.some(("- Thuế cơ sở;", "- Phòng Kinh tế;", "- Đội TTXD;", "- Trung tâm PVHCC;"), 1, 3),
        "- Lưu: VT, HS.",
    )
    fields = scene.fields(
        head,
        (scene.dossier.owner_name,),
        numbers=() if firm else (person.number,),
        taxes=(firm.tax_code,) if firm else (),
        others=(person.name,) if firm else (),
    )
    title = ("GIẤY PHÉP XÂY DỰNG", _subtitle(scene))
    return Letter("building_permit", head, title, tuple(blocks), scene.foot(recipients), fields)


def _who(scene: Scene) -> str:
    person, firm = scene.dossier.applicant, scene.dossier.firm
    if firm:
        return f"**{firm.name}**, mã số thuế {firm.tax_code}, trụ sở: {person.village}, tỉnh Đắk Lắk; người đại diện: {person.title} {person.name}"
    return f"{person.title} **{person.name}**, sinh năm {person.born.year}, số định danh cá nhân {person.number}, địa chỉ thường trú: {_home(scene)}"


def _home(scene: Scene) -> str:
    unit, village = scene.dossier.unit, scene.dossier.applicant.village
    return (
        f"{village}, tỉnh Đắk Lắk"
        if unit.level == "department"
        else f"{village}, {unit.lower_name}, tỉnh Đắk Lắk"
    )


def _subtitle(scene: Scene) -> str:
    return (
        "(Sửa chữa, cải tạo nhà ở riêng lẻ)"
        if "sửa chữa" in scene.dossier.procedure.name
        else "(Sử dụng cho nhà ở riêng lẻ)"
    )


def _work(scene: Scene) -> str:
    if "sửa chữa" in scene.dossier.procedure.name:
        return scene.pick("sửa chữa, cải tạo công trình", "cải tạo và nâng tầng công trình hiện có")
    return scene.pick("xây dựng mới công trình", "xây dựng công trình")


def _sizes(scene: Scene) -> str:
    random = scene.random
    floor = random.randrange(55, 160)
    floors = random.randrange(1, 5)
    return (
        f"Diện tích xây dựng tầng 1: {floor},{random.randrange(10)} m²; tổng diện tích sàn: {floor * floors},{random.randrange(10)} m²; "
        f"chiều cao công trình: {3 + 3 * floors},{random.randrange(10)}m; số tầng: {floors:02d} tầng."
    )


def _floors(scene: Scene) -> list[Block]:
    random = scene.random
    names = ("Tầng hầm", "Tầng 1", "Tầng lửng", "Tầng 2", "Tầng 3", "Tầng mái")
    rows = [("Hạng mục", "Diện tích sàn (m²)", "Chiều cao (m)", "Ghi chú")]
    notes = ("Để xe", "Phòng khách, bếp", "Phòng ngủ", "Sân phơi", "Phòng thờ", "Kho")
    for name in random.sample(names, 4):
        rows.append(
            (
                name,
                f"{random.randrange(30, 160)},{random.randrange(10)}",
                f"{random.randrange(2, 5)},{random.randrange(10)}",
                random.choice(notes),
            )
        )
    return [Table(tuple(rows), (3, 3, 2, 4)), Paragraph(_sizes(scene), indent=8)]
