"""A second roll-up behind the indicators: counts by procedure and field, by channel and by clerk, for each day.

Kept as `figures_schema` keeps that of units, in the transaction that changes a dossier or takes a stored result, and
with one text for SQLite and PostgreSQL. Procedure and field share a row: a procedure has one field as a rule.
"""

from __future__ import annotations

from app.storage.figures_schema import (
    BY_RECEIPT,
    BY_SOLVING,
    MEASURES,
    OPEN,
    WITH_RESULT,
    condition,
    day_of,
    triggers,
)

# The clerk is a column that offices add to their lists (no column of the national gateway), kept as it came.
_CLERK = {
    "sqlite": "coalesce(json_extract(extra, '$.CanBoXuLy'), '')",
    "postgresql": "coalesce(extra::json ->> 'CanBoXuLy', '')",
}
_CHANNEL = "CAST(coalesce(channel, 0) AS TEXT)"
# What is counted by: the kind of the roll-up's rows, and which of their two names it is.
GROUPS = {
    "procedure": ("procedure", "name"),
    "field": ("procedure", "beside"),
    "channel": ("channel", "name"),
    "clerk": ("clerk", "name"),
}
_KINDS = {"procedure": "field", "channel": "", "clerk": ""}  # and what stands beside the name
_MOMENTS = (("received_at", BY_RECEIPT), ("solved_at", BY_SOLVING))
_COLUMNS = (
    "code, procedure_code, field_code, received_at, due_at, solved_at, state, has_result, channel, fee,"
    " paid_online, extra"
)


def name_of(group: str, dialect: str) -> str:
    """Return the SQL of a dossier's name in one of GROUPS."""
    names = {"procedure": "procedure_code", "field": "field_code", "channel": _CHANNEL}
    return _CLERK[dialect] if group == "clerk" else names[group]


def tables(dialect: str) -> list[str]:
    """Return the statements that make table, index and triggers ("sqlite", "postgresql")."""
    strict = " STRICT, WITHOUT ROWID" if dialect == "sqlite" else ""
    number = "INTEGER" if dialect == "sqlite" else "BIGINT"
    columns = ", ".join(f"{name} {number} NOT NULL DEFAULT 0" for name in MEASURES)
    names = f"kind TEXT NOT NULL, day {number} NOT NULL, name TEXT NOT NULL, beside TEXT NOT NULL"
    open_columns = "received_at, due_at, unit_code, code, procedure_code, field_code, channel"
    return [
        f"CREATE TABLE group_figures ({names}, {columns}, PRIMARY KEY (kind, day, name, beside)){strict}",
        "DROP INDEX dossiers_open",  # it held units alone
        f"CREATE INDEX dossiers_open ON dossiers ({open_columns}) WHERE {OPEN}",
        *triggers(dialect, parts(dialect)),
    ]


def filling(dialect: str, source: str = "dossiers") -> list[str]:
    """Return the statements that count the dossiers of `source`: a table, or a subquery with its name."""
    whole = f"(SELECT 1 AS sign, {_COLUMNS} FROM {source}) AS one"  # noqa: S608 - texts of ours
    return _additions(whole, dialect)


def _additions(
    source: str, dialect: str, only: tuple[str, ...] = MEASURES, *, stored: bool = True, single: bool = False
) -> list[str]:
    """Statements that add what the rows of `source` contribute, each times its `sign`.

    `stored`: what counts only with a stored result counts by what is stored now, else as if all had one.
    `single`: the source has one row at most, and nothing has to be summed (half the time).
    """
    found = []
    for moment, measures in _MOMENTS:
        wanted = [name for name in measures if name in only]
        plain = {name: condition(name) if stored else measures[name] for name in wanted}
        sums = {name: f"CASE WHEN {plain[name]} THEN sign ELSE 0 END" for name in wanted}
        grouped = ""
        if not single:
            sums = {name: f"sum({one})" for name, one in sums.items()}
            grouped = " GROUP BY 1, 2, 3, 4"
        adding = ", ".join(f"{name} = group_figures.{name} + excluded.{name}" for name in sums)
        for kind, other in _KINDS.items():
            beside = name_of(other, dialect) if other else "''"
            found.append(
                f"INSERT INTO group_figures (kind, day, name, beside, {', '.join(sums)})"  # noqa: S608 - texts of ours
                f" SELECT '{kind}', {day_of(moment)}, {name_of(kind, dialect)}, {beside},"
                f" {', '.join(sums.values())} FROM {source} WHERE {moment} IS NOT NULL"
                f"{grouped} ON CONFLICT (kind, day, name, beside) DO UPDATE SET {adding}"
            )
    return found


def _row(alias: str, sign: int) -> str:
    columns = ", ".join(f"{alias}.{name} AS {name}" for name in _COLUMNS.split(", "))
    return f"SELECT {sign} AS sign, {columns}"


def parts(dialect: str) -> list[tuple[str, str, list[str]]]:
    """Return of each trigger the name, when it fires, and its statements."""
    came = _additions(f"({_row('NEW', 1)}) AS one", dialect, single=True)
    went = _additions(f"({_row('OLD', -1)}) AS one", dialect, single=True)
    differs = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}[dialect]
    moved = " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in _COLUMNS.split(", "))

    def result(alias: str, sign: int) -> list[str]:
        source = f"(SELECT {sign} AS sign, {_COLUMNS} FROM dossiers WHERE code = {alias}.dossier) AS one"  # noqa: S608
        return _additions(source, dialect, WITH_RESULT, stored=False, single=True)

    return [
        ("groups_insert", "AFTER INSERT ON dossiers FOR EACH ROW", came),
        (
            "groups_update",
            f"AFTER UPDATE OF {_COLUMNS} ON dossiers FOR EACH ROW WHEN ({moved})",
            _additions(f"({_row('OLD', -1)} UNION ALL {_row('NEW', 1)}) AS one", dialect),
        ),
        ("groups_delete", "AFTER DELETE ON dossiers FOR EACH ROW", went),
        ("groups_stored", "AFTER INSERT ON stored_results FOR EACH ROW", result("NEW", 1)),
        ("groups_withdrawn", "AFTER DELETE ON stored_results FOR EACH ROW", result("OLD", -1)),
    ]
