"""Measures sealing: pages a second and core, weight of sealed files, and what the ladder of sizes costs in looks.

    .venv/bin/python bench/sealing.py [--pages 12]

Times are CPU seconds of one process, reopening and proof included, so that a busy machine measures the same.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.domain.page import PageReading
from app.sealing.ladder import Squeezed, squeeze
from app.sealing.pictures.jpeg import jpeg_picture
from app.sealing.profile import profile_on
from app.sealing.seal import seal
from app.sealing.verification import verify
from tests.generator import Recipe, make_register, make_result, scan, set_letter, write_scanned_pdf
from tests.generator.damage import Shot
from tests.generator.files import jpeg_bytes
from tests.sealing.papers import order, reading_of

BUDGETS = (850_000, 600_000, 400_000, 250_000, 120_000)
STEPS = (
    ("paper", 0.3),
    ("skew", 0.1),
    ("stamp_over_text", 0.4),
)  # a good office scanner: 0.5 to 0.9 MB a page


def papers(count: int) -> list[tuple[Shot, PageReading]]:
    random = Random(11)
    register = make_register(random, 40)
    made: list[tuple[Shot, PageReading]] = []
    while len(made) < count:
        letter = make_result(register[len(made) % 40], random, print_code=True, handwritten=False, long=False)
        for sheet in set_letter(letter, random, dpi=300):
            quality = random.choice((70, 75, 78))
            made.append((scan(sheet, Recipe(STEPS, dpi=300, quality=quality), random), reading_of(sheet)))
    return made[:count]


def timed(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def measure_kept(folder: Path, pages: list[tuple[Shot, PageReading]]) -> None:
    spent, ratios, words = [], [], []
    for number, (shot, reading) in enumerate(pages):
        capture, target = folder / f"{number}.jpg", folder / f"{number}.pdf"
        capture.write_bytes(jpeg_bytes(shot))
        request = order(capture, "image/jpeg", [reading], target)
        if number == 0:
            seal(request)  # modules and schemas are loaded once in a process
        spent.append(timed(lambda request=request: seal(request)))
        ratios.append(target.stat().st_size / capture.stat().st_size)
        words.append(sum(len(line.words) for line in reading.lines))
    print(f"one-page JPEG files, streams kept: {len(pages) / sum(spent):.1f} pages/s per core")
    print(f"   median {statistics.median(spent) * 1000:.0f} ms, slowest {max(spent) * 1000:.0f} ms, ", end="")
    print(f"{statistics.mean(words):.0f} words a page")
    sizes = [(folder / f"{number}.jpg").stat().st_size / 1000 for number in range(len(pages))]
    print(f"   JPEG files of {min(sizes):.0f} to {max(sizes):.0f} KB, median {statistics.median(sizes):.0f}")
    print(f"   size: median {statistics.median(ratios):.3f} x the JPEG, largest {max(ratios):.3f} x")
    looked = timed(lambda: [verify(str(folder / f"{number}.pdf")) for number in range(len(pages))])
    print(f"   verify: {len(pages) / looked:.1f} pages/s per core")


def measure_pdf(folder: Path, pages: list[tuple[Shot, PageReading]]) -> None:
    capture, target = folder / "all.pdf", folder / "all-sealed.pdf"
    write_scanned_pdf(capture, [shot for shot, _ in pages])
    readings = [replace(reading, page=number) for number, (_, reading) in enumerate(pages, 1)]
    spent = timed(lambda: seal(order(capture, "application/pdf", readings, target)))
    ratio = target.stat().st_size / capture.stat().st_size
    print(
        f"one scanned PDF of {len(pages)} pages: {len(pages) / spent:.1f} pages/s per core, {ratio:.3f} x its size"
    )


def measure_ladder(pages: list[tuple[Shot, PageReading]]) -> None:
    profile = profile_on(date.today())  # noqa: DTZ011 - the rules in force today
    print("| budget KB | result KB | dpi | quality | look (SSIM) | in layers | pages/s per core |")
    print("|---|---|---|---|---|---|---|")
    pictures = [jpeg_picture(jpeg_bytes(replace(shot, quality=92))) for shot, _ in pages]
    weight = statistics.median(len(picture.data) for picture in pictures if picture) / 1000
    for budget in BUDGETS:
        made: list[Squeezed] = []
        spent = timed(
            lambda budget=budget, made=made: made.extend(
                squeeze(picture, budget, 300, profile) for picture in pictures if picture
            )
        )
        size = statistics.median(one.picture.weight for one in made) / 1000
        dpi, quality = (
            statistics.median(getattr(one.rung, name) for one in made) for name in ("dpi", "quality")
        )
        layers = sum(1 for one in made if one.picture.stencils)
        look = statistics.median(one.rung.look for one in made)
        cells = (
            f"{budget / 1000:.0f}", f"{size:.0f}", f"{dpi:.0f}", f"{quality:.0f}", f"{look:.3f}",
            f"{layers} of {len(made)}", f"{len(made) / spent:.1f}",
        )  # fmt: skip
        print("| " + " | ".join(cells) + " |")
    print(f"(scans as they came: median {weight:.0f} KB)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pages", type=int, default=12)
    pages = papers(parser.parse_args().pages)
    with tempfile.TemporaryDirectory() as name:
        measure_kept(Path(name), pages)
        measure_pdf(Path(name), pages)
    measure_ladder(pages[:6])


if __name__ == "__main__":
    main()
