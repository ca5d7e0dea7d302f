"""The report of a period: a workbook whose totals are formulas, the dossiers as CSV, and a PDF/A with charts."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from app.domain.indicators import Period
from app.domain.ledger import VIETNAM
from app.storage.figures_schema import OPEN
from app.storage.register_schema import microseconds
from app.supervision.figures import Indicators, Listed
from app.supervision.overview import Overview, UnitRow

Say = Callable[[str], str]  # the text of an id

# Columns of the sheet of units: text, figure; a rate is a formula over two columns by their letters.
UNIT_HEADS = (
    "report-unit", "report-name", "report-received", "report-solved", "report-handled", "report-overdue",
    "report-due", "report-stored", "report-online", "report-fee", "report-paid",
    "overview-overdue", "overview-digitization", "overview-online", "overview-payment",
)  # fmt: skip
FIGURES = (
    "received",
    "solved",
    "handled",
    "overdue",
    "results_due",
    "results_stored",
    "online",
    "with_fee",
    "paid_online",
)
RATES = (("F", "E"), ("H", "G"), ("I", "C"), ("K", "J"))
DOSSIER_HEADS = (
    "overview-dossier", "report-unit", "report-procedure-code", "overview-procedure", "overview-owner",
    "report-received-on", "overview-promised", "overview-solved", "report-state", "report-has-stored",
)  # fmt: skip
_WIDTHS = (26, 14, 14, 44, 28, 13, 13, 13, 9, 9)
_HEAD_FILL = PatternFill("solid", start_color="E2EEFA")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a person's name must not become a formula


def each_dossier(figures: Indicators, period: Period, unit: str | None) -> Iterator[Listed]:
    """Yield every dossier that counts anywhere in the period, once: received, solved, or open at its end.

    Asked day by day, so that no more than a day's dossiers are in memory.
    """
    begin, end = microseconds(period.begin), microseconds(period.end)
    whole = {"begin": begin, "end": end}
    elsewhere = "(received_at IS NULL OR received_at < :begin OR received_at >= :end)"
    days = [period.begin + timedelta(days=n) for n in range((period.last - period.first).days + 1)]
    for moment, more in (("received_at", ""), ("solved_at", f" AND {elsewhere}")):
        for day in days:
            values = {"day": microseconds(day), "next": microseconds(day + timedelta(days=1))} | (
                whole if more else {}
            )
            yield from figures.listed_of(f"{moment} >= :day AND {moment} < :next{more}", values, period, unit)
    unsolved = "(solved_at IS NULL OR solved_at < :begin OR solved_at >= :end)"
    yield from figures.listed_of(f"{OPEN} AND received_at < :begin AND {unsolved}", whole, period, unit)


def write_workbook(path: Path, overview: Overview, dossiers: Iterator[Listed], say: Say) -> int:
    """Write units with totals and rates as formulas, and the dossiers; return how many. Rows are streamed."""
    book = openpyxl.Workbook(write_only=True)
    _units(book, overview.units, say)
    sheet = book.create_sheet(say("report-dossiers"))
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append(_heads(sheet, DOSSIER_HEADS, say))
    count = 0
    for listed in dossiers:
        sheet.append([_plain(cell) for cell in row_of(listed)])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(DOSSIER_HEADS))}{count + 1}"
    book.save(path)
    return count


def write_csv(path: Path, dossiers: Iterator[Listed], say: Say) -> int:
    """Write the dossiers as CSV that spreadsheets open (UTF-8 with BOM); return how many."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([say(head) for head in DOSSIER_HEADS])
        for listed in dossiers:
            writer.writerow([_plain(cell) for cell in row_of(listed)])
            count += 1
    return count


def row_of(listed: Listed) -> tuple[str | int, ...]:
    """Return the cells of a dossier, in the order of DOSSIER_HEADS."""
    one = listed.dossier
    return (
        one.code,
        one.unit_code,
        one.procedure_code,
        one.procedure_name,
        one.owner_name,
        _day(one.received_at),
        _day(one.due_at),
        _day(one.solved_at),
        "" if one.state is None else int(one.state),
        int(listed.stored),
    )


def _units(book: Any, rows: Sequence[UnitRow], say: Say) -> None:
    sheet = book.create_sheet(say("report-units"))
    for number in range(1, len(UNIT_HEADS) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 30 if number == 2 else 13
    sheet.freeze_panes = "C2"
    last = len(rows) + 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(UNIT_HEADS))}{last}"
    sheet.append(_heads(sheet, UNIT_HEADS, say))
    for number, row in enumerate(rows, 2):
        counts = [getattr(row.figures, name) for name in FIGURES]
        sheet.append([_plain(row.code), _plain(row.name), *counts, *_rates(sheet, number)])
    letters = [get_column_letter(number) for number in range(3, 3 + len(FIGURES))]
    # SUBTOTAL 109 adds up what the filter shows; with no unit there is nothing to add.
    sums = [f"=SUBTOTAL(109,{letter}2:{letter}{last})" if rows else 0 for letter in letters]
    cells = [_bold(sheet, cell) for cell in (say("indicators-total"), "", *sums)]
    sheet.append([*cells, *_rates(sheet, last + 1)])


def _rates(sheet: Any, row: int) -> list[Any]:
    cells = []
    for part, whole in RATES:
        cell = WriteOnlyCell(sheet, f'=IF({whole}{row}=0,"",{part}{row}/{whole}{row})')
        cell.number_format = "0.0%"
        cells.append(cell)
    return cells


def _heads(sheet: Any, heads: Sequence[str], say: Say) -> list[Any]:
    cells = [_bold(sheet, say(head)) for head in heads]
    for cell in cells:
        cell.fill = _HEAD_FILL
    return cells


def _bold(sheet: Any, value: str | int) -> Any:
    cell = WriteOnlyCell(sheet, value)
    cell.font = Font(bold=True)
    return cell


def _plain(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _day(moment: datetime | None) -> str:
    return moment.astimezone(VIETNAM).strftime("%d/%m/%Y") if moment else ""
