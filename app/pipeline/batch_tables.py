"""The tables of the acceptance sheet, in the language that `text` speaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.domain.acceptance import Row
from app.domain.messages import Argument
from app.domain.sampling import SamplingPlan
from app.domain.scan import Scan
from app.domain.tables import Cell, Table
from app.pipeline.batch_sheet import Sheet

_COLUMNS = (
    "files", "unreadable", "scans", "pages", "a4-pages", "blanks", "under-dpi", "colourless", "unlinked", "stored",
    "signed",
)  # fmt: skip


class Text(Protocol):
    """Gives the text with this id and these values."""

    def __call__(self, text_id: str, /, **arguments: Argument) -> str:
        """Return it."""


def sheet_tables(text: Text, sheet: Sheet) -> list[Table]:
    """Return the sums by folder, box and day; a way in which nothing is told apart is left out."""
    kinds = sorted(sheet.total.evidence)
    ways = (("folder", sheet.by_folder), ("box", sheet.by_box), ("day", sheet.by_day))
    header = [
        *(text(f"sheet-{column}") for column in _COLUMNS),
        *(_evidence(text, kind) for kind in kinds),
    ]
    notes = [
        text("sheet-of", name=sheet.batch.id, folder=sheet.batch.folder),
        text("sheet-counts"),
    ]
    tables = []
    for way, rows in ways:
        if way == "folder" or any(rows):
            named = sorted(rows.values(), key=lambda row: row.name)
            cells = [[row.name or "-", *_cells(row, kinds)] for row in named]
            cells.append([text("sheet-total"), *_cells(sheet.total, kinds)])
            title = text(f"sheet-by-{way}")
            tables.append(Table(title, notes, [text(f"sheet-{way}"), *header], cells))
    return tables


def sample_table(text: Text, plan: SamplingPlan, scans: Sequence[Scan], seed: str) -> Table:
    """Return the sample as a list for a person to go through."""
    notes = [plan_text(text, plan, seed)]
    columns = ("number", "path", "scan", "dossier", "sample-pages", "good", "bad", "remark")
    rows: list[list[Cell]] = [
        [place, scan.path, scan.id, scan.dossier or "-", " ".join(map(str, scan.pages)), "", "", ""]
        for place, scan in enumerate(scans, 1)
    ]
    return Table(text("sheet-sample"), notes, [text(f"sheet-{one}") for one in columns], rows)


def plan_text(text: Text, plan: SamplingPlan, seed: str) -> str:
    """Return the plan in a sentence."""
    return text(
        "sheet-plan", lot=plan.lot, level=plan.level, aql=plan.aql, letter=plan.letter, size=plan.size,
        accept=plan.accept, refuse=plan.accept + 1, seed=seed,
    )  # fmt: skip


def footer(text: Text, unit: str) -> list[str]:
    """Return the lines that people sign."""
    return [text("sheet-signed-by", unit=unit or "…"), text("sheet-verdict")]


def _cells(row: Row, kinds: Sequence[str]) -> list[Cell]:
    numbers = [getattr(row, column.replace("-", "_")) for column in _COLUMNS]
    return [*numbers, *(row.evidence[kind] for kind in kinds)]


def _evidence(text: Text, kind: str) -> str:
    return text("sheet-linked-by", kind=text(f"sheet-kind-{kind.replace('_', '-')}"))
