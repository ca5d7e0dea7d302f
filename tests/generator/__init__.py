"""Makes fictitious papers of Vietnamese local government as scans, with the truth about them beside.

Nobody and nothing in them exists. Everything follows from a seed. Fonts: Tinos and Arimo (Debian: fonts-croscore).

    python -m tests.generator --out DIR --seed 1 --count 20 [--damage clean|office|hard] [--kinds decision ...] [--register-size N]
                              [--dpi N] [--strangers S] [--slips S] [--stacks S] [--odd S] [--broken S] [--digital S]
    python -m tests.generator demo [--out DIR]          # resources/samples

From Python:

    write_corpus(folder, Plan(seed=1, count=20, damage="clean")) -> Corpus(folder, register, files)
    read_truth(folder / "truth.json") -> list[FileTruth]      # .scans, .pages (text, body, rotation, barcodes), .errors

Single pages:

    random = Random(7)
    register = make_register(random, 200)                     # list[Dossier]; write_register(path, register, delimiter=";", bom=False)
    letter = make_result(register[0], random, print_code=True, handwritten=False, long=False)     # letter.fields is the truth
    sheets = set_letter(letter, random, dpi=300)              # list[Sheet]: .image (Pillow), .lines, .barcodes
    slip = control_slip(register[0], random)                  # also receipt, handover_slip, patch_t, blank
    shot = scan(sheets[0], Recipe((("skew", 0.3), ("blur", 0.2)), turn=180, dpi=200, colour="grey"), random)
    write_file(path, [shot])                                  # .jpg .png .tif .pdf;  page_truth(1, letter.kind, shot)
    stack = Stack(); stack.add_result(dossier, letter, random, slip="control_slip")
    write_stack(folder, "a.pdf", stack, random, lambda random: make_recipe("office", random)) -> FileTruth
    write_odd("cmyk", path, shot); write_broken("truncated_pdf", path, shot)      # names: ODD, BROKEN; damages: DAMAGES

Strengths go from 0 to 1. Boxes are x, y, w, h in fractions of the upright page.
"""

from tests.generator.capture import (
    Stack,
    write_broken_stack,
    write_digital,
    write_mixed,
    write_odd_stack,
    write_stack,
)
from tests.generator.corpus import Corpus, Plan, write_corpus
from tests.generator.damage import DAMAGES, LEVELS, Recipe, Shot, make_recipe, scan
from tests.generator.digital import write_digital_pdf
from tests.generator.files import write_file, write_scanned_pdf, write_tiff
from tests.generator.frame import set_letter
from tests.generator.letter import Fields, Letter
from tests.generator.odd import BROKEN, ODD, write_broken, write_odd
from tests.generator.procedures import KINDS, PROCEDURES
from tests.generator.register import (
    AS_OF,
    Dossier,
    ambiguous_twin,
    make_register,
    make_strangers,
    register_row,
    write_register,
)
from tests.generator.results import make_result
from tests.generator.sheet import Barcode, Line, Sheet
from tests.generator.slips import blank, control_slip, handover_slip, patch_t, receipt
from tests.generator.truth import FileTruth, PageTruth, ScanTruth, page_truth, read_truth, write_truth

__all__ = [
    "AS_OF", "BROKEN", "DAMAGES", "KINDS", "LEVELS", "ODD", "PROCEDURES", "Barcode", "Corpus", "Dossier", "Fields", "FileTruth", "Letter", "Line",
    "PageTruth", "Plan", "Recipe", "ScanTruth", "Sheet", "Shot", "Stack", "ambiguous_twin", "blank", "control_slip", "handover_slip",
    "make_recipe", "make_register", "make_result", "make_strangers", "page_truth", "patch_t", "read_truth", "receipt", "register_row", "scan",
    "set_letter", "write_broken", "write_broken_stack", "write_corpus", "write_digital", "write_digital_pdf", "write_file", "write_mixed",
    "write_odd", "write_odd_stack", "write_register", "write_scanned_pdf", "write_stack", "write_tiff", "write_truth",
]  # fmt: skip
