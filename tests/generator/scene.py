"""The circumstances of one result: whose, from where, when, under which number, with what printed on it."""

from dataclasses import dataclass
from datetime import date
from random import Random

from tests.generator.letter import Fields, Foot, Head
from tests.generator.names import full_name
from tests.generator.register import Dossier


@dataclass(frozen=True)
class Scene:
    """All that a paper's wording depends on; `print_code` puts the dossier code on its face."""

    dossier: Dossier
    random: Random
    number: str
    handwritten: bool
    print_code: bool
    signer: str

    @property
    def day(self) -> date:
        """The day on the paper."""
        return self.dossier.issued_on

    def pick(self, *choices: str) -> str:
        """One of several wordings."""
        return self.random.choice(choices)

    def some(self, choices: tuple[str, ...], least: int, most: int) -> list[str]:
        """Between `least` and `most` different wordings in their own order."""
        count = min(len(choices), self.random.randint(least, most))
        return [choices[n] for n in sorted(self.random.sample(range(len(choices)), count))]

    def head(self, suffix: str) -> Head:
        """The head of this paper."""
        unit = self.dossier.unit
        code = (
            f"{self.pick('Mã hồ sơ:', 'Mã HS:', 'Số hồ sơ:')} {self.dossier.code}" if self.print_code else ""
        )
        return Head(unit.agency, self.number, suffix, unit.place, self.day, self.handwritten, code)

    def foot(self, recipients: tuple[str, ...]) -> Foot:
        """The foot of this paper, signed by the head of the unit or a deputy."""
        unit = self.dossier.unit
        return Foot(recipients, self.capacity(), self.signer, unit.seal_text)

    def fields(
        self,
        head: Head,
        names: tuple[str, ...],
        *,
        numbers: tuple[str, ...] = (),
        taxes: tuple[str, ...] = (),
        others: tuple[str, ...] = (),
    ) -> Fields:
        """The truth of this paper's fields; the signer is among the other names."""
        return Fields(
            document_number=None if self.handwritten else head.document_number,
            issued_on=self.day.isoformat(),
            personal_numbers=numbers,
            tax_codes=taxes,
            names=names,
            dossier_codes=(self.dossier.code,) if self.print_code else (),
            other_names=(*others, self.signer),
            handwritten_number=head.document_number if self.handwritten else None,
        )

    def capacity(self) -> tuple[str, ...]:
        """By what right the signer signs."""
        if self.dossier.unit.level == "department":
            return ("GIÁM ĐỐC",) if self.random.random() < 0.4 else ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
        if self.random.random() < 0.5:
            return ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
        return ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


def make_scene(
    dossier: Dossier, random: Random, *, print_code: bool | None = None, handwritten: bool | None = None
) -> Scene:
    """A scene; one paper in seven prints its dossier code, one in eight has its number written by hand."""
    year = f"/{dossier.issued_on.year}" if random.random() < 0.12 else ""
    return Scene(
        dossier=dossier,
        random=random,
        number=f"{random.randrange(1, 2200)}{year}",
        handwritten=random.random() < 0.125 and not year if handwritten is None else handwritten,
        print_code=random.random() < 0.14 if print_code is None else print_code,
        signer=full_name(random.choices(("Kinh", "Ê Đê"), (80, 20))[0], random.random() < 0.7, random),
    )
