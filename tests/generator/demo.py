"""The ready samples under resources/samples: a dozen small files that show every road a scan can take."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

from tests.generator.capture import Stack, write_broken_stack, write_digital, write_stack
from tests.generator.damage import Recipe
from tests.generator.register import Dossier, ambiguous_twin, make_register, make_strangers, write_register
from tests.generator.results import make_result
from tests.generator.truth import FileTruth, write_truth

SEED = 2026
GOOD = Recipe((("paper", 0.12), ("skew", 0.08)), dpi=200, quality=33)


def write_demo(folder: Path) -> list[FileTruth]:
    """Writes the samples, their register of about 120 dossiers and their truth."""
    folder.mkdir(parents=True, exist_ok=True)
    random = Random(SEED)
    register = make_register(random, 119, look_alikes=0.05)
    stranger = make_strangers(random, 1, register)[0]
    samples = _Samples(folder, register, random)
    first = samples.take("marriage_status")
    second = ambiguous_twin(first, random)
    register.insert(register.index(first) + 1, second)
    files = [
        samples.single("01-quyet-dinh.jpg", samples.take("decision"), "a decision, nothing special"),
        samples.single("02-trich-luc-khai-sinh.pdf", samples.take("birth_extract"), "a birth extract"),
        samples.single("03-ma-ho-so-in-san.jpg", samples.take("household_business"), "the dossier code is printed on the face", print_code=True),
        samples.single("04-phieu-kiem-soat.pdf", samples.take("building_permit"), "a control slip with CODE128, then the result", slip="control_slip"),
        samples.stack("05-chong-ho-so.pdf", ("decision", "marriage_status"), "two results, each behind its control slip"),
        samples.single("06-hai-ho-so-cung-khop.jpg", first, "two open dossiers fit: only a person can decide", also=(second.code,)),
        samples.single("07-khong-co-trong-so.jpg", stranger, "its dossier is not in the register", known=False),
        samples.single("08-lon-nguoc.jpg", samples.take("marriage_status"), "upside down", recipe=replace(GOOD, turn=180)),
        samples.single("09-nhieu-trang.tif", samples.take("building_permit"), "black and white, several pages", long=True, recipe=replace(GOOD, colour="bitonal")),
        samples.single("10-giay-hen-qr.pdf", samples.take("decision"), "a receipt with QR, then the result", slip="receipt"),
        samples.digital("11-ban-dien-tu.pdf", samples.take("decision")),
        samples.broken("12-tep-hong.jpg"),
    ]  # fmt: skip
    write_register(folder / "register.csv", register)
    write_truth(folder / "truth.json", files, seed=SEED)
    return files


class _Samples:
    """Takes each dossier once and writes one sample after another."""

    def __init__(self, folder: Path, register: list[Dossier], random: Random) -> None:
        self.folder, self.random = folder, random
        counts = [dossier.owner_name for dossier in register]
        self.left = [d for d in register if d.state in ("4", "9", "10") and counts.count(d.owner_name) == 1]

    def take(self, kind: str) -> Dossier:
        """The next dossier of a kind whose applicant has no namesake."""
        found = next(dossier for dossier in self.left if dossier.procedure.kind == kind)
        self.left.remove(found)
        return found

    def single(
        self, name: str, dossier: Dossier, note: str, *, slip: str = "", known: bool = True, print_code: bool = False, long: bool = False,
        also: tuple[str, ...] = (), recipe: Recipe = GOOD,
    ) -> FileTruth:  # fmt: skip
        """One result, perhaps behind a slip."""
        stack = Stack()
        letter = make_result(dossier, self.random, print_code=print_code, handwritten=False, long=long)
        stack.add_result(dossier, letter, self.random, known=known, slip=slip, also_fits=also)
        return write_stack(self.folder, name, stack, self.random, _always(recipe), note)

    def stack(self, name: str, kinds: tuple[str, ...], note: str) -> FileTruth:
        """Several results, a control slip before each."""
        stack = Stack()
        for kind in kinds:
            dossier = self.take(kind)
            stack.add_result(
                dossier,
                make_result(dossier, self.random, print_code=False, long=False),
                self.random,
                slip="control_slip",
            )
        return write_stack(
            self.folder, name, stack, self.random, _always(replace(GOOD, colour="grey", quality=28)), note
        )

    def digital(self, name: str, dossier: Dossier) -> FileTruth:
        """A decision that was never on paper."""
        stack = Stack()
        letter = make_result(dossier, self.random, print_code=True, handwritten=False, long=False)
        stack.add_result(dossier, letter, self.random, inked=False)
        return write_digital(self.folder, name, stack)

    def broken(self, name: str) -> FileTruth:
        """A file whose transfer broke off."""
        stack = Stack()
        dossier = self.take("decision")
        stack.add_result(dossier, make_result(dossier, self.random), self.random)
        return write_broken_stack(
            self.folder, name.rsplit(".", 1)[0], "truncated_jpeg", stack, self.random, _always(GOOD)
        )


def _always(recipe: Recipe) -> Callable[[Random], Recipe]:
    return lambda _: recipe
