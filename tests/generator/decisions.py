"""Decisions (quyết định): one or two pages, some with an annex."""

from datetime import timedelta

from tests.generator.dates import dong, long_date, slash_date, words
from tests.generator.decision_phrases import (
    CORRECTIONS,
    FIRST,
    FROM_USES,
    GROUNDS,
    GROUPS,
    IDENTITY,
    LAST,
    MIDDLE,
    PROPOSALS,
    REASONS,
    RECIPIENTS,
    SUBJECTS,
    TO_USES,
    TOPIC_GROUNDS,
)  # fmt: skip
from tests.generator.letter import Block, Letter, NewPage, Paragraph, Table
from tests.generator.names import full_name
from tests.generator.scene import Scene


def decision(scene: Scene, *, long: bool = False) -> Letter:
    """A decision on the dossier's topic; a long one has every article and an annex on a page of its own."""
    topic, unit, person = (
        scene.dossier.procedure.topic or "allowance",
        scene.dossier.unit,
        scene.dossier.applicant,
    )
    subject = scene.pick(*SUBJECTS[topic])
    other = full_name(person.ethnic, not person.male, scene.random)
    blocks = _grounds(scene, topic, long=long)
    articles = _articles(scene, topic, other, long=long)
    blocks += [Paragraph(f"**Điều {number}.** {text}", before=2.0) for number, text in enumerate(articles, 1)]
    head = scene.head(f"QĐ-{unit.abbreviation}")
    recipients = (
        scene.pick("- Như Điều 3;", "- Như trên;"),
        *scene.some(RECIPIENTS[2:], 1, 4),
        "- Lưu: VT, HS.",
    )
    firm = scene.dossier.firm
    fields = scene.fields(
        head,
        (scene.dossier.owner_name,),
        numbers=() if firm else (person.number,),
        taxes=(firm.tax_code,) if firm else (),
        others=(other,) if topic == "funeral" else (),
    )
    annex = _annex(scene) if long else ()
    title = ("QUYẾT ĐỊNH", subject, _chief(scene))
    return Letter("decision", head, title, tuple(blocks), scene.foot(recipients), fields, annex)


def _grounds(scene: Scene, topic: str, *, long: bool) -> list[Block]:
    """Laws, the request and the proposal, up to the words that open the articles."""
    title = "" if scene.dossier.firm else scene.dossier.applicant.title
    grounds = [*scene.some(GROUNDS, *((3, 5) if long else (1, 2))), *TOPIC_GROUNDS[topic]]
    asked = scene.day - timedelta(days=scene.random.randrange(1, 5))
    grounds.append(" ".join(scene.pick(*REASONS).format(title=title, name=scene.dossier.owner_name).split()))
    grounds.append(scene.pick(*PROPOSALS).format(n=scene.random.randrange(2, 300), day=long_date(asked)))
    blocks: list[Block] = [Paragraph(text, italic=True) for text in grounds]
    blocks.append(Paragraph("QUYẾT ĐỊNH:", align="centre", indent=0, bold=True, before=3.5))
    return blocks


def _chief(scene: Scene) -> str:
    unit = scene.dossier.unit
    return (
        f"GIÁM ĐỐC {unit.name.upper()}"
        if unit.level == "department"
        else f"CHỦ TỊCH ỦY BAN NHÂN DÂN {unit.name.upper()}"
    )


def _articles(scene: Scene, topic: str, other: str, *, long: bool) -> list[str]:
    random, person = scene.random, scene.dossier.applicant
    home = f"cư trú tại {person.village}, {scene.dossier.unit.lower_name}, tỉnh Đắk Lắk"
    if scene.dossier.unit.level == "department":
        home = f"cư trú tại {person.village}, tỉnh Đắk Lắk"
    firm = scene.dossier.firm
    identity = IDENTITY.format(
        title=person.title,
        name=person.name,
        born=_born(scene),
        ethnic=person.ethnic,
        number=person.number,
        home=home,
    )
    if firm:
        identity = f"**{firm.name}**, mã số doanh nghiệp {firm.tax_code}, địa chỉ trụ sở tại {person.village}, tỉnh Đắk Lắk"
    amount = random.choice((500, 750, 1000, 1250, 1500, 2000, 5000, 10_000)) * 1000 + random.choice(
        (0, 0, 40_000, 250_000)
    )
    item, old, new = random.choice(CORRECTIONS)
    earlier = scene.day - timedelta(days=random.randrange(3, 90))
    facts = {
        "identity": identity, "item": item, "old": old, "new": new, "ref": str(random.randrange(2, 400)), "day": long_date(earlier),
        "group": scene.pick(*GROUPS), "factor": scene.pick("1,5", "2,0", "2,5", "1,0"), "amount": dong(amount), "words": words(amount),
        "dead": f"{'bà' if person.male else 'ông'} {other}", "area": f"{random.randrange(60, 900)},{random.randrange(10)}",
        "from_use": scene.pick(*FROM_USES), "to_use": scene.pick(*TO_USES), "plot": str(random.randrange(1, 420)),
        "sheet": str(random.randrange(1, 90)), "home2": f"{person.village}, tỉnh Đắk Lắk", "members": f"{random.randrange(1, 8):02d}",
        "score1": str(random.randrange(60, 175)), "score2": str(random.randrange(10, 60)),
    }  # fmt: skip
    middle = list(MIDDLE[topic]) if long else scene.some(MIDDLE[topic], 1, 2)
    last = scene.pick(*LAST).format(title="" if firm else person.title, name=scene.dossier.owner_name)
    return [scene.pick(*FIRST[topic]).format(**facts), *middle, " ".join(last.split())]


def _born(scene: Scene) -> str:
    born = scene.dossier.applicant.born
    return scene.pick(long_date(born), f"ngày {slash_date(born)}", f"năm {born.year}")


def _annex(scene: Scene) -> tuple[Block, ...]:
    """A table of instalments or of papers handed in."""
    random = scene.random
    rows = [("STT", "Nội dung", "Đơn vị tính", "Số lượng", "Thành tiền (đồng)")]
    things = (
        ("Đơn đề nghị theo mẫu", "bản"), ("Bản sao giấy tờ tùy thân", "bản"), ("Giấy xác nhận của thôn, buôn", "bản"), ("Biên bản họp Hội đồng", "tờ"),
        ("Chi phí đo đạc", "lần"), ("Phí thẩm định hồ sơ", "lần"), ("Trích lục bản đồ địa chính", "bản"), ("Hỗ trợ quý I", "quý"), ("Hỗ trợ quý II", "quý"),
    )  # fmt: skip
    for number, (name, unit) in enumerate(random.sample(things, random.randrange(5, 9)), 1):
        rows.append(
            (str(number), name, unit, f"{random.randrange(1, 12):02d}", dong(random.randrange(1, 900) * 1000))
        )
    return (
        NewPage(),
        Paragraph("PHỤ LỤC", align="centre", indent=0, bold=True, role="title"),
        Paragraph(f"(Kèm theo Quyết định của {scene.dossier.unit.authority})", align="centre", indent=0, italic=True, role="title"),
        Table(tuple(rows), (1, 5, 2, 2, 3)),
        Paragraph(scene.pick(
            "Danh mục này có giá trị kèm theo Quyết định và là căn cứ để các bộ phận có liên quan theo dõi, quyết toán.",
            "Các khoản nêu trên được xác định tại thời điểm thẩm định hồ sơ, không bao gồm thuế và lệ phí phát sinh sau ngày ký.",
        )),
    )  # fmt: skip
