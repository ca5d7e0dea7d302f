"""Recipes: which damages, how strong, in which order, and what the scan then looks like."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from PIL import Image

from tests.generator import damage_paper, damage_scan
from tests.generator.sheet import Sheet

Damage = Callable[[Image.Image, float, Random, int], Image.Image]
"""Takes a picture, a strength from 0 to 1, the seeded random and the dpi; returns a new picture."""

DAMAGES: dict[str, Damage] = {
    "paper": damage_paper.paper,
    "faint_print": damage_paper.faint_print,
    "dot_matrix": damage_paper.dot_matrix,
    "ribbon": damage_paper.ribbon,
    "bleed_through": damage_paper.bleed_through,
    "fold": damage_paper.fold,
    "punch_holes": damage_paper.punch_holes,
    "stamp_over_text": damage_paper.stamp_over_text,
    "handwriting": damage_paper.handwriting,
    "photograph": damage_scan.photograph,
    "glare": damage_scan.glare,
    "skew": damage_scan.skew,
    "blur": damage_scan.blur,
    "uneven_light": damage_scan.uneven_light,
    "shadow": damage_scan.shadow,
    "noise": damage_scan.noise,
    "black_edges": damage_scan.black_edges,
    "fax": damage_scan.fax,
    "jpeg_artefacts": damage_scan.jpeg_artefacts,
}
"""All damages by name, in the order in which they happen to a page."""

ON_PAPER = tuple(DAMAGES)[: tuple(DAMAGES).index("photograph")]
"""Those that the paper suffers before it is scanned."""

LEVELS = ("clean", "office", "hard")


@dataclass(frozen=True)
class Recipe:
    """What happens to one page. `turn` is how the page lies: clockwise degrees; `dpi` of the scan; `colour` colour, grey or bitonal."""

    steps: tuple[tuple[str, float], ...] = ()
    turn: int = 0
    dpi: int = 300
    colour: str = "colour"
    quality: int = 85


@dataclass(frozen=True)
class Shot:
    """A scanned page: the picture, its resolution, and what was done. `rotation` clockwise makes it upright again."""

    image: Image.Image
    dpi: int
    rotation: int = 0
    damage: tuple[tuple[str, float], ...] = ()
    quality: int = 85
    sheet: Sheet | None = field(default=None, compare=False)


def scan(sheet: Sheet, recipe: Recipe, random: Random) -> Shot:
    """Scans a sheet: first what the paper suffered, then the scanner's own damage at its resolution, then position."""
    strengths = dict(recipe.steps)
    on_paper = [name for name in DAMAGES if name in strengths and name in ON_PAPER]
    in_scanner = [name for name in DAMAGES if name in strengths and name not in ON_PAPER]
    image, dpi = sheet.image, min(sheet.dpi, recipe.dpi)
    for name in on_paper:
        image = DAMAGES[name](image, strengths[name], random, sheet.dpi)
    if recipe.colour != "colour":
        image = image.convert("L")
    # A finer scan than the sheet was printed for gains nothing, so that enlarging waits until the end.
    image = damage_scan.to_dpi(image, sheet.dpi, dpi)
    for name in in_scanner:
        image = DAMAGES[name](image, strengths[name], random, dpi)
    image = damage_scan.to_dpi(image, dpi, recipe.dpi)
    image = damage_scan.turn(damage_scan.to_colour(image, recipe.colour), recipe.turn)
    done = list(recipe.steps)
    if recipe.colour != "colour":
        done.append((recipe.colour, 1.0))
    if recipe.turn:
        done.append((f"turn_{recipe.turn}", 1.0))
    return Shot(image, recipe.dpi, -recipe.turn % 360, tuple(done), recipe.quality, sheet)


def make_recipe(level: str, random: Random) -> Recipe:
    """A recipe drawn by chance: `clean` is a good scan, `office` an everyday one, `hard` has several damages."""
    if level == "clean":
        return Recipe((("paper", 0.3),))
    if level == "office":
        return _office(random)
    if level == "hard":
        return _hard(random)
    raise ValueError(f"no damage level {level!r}; known: {', '.join(LEVELS)}")


def _office(random: Random) -> Recipe:
    steps = [
        ("paper", random.uniform(0.3, 1)),
        ("skew", random.uniform(0, 0.25)),
        ("noise", random.uniform(0.05, 0.3)),
    ]
    for name, chance, high in (
        ("blur", 0.5, 0.25), ("uneven_light", 0.3, 0.35), ("bleed_through", 0.25, 0.35), ("punch_holes", 0.25, 1), ("fold", 0.15, 0.5),
        ("shadow", 0.15, 0.4), ("stamp_over_text", 0.12, 0.6), ("handwriting", 0.15, 0.4), ("jpeg_artefacts", 0.2, 0.3), ("faint_print", 0.1, 0.45),
    ):  # fmt: skip
        if random.random() < chance:
            steps.append((name, random.uniform(high / 3, high)))
    return Recipe(
        tuple(steps),
        turn=random.choices((0, 180, 90, 270), (92, 5, 1.5, 1.5))[0],
        dpi=random.choices((300, 200, 400), (65, 30, 5))[0],
        colour=random.choices(("colour", "grey", "bitonal"), (75, 15, 10))[0],
        quality=random.choice((90, 85, 80, 75)),
    )


def _hard(random: Random) -> Recipe:
    steps = {"paper": 1.0, "skew": random.uniform(0.1, 0.6), "noise": random.uniform(0.2, 0.7)}
    wanted = random.sample(
        ("blur", "uneven_light", "bleed_through", "faint_print", "fold", "shadow", "stamp_over_text", "handwriting", "jpeg_artefacts",
         "dot_matrix", "ribbon", "photograph", "punch_holes", "black_edges", "glare", "fax"), random.randrange(2, 5),
    )  # fmt: skip
    steps |= {name: random.uniform(0.35, 0.85) for name in wanted}
    if "fax" in steps:
        steps.pop("faint_print", None)
    return Recipe(
        tuple(steps.items()),
        turn=random.choices((0, 180, 90, 270), (70, 18, 6, 6))[0],
        dpi=random.choices((300, 200, 150), (50, 40, 10))[0],
        colour=random.choices(("colour", "grey", "bitonal"), (70, 20, 10))[0]
        if "photograph" not in steps
        else "colour",
        quality=random.choice((80, 65, 50)),
    )
