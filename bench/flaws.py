"""Warnings of bad scans: how often each is given on good scans (false), and on scans spoilt just so (found).

    .venv/bin/python bench/flaws.py [--seed 5] [--pages 20]

Good: the demo's samples, and generated papers as clean and office scanners give them, those that the generator itself
scanned in black and white or under 200 dpi left out. Bad: each clean page spoilt once for every flaw. Pages are read
`swift`, since the reading's quality does not matter here.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PIL import Image, ImageFilter, ImageOps

from app.domain.fields import find_fields
from app.domain.flaws import flaws
from app.domain.page import PageReading
from app.domain.requests import ReadOptions
from app.ocr import condition, prepare, reader
from app.settings import resources
from app.settings.scan_quality import flaw_rules_on
from tests.generator import Plan, write_corpus

Spoil = Callable[[Image.Image], Image.Image]
OPTIONS = ReadOptions(quality="swift")


def without_red(image: Image.Image) -> Image.Image:
    """Take the seal out: coloured ink becomes paper."""
    clean = prepare.grey(image)
    return Image.merge("RGB", (clean, clean, clean.point(lambda value: max(0, value - 7))))


SPOILT: dict[str, Spoil] = {
    "flaw-dpi": lambda image: image.resize((image.width // 2, image.height // 2), Image.Resampling.BOX),
    "flaw-colour": lambda image: image.convert("L"),
    "flaw-cut": lambda image: ImageOps.crop(image, (image.width * 18 // 100, 0, 0, 0)),
    "flaw-blank": lambda image: Image.new("RGB", image.size, "#f4f2ee"),
    "flaw-blurred": lambda image: image.filter(ImageFilter.GaussianBlur(3.5)),
    "flaw-skewed": lambda image: image.rotate(7, Image.Resampling.BICUBIC, fillcolor="#f4f2ee"),
    "flaw-stamp": without_red,
}


def told(pages: list[PageReading]) -> list[str]:
    title = find_fields(pages).title
    rules = flaw_rules_on(date(2026, 7, 1), Path("none"))
    return [message.id for message in flaws(pages, title.value if title else "", rules)]


def good(folder: Path, plan: Plan) -> Iterator[list[PageReading]]:
    """Yield the pages of each result."""
    for file in write_corpus(folder, plan).files:
        damage = [dict(page.damage) for page in file.pages]
        if not any("bitonal" in one or "grey" in one for one in damage):
            path = str(folder / "scans" / file.file)
            yield [reader.read_page(path, page.page, OPTIONS) for page in file.pages]


def samples() -> Iterator[list[PageReading]]:
    """Yield the pages of each demo sample that can be read, without what is no result: slips, stacks, receipts."""
    for path in sorted((resources() / "samples").glob("*.*")):
        if path.name[:2] in ("01", "02", "03", "06", "07", "08", "09"):
            count = reader.inspect(str(path), path.name).page_count
            yield [reader.read_page(str(path), page, OPTIONS) for page in range(1, count + 1)]


def spoilt(folder: Path, plan: Plan, spoil: Spoil) -> Iterator[list[PageReading]]:
    """Yield the pages of each clean result after they were spoilt."""
    for file in write_corpus(folder, plan).files:
        pages = []
        for page in file.pages:
            picture, _ = reader.open_page(str(folder / "scans" / file.file), page.page, 200.0)
            bad, target = spoil(picture.image), folder / "bad.png"
            dpi = picture.image_dpi * bad.height / picture.image.height
            bad.save(target, dpi=(dpi, dpi))
            pages.append(reader.read_page(str(target), 1, OPTIONS))
        yield pages


def row(name: str, results: list[list[str]]) -> str:
    counts = Counter(one for result in results for one in result)
    cells = " | ".join(f"{counts[flaw]}" for flaw in SPOILT)
    return f"| {name} | {len(results)} | {sum(map(bool, results))} | {cells} |"


def cost(folder: Path) -> float:
    """Milliseconds a page that the two measures take, of a page that is open."""
    path = next(iter((folder / "scans").glob("*")))
    picture, _ = reader.open_page(str(path), 1, 200.0)
    shades, began = prepare.grey(picture.image), time.perf_counter()
    for _ in range(10):
        condition.edge_points(shades, picture.image_dpi)
        condition.red_share(picture.image)
    return (time.perf_counter() - began) * 100


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--pages", type=int, default=20)
    given = parser.parse_args()
    plain = {"odd": 0.0, "digital": 0.0, "stacks": 0.0, "slips": 0.0, "dpi": 300}
    print(f"| pages | results | any | {' | '.join(name.removeprefix('flaw-') for name in SPOILT)} |")
    print("|---" * (len(SPOILT) + 3) + "|")
    with tempfile.TemporaryDirectory() as place:
        print(row("good: samples of the demo", [told(pages) for pages in samples()]), flush=True)
        for level in ("clean", "office"):
            plan = Plan(given.seed, given.pages, damage=level, **plain)  # type: ignore[arg-type]
            results = [told(pages) for pages in good(Path(place) / level, plan)]
            print(row(f"good: {level}", results), flush=True)
        plan = Plan(given.seed + 1, given.pages // 2, damage="clean", **plain)  # type: ignore[arg-type]
        for flaw, spoil in SPOILT.items():
            results = [told(pages) for pages in spoilt(Path(place) / flaw, plan, spoil)]
            print(row(f"bad: {flaw.removeprefix('flaw-')}", results), flush=True)
        print(f"\nThe measures cost {cost(Path(place) / 'clean'):.0f} ms a page.")


if __name__ == "__main__":
    main()
