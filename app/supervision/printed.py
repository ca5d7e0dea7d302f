"""The printed report of a period: four rates, the units as a table, and bars; a PDF/A."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pikepdf
from fpdf import FPDF
from fpdf.enums import DocumentCompliance

from app.domain.indicators import Figures
from app.sealing.writing import write
from app.storage.sheet_files import use_printing_face
from app.supervision.overview import Overview, UnitRow

Say = Callable[[str], str]
_INK, _RED, _BLUE, _GREY = (23, 33, 43), (160, 28, 42), (26, 90, 148), (207, 214, 222)
_HEADS = (
    "overview-overdue",
    "overview-digitization",
    "overview-online",
    "overview-payment",
    "overview-missing",
)
_FLAGS = ("overdue", "digitization", "online", "payment", "")
_WIDTHS = (58, 22, 26, 26, 35, 23)  # millimetres
_BAR_HEIGHT, _LINE = 3.2, 6.0


def percent(rate: float | None) -> str:
    """Return a rate as it is printed; a dash when there is none."""
    return "–" if rate is None else f"{rate * 100:.1f} %".replace(".", ",")


def write_printed(path: Path, title: str, overview: Overview, say: Say) -> None:
    """Write the report as PDF/A-2b on A4; EnvironmentLackError without a font."""
    document = FPDF(format="A4", enforce_compliance=DocumentCompliance.PDFA_2B)
    use_printing_face(document)
    document.set_auto_page_break(auto=True, margin=15)
    document.set_title(title)
    document.add_page()
    document.set_font("face", "B", 14)
    document.multi_cell(0, 7, title, new_x="LMARGIN", new_y="NEXT")
    document.ln(3)
    _head(document, say)
    for row in overview.units:
        _unit(document, row)
    flags = tuple(overview.total.flags(overview.rules.thresholds))
    document.set_font("face", "B", 9)
    _line(document, say("indicators-total"), overview.total, flags)
    document.add_page()
    _bars(document, overview.units, say)
    write_archived(document, path)


def write_archived(document: FPDF, path: Path) -> None:
    """Write a document made for PDF/A-2b durably; TryAgainError when the disk is full."""
    with pikepdf.open(io.BytesIO(bytes(document.output()))) as pdf:
        del pdf.Root.OpenAction  # where to open is no business of an archive
        write(pdf, path, "2b")


def _head(document: FPDF, say: Say) -> None:
    document.set_font("face", "B", 8)
    for width, text in zip(_WIDTHS, (say("overview-unit"), *map(say, _HEADS)), strict=True):
        document.cell(width, _LINE, text, border="B", align="L" if width == _WIDTHS[0] else "R")
    document.ln(_LINE)


def _unit(document: FPDF, row: UnitRow) -> None:
    document.set_font("face", "", 9)
    _line(document, f"{row.name} {row.code}".strip() or "–", row.figures, row.flags)


def _line(document: FPDF, name: str, own: Figures, flags: Sequence[str]) -> None:
    missing = str(own.results_due - own.results_stored)
    rates = (own.overdue_rate, own.digitization_rate, own.online_rate, own.payment_rate)
    document.set_text_color(*_INK)
    document.cell(_WIDTHS[0], _LINE, name[:44], border="B")
    for width, flag, text in zip(_WIDTHS[1:], _FLAGS, (*map(percent, rates), missing), strict=True):
        flagged = flag in flags
        document.set_text_color(*(_RED if flagged else _INK))
        document.cell(width, _LINE, f"! {text}" if flagged else text, border="B", align="R")
    document.set_text_color(*_INK)
    document.ln(_LINE)


def _bars(document: FPDF, rows: Sequence[UnitRow], say: Say) -> None:
    """Draw the digitization rate of each unit that has results due, on a grey bar that means all."""
    document.set_font("face", "B", 10)
    document.cell(0, _LINE, say("overview-digitization"), new_x="LMARGIN", new_y="NEXT")
    document.set_font("face", "", 8)
    whole = document.epw - _WIDTHS[0] - _WIDTHS[-1]
    for row in rows:
        rate = row.figures.digitization_rate
        if rate is None:
            continue
        document.cell(_WIDTHS[0], _LINE - 1, f"{row.name} {row.code}".strip()[:44])
        left, top = document.get_x(), document.get_y() + 1
        document.set_fill_color(*_GREY)
        document.rect(left, top, whole, _BAR_HEIGHT, style="F")
        document.set_fill_color(*(_RED if "digitization" in row.flags else _BLUE))
        document.rect(left, top, whole * rate, _BAR_HEIGHT, style="F")
        document.set_x(left + whole)
        document.cell(_WIDTHS[-1], _LINE - 1, percent(rate), align="R", new_x="LMARGIN", new_y="NEXT")
