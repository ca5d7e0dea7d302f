"""Barcodes of slips and receipts: how many are found, and how many false ones, per condition of the scan.

    .venv/bin/python bench/barcodes.py [--seed 1] [--sheets 60]

Every slip carries a CODE128, every receipt a CODE128 and a QR. Results without any barcode are looked at too: whatever
is found there is false. Pages lie upright or turned as the recipe of the damage says.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from PIL import Image, ImageFilter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.ocr import barcodes, pictures
from app.ocr.prepare import grey
from tests.generator import (
    Recipe,
    Sheet,
    control_slip,
    make_recipe,
    make_register,
    make_result,
    receipt,
    scan,
    set_letter,
)

Scanner = Callable[[Sheet, Random], Image.Image]
_PAPER = (("paper", 0.5), ("noise", 0.15), ("skew", 0.1))


def plain(dpi: int) -> Scanner:
    """Return a scanner of `dpi` that adds paper, a little noise and skew."""
    return lambda sheet, chance: scan(sheet, Recipe(_PAPER, dpi=dpi), chance).image


def blurred(dpi: int, pixels: float) -> Scanner:
    """Return the same with a blur of so many pixels (standard deviation)."""
    return lambda sheet, chance: plain(dpi)(sheet, chance).filter(ImageFilter.GaussianBlur(pixels))


def damaged(level: str) -> Scanner:
    """Return a scanner that damages by chance as the generator's level says."""
    return lambda sheet, chance: scan(sheet, make_recipe(level, chance), chance).image


NAMES = {"Code128": "CODE128", "QRCode": "QR"}  # the generator's names of formats, and the reader's
SCANNERS: dict[str, Scanner] = {
    "300 dpi": plain(300),
    "200 dpi": plain(200),
    "300 dpi, blurred 1.5 px": blurred(300, 1.5),
    "office": damaged("office"),
    "hard": damaged("hard"),
}


def sheets_of(seed: int, count: int) -> list[Sheet]:
    """Return slips, receipts and results (one in four)."""
    chance = Random(f"{seed} barcodes")
    register = make_register(chance, max(8, count))
    made: list[Sheet] = []
    for place, dossier in enumerate(register[:count]):
        if place % 4 == 3:
            made.append(set_letter(make_result(dossier, chance), chance)[0])
        else:
            made.append((control_slip if place % 4 < 2 else receipt)(dossier, chance))
    return made


def main() -> None:
    """Look for barcodes under each condition and print what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sheets", type=int, default=60)
    parser.add_argument("--only", nargs="*", choices=sorted(SCANNERS), default=list(SCANNERS))
    parser.add_argument("--missed", type=Path, help="a folder for pictures of the pages with a miss")
    given = parser.parse_args()
    sheets = sheets_of(given.seed, given.sheets)
    print("| condition | CODE128 | QR | false | CPU ms a page |\n|---|---|---|---|---|")
    for name in given.only:
        chance, there, found, false, spent = Random(f"{given.seed} {name}"), Counter(), Counter(), 0, 0.0  # type: ignore[var-annotated]
        for place, sheet in enumerate(sheets):
            image = SCANNERS[name](sheet, chance)
            began = time.process_time()
            got = {(code.format, code.text) for code in barcodes.find(grey(pictures.plain(image)))}
            spent += time.process_time() - began
            had = {(NAMES[code.format], code.text) for code in sheet.barcodes}
            there.update(kind for kind, _ in had)
            found.update(kind for kind, _ in had & got)
            false += len(got - had)
            if had - got and given.missed:
                given.missed.mkdir(parents=True, exist_ok=True)
                image.save(given.missed / f"{name.replace(' ', '_')}-{place:03d}.png")
        row = [f"{found[kind]} of {there[kind]}" for kind in ("CODE128", "QR")]
        print(f"| {name} | {' | '.join(row)} | {false} | {1000 * spent / len(sheets):.0f} |", flush=True)


if __name__ == "__main__":
    main()
