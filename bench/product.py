"""Seals every sample kind in every profile, signs each with every level, and has other programs judge all of them.

    .venv/bin/python bench/product.py [KIND ...]

PDF/A by pikepdf.pdfa and page-validation before signing, by page-validation after; signatures by pdfsig and pyHanko.
Ends with an error when a single file is refused. Needs softhsm2 and poppler-utils; the authorities run on the loopback.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.domain.signing import SignatureLevel, SigningPlan
from app.sealing.sign.pen import Pen, open_pen
from tests.sealing.product import PROFILES, SAMPLES, seal_faults, sign_faults
from tests.sealing.sign import tokens
from tests.sealing.sign.pki import OFFICE, running_town

NOT_SIGNED = "none"
Told = list[tuple[str, str, str, str]]  # sample, profile, level, what is wrong


def main() -> None:
    names = sys.argv[1:] or list(SAMPLES)
    wrong: Told = []
    made: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as room, ExitStack() as stack:
        folder = Path(room)
        pens = _pens(folder, stack)
        for name in names:
            for profile in PROFILES:
                wrong += _judge(name, profile, pens, Path(tempfile.mkdtemp(dir=folder)))
                made.update((profile, level) for level in (NOT_SIGNED, *pens))
    bad = {(profile, level, name) for name, profile, level, _ in wrong}
    print(f"{len(names)} kinds of capture; files without a fault, of all:")
    print("| profile |", " | ".join((NOT_SIGNED, *SignatureLevel)), "|")
    print("|---|---|---|---|---|")
    for profile in PROFILES:
        levels = (NOT_SIGNED, *SignatureLevel)
        refused = Counter(level for one, level, _ in bad if one == profile)
        cells = (f"{made[profile, level] - refused[level]} of {made[profile, level]}" for level in levels)
        print(f"| {profile} |", " | ".join(cells), "|")
    for told in wrong:
        print(*told, sep=": ")
    if wrong:
        raise SystemExit(1)


def _pens(folder: Path, stack: ExitStack) -> dict[str, Pen]:
    town = stack.enter_context(running_town(folder / "town"))
    tokens.prepare(folder)
    place = tokens.make_token(town, "product")
    plan = SigningPlan(place, SignatureLevel.BARE, town.tsa, str(town.trust(folder / "trust")), OFFICE)
    plans = {level.value: replace(plan, level=level) for level in SignatureLevel}
    return {level: stack.enter_context(open_pen(one, tokens.PIN)) for level, one in plans.items()}


def _judge(name: str, profile: str, pens: dict[str, Pen], folder: Path) -> Told:
    sealed, sample = folder / "sealed.pdf", SAMPLES[name](folder)
    found = [(name, profile, NOT_SIGNED, fault) for fault in seal_faults(sample, profile, sealed)]
    for level, pen in pens.items():
        target = folder / f"{level}.pdf"
        found += [
            (name, profile, level, fault) for fault in sign_faults(sealed, sample, profile, pen, target)
        ]
    return found


if __name__ == "__main__":
    main()
