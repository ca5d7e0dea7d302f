"""Makes a letter's files: the DOCX from its template, and a PDF/A laid out from that DOCX.

Only what letters need is laid out: paragraphs with their alignment, size and boldness, and tables without lines. So an
office can change the template in its word processor, and both files say the same; pictures and the like stay out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.table import Table
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from fpdf import FPDF
from fpdf.enums import DocumentCompliance
from jinja2.sandbox import SandboxedEnvironment

from app.domain.errors import UsageError
from app.domain.messages import Message
from app.storage.sheet_files import use_printing_face
from app.supervision.printed import write_archived

_MILLIMETRES = 25.4 / 72
_LINE = 1.3  # of the letters' height
_SIZE, _AFTER = 13.0, 6.0  # points, where the template says nothing
_ALIGNED = {
    WD_ALIGN_PARAGRAPH.CENTER: "C",
    WD_ALIGN_PARAGRAPH.RIGHT: "R",
    WD_ALIGN_PARAGRAPH.JUSTIFY: "J",
}
_MARGINS = (30.0, 20.0, 15.0)  # left, top, right, in millimetres: NĐ 30/2020


def write_docx(template: Path, fields: Mapping[str, Any], target: Path) -> None:
    """Fill a template; UsageError when it can't be read, or asks for a field that letters do not have."""
    environment = SandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=True)
    try:
        filled = DocxTemplate(template)
        filled.render(dict(fields), jinja_env=environment)
        filled.save(target)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, jinja2.TemplateError) as trouble:
        told = Message.of(
            "letters-template", file=str(template), detail=str(trouble) or type(trouble).__name__
        )
        raise UsageError(told) from trouble


def write_letter_pdf(docx: bytes, title: str, target: Path) -> None:
    """Lay the document out on A4 as PDF/A-2b with its fonts inside; EnvironmentLackError without a font."""
    page = FPDF(format="A4", enforce_compliance=DocumentCompliance.PDFA_2B)
    use_printing_face(page)
    page.set_margins(*_MARGINS)
    page.set_auto_page_break(auto=True, margin=20)
    page.set_title(title)
    page.set_lang("vi-VN")
    page.add_page()
    for block in Document(io.BytesIO(docx)).iter_inner_content():
        if isinstance(block, Table):
            _table(page, block)
        else:
            _paragraph(page, block, page.l_margin, page.epw)
    write_archived(page, target)


def _table(page: FPDF, table: Table) -> None:
    for row in table.rows:
        widths = [float(cell.width or 1) for cell in row.cells]
        top, left, lowest = page.get_y(), page.l_margin, page.get_y()
        for cell, width in zip(row.cells, widths, strict=True):
            own = page.epw * width / sum(widths)
            page.set_y(top)
            for paragraph in cell.paragraphs:
                _paragraph(page, paragraph, left, own)
            lowest, left = max(lowest, page.get_y()), left + own
        page.set_y(lowest)


def _paragraph(page: FPDF, paragraph: Paragraph, left: float, width: float) -> None:
    runs = [run for run in paragraph.runs if run.text]
    size = next((run.font.size.pt for run in runs if run.font.size), _SIZE)
    page.set_font("face", "B" if runs and all(run.bold for run in runs) else "", size)
    page.set_x(left)
    height = size * _LINE * _MILLIMETRES
    align = next((_ALIGNED[one] for one in _alignments(paragraph) if one in _ALIGNED), "L")
    page.multi_cell(width, height, paragraph.text, align=align, new_x="LMARGIN", new_y="NEXT")
    after = paragraph.paragraph_format.space_after
    page.ln((_AFTER if after is None else after.pt) * _MILLIMETRES)


def _alignments(paragraph: Paragraph) -> Iterator[WD_ALIGN_PARAGRAPH | None]:
    yield paragraph.alignment
    if paragraph.style is not None:
        yield paragraph.style.paragraph_format.alignment
