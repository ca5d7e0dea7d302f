"""Command line: `python -m tests.generator --out DIR ...` writes a corpus, `python -m tests.generator demo` the ready samples."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.generator.corpus import Plan, write_corpus
from tests.generator.damage import LEVELS
from tests.generator.demo import write_demo
from tests.generator.procedures import KINDS

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; returns its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["demo"]:
        parser = argparse.ArgumentParser(prog="python -m tests.generator demo")
        parser.add_argument("--out", type=Path, default=SAMPLES)
        files = write_demo(parser.parse_args(words[1:]).out)
        print(f"{len(files)} samples")
        return 0
    given = _parser().parse_args(words)
    plan = Plan(
        seed=given.seed, count=given.count, kinds=tuple(given.kinds), damage=given.damage, register_size=given.register_size, strangers=given.strangers,
        slips=given.slips, stacks=given.stacks, odd=given.odd, broken=given.broken, digital=given.digital, dpi=given.dpi,
    )  # fmt: skip
    corpus = write_corpus(given.out, plan, lambda truth: print(truth.file, truth.format, len(truth.pages)))
    print(f"{len(corpus.files)} files, {len(corpus.register)} dossiers in {given.out}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.generator", description="Writes scans/, register.csv and truth.json."
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=Plan.seed)
    parser.add_argument("--count", type=int, default=Plan.count)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument("--damage", choices=LEVELS, default=Plan.damage)
    parser.add_argument("--register-size", type=int, default=Plan.register_size)
    parser.add_argument("--dpi", type=int, default=None, help="one resolution for all files")
    for share in ("strangers", "slips", "stacks", "odd", "broken", "digital"):
        parser.add_argument(
            f"--{share}", type=float, default=getattr(Plan, share), help="share of files, 0 to 1"
        )
    return parser


if __name__ == "__main__":
    sys.exit(main())
