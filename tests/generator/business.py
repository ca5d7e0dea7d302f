"""Certificates of registration of a household business (giấy chứng nhận đăng ký hộ kinh doanh)."""

from dataclasses import replace

from tests.generator.dates import dong, long_date, slash_date, words
from tests.generator.letter import Block, Columns, Gap, Letter, Paragraph, Table, labelled
from tests.generator.people import tax_code
from tests.generator.scene import Scene

TRADES = (
    ("4711", "Bán lẻ lương thực, thực phẩm, đồ uống trong các cửa hàng kinh doanh tổng hợp"), ("5610", "Nhà hàng và các dịch vụ ăn uống phục vụ lưu động"),
    ("4669", "Bán buôn phân bón, thuốc trừ sâu và hóa chất khác sử dụng trong nông nghiệp"), ("9631", "Cắt tóc, làm đầu, gội đầu"),
    ("4520", "Bảo dưỡng, sửa chữa ô tô và xe có động cơ khác"), ("1079", "Sản xuất cà phê rang xay và thực phẩm khác chưa được phân vào đâu"),
    ("4632", "Bán buôn thực phẩm"), ("0145", "Chăn nuôi lợn và sản xuất giống lợn"), ("4771", "Bán lẻ hàng may mặc, giày dép trong các cửa hàng chuyên doanh"),
    ("5510", "Dịch vụ lưu trú ngắn ngày, nhà nghỉ có kinh doanh du lịch"), ("3100", "Sản xuất giường, tủ, bàn, ghế bằng gỗ"),
    ("4772", "Bán lẻ thuốc, dụng cụ y tế, mỹ phẩm và vật phẩm vệ sinh"), ("4933", "Vận tải hàng hóa bằng đường bộ"), ("9521", "Sửa chữa thiết bị nghe nhìn điện tử gia dụng"),
)  # fmt: skip
SHOPS = (
    "TẠP HÓA",
    "QUÁN ĂN",
    "CÀ PHÊ",
    "TIỆM SỬA XE",
    "VẬT TƯ NÔNG NGHIỆP",
    "NHÀ NGHỈ",
    "CƠ SỞ MỘC",
    "SHOP THỜI TRANG",
    "HIỆU THUỐC",
    "TIỆM TÓC",
)

NOTES = (
    "Hộ kinh doanh chỉ được kinh doanh ngành, nghề có điều kiện khi đáp ứng đủ điều kiện và phải bảo đảm đáp ứng các điều kiện đó trong suốt quá trình hoạt động.",
    "Chủ hộ kinh doanh chịu trách nhiệm trước pháp luật về tính trung thực của hồ sơ, thực hiện nghĩa vụ thuế và các quy định về phòng cháy, an toàn thực phẩm.",
    "Giấy chứng nhận này phải được treo tại nơi dễ thấy của địa điểm kinh doanh; khi thay đổi nội dung phải đăng ký với cơ quan cấp trong thời hạn mười ngày làm việc.",
)


def household_business(scene: Scene) -> Letter:
    """The certificate: the household's own tax code, its owner, its trades in a table."""
    person, random = scene.dossier.applicant, scene.random
    head = scene.head("GCN-HKD")
    number = tax_code(random)
    branch = f"{number}-{random.randrange(1, 9):03d}" if random.random() < 0.08 else number
    printed = f"{branch[:3]}.{branch[3:]}" if random.random() < 0.15 else branch
    blocks: list[Block] = [
        Paragraph(f"Mã số hộ kinh doanh: **{printed}**", align="centre", indent=0),
        Paragraph(_registered(scene), align="centre", indent=0, italic=True, before=0.5),
        Gap(2),
        *_owner(scene),
        Paragraph("6. Ngành, nghề kinh doanh:", align="left", indent=0),
        _trades(scene),
        Paragraph(scene.pick(*NOTES)),
    ]  # fmt: skip
    fields = scene.fields(head, (person.name,), numbers=(person.number,), taxes=(branch,))
    foot = replace(
        scene.foot(()), capacity=(scene.pick("TRƯỞNG PHÒNG", "KT. TRƯỞNG PHÒNG", "TRƯỞNG PHÒNG KINH TẾ"),)
    )
    title = ("GIẤY CHỨNG NHẬN ĐĂNG KÝ", "HỘ KINH DOANH")
    return Letter("household_business", head, title, tuple(blocks), foot, fields, body_size=13, spacing=1.05)


def _registered(scene: Scene) -> str:
    if "thay đổi" in scene.dossier.procedure.name:
        return f"Đăng ký thay đổi lần thứ {scene.random.randrange(1, 5)}, {long_date(scene.day)}"
    return f"Đăng ký lần đầu, {long_date(scene.day)}"


def _owner(scene: Scene) -> tuple[Block, ...]:
    person, unit, random = scene.dossier.applicant, scene.dossier.unit, scene.random
    capital = random.choice((30, 50, 80, 100, 150, 200, 300, 500)) * 1_000_000
    shop = f"{random.choice(SHOPS)} {person.name.split()[-1].upper()}"
    return (
        *labelled((
            ("1. Tên hộ kinh doanh", f"HỘ KINH DOANH {shop}"),
            ("2. Địa chỉ trụ sở hộ kinh doanh", f"{person.village}, {unit.lower_name}, tỉnh Đắk Lắk"),
            ("Điện thoại", f"09{random.randrange(10):d}{random.randrange(10**7):07d}"),
            ("3. Vốn kinh doanh", f"{dong(capital)} đồng"),
            ("Bằng chữ", f"{words(capital)} đồng"),
            ("4. Họ và tên chủ hộ kinh doanh", person.name.upper()),
        )),
        Paragraph(f"Sinh {long_date(person.born)}", align="left", indent=0),
        Columns((f"Giới tính: {person.sex}", f"Dân tộc: {person.ethnic}", "Quốc tịch: Việt Nam")),
        *labelled((
            ("Số định danh cá nhân", f"{person.number}, cấp ngày {slash_date(person.card_day)}"),
            ("Địa chỉ thường trú", f"{person.village}, {unit.lower_name}, tỉnh Đắk Lắk"),
            ("5. Chủ thể thành lập hộ kinh doanh", scene.pick("Cá nhân", "Các thành viên hộ gia đình")),
        )),
    )  # fmt: skip


def _trades(scene: Scene) -> Table:
    trades = scene.random.sample(TRADES, scene.random.randrange(2, 6))
    rows = [(str(number), name, code) for number, (code, name) in enumerate(trades, 1)]
    return Table((("STT", "Tên ngành", "Mã ngành"), *rows), (1, 9, 2))
