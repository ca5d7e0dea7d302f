"""Units that issue results. The communes' names are real, their sub-codes and everything else are made up."""

from dataclasses import dataclass

PROVINCE = "tỉnh Đắk Lắk"


@dataclass(frozen=True)
class Unit:
    """An issuing unit; `code` is the front of its dossier codes, `level` is commune, ward or department."""

    code: str
    name: str
    level: str
    abbreviation: str

    @property
    def agency(self) -> tuple[str, ...]:
        """The lines at the left top of its papers, superior first."""
        if self.level == "department":
            return ("UBND TỈNH ĐẮK LẮK", self.name.upper())
        return ("ỦY BAN NHÂN DÂN", self.name.upper())

    @property
    def place(self) -> str:
        """The place in the date line."""
        return "Đắk Lắk" if self.level == "department" else self.name.split(" ", 1)[1]

    @property
    def authority(self) -> str:
        """The agency in running text."""
        return self.name if self.level == "department" else f"Ủy ban nhân dân {self.lower_name}"

    @property
    def lower_name(self) -> str:
        """The name inside a sentence: `xã Ea Kar`."""
        return self.name[0].lower() + self.name[1:]

    @property
    def seal_text(self) -> str:
        """The words round the seal."""
        return (
            f"{self.name} * TỈNH ĐẮK LẮK".upper()
            if self.level == "department"
            else f"ỦY BAN NHÂN DÂN * {self.name}".upper()
        )


_WARDS = (
    "Buôn Ma Thuột",
    "Tân Lập",
    "Thành Nhất",
    "Ea Kao",
    "Buôn Hồ",
    "Cư Bao",
    "Tuy Hòa",
    "Sông Cầu",
    "Phú Yên",
    "Đông Hòa",
)
_COMMUNES = (
    "Ea Kar", "Ea Knốp", "Krông Pắc", "Ea Phê", "Krông Năng", "Dliê Ya", "Ea Drăng", "Ea H'Leo", "Ea Súp", "Buôn Đôn",
    "Ea Wer", "Cư M'gar", "Ea Tul", "Krông Búk", "Cư Pơng", "M'Drắk", "Ea Riêng", "Krông Bông", "Cư Pui", "Krông Ana",
    "Dray Bhăng", "Ea Na", "Liên Sơn Lắk", "Đắk Phơi", "Nam Ka", "Xuân Lộc", "Đồng Xuân", "Tuy An Bắc", "Sơn Hòa", "Sông Hinh",
)  # fmt: skip
_DEPARTMENTS = (("Sở Xây dựng", "SXD"), ("Sở Nông nghiệp và Môi trường", "SNNMT"), ("Sở Tư pháp", "STP"))


def _all_units() -> tuple[Unit, ...]:
    wards = [Unit(f"H15.{20 + n}", f"Phường {name}", "ward", "UBND") for n, name in enumerate(_WARDS)]
    communes = [Unit(f"H15.{40 + n}", f"Xã {name}", "commune", "UBND") for n, name in enumerate(_COMMUNES)]
    departments = [
        Unit(f"H15.{7 + n:02d}.01", name, "department", short) for n, (name, short) in enumerate(_DEPARTMENTS)
    ]
    return (*wards, *communes, *departments)


UNITS = _all_units()
