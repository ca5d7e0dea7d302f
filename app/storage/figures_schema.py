"""The roll-up behind the indicators: counts by unit and day, kept by triggers as dossiers and results change.

One text for SQLite and PostgreSQL. It stands on a table `dossiers` with the register's columns and on `stored_results`,
which names each dossier that has a result in the store that is not withdrawn. Counting two million dossiers anew takes
seconds; 102 units and 365 days are 37,000 rows a year.
"""

from __future__ import annotations

RECEIVED = "state IN (2, 4, 5, 6, 7, 8, 9, 10)"
SOLVED = "state IN (7, 9, 10)"
OPEN = "state IN (2, 4, 5, 6)"
ENDED = "state IN (9, 10)"
LATE = f"({SOLVED} AND solved_at > due_at)"
# Of the metadata beside a stored file, as json.dumps writes it: a letter of the office (Relation.LETTER) is no result.
NO_LETTER = """metadata NOT LIKE '%"relation": "letter"%'"""
STORED = "EXISTS (SELECT 1 FROM stored_results WHERE stored_results.dossier = code)"

# Measures of domain.indicators, each the condition under which a dossier counts on the day of its receipt...
BY_RECEIPT = {
    "received": RECEIVED,
    "online": f"{RECEIVED} AND channel = 2",
    "with_fee": f"{RECEIVED} AND fee > 0",
    "paid_online": f"{RECEIVED} AND fee > 0 AND paid_online IN (1, 2)",
    "received_due": f"{RECEIVED} AND has_result <> 0",
    "received_stored": f"{RECEIVED} AND has_result <> 0",
    "online_stored": f"{RECEIVED} AND has_result <> 0 AND channel = 2",
    "received_solved": SOLVED,
    "received_late": f"{RECEIVED} AND {LATE}",
}
# ... and on the day when it was solved.
BY_SOLVING = {
    "solved": SOLVED,
    "solved_late": LATE,
    "results_due": f"{ENDED} AND has_result <> 0",
    "results_stored": f"{ENDED} AND has_result <> 0",
}
WITH_RESULT = ("received_stored", "online_stored", "results_stored")  # these want a stored result besides
MEASURES = (*BY_RECEIPT, *BY_SOLVING)

_DAY_MICROSECONDS = 86_400_000_000
_VIETNAM_MICROSECONDS = 25_200_000_000
_DAYS_BEFORE = 1_000_000  # keeps the division positive, which both databases round towards zero


def day_of(column: str) -> str:
    """Return the SQL of the day number (days since 1970-01-01, in Vietnam) of a time column."""
    shifted = f"({column} + {_VIETNAM_MICROSECONDS} + {_DAYS_BEFORE} * {_DAY_MICROSECONDS})"
    return f"({shifted} / {_DAY_MICROSECONDS} - {_DAYS_BEFORE})"


def unit_of(dialect: str) -> str:
    """Return the SQL of a dossier's unit: its unit's code, or else the front of its own code."""
    place = {"sqlite": "instr(code, '-')", "postgresql": "strpos(code, '-')"}[dialect]
    return f"CASE WHEN unit_code <> '' THEN unit_code WHEN {place} > 1 THEN substr(code, 1, {place} - 1) ELSE '' END"


def tables(dialect: str) -> list[str]:
    """Return the statements that make the tables, indexes and triggers, for "sqlite" or "postgresql"."""
    return [*_figures(dialect), *triggers(dialect, parts(dialect))]


def filling(dialect: str, source: str = "dossiers") -> list[str]:
    """Return the statements that count the dossiers of `source`: a table, or a subquery with its name."""
    return _additions(source, dialect, "+")


def condition(measure: str) -> str:
    """Return the SQL under which a dossier counts in this measure (its moment aside)."""
    plain = (BY_RECEIPT | BY_SOLVING)[measure]
    return f"{plain} AND {STORED}" if measure in WITH_RESULT else plain


def counted(measure: str) -> str:
    """Return the SQL of the number of dossiers that count in this measure."""
    return f"sum(CASE WHEN {condition(measure)} THEN 1 ELSE 0 END)"


def _additions(source: str, dialect: str, sign: str) -> list[str]:
    """Statements that add (or take away) what the rows of `source` contribute."""
    return [
        _adding(moment, {name: counted(name) for name in measures}, source, dialect, sign)
        for moment, measures in (("received_at", BY_RECEIPT), ("solved_at", BY_SOLVING))
    ]


def _results(alias: str, dialect: str, sign: str) -> list[str]:
    """Statements that add (or take away) the result of a dossier: what counts only with a stored one."""
    source = f"(SELECT * FROM dossiers WHERE code = {alias}.dossier) AS one"  # noqa: S608 - texts of ours
    found = []
    for moment, measures in (("received_at", BY_RECEIPT), ("solved_at", BY_SOLVING)):
        plain = {
            name: f"sum(CASE WHEN {measures[name]} THEN 1 ELSE 0 END)"
            for name in WITH_RESULT
            if name in measures
        }
        found.append(_adding(moment, plain, source, dialect, sign))
    return found


def _adding(moment: str, sums: dict[str, str], source: str, dialect: str, sign: str) -> str:
    adding = ", ".join(f"{name} = day_figures.{name} + excluded.{name}" for name in sums)
    return (
        f"INSERT INTO day_figures (unit, day, {', '.join(sums)})"  # noqa: S608 - texts of ours
        f" SELECT {unit_of(dialect)}, {day_of(moment)}, {', '.join(sign + one for one in sums.values())}"
        f" FROM {source} WHERE {moment} IS NOT NULL GROUP BY 1, 2"
        f" ON CONFLICT (unit, day) DO UPDATE SET {adding}"
    )


def _figures(dialect: str) -> list[str]:
    strict = " STRICT, WITHOUT ROWID" if dialect == "sqlite" else ""
    code, number = ("TEXT COLLATE NOCASE", "INTEGER") if dialect == "sqlite" else ("TEXT", "BIGINT")
    columns = ",\n".join(f"    {name} {number} NOT NULL DEFAULT 0" for name in MEASURES)
    days = f"unit TEXT NOT NULL, day {number} NOT NULL,\n{columns},\nPRIMARY KEY (unit, day)"
    return [
        f"CREATE TABLE stored_results (dossier {code} NOT NULL PRIMARY KEY){strict}",
        f"CREATE TABLE day_figures ({days}){strict}",
        f"CREATE INDEX dossiers_open ON dossiers (received_at, due_at, unit_code, code) WHERE {OPEN}",
        "CREATE INDEX dossiers_by_receipt ON dossiers (received_at)",
        f"CREATE INDEX dossiers_by_unit ON dossiers (({unit_of(dialect)}), received_at)",
        "CREATE INDEX dossiers_by_solving ON dossiers (solved_at)",
    ]


_COLUMNS = "code, unit_code, received_at, due_at, solved_at, state, has_result, channel, fee, paid_online"


def _row(alias: str) -> str:
    return f"(SELECT {', '.join(f'{alias}.{name} AS {name}' for name in _COLUMNS.split(', '))}) AS one"


def parts(dialect: str) -> list[tuple[str, str, list[str]]]:
    """Return of each trigger the name, when it fires, and its statements."""
    new, old = (_row(alias) for alias in ("NEW", "OLD"))
    update = [*_additions(old, dialect, "-"), *_additions(new, dialect, "+")]
    return [
        ("figures_insert", "AFTER INSERT ON dossiers FOR EACH ROW", _additions(new, dialect, "+")),
        ("figures_update", f"AFTER UPDATE OF {_COLUMNS} ON dossiers FOR EACH ROW", update),
        ("figures_delete", "AFTER DELETE ON dossiers FOR EACH ROW", _additions(old, dialect, "-")),
        ("figures_stored", "AFTER INSERT ON stored_results FOR EACH ROW", _results("NEW", dialect, "+")),
        ("figures_withdrawn", "AFTER DELETE ON stored_results FOR EACH ROW", _results("OLD", dialect, "-")),
    ]


def triggers(dialect: str, wanted: list[tuple[str, str, list[str]]]) -> list[str]:
    """Return the statements that make triggers, each of a name, when it fires, and what it then does."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {name} {event} BEGIN\n" + ";\n".join(body) + ";\nEND"
            for name, event, body in wanted
        ]
    made = []
    for name, event, body in wanted:
        lines = ";\n".join(body)
        made += [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n{lines};\nRETURN NULL; END $$",
            f"CREATE TRIGGER {name} {event} EXECUTE FUNCTION {name}()",
        ]
    return made
