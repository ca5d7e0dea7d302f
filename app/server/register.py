"""The register in the store's database: takes dossiers in batches, gives what changed since a moment, and finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, text

from app.domain.dossier import Dossier
from app.domain.messages import Message
from app.server.accounts import Account
from app.server.audit import Act, write_down
from app.server.database import Row, ServerDatabase, many, moment_of
from app.server.outbox import note_register
from app.server.register_search import Question, among, found
from app.server.signing import StoreKey
from app.server.units import Claims, as_today, unit_in_code, unit_of
from app.storage.register_exchange import exchanged
from app.storage.register_files import json_rows
from app.storage.register_import import merged
from app.storage.register_rows import RefusedRowError, fields_of, plain
from app.storage.register_schema import COLUMNS, from_row, searched_text, to_row
from app.storage.tables import Misshapen

_AT_ONCE = 500  # rows of one transaction
_NAMES = ", ".join(COLUMNS)
_ADDED = (*COLUMNS, "unit", "updated_at", "search_text")
_INSERT = f"INSERT INTO dossiers ({', '.join(_ADDED)}) VALUES ({', '.join(':' + name for name in _ADDED)})"  # noqa: S608
_UPDATE = f"UPDATE dossiers SET {', '.join(f'{name} = :{name}' for name in _ADDED)} WHERE id = :id"  # noqa: S608


@dataclass(slots=True)
class Taken:
    """What became of the rows of one batch."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[tuple[int, Message]] = field(default_factory=list)


def _asked_of(before: Dossier | None, after: Dossier) -> tuple[str, ...]:
    """The units for which whoever writes this row must answer: a new dossier may not carry another unit's code."""
    named = unit_of(before) if before else as_today(unit_in_code(after.code)) or unit_of(after)
    return named, unit_of(after)


class ServedRegister:
    """The dossiers of every unit. Each account sees and changes its own units' only."""

    def __init__(self, database: ServerDatabase, key: StoreKey) -> None:
        """Work on a database; imports are written down with the store's key."""
        self._database, self._key = database, key

    def take(self, account: Account, elements: list[Any]) -> Taken:
        """Take dossiers as the gateway's JSON has them; rows of foreign units and malformed ones are refused each."""
        taken = Taken()
        rows = list(_understood(elements, taken))
        for begin in range(0, len(rows), _AT_ONCE):
            self._take_some(account, rows[begin : begin + _AT_ONCE], taken)
        taken.refused.sort(key=lambda refusal: refusal[0])
        return taken

    def _take_some(self, account: Account, rows: list[tuple[int, dict[str, Any]]], taken: Taken) -> None:
        with self._database.writing() as connection:
            now = self._database.dated(connection, "dossiers")
            known = _known(connection, [fields["code"] for _, fields in rows])
            claims = Claims.of(connection, account, _every_code(fields for _, fields in rows))
            new: dict[str, Dossier] = {}
            changed: dict[str, tuple[int, Dossier]] = {}
            for number, fields in rows:
                key = fields["code"].lower()
                row_id, before = known.get(key, (None, None))
                after = merged(before, fields)
                if not all(account.answers_for(unit) for unit in _asked_of(before, after)):
                    taken.refused.append((number, Message.of("problem-foreign-unit")))
                    continue
                if foreign := claims.foreign_code(before, after):
                    taken.refused.append((number, Message.of("problem-foreign-code", code=foreign)))
                    continue
                if after == before:
                    taken.unchanged += 1
                    continue
                if before is None:
                    taken.added += 1
                else:
                    taken.updated += 1
                known[key] = (row_id, after)
                if row_id is None:
                    new[key] = after
                else:
                    changed[key] = (row_id, after)
            self._write(connection, account, list(new.values()), list(changed.values()), now)

    def _write(
        self,
        connection: Connection,
        account: Account,
        new: list[Dossier],
        changed: list[tuple[int, Dossier]],
        now: int,
    ) -> None:
        if not new and not changed:
            return
        if new:
            connection.execute(text(_INSERT), [_values(dossier, now) for dossier in new])
        if changed:
            connection.execute(text(_UPDATE), [_values(dossier, now) | {"id": i} for i, dossier in changed])
        units = {unit_of(dossier) for dossier in new} | {unit_of(dossier) for _, dossier in changed}
        connection.execute(
            text("INSERT INTO units VALUES (:unit) ON CONFLICT DO NOTHING"),
            [{"unit": unit} for unit in units],
        )
        detail = {"added": len(new), "updated": len(changed)}
        note_register(connection, [dossier.code for dossier in (*new, *(one_ for _, one_ in changed))], now)
        unit = units.pop() if len(units) == 1 else ""
        write_down(connection, self._key, Act(account.name, "dossiers-taken", "", unit, detail), now)

    def learn_codes(self, code: str, others: Sequence[str]) -> None:
        """Let a dossier be found by codes that another system gave it, too; its own is never replaced."""
        with self._database.writing() as connection:
            row_id, before = _known(connection, [code]).get(code.lower(), (None, None))
            new = [other for other in others if before and other not in before.codes]
            if before is None or not new:
                return
            now = self._database.dated(connection, "dossiers")
            after = replace(before, other_codes=(*before.other_codes, *new))
            connection.execute(text(_UPDATE), _values(after, now) | {"id": row_id})
            act = Act("-", "code-learned", code, unit_of(after), {"codes": new})
            write_down(connection, self._key, act, now)

    def page(self, account: Account, question: Question) -> list[Row]:
        """Return the rows of one page, in the order of their last change."""
        with self._database.telling() as connection:
            own = None
            if not account.everywhere or question.unit:
                own = units_of(connection, account, question.unit)
            return found(connection, self._database.dialect, question, own)


def shown(row: Row) -> dict[str, Any]:
    """Return a dossier as the API shows it."""
    values = tuple(row[name] for name in COLUMNS)
    return exchanged(from_row(values)) | {"updated_at": moment_of(row["updated_at"]).isoformat()}


def _understood(elements: list[Any], taken: Taken) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, row, titles in json_rows(elements):
        if isinstance(row, Misshapen):
            taken.refused.append((number, row.reason))
            continue
        try:
            yield number, fields_of(row, {header: plain(title) for header, title in titles.items()})
        except RefusedRowError as refused:
            taken.refused.append((number, refused.reason))


def _every_code(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    for fields in rows:
        yield from (fields["code"], *fields.get("other_codes", ()))


def _known(connection: Connection, codes: list[str]) -> dict[str, tuple[int | None, Dossier | None]]:
    values = {f"code{number}": code.lower() for number, code in enumerate(codes)}
    rows = many(
        connection,
        f"SELECT id, {_NAMES} FROM dossiers WHERE {among('lower(code)', len(codes), 'code')}",  # noqa: S608
        **values,
    )
    return {row["code"].lower(): (row["id"], from_row(tuple(row[name] for name in COLUMNS))) for row in rows}


def _values(dossier: Dossier, now: int) -> dict[str, Any]:
    return dict(zip(COLUMNS, to_row(dossier), strict=True)) | {
        "unit": unit_of(dossier),
        "updated_at": now,
        "search_text": searched_text(dossier),
    }


def units_of(connection: Connection, account: Account, wanted: str) -> Sequence[str]:
    """Return the units known that are the account's, and of these the one wanted ("": all) and those under it."""
    every = (row["unit"] for row in many(connection, "SELECT unit FROM units"))
    return [
        unit
        for unit in every
        if account.answers_for(unit) and (not wanted or unit == wanted or unit.startswith(f"{wanted}."))
    ]
