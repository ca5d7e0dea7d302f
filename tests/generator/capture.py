"""Puts sheets together to one captured file and writes it with its truth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from tests.generator.damage import Recipe, Shot, scan
from tests.generator.digital import write_digital_pdf
from tests.generator.files import write_file
from tests.generator.frame import set_letter
from tests.generator.letter import Letter
from tests.generator.odd import BROKEN, ODD, write_broken, write_odd
from tests.generator.register import Dossier
from tests.generator.sheet import Sheet
from tests.generator.slips import control_slip, handover_slip, receipt
from tests.generator.truth import FileTruth, ScanTruth, page_truth

RecipeMaker = Callable[[Random], Recipe]


@dataclass
class Stack:
    """Sheets on the scanner's tray, with the results among them."""

    sheets: list[tuple[str, Sheet]] = field(default_factory=list)
    scans: list[ScanTruth] = field(default_factory=list)
    manifest: tuple[str, ...] = ()

    def add_sheet(self, kind: str, sheet: Sheet) -> None:
        """Lays a slip, a separator or a blank on the stack."""
        self.sheets.append((kind, sheet))

    def add_result(
        self,
        dossier: Dossier,
        letter: Letter,
        random: Random,
        *,
        known: bool = True,
        slip: str = "",
        also_fits: tuple[str, ...] = (),
        inked: bool = True,
    ) -> None:
        """Lays a result on the stack, after a `control_slip` or `receipt` of its dossier when `slip` names one."""
        separators: tuple[int, ...] = ()
        if slip:
            draw = {"control_slip": control_slip, "receipt": receipt}[slip]
            self.add_sheet(slip, draw(dossier, random))
            separators = (len(self.sheets),)
        first = len(self.sheets) + 1
        for sheet in set_letter(letter, random, inked=inked):
            self.add_sheet(letter.kind, sheet)
        self.scans.append(
            ScanTruth(
                pages=tuple(range(first, len(self.sheets) + 1)),
                separator_pages=separators,
                dossier=dossier.code if known else None,
                kind=letter.kind,
                fields=letter.fields,
                also_fits=() if slip or letter.fields.dossier_codes else also_fits,
                owner=dossier.owner_name,
                procedure=dossier.procedure.code,
            )
        )

    def add_manifest(self, dossiers: Sequence[Dossier], random: Random) -> None:
        """Lays a hand-over slip of these dossiers on the stack."""
        day = max(dossier.issued_on for dossier in dossiers)
        for sheet in handover_slip(dossiers, day, random):
            self.add_sheet("handover_slip", sheet)
        self.manifest = tuple(dossier.code for dossier in dossiers)

    def shoot(self, random: Random, recipe: RecipeMaker) -> list[Shot]:
        """Scans all sheets; a stack goes through one scanner, so resolution and colour are those of its first page."""
        shots: list[Shot] = []
        first: Recipe | None = None
        for _, sheet in self.sheets:
            made = recipe(random)
            first = first or made
            same = Recipe(made.steps, made.turn, first.dpi, first.colour, first.quality)
            shots.append(scan(sheet, same, random))
        return shots

    def truth(self, name: str, form: str, shots: Sequence[Shot], note: str = "") -> FileTruth:
        """The truth of the file that holds these shots."""
        pages = tuple(
            page_truth(n, kind, shot)
            for n, ((kind, _), shot) in enumerate(zip(self.sheets, shots, strict=True), 1)
        )
        return FileTruth(name, form, tuple(self.scans), pages, manifest=self.manifest, note=note)


def write_stack(
    folder: Path, name: str, stack: Stack, random: Random, recipe: RecipeMaker, note: str = ""
) -> FileTruth:
    """Scans a stack into `folder/name`; the suffix chooses the format."""
    shots = stack.shoot(random, recipe)
    write_file(folder / name, shots)
    return stack.truth(name, Path(name).suffix.lstrip(".").lower(), shots, note)


def write_digital(folder: Path, name: str, stack: Stack) -> FileTruth:
    """Writes a stack as a born-digital PDF: text, no pictures."""
    sheets = [sheet for _, sheet in stack.sheets]
    write_digital_pdf(folder / name, sheets)
    return stack.truth(name, "digital pdf", [Shot(sheet.image, sheet.dpi, sheet=sheet) for sheet in sheets])


def write_mixed(
    folder: Path, name: str, digital: Stack, scanned: Stack, random: Random, recipe: RecipeMaker
) -> FileTruth:
    """Writes a PDF that begins with pages of text and goes on with scanned pages."""
    sheets = [sheet for _, sheet in digital.sheets]
    pictures = scanned.shoot(random, recipe)
    write_digital_pdf(folder / name, sheets, pictures)
    both = Stack(
        digital.sheets + scanned.sheets, digital.scans + [_shifted(s, len(sheets)) for s in scanned.scans]
    )
    return both.truth(
        name, "mixed pdf", [*(Shot(sheet.image, sheet.dpi, sheet=sheet) for sheet in sheets), *pictures]
    )


def write_odd_stack(
    folder: Path, stem: str, odd: str, stack: Stack, random: Random, recipe: RecipeMaker
) -> FileTruth:
    """Writes a stack of one page as a readable odd file, named by kind."""
    shot = stack.shoot(random, recipe)[0]
    name = stem + ODD[odd][0]
    write_odd(odd, folder / name, shot)
    return stack.truth(name, f"odd {odd}", [shot])


def write_broken_stack(
    folder: Path, stem: str, broken: str, stack: Stack, random: Random, recipe: RecipeMaker
) -> FileTruth:
    """Writes a broken file; nothing can be read from it, so its truth has no pages."""
    shot = stack.shoot(random, recipe)[0]
    name = stem + BROKEN[broken][0]
    errors = write_broken(broken, folder / name, shot)
    return FileTruth(name, f"broken {broken}", (), (), errors=errors)


def _shifted(truth: ScanTruth, by: int) -> ScanTruth:
    pages, separators = (
        tuple(page + by for page in numbers) for numbers in (truth.pages, truth.separator_pages)
    )
    return replace(truth, pages=pages, separator_pages=separators)
