"""Dossiers of one year and 102 units for the bench of figures, made by the database and kept for the next time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.storage import groups_schema
from app.storage.figures_schema import filling, tables
from app.storage.register_schema import REGISTER

PLACE = Path(__file__).resolve().parent.parent / ".cache" / "bench" / "indicators"
DAY = 86_400_000_000
_SERIES = {
    "sqlite": "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count}) SELECT n FROM s)",
    "postgresql": "(SELECT n::bigint FROM generate_series(1, {count}) AS n)",
}
_ROWS = """
SELECT 'H15.' || (100 + n % 102) || '-260101-' || n, '', '1.00' || (h % 300), 'Thủ tục', 'G' || (h % 300 / 10),
    'NGUYỄN VĂN A', '', 1, 1 + h % 3, 'Xã', 'H15.' || (100 + n % 102), received, received + (3 + h % 15) * {day},
    CASE WHEN h % 100 >= 5 THEN received + (1 + (h / 7) % 17) * {day} END, NULL,
    CASE WHEN h % 100 < 4 THEN 4 WHEN h % 100 < 5 THEN 8 WHEN h % 100 < 6 THEN 7 ELSE 10 END,
    CASE WHEN h % 20 = 0 THEN 0 ELSE 1 END, (h % 4) * 8000, h % 3, '', '{{"CanBoXuLy": "' || (n % 510) || '"}}'
FROM (SELECT n, (n * 7919) % 1000003 AS h, {start} + ((n * 7919) % 365) * {day} + n % 3600000000 AS received
      FROM {series} AS series) AS made"""
_STORED = "INSERT INTO stored_results SELECT code FROM dossiers WHERE state = 10 AND fee <> 8000"
COLUMNS = (
    "code, other_codes, procedure_code, procedure_name, field_code, owner_name, owner_number, owner_kind, channel,"
    " unit_name, unit_code, received_at, due_at, solved_at, returned_at, state, has_result, fee, paid_online,"
    " birth_date, extra"
)


def rows(dialect: str, count: int) -> str:
    """Return the statement that puts so many dossiers into the table."""
    series = _SERIES[dialect].format(count=count)
    made_up = _ROWS.format(day=DAY, start=1_767_200_400_000_000, series=series)
    return f"INSERT INTO dossiers ({COLUMNS}) {made_up}"


def fill(run: Callable[[str], Any], dialect: str, count: int) -> None:
    """Make the dossiers, then the roll-up over them."""
    run(rows(dialect, count))
    statements = [*tables(dialect), *groups_schema.tables(dialect)]
    counting = [*filling(dialect), *groups_schema.filling(dialect)]
    for statement in statements:
        if statement.startswith(("CREATE TABLE", "CREATE INDEX", "DROP INDEX")):
            run(statement)
    run(_STORED)
    for statement in (*statements, *counting):
        if not statement.startswith(("CREATE TABLE", "CREATE INDEX", "DROP INDEX")):
            run(statement)


def opened(path: Path) -> sqlite3.Connection:
    """Return a connection with as much memory as the program's own."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA cache_size = -32768")
    return connection


def made(count: int) -> Path:
    """Return a register of this size; what was made once is used again."""
    path = PLACE / f"register-{count}-{len(REGISTER.steps)}.sqlite"
    if not path.exists():
        PLACE.mkdir(parents=True, exist_ok=True)
        building = path.with_suffix(".building")
        building.unlink(missing_ok=True)
        connection = sqlite3.connect(building, isolation_level=None)
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA cache_size = -262144")
        connection.execute(REGISTER.steps[0].split(";\nCREATE INDEX")[0])
        fill(connection.execute, "sqlite", count)
        for step in (REGISTER.steps[2], REGISTER.steps[4]):
            connection.executescript(step)
        connection.close()
        building.rename(path)
    return path
