"""The report of a period: its formulas agree with our figures, its lists hold each dossier once, its PDF is a PDF/A."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from pikepdf import pdfa

from app.compose.supervision import write_report
from app.domain.dossier import Dossier
from app.domain.indicators import View
from app.language.translator import Translator
from app.settings import resources
from app.supervision.behind import BEHIND
from app.supervision.overview import Overlook
from app.supervision.report import FIGURES, each_dossier
from app.supervision.rules import Rules
from tests.supervision.counting import registers
from tests.supervision.office import NOW, province
from tests.supervision.test_figures import JANUARY, asked, register_of

SAY = Translator("vi", resources() / "translations").text


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Overlook]]:
    dossiers, stored = province(400)
    first = min(range(400), key=lambda place: dossiers[place].received_at or NOW)
    dossiers[first] = replace(dossiers[first], owner_name="=HYPERLINK(1)")
    folder = tmp_path_factory.mktemp("report")
    with register_of(tuple(dossiers), stored) as register:
        looking = Overlook(
            lambda: asked(register), Rules((resources() / "rules",)), lambda: NOW, lambda _: 3, lambda: True
        )
        write_report(folder, "Báo cáo", looking, (JANUARY, View.PROVINCIAL, None), SAY)
        yield folder, looking


def test_the_workbook_s_totals_are_formulas_that_come_to_our_figures(written: tuple[Path, Overlook]) -> None:
    folder, looking = written
    (path,) = folder.glob("*.xlsx")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    *rows, total = list(sheet.iter_rows(min_row=2))
    right = looking.overview(JANUARY, View.PROVINCIAL).total
    for place, name in enumerate(FIGURES, 2):
        found = re.fullmatch(r"=SUBTOTAL\(109,([A-Z]+)2:\1(\d+)\)", total[place].value)
        assert found
        assert (found[1], int(found[2])) == (total[place].column_letter, len(rows) + 1)
        assert sum(row[place].value for row in rows) == getattr(right, name)
    for row in (*rows, total):
        assert row[12].value == f'=IF(G{row[0].row}=0,"",H{row[0].row}/G{row[0].row})'
    assert sheet.auto_filter.ref == f"A1:O{len(rows) + 1}"


def test_both_lists_hold_the_same_dossiers_and_no_name_is_a_formula(written: tuple[Path, Overlook]) -> None:
    folder, _ = written
    (book,), (listing,) = folder.glob("*.xlsx"), folder.glob("*.csv")
    rows = list(openpyxl.load_workbook(book).worksheets[1].iter_rows(values_only=True))
    with listing.open(encoding="utf-8-sig", newline="") as file:
        told = list(csv.reader(file))
    assert [row[0] for row in rows] == [row[0] for row in told]
    assert len(rows) > 100
    assert "'=HYPERLINK(1)" in {row[4] for row in rows}


def test_the_printed_report_is_a_pdf_a_with_its_texts(written: tuple[Path, Overlook]) -> None:
    (path,) = written[0].glob("*.pdf")
    assert pdfa.validate_written(path, "2b").findings == []


@settings(deadline=None, max_examples=25)
@given(registers)
def test_the_list_holds_each_dossier_that_counts_anywhere_once(rows: tuple[Dossier, ...]) -> None:
    with register_of(rows, set()) as register:
        figures = asked(register)
        listed = [one.dossier.code for one in each_dossier(figures, JANUARY, None)]
        assert len(listed) == len(set(listed))
        for view in View:
            for measure in BEHIND[view]:
                assert {one.dossier.code for one in figures.behind(measure, JANUARY, view)} <= set(listed)
