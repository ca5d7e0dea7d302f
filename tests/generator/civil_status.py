"""Birth extracts (trích lục khai sinh) and confirmations of marriage status."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from tests.generator.dates import date_in_words, long_date, slash_date
from tests.generator.letter import Block, Columns, Gap, Letter, Paragraph, labelled
from tests.generator.names import family_of, full_name
from tests.generator.people import Person, make_person
from tests.generator.scene import Scene

CARD_ISSUER = "Cục trưởng Cục Cảnh sát quản lý hành chính về trật tự xã hội"


@dataclass(frozen=True)
class _Family:
    """A child with its parents; the applicant of the dossier is one of the three."""

    child: Person
    father: Person
    mother: Person


def birth_extract(scene: Scene) -> Letter:
    """The extract; the applicant is the parent of a small child, or the grown-up child itself."""
    family = _family(scene)
    child, unit = family.child, scene.dossier.unit
    copy = scene.random.random() < 0.6
    head = scene.head("TLKS-BS" if copy else "TLKS")
    registered = min(scene.day, child.born + timedelta(days=scene.random.randrange(5, 60)))
    applicant = scene.dossier.applicant
    asked_by = scene.random.random() < 0.6
    blocks: list[Block] = [
        *labelled((
            ("Họ, chữ đệm, tên", child.name.upper()),
            ("Ngày, tháng, năm sinh", slash_date(child.born)),
            ("Ghi bằng chữ", date_in_words(child.born)),
        )),
        Columns((f"Giới tính: **{child.sex}**", f"Dân tộc: **{child.ethnic}**", "Quốc tịch: **Việt Nam**")),
        *labelled((
            ("Nơi sinh", _birth_place(scene)),
            ("Quê quán", f"{child.village}, {unit.lower_name}, tỉnh Đắk Lắk"),
            ("Số định danh cá nhân", child.number),
        )),
        *_parent("mẹ", family.mother, scene),
        *_parent("cha", family.father, scene),
        *labelled((("Nơi đăng ký khai sinh", f"{unit.authority}, tỉnh Đắk Lắk"),)),
        Columns((f"Số: **{scene.random.randrange(1, 420)}**", f"Ngày, tháng, năm đăng ký: **{slash_date(registered)}**")),
    ]  # fmt: skip
    if asked_by:
        blocks += labelled((
            ("Họ, chữ đệm, tên người yêu cầu", applicant.name),
            ("Giấy tờ tùy thân", f"Căn cước số {applicant.number}, {CARD_ISSUER} cấp ngày {slash_date(applicant.card_day)}"),
        ))  # fmt: skip
    blocks += [Gap(2), Paragraph(_notes(scene))]
    numbers = (child.number, applicant.number) if asked_by and applicant is not child else (child.number,)
    title = ("TRÍCH LỤC KHAI SINH (BẢN SAO)" if copy else "TRÍCH LỤC KHAI SINH",)
    parents = tuple(p.name for p in (family.mother, family.father))
    fields = scene.fields(head, (child.name,), numbers=numbers, others=parents)
    foot = replace(scene.foot(()), capacity=_registrar(scene))
    return Letter("birth_extract", head, title, tuple(blocks), foot, fields, spacing=1.18)


def marriage_status(scene: Scene) -> Letter:
    """Giấy xác nhận tình trạng hôn nhân, for one of the usual purposes."""
    person, unit, random = scene.dossier.applicant, scene.dossier.unit, scene.random
    head = scene.head("UBND-XNTTHN")
    partner = full_name(person.ethnic, not person.male, random)
    asked = scene.day - timedelta(days=random.randrange(1, 4))
    until = scene.day + timedelta(days=180)
    state, others = _marital_state(scene, partner)
    since = date(min(person.born.year + 18, scene.day.year - 1), person.born.month, min(person.born.day, 28))
    reason = scene.pick(
        f"Xét đề nghị của ông/bà: **{person.name}**, về việc cấp Giấy xác nhận tình trạng hôn nhân,",
        f"Theo tờ khai {long_date(asked)} của {person.title} **{person.name}** và kết quả xác minh tại địa phương,",
        f"Xét hồ sơ của {person.title} **{person.name}** nộp {long_date(asked)} và đối chiếu với Sổ đăng ký kết hôn,",
    )
    blocks: list[Block] = [
        Paragraph(f"**{unit.authority.upper()}**", align="centre", indent=0, before=1),
        Paragraph(reason),
        Paragraph("**XÁC NHẬN:**", align="centre", indent=0, before=2.5),
        *labelled((("Họ, chữ đệm, tên", person.name.upper()), ("Ngày, tháng, năm sinh", slash_date(person.born)))),
        Columns((f"Giới tính: **{person.sex}**", f"Dân tộc: **{person.ethnic}**", "Quốc tịch: **Việt Nam**")),
        *labelled((
            ("Giấy tờ tùy thân", f"Thẻ căn cước số {person.number}, {CARD_ISSUER} cấp ngày {slash_date(person.card_day)}"),
            ("Nơi cư trú", f"{person.village}, {unit.lower_name}, tỉnh Đắk Lắk"),
        )),
        Paragraph(f"Trong thời gian cư trú tại {person.village}, {unit.lower_name}, tỉnh Đắk Lắk, từ {long_date(since)} đến {long_date(scene.day)}."),
        Paragraph(f"Tình trạng hôn nhân: **{state}**"),
        Paragraph(_purpose(scene, partner)),
        Paragraph(f"Giấy này có giá trị đến hết {long_date(until)}, hoặc đến khi tình trạng hôn nhân thay đổi, tùy thời điểm nào đến trước."),
    ]  # fmt: skip
    fields = scene.fields(head, (person.name,), numbers=(person.number,), others=others)
    foot = scene.foot(())
    return Letter(
        "marriage_status", head, ("GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",), tuple(blocks), foot, fields
    )


def _marital_state(scene: Scene, partner: str) -> tuple[str, tuple[str, ...]]:
    earlier = scene.day - timedelta(days=scene.random.randrange(200, 4000))
    choices = (
        ("Chưa đăng ký kết hôn với ai.", ()),
        ("Hiện tại chưa đăng ký kết hôn với ai tại địa phương cũng như trên Cơ sở dữ liệu hộ tịch điện tử.", ()),
        (f"Có đăng ký kết hôn nhưng đã ly hôn theo Quyết định công nhận thuận tình ly hôn của Tòa án nhân dân khu vực {long_date(earlier)}; hiện tại chưa đăng ký kết hôn với ai.", ()),
        (f"Có đăng ký kết hôn nhưng chồng (vợ) là {partner} đã chết theo Giấy chứng tử cấp {long_date(earlier)}; hiện tại chưa đăng ký kết hôn với ai.", (partner,)),
        (f"Hiện tại đang có vợ (chồng) là {partner}.", (partner,)),
    )  # fmt: skip
    return scene.random.choices(choices, (5, 3, 2, 1, 1))[0]


def _purpose(scene: Scene, partner: str) -> str:
    return scene.pick(
        "Giấy này được cấp để làm thủ tục đăng ký kết hôn.",
        "Giấy này được sử dụng để bổ túc hồ sơ vay vốn tại ngân hàng, không có giá trị để đăng ký kết hôn.",
        "Giấy này được cấp để thực hiện thủ tục chuyển nhượng quyền sử dụng đất và không sử dụng vào mục đích khác.",
        "Giấy này được cấp để làm thủ tục mua nhà ở xã hội tại địa bàn tỉnh.",
        "Mục đích sử dụng: hoàn thiện hồ sơ đi lao động có thời hạn ở nước ngoài.",
        "Mục đích sử dụng: bổ sung hồ sơ nhận nuôi con nuôi theo hướng dẫn của cơ quan có thẩm quyền.",
    )


def _family(scene: Scene) -> _Family:
    applicant, random = scene.dossier.applicant, scene.random
    age = (scene.day - applicant.born).days // 365
    if age < 48 and random.random() < 0.7:
        child = make_person(
            random,
            scene.day,
            ethnic=applicant.ethnic,
            ages=(0, max(1, min(14, age - 19))),
            family=family_of(applicant.name, applicant.ethnic),
        )
        child = replace(child, village=applicant.village)
        spouse = _relative(scene, not applicant.male, applicant.born.year)
        return _Family(child, applicant, spouse) if applicant.male else _Family(child, spouse, applicant)
    year = applicant.born.year - random.randrange(19, 38)
    return _Family(applicant, _relative(scene, True, year), _relative(scene, False, year + 2))


def _relative(scene: Scene, male: bool, year: int) -> Person:
    person = make_person(scene.random, scene.day, ethnic=scene.dossier.applicant.ethnic)
    born = person.born.replace(year=year + scene.random.randrange(-3, 4), day=min(person.born.day, 28))
    return replace(person, male=male, name=full_name(person.ethnic, male, scene.random), born=born)


def _parent(word: str, parent: Person, scene: Scene) -> tuple[Block, ...]:
    home = f"{parent.village}, {scene.dossier.unit.lower_name}, tỉnh Đắk Lắk"
    return (
        *labelled(((f"Họ, chữ đệm, tên người {word}", parent.name),)),
        Columns(
            (f"Năm sinh: **{parent.born.year}**", f"Dân tộc: **{parent.ethnic}**", "Quốc tịch: **Việt Nam**")
        ),
        *labelled((("Nơi cư trú", home),)),
    )


def _birth_place(scene: Scene) -> str:
    return scene.pick(
        "Bệnh viện đa khoa vùng Tây Nguyên, tỉnh Đắk Lắk", f"Trạm Y tế {scene.dossier.unit.lower_name}, tỉnh Đắk Lắk",
        "Trung tâm Y tế khu vực Ea Kar, tỉnh Đắk Lắk", "Bệnh viện Sản - Nhi Phú Yên, tỉnh Đắk Lắk", "Tại nhà, có người làm chứng", "Bệnh viện Từ Dũ, Thành phố Hồ Chí Minh",
    )  # fmt: skip


def _notes(scene: Scene) -> str:
    return scene.pick(
        "Trích lục này được thực hiện từ Cơ sở dữ liệu hộ tịch điện tử và có giá trị như bản chính trong các giao dịch theo quy định của pháp luật về hộ tịch.",
        "Nội dung trích lục đúng với Sổ đăng ký khai sinh đang lưu giữ tại cơ quan đăng ký hộ tịch; mọi tẩy xóa, sửa chữa đều làm giấy này mất giá trị.",
        "Thực hiện trích lục từ Sổ đăng ký khai sinh theo yêu cầu của người có tên nêu trên; người sử dụng chịu trách nhiệm bảo quản và xuất trình khi cơ quan có thẩm quyền yêu cầu.",
    )


def _registrar(scene: Scene) -> tuple[str, ...]:
    return ("NGƯỜI KÝ TRÍCH LỤC", scene.pick("CHỦ TỊCH", "PHÓ CHỦ TỊCH"))
