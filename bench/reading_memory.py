"""The most memory that a worker takes to read one page: A4 and A3 at 600 dpi in colour, from every kind of file.

    .venv/bin/python bench/reading_memory.py [--quality exact] [--dpi 600] [--sheets A4 A3]

Each file is read in a process of its own, which tells its highest resident memory; before it, what the process takes
with everything loaded and an A4 page of 200 dpi read.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.domain.requests import ReadOptions
from app.ocr.reader import read_page
from tests.generator import Recipe, make_register, make_result, scan, set_letter

MILLIMETRES = {"A4": (210, 297), "A3": (420, 297)}
KINDS: dict[str, dict[str, object]] = {
    "jpg": {"quality": 85},
    "png": {"compress_level": 1},
    "tif": {"compression": "tiff_lzw"},
    "pdf": {"quality": 85},
}


def page(seed: int = 5) -> Image.Image:
    """Return one generated page in colour, A4 at 200 dpi."""
    random = Random(seed)
    letter = make_result(make_register(random, 12)[3], random, print_code=True, handwritten=False)
    return scan(
        set_letter(letter, random, dpi=300)[0], Recipe((("paper", 0.4),), dpi=200), random
    ).image.convert("RGB")


def sheet(size: tuple[int, int], dpi: int) -> Image.Image:
    """Return a sheet of `size` in mm, filled with generated pages side by side."""
    width, height = (round(side / 25.4 * dpi) for side in size)
    across = max(1, round(size[0] / MILLIMETRES["A4"][0]))
    whole = Image.new("RGB", (width, height), "white")
    for place in range(across):
        whole.paste(
            page(5 + place).resize((width // across, height), Image.Resampling.BICUBIC),
            (place * width // across, 0),
        )
    return whole


def read(path: str, quality: str) -> tuple[int, float, float]:
    """Read a page; return its letters, the seconds, and the highest resident memory of this process in MB."""
    began = time.perf_counter()
    reading = read_page(path, 1, ReadOptions(quality=quality, page_seconds=600))
    # Not `ru_maxrss`: across fork and exec a process inherits its parent's, and this parent holds the whole sheet.
    peak = int(Path("/proc/self/status").read_text(encoding="ascii").split("VmHWM:")[1].split()[0]) / 1024
    return len(reading.text), time.perf_counter() - began, peak


def alone(*words: str) -> tuple[int, float, float]:
    """Call `read` in a new process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as worker:
        return worker.submit(read, *words).result()


def main() -> None:
    """Make the files, read each, print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quality", choices=["exact", "swift"], default="exact")
    parser.add_argument("--dpi", type=int, default=600)
    parser.add_argument("--sheets", nargs="*", choices=list(MILLIMETRES), default=list(MILLIMETRES))
    given = parser.parse_args()
    print("| sheet | file | letters | s | highest memory, MB |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder, "plain.png")
        page().save(plain, dpi=(200, 200))
        tell("A4, 200 dpi", "png", alone(str(plain), given.quality))
        for name in given.sheets:
            whole = sheet(MILLIMETRES[name], given.dpi)
            for kind, how in KINDS.items():
                path = Path(folder, f"sheet.{kind}")
                stated = (
                    {"resolution": float(given.dpi)} if kind == "pdf" else {"dpi": (given.dpi, given.dpi)}
                )
                whole.save(path, **how, **stated)  # type: ignore[arg-type]
                tell(f"{name}, {given.dpi} dpi", kind, alone(str(path), given.quality))


def tell(sheet_name: str, kind: str, figures: tuple[int, float, float]) -> None:
    letters, seconds, peak = figures
    print(f"| {sheet_name} | {kind} | {letters} | {seconds:.1f} | {peak:.0f} |", flush=True)


if __name__ == "__main__":
    main()
