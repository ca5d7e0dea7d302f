"""What is true about a generated file, as dataclasses and as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.generator.damage import Shot
from tests.generator.letter import Fields
from tests.generator.sheet import Barcode, Line


@dataclass(frozen=True)
class PageTruth:
    """One page: its lines from top to bottom as printed (NFC), and how the scan differs from the paper.

    `rotation` is how far, clockwise, the page has to be turned to stand upright. Boxes of lines and barcodes are fractions of
    the upright, undamaged page. `body` is the longest run of prose, to measure character errors by semi-global alignment.
    """

    page: int
    kind: str
    text: str
    body: str
    lines: tuple[Line, ...]
    barcodes: tuple[Barcode, ...]
    rotation: int
    dpi: int
    blank: bool
    damage: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class ScanTruth:
    """One result document in the file. `dossier` is None for a stranger; `also_fits` names dossiers that fit as well."""

    pages: tuple[int, ...]
    separator_pages: tuple[int, ...]
    dossier: str | None
    kind: str
    fields: Fields
    also_fits: tuple[str, ...] = ()
    owner: str = ""
    procedure: str = ""


@dataclass(frozen=True)
class FileTruth:
    """One file with all its scans and pages; `errors` are the contract's codes that fit a file that can't be read (best first)."""

    file: str
    format: str
    scans: tuple[ScanTruth, ...]
    pages: tuple[PageTruth, ...]
    errors: tuple[str, ...] = ()
    manifest: tuple[str, ...] = ()
    note: str = ""


def page_truth(number: int, kind: str, shot: Shot) -> PageTruth:
    """The truth of a scanned sheet."""
    sheet = shot.sheet
    lines = tuple(sorted(sheet.lines, key=_reading_order)) if sheet else ()
    return PageTruth(
        page=number,
        kind=kind,
        text="\n".join(line.text for line in lines),
        body=body_of(lines),
        lines=lines,
        barcodes=tuple(sheet.barcodes) if sheet else (),
        rotation=shot.rotation,
        dpi=shot.dpi,
        blank=not lines and not (sheet and sheet.rules),
        damage=tuple((name, round(strength, 3)) for name, strength in shot.damage),
    )


def body_of(lines: Sequence[Line]) -> str:
    """The longest run of title and body lines without a table or a foot between them."""
    runs: list[list[str]] = [[]]
    for line in lines:
        if line.role in ("title", "body"):
            runs[-1].append(line.text)
        elif runs[-1]:
            runs.append([])
    return "\n".join(max(runs, key=lambda run: sum(map(len, run))))


def write_truth(path: Path, files: Sequence[FileTruth], *, seed: int | None = None) -> None:
    """Writes `{"seed", "files": [...]}`, a file a line; tuples become lists."""
    rows = ",\n".join(json.dumps(asdict(file), ensure_ascii=False) for file in files)
    path.write_text(f'{{"seed": {json.dumps(seed)}, "files": [\n{rows}\n]}}\n', encoding="utf-8")


def read_truth(path: Path) -> list[FileTruth]:
    """Reads what `write_truth` wrote."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return [_file(entry) for entry in content["files"]]


def _reading_order(line: Line) -> tuple[int, float]:
    # Baselines of the two columns of a head differ by a hair; a line is about 1/60 of a page high.
    return (round((line.box[1] + line.box[3]) * 180), line.box[0])


def _file(entry: dict[str, Any]) -> FileTruth:
    scans = tuple(
        ScanTruth(**_tuples(scan) | {"fields": Fields(**_tuples(scan["fields"]))}) for scan in entry["scans"]
    )
    pages = tuple(
        PageTruth(
            **_tuples(page)
            | {"lines": tuple(Line(**_tuples(line)) for line in page["lines"])}
            | {"barcodes": tuple(Barcode(**_tuples(barcode)) for barcode in page["barcodes"])}
            | {"damage": tuple((name, strength) for name, strength in page["damage"])}
        )
        for page in entry["pages"]
    )
    return FileTruth(**_tuples(entry) | {"scans": scans, "pages": pages})


def _tuples(entry: dict[str, Any]) -> dict[str, Any]:
    """JSON lists as the tuples they were."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
