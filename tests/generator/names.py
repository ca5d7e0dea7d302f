"""Pools of given and family names from which fictitious people are put together."""

from random import Random

KINH_FAMILIES = (
    *("Nguyễn",) * 9, *("Trần",) * 4, *("Lê",) * 4, *("Phạm",) * 3, "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng",
    "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Mai", "Trịnh", "Lương", "Cao", "Tạ", "Châu", "Đoàn", "Tô", "Văn",
)  # fmt: skip
KINH_MIDDLES_MALE = (
    *("Văn",) * 5,
    "Hữu",
    "Đức",
    "Quốc",
    "Minh",
    "Thanh",
    "Công",
    "Xuân",
    "Ngọc",
    "Trọng",
    "Đình",
    "Bá",
)
KINH_MIDDLES_FEMALE = (
    *("Thị",) * 6,
    "Thị Thu",
    "Thị Kim",
    "Thị Ngọc",
    "Thị Mỹ",
    "Ngọc",
    "Thùy",
    "Bích",
    "Như",
    "Khánh",
)
KINH_GIVEN_MALE = (
    "An", "Bảo", "Bình", "Chiến", "Cường", "Dũng", "Duy", "Đạt", "Điền", "Hải", "Hậu", "Hiếu", "Hòa", "Huy", "Hùng",
    "Khoa", "Khôi", "Kiên", "Lâm", "Lộc", "Long", "Mạnh", "Nam", "Nghĩa", "Nhân", "Phát", "Phong", "Phúc", "Quân",
    "Quang", "Sơn", "Tâm", "Tấn", "Thắng", "Thịnh", "Thuận", "Toàn", "Trí", "Trung", "Tuấn", "Tùng", "Tường", "Vinh", "Vỹ",
)  # fmt: skip
KINH_GIVEN_FEMALE = (
    "Ánh", "Bích", "Châu", "Cúc", "Diễm", "Diệu", "Dung", "Duyên", "Đào", "Giang", "Hà", "Hạnh", "Hằng", "Hiền", "Hoa",
    "Huệ", "Hương", "Huyền", "Lan", "Liên", "Linh", "Loan", "Mai", "My", "Nga", "Ngân", "Nguyệt", "Nhung", "Oanh",
    "Phượng", "Quyên", "Quỳnh", "Tâm", "Thảo", "Thơ", "Thúy", "Trang", "Trâm", "Tuyết", "Uyên", "Vân", "Xuân", "Yến",
)  # fmt: skip

EDE_CLANS = (
    "Niê", "Niê Kdăm", "Mlô", "Ayŭn", "Êban", "Byă", "Kbuôr", "Êñuôl", "Knul", "Hđơk", "Ktla", "Kpă", "Bkrông",
    "Buôn Krông", "Adrơng", "Hwing", "Kriêng", "Ksơr", "Hmŏk", "Buôn Yă", "Arul", "Tơr",
)  # fmt: skip
EDE_MALE = (
    "Bhăm",
    "Thuăt",
    "Blim",
    "Djŭp",
    "Ngŭn",
    "Wan",
    "Suê",
    "Krông",
    "Lăk",
    "Nhiăm",
    "Bliă",
    "Dhăm",
    "Hiăt",
    "Kuan",
    "Phŏk",
    "Tuyên",
)
EDE_FEMALE = (
    "Blui",
    "Djuăn",
    "Ngơi",
    "Wĭng",
    "Lĭn",
    "Nŏ",
    "Hăn",
    "Srăng",
    "Yŭk",
    "Mĭn",
    "Rôza",
    "Juôn",
    "Ñơr",
    "Bliăt",
    "Dăm",
    "Nguôt",
)

MNONG_CLANS = (
    "Bing",
    "Rơ Yam",
    "Triêk",
    "Liêng",
    "Pang Ting",
    "Ndu",
    "Cil",
    "Ông",
    "Du",
    "Jiê",
    "Bdap",
    "Long Dinh",
    "Rchom",
    "Uông",
)
MNONG_MALE = ("Krang", "Thih", "Nglông", "Dlơng", "Mbrơk", "Rĭnh", "Tang", "Khiêm", "Jrang", "Ngơt")
MNONG_FEMALE = ("Mbing", "Dơn", "Rơm", "Chuôn", "Ngai", "Jơng", "Brêt", "Lanh", "Uyn", "Đeh")

ETHNICS = ("Kinh", "Ê Đê", "M'Nông")


def full_name(ethnic: str, male: bool, random: Random, family: str = "") -> str:
    """A full name as its owner's people write it; `family` keeps the name of a parent or sibling."""
    if ethnic == "Kinh":
        return _kinh(male, random, family)
    clans, boys, girls = (
        (EDE_CLANS, EDE_MALE, EDE_FEMALE) if ethnic == "Ê Đê" else (MNONG_CLANS, MNONG_MALE, MNONG_FEMALE)
    )
    clan = family or random.choice(clans)
    if male:
        return f"Y {random.choice(boys)} {clan}"
    # Registrars write the female particle in three ways, and so does the register.
    particle = random.choice(("H' ", "H'", "H "))
    return f"{particle}{random.choice(girls)} {clan}"


def family_of(name: str, ethnic: str) -> str:
    """The part of a full name that relatives share."""
    parts = name.split()
    if ethnic == "Kinh":
        return parts[0]
    given = 2 if parts[0] in ("Y", "H", "H'") else 1
    return " ".join(parts[given:])


def _kinh(male: bool, random: Random, family: str) -> str:
    middle = random.choice(KINH_MIDDLES_MALE if male else KINH_MIDDLES_FEMALE)
    given = random.choice(KINH_GIVEN_MALE if male else KINH_GIVEN_FEMALE)
    return f"{family or random.choice(KINH_FAMILIES)} {middle} {given}"
