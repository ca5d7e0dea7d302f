"""The report as PDF/A on A4 to read and sign: each dossier a block, its request and answer in small print below."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import DocumentCompliance

from app.storage.sheet_files import Cell, Table, use_printing_face
from app.supervision.printed import write_archived

EVIDENCE = 3  # the last columns of each table: operation, request, answer


def write_printed(path: Path, tables: Sequence[Table]) -> None:
    """Write the tables one after the other; EnvironmentLackError without a font."""
    document = FPDF(format="A4", enforce_compliance=DocumentCompliance.PDFA_2B)
    use_printing_face(document)
    document.set_auto_page_break(auto=True, margin=15)
    document.add_page()
    for table in tables:
        _lines(document, 14, "B", table.title)
        _lines(document, 10, "", *table.notes)
        document.ln(2)
        for row in table.rows:
            _block(document, table.header, row)
        document.ln(6)
    write_archived(document, path)


def _block(document: FPDF, heads: Sequence[str], row: Sequence[Cell]) -> None:
    told = [f"{head}: {cell}" for head, cell in zip(heads, row, strict=True) if cell != ""]
    count = len([cell for cell in row[-EVIDENCE:] if cell != ""])
    facts, evidence = told[1 : len(told) - count], told[len(told) - count :]
    _lines(document, 10, "B", str(row[0]))
    _lines(document, 9, "", "  ·  ".join(facts))
    _lines(document, 7, "", *evidence)
    document.ln(2)


def _lines(document: FPDF, size: int, style: str, *lines: str) -> None:
    document.set_font("face", style, size)
    for line in lines:
        document.multi_cell(0, size * 0.5, line, align="L", new_x="LMARGIN", new_y="NEXT")
