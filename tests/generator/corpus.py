"""A whole test set from a seed: register, files, truth."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.generator.capture import (
    Stack,
    write_broken_stack,
    write_digital,
    write_mixed,
    write_odd_stack,
    write_stack,
)
from tests.generator.damage import Recipe, make_recipe
from tests.generator.letter import Letter
from tests.generator.odd import BROKEN, ODD
from tests.generator.procedures import KINDS
from tests.generator.register import Dossier, make_register, make_strangers, write_register
from tests.generator.results import make_result
from tests.generator.truth import FileTruth, write_truth


@dataclass(frozen=True)
class Plan:
    """What a corpus shall hold. Shares are of files, from 0 to 1; `dpi` None leaves the resolution to chance."""

    seed: int = 1
    count: int = 20
    kinds: tuple[str, ...] = KINDS
    damage: str = "office"
    register_size: int = 200
    strangers: float = 0.08
    slips: float = 0.2
    stacks: float = 0.1
    odd: float = 0.03
    broken: float = 0.0
    digital: float = 0.05
    dpi: int | None = None


@dataclass(frozen=True)
class Corpus:
    """What was written."""

    folder: Path
    register: list[Dossier]
    files: list[FileTruth] = field(default_factory=list)


def write_corpus(folder: Path, plan: Plan, progress: Callable[[FileTruth], None] | None = None) -> Corpus:
    """Writes `scans/`, `register.csv` and `truth.json`. File n depends on the seed and n alone, not on the count."""
    register = make_register(Random(f"{plan.seed} register"), plan.register_size)
    strangers = make_strangers(Random(f"{plan.seed} strangers"), max(8, plan.register_size // 10), register)
    scans = folder / "scans"
    scans.mkdir(parents=True, exist_ok=True)
    write_register(folder / "register.csv", register)
    writer = _Writer(scans, plan, _usable(register, plan), _usable(strangers, plan), Rivals(register))
    corpus = Corpus(folder, register)
    for number in range(plan.count):
        corpus.files.append(writer.write(number))
        if progress:
            progress(corpus.files[-1])
    write_truth(folder / "truth.json", corpus.files, seed=plan.seed)
    return corpus


class Rivals:
    """Finds dossiers that a paper without a code fits as well as its own."""

    def __init__(self, register: list[Dossier]) -> None:
        self._by_number: dict[str, list[Dossier]] = {}
        self._by_name: dict[str, list[Dossier]] = {}
        for dossier in register:
            self._by_number.setdefault(dossier.owner_number, []).append(dossier)
            self._by_name.setdefault(dossier.owner_name, []).append(dossier)

    def of(self, dossier: Dossier, letter: Letter) -> tuple[str, ...]:
        """Codes of others of the same kind received before the paper was issued, of the same number, or name if no number is printed."""
        printed = dossier.owner_number in (*letter.fields.personal_numbers, *letter.fields.tax_codes)
        near = self._by_number[dossier.owner_number] if printed else self._by_name[dossier.owner_name]
        return tuple(
            other.code
            for other in near
            if other.code != dossier.code
            and other.procedure.kind == dossier.procedure.kind
            and other.received.date() <= dossier.issued_on
            and other.state != "7"
        )


class _Writer:
    """Writes file after file; results of known dossiers are taken in a fixed shuffled order, each dossier once a round."""

    def __init__(
        self, folder: Path, plan: Plan, known: list[Dossier], strange: list[Dossier], rivals: Rivals
    ) -> None:
        self.folder, self.plan, self.known, self.strange, self.rivals = folder, plan, known, strange, rivals
        Random(f"{plan.seed} order").shuffle(self.known)

    def write(self, number: int) -> FileTruth:
        """Writes file `number`."""
        random = Random(f"{self.plan.seed} file {number}")
        stem, plan = f"{number + 1:05d}", self.plan
        chance = random.random()
        if chance < plan.broken:
            return write_broken_stack(
                self.folder,
                stem,
                random.choice(sorted(BROKEN)),
                self._single(number, random),
                random,
                self.recipe,
            )
        if chance < plan.broken + plan.odd:
            return write_odd_stack(
                self.folder,
                stem,
                random.choice(sorted(ODD)),
                self._one_page(number, random),
                random,
                self.recipe,
            )
        if chance < plan.broken + plan.odd + plan.digital:
            return self._digital(number, stem, random)
        stack = self._stack(number, random) if random.random() < plan.stacks else self._single(number, random)
        suffix = random.choices(
            ("pdf", "tif", "jpg", "png"), (55, 15, 25, 5) if len(stack.sheets) == 1 else (75, 25, 0, 0)
        )[0]
        return write_stack(self.folder, f"{stem}.{suffix}", stack, random, self.recipe)

    def recipe(self, random: Random) -> Recipe:
        """A recipe of the plan's level at the plan's resolution."""
        made = make_recipe(self.plan.damage, random)
        return Recipe(made.steps, made.turn, self.plan.dpi or made.dpi, made.colour, made.quality)

    def _dossier(self, number: int, random: Random) -> tuple[Dossier, bool]:
        if random.random() < self.plan.strangers:
            return random.choice(self.strange), False
        return self.known[number % len(self.known)], True

    def _single(self, number: int, random: Random) -> Stack:
        stack = Stack()
        slip = (
            random.choices(("control_slip", "receipt"), (70, 30))[0]
            if random.random() < self.plan.slips
            else ""
        )
        self._add(stack, *self._dossier(number, random), random, slip)
        return stack

    def _one_page(self, number: int, random: Random) -> Stack:
        """A result of a single page, for formats that hold no more."""
        while True:
            stack = Stack()
            self._add(stack, *self._dossier(number, random), random, "")
            if len(stack.sheets) == 1:
                return stack
            number += 1

    def _stack(self, number: int, random: Random) -> Stack:
        """Several results, divided by slips or led by a hand-over slip or by nothing but their heads."""
        stack, size = Stack(), random.randrange(2, 5)
        members = [(self.known[(number * 7 + n * 31 + 3) % len(self.known)], True) for n in range(size)]
        way = random.choice(("slips", "slips", "handover", "heads"))
        if way == "handover":
            stack.add_manifest([dossier for dossier, _ in members], random)
        for dossier, known in members:
            self._add(stack, dossier, known, random, "control_slip" if way == "slips" else "")
        return stack

    def _digital(self, number: int, stem: str, random: Random) -> FileTruth:
        stack = Stack()
        dossier, known = self._dossier(number, random)
        self._add(stack, dossier, known, random, "", inked=False)
        if random.random() < 0.35:
            return write_mixed(
                self.folder, f"{stem}.pdf", stack, self._single(number * 3 + 1, random), random, self.recipe
            )
        return write_digital(self.folder, f"{stem}.pdf", stack)

    def _add(
        self, stack: Stack, dossier: Dossier, known: bool, random: Random, slip: str, *, inked: bool = True
    ) -> None:
        letter = make_result(dossier, random, handwritten=None if inked else False)
        also = self.rivals.of(dossier, letter) if known else ()
        stack.add_result(dossier, letter, random, known=known, slip=slip, also_fits=also, inked=inked)


def _usable(dossiers: list[Dossier], plan: Plan) -> list[Dossier]:
    """Dossiers whose result may lie on the scanner: of the wanted kinds, not withdrawn."""
    usable = [
        dossier for dossier in dossiers if dossier.procedure.kind in plan.kinds and dossier.state != "7"
    ]
    if not usable:
        raise ValueError(f"no dossier of kinds {', '.join(plan.kinds)}; enlarge the register")
    return usable
