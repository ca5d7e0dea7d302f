"""Linking of real scans that it was not made on: 72 scans by new names, forms and typefaces, read by Tesseract.

Register of 2,040 dossiers with 40 look-alike pairs; one scan in twelve is of a dossier in no register, one in three is
badly damaged, some have a slip before them. Takes some ten minutes on two cores.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.domain.decision import LinkPolicy, disagreements
from app.domain.requests import ReadOptions
from app.domain.separation import SeparationProfile, separate
from app.ocr import door as reader
from app.pipeline.crew import ProcessCrew
from app.pipeline.stages.match import Matcher
from app.pipeline.stages.read import ReadStage
from app.pipeline.stages.separate import warned
from app.storage.register import SqliteRegister
from app.storage.spool import FolderSpool
from bench._held_out_world import office, other_names, other_paper
from bench._linking_tally import Tally
from bench._linking_world import NOW, dossier_of
from tests.generator import Dossier, Sheet, control_slip, make_recipe, make_strangers, scan, write_file

REGISTER, PAIRS = 2040, 40
OF_PAIRS, STRANGERS, DAMAGED, SLIPS = 1 / 12, 1 / 12, 1 / 3, 0.3


def captures(
    folder: Path, rows: list[Dossier], alike: list[Dossier], count: int, chance: random.Random
) -> list[tuple[Path, Dossier, bool, str]]:
    """Write the scans; return file, dossier, whether the register knows it, and how well it can be read."""
    strangers = make_strangers(chance, round(count * STRANGERS), rows)
    own = chance.sample(alike, round(count * OF_PAIRS))
    own += chance.sample([row for row in rows if row not in alike], count - len(own) - len(strangers))
    made = []
    every = [(row, True) for row in own] + [(row, False) for row in strangers]
    chance.shuffle(every)
    for place, (dossier, known) in enumerate(every):
        level = "hard" if chance.random() < DAMAGED else "office"
        sheets: list[Sheet] = [control_slip(dossier, chance)] if chance.random() < SLIPS else []
        sheets += other_paper(dossier, chance)
        file = folder / f"{place:03d}.pdf"
        write_file(file, [scan(sheet, make_recipe(level, chance), chance) for sheet in sheets])
        made.append((file, dossier, known, f"{dossier.procedure.kind}, {level}"))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scans", type=int, default=72)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quality", default="exact", choices=("exact", "swift"))
    parser.add_argument("--verbose", action="store_true", help="tell every scan that is held or not first")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    tally = Tally()
    crew = ProcessCrew(0)
    with tempfile.TemporaryDirectory() as name, other_names(), contextlib.closing(crew):
        folder = Path(name)
        spool, reading_options = FolderSpool(folder / "spool"), ReadOptions(options.quality)
        stage = ReadStage(spool, reader, crew, reading_options, lambda: NOW, reader.engine_name)
        rows, alike = office(REGISTER, PAIRS, chance)
        register = SqliteRegister(folder / "register.sqlite")
        register.put(map(dossier_of, rows))
        matcher = Matcher(register, LinkPolicy(), "", lambda: NOW)
        for file, dossier, known, what in captures(folder, rows, alike, options.scans, chance):
            reading = stage.reading(str(file), file.name)
            parts = warned(separate(reading.pages, SeparationProfile()))
            part = next((one for one in parts if one.pages), None)
            if part is None:
                print(f"no result seen in {file.name}: {what}", file=sys.stderr)
                continue
            said = matcher.opinion(reading, part)
            own = dossier.code if known else None
            tally.add(own, what, said.candidates, said.decision)
            tally.counts["checked"] += known
            tally.counts["alarms"] += known and bool(disagreements(said.face, dossier_of(dossier)))
            first = said.candidates[0].dossier if said.candidates else None
            if options.verbose and (said.decision.hold or first != own):
                told = said.decision.hold or "linked"
                print(file.name, what, own, "first:", first, told, file=sys.stderr, flush=True)
        register.close()
    print(json.dumps({"seed": options.seed} | tally.report(), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
