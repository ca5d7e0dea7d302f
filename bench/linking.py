"""Linking at scale: wrong links, links without a person, right first, the wrong-person stop, calibration, and time.

Readings are made from printed truth with a reader's mistakes (no pictures). The sizes without options take a minute.
Larger ones are run in pieces with `--seed` and `--save`, and added up: `bench/linking.py --sum FILE… --plot SVG`.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.domain.decision import LinkPolicy, disagreements
from app.domain.face import Face, look
from app.domain.page import CaptureShape, Reading
from app.domain.separation import SeparationProfile, separate
from app.pipeline.stages.match import Matcher, Opinion
from bench._linking_plot import calibration_plot
from bench._linking_tally import Tally
from bench._linking_world import NOW, Case, cases, dossier_of, filled_register


def opinion(case: Case, matcher: Matcher) -> tuple[Opinion, float]:
    """What matching says of a case, and the milliseconds of CPU it took (other programs do not count)."""
    pages = (case.slip, *case.pages) if case.slip else tuple(case.pages)
    part = next(one for one in separate(pages, SeparationProfile()).parts if one.pages)
    reading = Reading(CaptureShape("application/pdf", len(pages)), pages, "made")
    began = time.process_time()
    said = matcher.opinion(reading, part)
    return said, 1000 * (time.process_time() - began)


def swap(faces: list[tuple[Case, Face]], tally: Tally, chance: random.Random) -> None:
    """Count how many results given to another one's dossier are stopped, and how many given to their own."""
    known = [(case, face) for case, face in faces if case.own]
    for case, face in known:
        tally.counts["checked"] += 1
        tally.counts["alarms"] += bool(disagreements(face, dossier_of(case.owner)))
        other = chance.choice(known)[0]
        if other.own == case.own:
            continue
        tally.counts["swaps"] += 1
        # A swap within a stack: the slip's code is not there to give it away.
        tally.counts["caught"] += bool(disagreements(look(face.pages), dossier_of(other.owner)))


def run(results: int, size: int, seed: int) -> tuple[Tally, dict[str, object]]:
    """Return the tally of one register and its results, and what the machine needed."""
    chance = random.Random(seed)
    tally, faces = Tally(), []
    with tempfile.TemporaryDirectory() as folder:
        register, rows = filled_register(Path(folder), size, results, chance)
        matcher = Matcher(register, LinkPolicy(), "", lambda: NOW)
        for case in cases(register, rows, chance):
            said, milliseconds = opinion(case, matcher)
            tally.milliseconds.append(milliseconds)
            tally.add(case.own, f"{case.kind}, {case.condition}", said.candidates, said.decision)
            if said.decision.link and said.decision.link.dossier != case.own:
                print("WRONG", case.own, said.decision.link, file=sys.stderr)
            faces.append((case, said.face))
        file_mb = (Path(folder) / "register.sqlite").stat().st_size // 2**20
        register.close()
    swap(faces, tally, chance)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return tally, {"seed": seed, "register": size, "register_file_mb": file_mb, "memory_mb": memory}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=int, default=600)
    parser.add_argument("--register", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save", type=Path, help="keep the counts of this run in a file")
    parser.add_argument("--sum", type=Path, nargs="+", help="add up kept counts instead of running")
    parser.add_argument("--plot", type=Path, help="draw the calibration into an SVG file")
    options = parser.parse_args()
    if options.sum:
        tally, about = Tally(), {"runs": len(options.sum)}
        for file in options.sum:
            tally.take(file)
    else:
        tally, about = run(options.results, options.register, options.seed)
    if options.save:
        tally.save(options.save)
    if options.plot:
        options.plot.write_text(calibration_plot(tally.bins()), encoding="utf-8")
    print(json.dumps(about | tally.report(), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
