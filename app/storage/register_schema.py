"""The tables of the register, how a dossier becomes a row of them and back, and the keys it is found by."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.codes import code_key
from app.domain.dossier import Dossier, DossierState
from app.domain.folding import fold, name_key
from app.domain.ledger import VIETNAM
from app.domain.numbers import as_digits
from app.storage import figures_counting, groups_schema
from app.storage.figures_schema import ENDED, OPEN, tables, unit_of
from app.storage.migrations import Schema

_DOSSIERS = """
CREATE TABLE dossiers (
    id             INTEGER PRIMARY KEY,
    code           TEXT NOT NULL COLLATE NOCASE UNIQUE,
    other_codes    TEXT NOT NULL,  -- separated by ;
    procedure_code TEXT NOT NULL,
    procedure_name TEXT NOT NULL,
    field_code     TEXT NOT NULL,
    owner_name     TEXT NOT NULL,
    owner_number   TEXT NOT NULL,
    owner_kind     INTEGER,
    channel        INTEGER,
    unit_name      TEXT NOT NULL,
    unit_code      TEXT NOT NULL,
    received_at    INTEGER,        -- all times: microseconds since 1970, UTC
    due_at         INTEGER,
    solved_at      INTEGER,
    returned_at    INTEGER,
    state          INTEGER,
    has_result     INTEGER NOT NULL,
    fee            INTEGER,        -- VND
    paid_online    INTEGER,
    birth_date     TEXT NOT NULL,
    extra          TEXT NOT NULL,  -- JSON object
    name_key       TEXT,           -- keys are NULL where there is nothing to find
    number_key     TEXT
) STRICT;
CREATE INDEX dossiers_by_name ON dossiers (name_key, received_at) WHERE name_key IS NOT NULL;
CREATE INDEX dossiers_by_number ON dossiers (number_key, received_at) WHERE number_key IS NOT NULL;
CREATE TABLE codes (
    code_key TEXT    NOT NULL,     -- look-alike characters folded
    dossier  INTEGER NOT NULL REFERENCES dossiers (id),
    code     TEXT    NOT NULL COLLATE NOCASE,
    own      INTEGER NOT NULL,
    tail_key TEXT    NOT NULL,     -- code_key from behind: people type the end of a code
    PRIMARY KEY (code_key, dossier, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX codes_by_tail ON codes (tail_key);
CREATE INDEX codes_other ON codes (code) WHERE own = 0;
CREATE INDEX codes_of_dossier ON codes (dossier);
CREATE VIRTUAL TABLE texts USING fts5 (text, content='', columnsize=0, tokenize='trigram');
"""

_FIGURES = "".join(f"{statement};\n" for statement in tables("sqlite"))
# Up to where the store's results have been taken into `stored_results` (storage.stored_results).
_RESULTS_SEEN = """
CREATE TABLE results_seen (
    sequence  INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL,  -- how many
    fact      INTEGER NOT NULL   -- of the journal, where the store is a served one
) STRICT;
INSERT INTO results_seen VALUES (0, 0, 0);
"""

# For work lists: what is promised for today, and a unit's own open and ended dossiers.
_WORK = f"""
CREATE INDEX dossiers_by_due ON dossiers (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX dossiers_open_by_unit ON dossiers (({unit_of("sqlite")}), due_at) WHERE {OPEN};
CREATE INDEX dossiers_ended_by_unit ON dossiers (({unit_of("sqlite")}), solved_at) WHERE {ENDED};
"""

_GROUPS = "".join(f"{statement};\n" for statement in groups_schema.tables("sqlite"))

# Steps 2 and 4 counted all dossiers when they were new; since step 5 they leave that to it, which counts bit by bit.
_COUNTING = "".join(f"{statement};\n" for statement in figures_counting.step())

REGISTER = Schema(
    application_id=0x536F6852, steps=(_DOSSIERS, _FIGURES + _RESULTS_SEEN, _WORK, _GROUPS, _COUNTING)
)  # "SohR"

COLUMNS = (
    "code", "other_codes", "procedure_code", "procedure_name", "field_code", "owner_name", "owner_number", "owner_kind",
    "channel", "unit_name", "unit_code", "received_at", "due_at", "solved_at", "returned_at", "state", "has_result",
    "fee", "paid_online", "birth_date", "extra",
)  # fmt: skip
KEYS = ("name_key", "number_key")
SELECTED = ", ".join(f"dossiers.{name}" for name in COLUMNS)

_AS_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_TIMES = slice(COLUMNS.index("received_at"), COLUMNS.index("returned_at") + 1)
_FEWEST_DIGITS_BEHIND_ZEROS = 5  # 000000001 and the like stand for "no number": they join strangers


def microseconds(moment: datetime) -> int:
    """Return an aware time as the register keeps it: microseconds since 1970, UTC."""
    return (moment - _EPOCH) // _MICROSECOND


def to_row(dossier: Dossier) -> tuple[Any, ...]:
    """Return the values of COLUMNS."""
    values = [getattr(dossier, name) for name in COLUMNS]
    values[1] = ";".join(dossier.other_codes)
    values[_TIMES] = [None if t is None else microseconds(t) for t in values[_TIMES]]
    values[15] = None if dossier.state is None else int(dossier.state)
    values[16] = int(dossier.has_result)
    values[-1] = _AS_JSON(dossier.extra) if dossier.extra else "{}"
    return tuple(values)


def from_row(row: tuple[Any, ...]) -> Dossier:
    """Return the dossier of the values of COLUMNS; times are Vietnam's."""
    values = list(row)
    values[1] = tuple(values[1].split(";")) if values[1] else ()
    values[_TIMES] = [
        None if t is None else (_EPOCH + t * _MICROSECOND).astimezone(VIETNAM) for t in values[_TIMES]
    ]
    values[15] = None if values[15] is None else DossierState(values[15])
    values[16] = bool(values[16])
    values[-1] = json.loads(values[-1])
    return Dossier(*values)


def number_key(number: str) -> str:
    """Return what two readings of one number have in common, its digits; "" for a placeholder, which finds nothing."""
    digits = re.sub(r"\D", "", as_digits(number))
    placeholder = len(digits.lstrip("0")) < _FEWEST_DIGITS_BEHIND_ZEROS or len(set(digits)) == 1
    return "" if placeholder else digits


def keys_of(dossier: Dossier) -> tuple[str | None, str | None]:
    """Return the values of KEYS."""
    return name_key(dossier.owner_name) or None, number_key(dossier.owner_number) or None


def codes_of(dossier: Dossier) -> list[tuple[str, str, int, str]]:
    """Return key, code, whether it is its own, and tail key, for each code of the dossier that can be looked up."""
    keys = ((code_key(code), code) for code in dossier.codes)
    return [(key, code, int(code == dossier.code), key[::-1]) for key, code in keys if key]


def searched_text(dossier: Dossier) -> str:
    """Return what `search` looks in: codes, number and name, folded, with a space around every word.

    A number with dots, and a name with an apostrophe, stand there twice: people type "H'Blui", "H Blui" and "HBlui".
    """
    parts = [fold(code) for code in dossier.codes]
    parts += dict.fromkeys((fold(dossier.owner_number), number_key(dossier.owner_number)))
    parts.append(fold(dossier.owner_name))
    if any(mark in dossier.owner_name for mark in "'’‘`ʼ"):
        parts.append(fold(re.sub("['’‘`ʼ]\\s*", "", dossier.owner_name)))
    return "\n".join(f" {part} " for part in parts if part)
