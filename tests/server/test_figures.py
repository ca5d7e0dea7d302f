"""Supervision over HTTP: the numbers of the command line, each account's own units only, and lists page by page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.dossier import Dossier
from app.server.database import do
from app.settings import Workspace
from app.storage.register import SqliteRegister
from app.storage.register_exchange import exchanged
from tests.commands.calls import Line
from tests.server.served import Served
from tests.supervision.office import province

QUARTER = {"from": "2026-01-01", "to": "2026-03-31"}


def _moved(dossier: Dossier) -> Dossier:
    """The same in a province that no other test knows."""
    code, unit = (text.replace("H15", "H92", 1) for text in (dossier.code, dossier.unit_code))
    return replace(dossier, code=code, unit_code=unit)


@pytest.fixture(scope="module")
def office() -> tuple[list[Dossier], list[str]]:
    dossiers, stored = province(400)
    return [_moved(one) for one in dossiers], sorted(code.replace("H15", "H92", 1) for code in stored)


def _fill(store: Served, office: tuple[list[Dossier], list[str]]) -> None:
    dossiers, stored = office
    told = store.ask(
        "POST", "dossiers", store.token("administrator", "*"), json=[exchanged(one) for one in dossiers]
    ).json()
    assert not told["refused"], told["refused"][:3]
    with store.inside.database.writing() as connection:
        for code in stored:
            do(connection, "INSERT INTO stored_results VALUES (:code) ON CONFLICT DO NOTHING", code=code)


@pytest.mark.parametrize("view", ["provincial", "national"])
def test_indicators_over_http_are_those_of_the_command_line(
    store: Served,
    office: tuple[list[Dossier], list[str]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    view: str,
) -> None:
    dossiers, stored = office
    register = SqliteRegister(Workspace(tmp_path).register)
    register.put(dossiers)
    with register.database.writing() as connection:
        connection.executemany("INSERT INTO stored_results VALUES (?)", [(code,) for code in stored])
    register.close()
    words = ("--from", QUARTER["from"], "--to", QUARTER["to"], "--view", view)
    expected = Line(tmp_path, capsys)("indicators", *words).record
    _fill(store, office)
    told = store.ask("GET", "indicators", store.token("supervisor", "H92"), params=QUARTER | {"view": view})
    assert told.json() == expected
    assert expected["total"]["results_stored"] > 50
    assert expected["total"]["overdue"] > 0

    own = expected["units"][0]["unit"]
    clerk = store.token("clerk", own)
    mine = store.ask("GET", "indicators", clerk, params=QUARTER | {"view": view}).json()
    assert mine["units"] == [row for row in expected["units"] if row["unit"] == own]
    assert mine["total"]["received"] == expected["units"][0]["received"]
    one_unit = Line(tmp_path, capsys)("indicators", *words, "--unit", own).record
    assert (
        store.ask("GET", "indicators", clerk, params=QUARTER | {"view": view, "unit": own}).json() == one_unit
    )


def test_figures_follow_deposits_and_withdrawals(store: Served) -> None:
    token, officer = store.token("clerk", "H93.1"), store.token("records_officer", "H93.1")
    row = {
        "MaHoSo": "H93.1-260310-0001", "TrangThaiHoSo": 9, "NgayTiepNhan": "20260310080000",
        "NgayHenTra": "20260312170000", "NgayKetThucXuLy": "20260311090000",
    }  # fmt: skip
    store.ask("POST", "dossiers", token, json=[row])

    def stored() -> tuple[int, int]:
        total = store.ask("GET", "indicators", token, params=QUARTER).json()["total"]
        return total["results_due"], total["results_stored"]

    assert stored() == (1, 0)
    receipt = store.deposit(token, row["MaHoSo"], b"%PDF figures").json()
    assert stored() == (1, 1)
    store.ask("POST", f"results/{receipt['id']}/withdrawal", officer, json={"reason": "nhầm"})
    assert stored() == (1, 0)
    missing = store.ask("GET", "worklist", token, params={"kind": "missing"}).json()["items"]
    assert [item["dossier"] for item in missing] == [row["MaHoSo"]]


def test_lists_come_page_by_page_the_longest_waiting_first_and_of_the_own_units_only(store: Served) -> None:
    token = store.token("clerk", "H94.1")
    now = datetime.now(UTC)
    rows = [
        {
            "MaHoSo": f"H94.{unit}-260310-{number:04}",
            "TrangThaiHoSo": 4,
            "NgayTiepNhan": (now - timedelta(days=40)).isoformat(timespec="seconds"),
            "NgayHenTra": (now + timedelta(days=days)).isoformat(timespec="seconds"),
        }
        for unit in (1, 2)
        for number, days in enumerate((-1, -9, -9, -5, 1, 2, 30))
    ]
    told = store.ask("POST", "dossiers", store.token("administrator", "*"), json=rows).json()
    assert told["added"] == len(rows)
    seen, cursor = [], ""
    while True:
        asked = {"kind": "overdue", "limit": 3, "cursor": cursor}
        page = store.ask("GET", "worklist", token, params=asked).json()
        seen += [item["dossier"][-4:] for item in page["items"]]
        assert {item["unit"] for item in page["items"]} <= {"H94.1", ""}
        if not (cursor := page["next_cursor"]):
            break
    assert seen == ["0001", "0002", "0003", "0000"]
    soon = store.ask("GET", "worklist", token, params={"kind": "soon", "days": 3}).json()["items"]
    assert [item["dossier"][-4:] for item in soon] == ["0004", "0005"]
    foreign = {"kind": "overdue", "unit": "H94.2"}
    assert store.ask("GET", "worklist", token, params=foreign).json()["items"] == []
    assert store.ask("GET", "indicators", token, params=QUARTER | {"unit": "H94.2"}).status_code == 403


def test_what_is_not_synchronised_is_a_list_too(store: Served) -> None:
    token, other = store.token("clerk", "H95.1"), store.token("clerk", "H95.2")
    with store.inside.database.writing() as connection:
        for number in range(3):
            do(
                connection,
                "INSERT INTO outbox (dossier, target, unit, change, cause) VALUES (:code, 'dvcqg', 'H95.1', 1, :cause)",
                code=f"H95.1-260310-000{number}", cause="not-there",
            )  # fmt: skip
    asked = {"kind": "sync_error", "limit": 2}
    first = store.ask("GET", "worklist", token, params=asked).json()
    rest = store.ask("GET", "worklist", token, params=asked | {"cursor": first["next_cursor"]}).json()
    items = first["items"] + rest["items"]
    assert [item["dossier"][-1] for item in items] == ["0", "1", "2"]
    assert all(item["why"].startswith("dvcqg: ") for item in items)
    assert store.ask("GET", "worklist", other, params=asked).json()["items"] == []
    assert (
        store.ask("GET", "worklist", token, params=asked | {"cursor": "WzEsMl0"}).json()["code"]
        == "cursor-malformed"
    )


def test_periods_that_are_none_are_refused(store: Served) -> None:
    token = store.token("supervisor", "*")
    for first, last in (("2026-03-31", "2026-01-01"), ("0001-01-01", "0001-01-02"), ("9999-12-31",) * 2):
        assert store.ask("GET", "indicators", token, params={"from": first, "to": last}).status_code == 422, (
            first
        )
