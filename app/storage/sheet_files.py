"""Writes tables for people: XLSX to work with, PDF to sign. Texts come in the reader's language.

The libraries for it are brought in when something is written: the window does not wait for them at its start.
"""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.errors import EnvironmentLackError
from app.domain.messages import Message
from app.domain.tables import Cell, Table

if TYPE_CHECKING:
    from fpdf import FPDF

__all__ = ["Cell", "Table", "use_printing_face", "write_pdf", "write_workbook"]

_FACES = (  # with every Vietnamese letter: regular, bold
    (
        "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf",
        "/usr/share/fonts/truetype/croscore/Tinos-Bold.ttf",
    ),
    ("C:/Windows/Fonts/times.ttf", "C:/Windows/Fonts/timesbd.ttf"),
    (
        "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
        "/usr/share/fonts/truetype/dejavu/DejaVuSerif-Bold.ttf",
    ),
)
_WIDEST_COLUMN = 60
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a name of a file must not become a formula


def write_workbook(path: Path, tables: Iterable[Table]) -> None:
    """Write each table into a sheet of its own."""
    import openpyxl
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(table.title[:31].translate(str.maketrans("[]:*?/\\", "       ")))
        for number, heading in enumerate(table.header, 1):
            widest = max([len(heading), *(len(str(row[number - 1])) for row in table.rows)])
            sheet.column_dimensions[get_column_letter(number)].width = min(_WIDEST_COLUMN, widest + 2)
        for note in (table.title, *table.notes):
            sheet.append([_bold(sheet, note)])
        sheet.append([])
        sheet.append([_bold(sheet, heading) for heading in table.header])
        for row in table.rows:
            sheet.append([_plain(cell) for cell in row])
    book.save(path)


def write_pdf(path: Path, tables: Iterable[Table], footer: Sequence[str] = ()) -> None:
    """Write the tables one after the other on A4 across, with lines to sign; EnvironmentLackError without a font."""
    from fpdf import FPDF

    document = FPDF(orientation="landscape", format="A4")
    use_printing_face(document)
    document.set_auto_page_break(auto=True, margin=15)
    document.add_page()
    for table in tables:
        document.set_font("face", "B", 13)
        document.multi_cell(0, 7, table.title, new_x="LMARGIN", new_y="NEXT")
        document.set_font("face", "", 9)
        for note in table.notes:
            document.multi_cell(0, 5, note, new_x="LMARGIN", new_y="NEXT")
        document.ln(2)
        _draw(document, table)
        document.ln(6)
    document.set_font("face", "", 10)
    for line in footer:
        document.multi_cell(0, 8, line, new_x="LMARGIN", new_y="NEXT")
    document.output(str(path))


def _draw(document: FPDF, table: Table) -> None:
    from fpdf.enums import TableBordersLayout

    widths = [max(4, min(40, *(len(str(cell)) for cell in column))) for column in _columns(table)]
    document.set_font("face", "", 8)
    with document.table(
        col_widths=widths, borders_layout=TableBordersLayout.ALL, line_height=4.5, repeat_headings=1
    ) as drawn:
        for cells in (table.header, *table.rows):
            row = drawn.row()
            for cell in cells:
                row.cell(str(cell))


def _columns(table: Table) -> list[list[Cell]]:
    return [[heading, "", *(row[place] for row in table.rows)] for place, heading in enumerate(table.header)]


def use_printing_face(document: FPDF) -> None:
    """Give the document a "face" with every Vietnamese letter, regular and bold; EnvironmentLackError without one."""
    for regular, bold in _FACES:
        if Path(regular).exists() and Path(bold).exists():
            document.add_font("face", "", regular)
            document.add_font("face", "B", bold)
            return
    raise EnvironmentLackError(Message.of("import-no-font"))


def _plain(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _bold(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, _plain(text))
    cell.font = Font(bold=True)
    return cell
