"""Signs a thousand files with a SoftHSM2 token and tells how many a second, with how much memory.

    .venv/bin/python bench/signing.py [FILES]

Needs softhsm2. Files are one A4 page at 300 dpi, 600 to 700 KB, as the seal makes them; they are signed from and to
the disk, each proved after, by one thread. `B-T` and `B-LT` ask authorities on the loopback, in a process of their own:
no network to wait for, and their work is not counted as the signer's.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.domain.signing import SignatureLevel, SigningPlan, SignOrder
from app.sealing.seal import seal
from app.sealing.sign.pen import Pen, open_pen
from tests.sealing.papers import jpeg, order, reading_of, sheets
from tests.sealing.sign import tokens
from tests.sealing.sign.pki import OFFICE, distant_town

FEW = 100  # of the levels that ask authorities


def main() -> None:
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as room, distant_town(Path(room) / "town") as town:
        folder = Path(room)
        tokens.prepare(folder)
        source = _sealed(folder)
        place = tokens.make_token(town, "bench")
        plan = SigningPlan(place, SignatureLevel.BARE, town.tsa, str(town.trust(folder / "trust")), OFFICE)
        print("| level | files | files/s | CPU ms a file | memory MB after 100 | after all |")
        print("|---|---|---|---|---|---|")
        for level in SignatureLevel:
            with open_pen(replace(plan, level=level), tokens.PIN) as pen:
                _run(pen, source, folder, files if level is SignatureLevel.BARE else min(FEW, files))
        with open_pen(plan, tokens.PIN) as pen:
            _day(pen, folder, files)


def _day(pen: Pen, folder: Path, count: int) -> None:
    """Seal a capture and sign it at once, again and again in one process: what a day at a counter does."""
    sheet = sheets()[0]
    capture = jpeg(folder / "day.jpg", sheet.image)
    reading = reading_of(sheet)
    targets = [folder / f"day-{n}.pdf" for n in range(2)]
    begin, used, early = time.perf_counter(), time.process_time(), 0
    for number in range(count):
        source = targets[number % 2]
        seal(order(capture, "image/jpeg", [reading], source, dossier=f"H15.12-260310-{number:04}"))
        _sign(pen, source, folder / "day-signed.pdf")
        if number == min(99, count - 1):
            early = _megabytes()
    seconds, used = time.perf_counter() - begin, time.process_time() - used
    print(
        f"{count} results sealed and signed in one run: {count / seconds:.1f} a second,"
        f" {used / count * 1000:.0f} ms CPU each;"
        f" memory {early} MB after {min(100, count)}, {_megabytes()} MB after all"
    )


def _sealed(folder: Path) -> Path:
    sheet = sheets()[0]
    capture, target = jpeg(folder / "scan.jpg", sheet.image), folder / "sealed.pdf"
    seal(order(capture, "image/jpeg", [reading_of(sheet)], target))
    return target


def _run(pen: Pen, source: Path, folder: Path, files: int) -> None:
    target, early = folder / "signed.pdf", 0
    sources = [folder / f"sealed-{n}.pdf" for n in range(2)]  # one is looked at while the other is signed
    for copy in sources:
        copy.write_bytes(source.read_bytes())
    _sign(pen, sources[1], target)
    begin, used = time.perf_counter(), time.process_time()
    for count in range(files):
        pen.prepare(str(sources[(count + 1) % 2]))
        _sign(pen, sources[count % 2], target)
        if count == min(99, files - 1):
            early = _megabytes()
    seconds, used = time.perf_counter() - begin, time.process_time() - used
    row = (pen.plan.level.value, files, f"{files / seconds:.1f}", f"{used / files * 1000:.0f}")
    print("|", " | ".join(map(str, (*row, early, _megabytes()))), "|", flush=True)


def _sign(pen: Pen, source: Path, target: Path) -> None:
    result = pen.sign(SignOrder(str(source), str(target), datetime.now(UTC), 1, "2b"))
    if result.level is not pen.plan.level:
        raise SystemExit(f"{result.level} instead of {pen.plan.level}")


def _megabytes() -> int:
    """The most memory this process has ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
