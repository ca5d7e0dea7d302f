"""The promised shapes of `indicators`, `worklist`, `quality` and `report`, over the sample register."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.commands.calls import SAMPLES, Line
from tests.commands.promised import number

QUARTER = ("--from", "2026-01-01", "--to", "2026-03-31")
COUNTS = (
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
RATES = ("overdue_rate", "digitization_rate", "online_rate", "payment_rate")


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    line = Line(tmp_path / "workspace", capsys)
    assert line("register", "import", SAMPLES / "register.csv").code == 0
    return line


@pytest.mark.parametrize("view", ["provincial", "national"])
def test_indicators_have_the_promised_shape_and_units_add_up_to_the_total(line: Line, view: str) -> None:
    record = line("indicators", *QUARTER, "--view", view).record
    assert (record["view"], record["from"], record["to"]) == (view, "2026-01-01", "2026-03-31")
    assert len(record["units"]) > 20
    for unit in (*record["units"], record["total"]):
        assert all(isinstance(unit[name], int) for name in COUNTS)
        assert all(unit[name] is None or number(unit[name]) for name in RATES)
        assert set(unit["flags"]) <= {"overdue", "digitization", "online", "payment"}
    for name in COUNTS:
        assert sum(unit[name] for unit in record["units"]) == record["total"][name]


def test_every_figure_is_a_list_and_the_views_differ_by_the_dossiers_named(line: Line) -> None:
    totals = {
        view: line("indicators", *QUARTER, "--view", view).record["total"]
        for view in ("provincial", "national")
    }
    listed = line("indicators", *QUARTER, "--list", "overdue").records
    assert len(listed) == totals["provincial"]["overdue"]
    differing = line("indicators", *QUARTER, "--difference").records
    only = [record["only"] for record in differing]
    due = {view: total["results_due"] for view, total in totals.items()}
    assert due["provincial"] - only.count("provincial") == due["national"] - only.count("national")
    assert all(" " in record["told"] for record in differing)


def test_one_unit_and_an_empty_period_give_nulls_and_no_flags(line: Line) -> None:
    record = line("indicators", "--from", "2001-01-01", "--to", "2001-01-31", "--unit", "H15.57").record
    assert [unit["unit"] for unit in record["units"]] == ["H15.57"]
    assert [record["total"][name] for name in RATES] == [None] * 4
    assert record["total"]["flags"] == []


def test_counting_by_procedure_comes_to_the_same_total(line: Line) -> None:
    by_procedure = line("indicators", *QUARTER, "--by", "procedure").record
    assert by_procedure["total"] == line("indicators", *QUARTER).record["total"]
    assert {row["procedure"] for row in by_procedure["procedure"]}


def test_a_period_backwards_is_wrong_usage(line: Line) -> None:
    answer = line("indicators", "--from", "2026-02-01", "--to", "2026-01-01")
    assert (answer.code, answer.out) == (2, "")


def test_work_is_listed_given_and_listed_for_the_person(line: Line) -> None:
    first = line("worklist", "overdue").records[0]
    assert line("assign", first["subject"], "--to", "an", "--note", "gọi điện").code == 0
    (given,) = line("worklist", "overdue", "--assigned", "an").records
    assert (given["subject"], given["assigned"], given["note"]) == (first["subject"], "an", "gọi điện")
    assert line("worklist", "held").records == []
    file = line.workspace.parent / "an.xlsx"
    assert line("worklist", "overdue", "--assigned", "an", "--output", file).code == 0
    told = [
        cell for row in openpyxl.load_workbook(file).worksheets[0].iter_rows(values_only=True) for cell in row
    ]
    assert {first["subject"], "gọi điện"} <= set(told)


def test_quality_is_not_called_good_while_nothing_was_checked(line: Line) -> None:
    answer = line("quality")
    assert (answer.code, answer.record["checked"], answer.record["error_rate"]) == (1, False, None)
    assert line("judge", "nothing", "right").code == 2


def test_a_report_is_written_in_one_command_in_each_language(line: Line, tmp_path: Path) -> None:
    for language in ("vi", "en", "uk"):
        record = line("report", tmp_path / language, *QUARTER, "--lang", language).record
        assert [Path(file).suffix for file in record["files"]] == [".xlsx", ".csv", ".pdf"]
        assert all(Path(file).stat().st_size for file in record["files"])
        assert record["dossiers"] > 0
