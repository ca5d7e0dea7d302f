"""The tables of the acceptance sheet, in the session's language."""

from __future__ import annotations

from collections.abc import Sequence

from app.commands.session import Session
from app.domain.acceptance import Row
from app.domain.sampling import SamplingPlan
from app.domain.scan import Scan
from app.pipeline.batch_sheet import Sheet
from app.storage.sheet_files import Cell, Table

_COLUMNS = (
    "files", "unreadable", "scans", "pages", "a4-pages", "blanks", "under-dpi", "colourless", "unlinked", "stored",
    "signed",
)  # fmt: skip


def sheet_tables(session: Session, sheet: Sheet) -> list[Table]:
    """Return the sums by folder, box and day; a way in which nothing is told apart is left out."""
    kinds = sorted(sheet.total.evidence)
    ways = (("folder", sheet.by_folder), ("box", sheet.by_box), ("day", sheet.by_day))
    header = [
        *(session.text(f"sheet-{column}") for column in _COLUMNS),
        *(_evidence(session, kind) for kind in kinds),
    ]
    notes = [
        session.text("sheet-of", name=sheet.batch.id, folder=sheet.batch.folder),
        session.text("sheet-counts"),
    ]
    tables = []
    for way, rows in ways:
        if way == "folder" or any(rows):
            named = sorted(rows.values(), key=lambda row: row.name)
            cells = [[row.name or "-", *_cells(row, kinds)] for row in named]
            cells.append([session.text("sheet-total"), *_cells(sheet.total, kinds)])
            title = session.text(f"sheet-by-{way}")
            tables.append(Table(title, notes, [session.text(f"sheet-{way}"), *header], cells))
    return tables


def sample_table(session: Session, plan: SamplingPlan, scans: Sequence[Scan], seed: str) -> Table:
    """Return the sample as a list for a person to go through."""
    notes = [
        session.text(
            "sheet-plan",
            lot=plan.lot,
            level=plan.level,
            aql=plan.aql,
            letter=plan.letter,
            size=len(scans),
            accept=plan.accept,
            refuse=plan.accept + 1,
            seed=seed,
        )
    ]
    columns = ("number", "path", "scan", "dossier", "sample-pages", "good", "bad", "remark")
    rows: list[list[Cell]] = [
        [place, scan.path, scan.id, scan.dossier or "-", " ".join(map(str, scan.pages)), "", "", ""]
        for place, scan in enumerate(scans, 1)
    ]
    return Table(session.text("sheet-sample"), notes, [session.text(f"sheet-{one}") for one in columns], rows)


def footer(session: Session) -> list[str]:
    """Return the lines that people sign."""
    unit = session.workspace.settings.unit_name or "…"
    return [session.text("sheet-signed-by", unit=unit), session.text("sheet-verdict")]


def _cells(row: Row, kinds: Sequence[str]) -> list[Cell]:
    numbers = [getattr(row, column.replace("-", "_")) for column in _COLUMNS]
    return [*numbers, *(row.evidence[kind] for kind in kinds)]


def _evidence(session: Session, kind: str) -> str:
    return session.text("sheet-linked-by", kind=session.text(f"sheet-kind-{kind.replace('_', '-')}"))
