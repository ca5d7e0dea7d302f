"""Fictitious people and firms with numbers of the right structure. Nobody here exists."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tests.generator.names import ETHNICS, family_of, full_name

BIRTH_PROVINCES = ("066",) * 6 + ("054",) * 4 + ("064", "052", "040", "038", "001", "079")
TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
FIRM_FORMS = ("Công ty TNHH", "Công ty TNHH MTV", "Công ty Cổ phần", "Doanh nghiệp tư nhân", "Hợp tác xã")
FIRM_TRADES = (
    "Xây dựng",
    "Nông sản",
    "Cà phê",
    "Thương mại Dịch vụ",
    "Vận tải",
    "Gỗ",
    "Cơ khí",
    "Thủy sản",
    "Dược liệu",
)
FIRM_NAMES = (
    "Phú Thịnh",
    "Ban Mê",
    "Tây Nguyên Xanh",
    "Đại Ngàn",
    "Hưng Phát",
    "Sông Ba",
    "Cao Nguyên",
    "An Bình",
    "Trường Sơn",
)


@dataclass(frozen=True)
class Person:
    """One fictitious person; `number` is the 12-digit personal number, `card_day` when the card was issued."""

    name: str
    male: bool
    born: date
    ethnic: str
    number: str
    village: str
    card_day: date

    @property
    def title(self) -> str:
        """How a decision addresses the person."""
        return "ông" if self.male else "bà"

    @property
    def sex(self) -> str:
        """The word on a form."""
        return "Nam" if self.male else "Nữ"


@dataclass(frozen=True)
class Firm:
    """A fictitious firm with a tax code whose check digit is right."""

    name: str
    tax_code: str


def personal_number(born: date, male: bool, random: Random) -> str:
    """A 12-digit number: province of birth, century and sex, year, six digits."""
    century_and_sex = 2 * (born.year // 100 - 19) + (0 if male else 1)
    return f"{random.choice(BIRTH_PROVINCES)}{century_and_sex}{born.year % 100:02d}{random.randrange(1, 999_999):06d}"


def tax_code(random: Random) -> str:
    """A 10-digit tax code; bodies whose check digit would be 10 are not issued."""
    while True:
        body = f"{random.choice(('60', '44', '63', '03'))}{random.randrange(10**7):07d}"
        check = 10 - sum(int(d) * w for d, w in zip(body, TAX_WEIGHTS, strict=True)) % 11
        if 0 <= check <= 9:
            return f"{body}{check}"


def make_person(
    random: Random, as_of: date, *, ethnic: str = "", ages: tuple[int, int] = (19, 78), family: str = ""
) -> Person:
    """A grown-up by default; `ages` bounds the age in years on `as_of`."""
    ethnic = ethnic or random.choices(ETHNICS, (70, 22, 8))[0]
    male = random.random() < 0.5
    born = as_of - timedelta(days=random.randrange(ages[0] * 366, ages[1] * 365 + 180))
    return Person(
        name=full_name(ethnic, male, random, family),
        male=male,
        born=born,
        ethnic=ethnic,
        number=personal_number(born, male, random),
        village=_village(ethnic, random),
        card_day=date(random.randrange(2021, 2025), random.randrange(1, 13), random.randrange(1, 29)),
    )


def make_firm(random: Random) -> Firm:
    """A firm of one of the usual forms."""
    name = f"{random.choice(FIRM_FORMS)} {random.choice(FIRM_TRADES)} {random.choice(FIRM_NAMES)}"
    return Firm(name=name, tax_code=tax_code(random))


def namesake(person: Person, random: Random, as_of: date) -> Person:
    """Somebody else of the same name, sex and people, as happens in every commune."""
    other = make_person(random, as_of, ethnic=person.ethnic)
    born = other.born.replace(year=person.born.year, day=min(other.born.day, 28))
    number = personal_number(born, person.male, random)
    return replace(other, name=person.name, male=person.male, born=born, number=number)


def twin(person: Person, random: Random) -> Person:
    """A twin: same day, same village, nearly the same name, and a number a few units away."""
    name = full_name(person.ethnic, person.male, random, family_of(person.name, person.ethnic))
    tail = (int(person.number[6:]) + random.randrange(1, 9)) % 1_000_000
    return replace(person, name=name, number=f"{person.number[:6]}{tail:06d}")


def _village(ethnic: str, random: Random) -> str:
    if ethnic == "Kinh":
        return random.choice((
            f"Thôn {random.randrange(1, 16)}", f"Tổ dân phố {random.randrange(1, 14)}", "Thôn Tân Lập", "Thôn Quảng Cư",
            "Thôn Thanh Bình", "Thôn Phước Hòa", "Khu phố Chính Nghĩa", "Thôn Đoàn Kết", "Thôn Hòa Bình",
        ))  # fmt: skip
    return random.choice(
        (
            "Buôn Trấp",
            "Buôn Ea Sim",
            "Buôn Kla",
            "Buôn Hra Ea Hning",
            "Buôn Cuôr Tak",
            "Buôn Jun",
            "Buôn Lê",
            "Buôn Đung",
            "Buôn Ko Tam",
        )
    )
