"""The register of many units: whose codes a dossier may carry, and how words are found in a big one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from app.server.database import ServerDatabase
from app.server.register_search import Question, found
from tests.server.served import Served
from tests.supervision.postgres import cluster

DOSSIERS = 40_000
FILL = """
INSERT INTO dossiers (code, other_codes, procedure_code, procedure_name, field_code, owner_name, owner_number,
    unit_name, unit_code, has_result, birth_date, extra, unit, updated_at, search_text)
SELECT 'H15.' || n % 8 || '-' || n, '', '', '', '', '', '', '', '', 0, '', '{}', 'H15.' || n % 8, n,
    ' ' || CASE WHEN n % 8 <> 3 THEN 'nguyen van' WHEN n > 38000 AND n % 160 = 3 THEN 'nguyen thi' ELSE 'tran thi' END
    || ' ' || md5(n::text) || ' '
FROM generate_series(1, 40000) AS n"""


def _refusals(store: Served, token: str, *rows: dict[str, str]) -> list[int]:
    told = store.ask("POST", "dossiers", token, json=list(rows)).json()
    return [refusal["row"] for refusal in told["refused"]]


def test_a_clerk_can_give_a_dossier_no_code_that_leads_to_another_units(store: Served) -> None:
    clerk, office = store.token("clerk", "H15.71"), store.token("administrator", "H15")
    mine = {"MaHoSo": "H15.71-260310-0001", "MaDonVi": "H15.71", "ChuHoSo": "Lê Thị Hoa"}
    assert _refusals(store, clerk, mine) == []
    for theirs in (
        "H15.72-260310-0009",
        "h15.72-260310-0009",
        "H15.72-26O31O-OOO9",  # read as the code above
        "H1572 260310 0009",
        "H15722603100009",
        "000.00.72.H15-210715-0009",
        "0000072H152107150009",
    ):
        assert _refusals(store, clerk, mine | {"MaHoSoKhac": theirs}) == [1], theirs
        new = {
            "MaHoSo": "H15.71-260310-0002",
            "MaDonVi": "H15.71",
            "MaHoSoKhac": f"H15.71-260310-0003;{theirs}",
        }
        assert _refusals(store, clerk, new) == [1], theirs
    told = store.ask("GET", "dossiers", clerk, params={"text": "260310"}).json()["dossiers"]
    assert [(row["MaHoSo"], row.get("MaHoSoKhac", "")) for row in told] == [("H15.71-260310-0001", "")]
    assert _refusals(store, office, mine | {"MaHoSoKhac": "H15.72-260310-0009"}) == []
    renamed = mine | {"ChuHoSo": "Lê Thị Hòa", "MaHoSoKhac": "H15.72-260310-0009"}
    assert _refusals(store, clerk, renamed) == [], "what the office has joined stays"


def test_a_code_of_another_system_is_free_until_another_unit_has_it(store: Served) -> None:
    clerk, office = store.token("clerk", "H15.73"), store.token("administrator", "H15")
    mine = {"MaHoSo": "H15.73-260310-0001", "MaDonVi": "H15.73"}
    assert _refusals(store, clerk, mine | {"MaHoSoKhac": "G22.99.73-210629-0001"}) == []
    assert _refusals(store, office, {"MaHoSo": "G22.99.73-210629-0002", "MaDonVi": "H15.74"}) in ([], [1])
    everywhere = store.token("administrator", "*")
    assert _refusals(store, everywhere, {"MaHoSo": "G22.99.73-210629-0002", "MaDonVi": "H15.74"}) == []
    assert _refusals(store, clerk, mine | {"MaHoSoKhac": "G22.99.73-210629-0002"}) == [1]


def test_words_in_any_order_without_tone_marks_are_found_in_pages_of_the_own_units(store: Served) -> None:
    clerk, everywhere = store.token("clerk", "H15.75"), store.token("administrator", "*")
    rows = [
        {"MaHoSo": f"H15.{75 + number % 2}-260310-{number:04}", "ChuHoSo": "Nguyễn Thị Ánh Nguyệt"}
        for number in range(9)
    ]
    assert _refusals(store, everywhere, *rows) == []
    seen: list[str] = []
    cursor = ""
    while True:
        asked = {"text": "nguyet anh", "limit": "2", "cursor": cursor}
        page = store.ask("GET", "dossiers", clerk, params=asked).json()
        seen += [row["MaHoSo"] for row in page["dossiers"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert seen == [row["MaHoSo"] for row in rows[::2]]


@pytest.fixture(scope="module")
def big() -> Iterator[ServerDatabase]:
    """A register of 40,000 dossiers in 8 units; of H15.3, whose people are no Nguyễn, 13 of the last are."""
    with cluster() as place:
        host = place.split()[0].removeprefix("host=")
        database = ServerDatabase(f"postgresql://postgres@/postgres?host={host}", lambda: datetime.now(UTC))
        database.upgrade()
        with psycopg.connect(place, autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(FILL)
            connection.execute("VACUUM ANALYZE dossiers")
        yield database
        database.close()


def _asked(database: ServerDatabase, question: Question, units: list[str] | None) -> tuple[list[int], int]:
    """Return the moments of the dossiers found, and how many pages of the database were looked at."""
    statements: list[tuple[str, Any]] = []
    with database.reading() as connection:

        def heard(*told: Any) -> None:
            statements.append(told[2:4])

        event.listen(connection, "before_cursor_execute", heard)
        rows = found(connection, "postgresql", question, units)
        event.remove(connection, "before_cursor_execute", heard)
        pages = 0
        for sql, values in statements:
            told = connection.exec_driver_sql(
                f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", values
            ).scalar_one()
            plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
            pages += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return [row["updated_at"] for row in rows], pages


def test_rare_words_of_a_unit_are_found_behind_what_is_walked_in_their_order(big: ServerDatabase) -> None:
    moments, _ = _asked(big, Question(text="nguyễn thị", limit=5), ["H15.3"])
    assert moments == [38083, 38243, 38403, 38563, 38723]
    further, _ = _asked(big, Question((38723, 2**60), text="nguyễn thị", limit=100), ["H15.3"])
    assert further == [38883, 39043, 39203, 39363, 39523, 39683, 39843]
    both, _ = _asked(big, Question(text="nguyễn", limit=3), ["H15.3", "H15.4"])
    assert both == [4, 12, 20]


def test_a_common_name_is_not_looked_for_in_every_dossier_of_a_unit_without_it(big: ServerDatabase) -> None:
    with big.reading() as connection:
        every = connection.exec_driver_sql(
            "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM dossiers WHERE unit = 'H15.3'"
        ).scalar_one()
    of_unit = every[0]["Plan"]["Shared Hit Blocks"] + every[0]["Plan"]["Shared Read Blocks"]
    moments, pages = _asked(big, Question(text="Nguyễn Văn"), ["H15.3"])
    assert moments == []
    nothing_walked = pages - _asked(big, Question(text=""), ["H15.3"])[1]
    assert nothing_walked < 3_000 + of_unit, (pages, of_unit)
