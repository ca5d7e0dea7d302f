"""The local copy of the store's register and receipts: what changed since the last look, page by page, durably."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from app.domain.dossier import Dossier
from app.storage.http.connection import Connection
from app.storage.http.memory import RoadMemory
from app.storage.http.receipts import receipt_of
from app.storage.register import SqliteRegister
from app.storage.register_exchange import dossier_of, exchanged
from app.storage.register_rows import RefusedRowError

AT_ONCE = 500
_log = logging.getLogger(__name__)


class RegisterCopy:
    """Keeps a register up to date with a store's. Each page is taken before its cursor is: a kill repeats one page."""

    def __init__(self, connection: Connection, memory: RoadMemory, register: SqliteRegister) -> None:
        self._connection, self._memory, self._register = connection, memory, register
        self._heard: dict[str, str] = {}  # as of when, by what: newer than what is kept while nothing changes

    @property
    def as_of(self) -> datetime | None:
        """The moment up to which the copy of the register is whole; None before the first time."""
        told = self._heard.get("dossiers") or self._memory.mark("dossiers-since")
        return datetime.fromisoformat(told) if told else None

    def refresh(self) -> int:
        """Take what has changed; return how many dossiers came. TryAgainError without the network."""
        count = 0
        for page in self._pages("dossiers", "updated_since"):
            dossiers = list(_understood(page))
            self._register.put(dossiers)
            count += len(dossiers)
        return count

    def refresh_receipts(self) -> int:
        """Take receipts given since the last look, to know of earlier results without the network; return how many."""
        count = 0
        for page in self._pages("results", "since"):
            receipts = [receipt_of(fields, self._connection.url) for fields in page]
            self._memory.keep_receipts(receipts)
            count += len(receipts)
        return count

    def send(self, dossiers: Iterable[Dossier]) -> int:
        """Hand dossiers to the store's register, for every workstation; return how many."""
        count, portion = 0, []
        for dossier in dossiers:
            portion.append(exchanged(dossier))
            if len(portion) == AT_ONCE:
                count += self._send(portion)
                portion = []
        return count + (self._send(portion) if portion else 0)

    def _send(self, rows: list[dict[str, Any]]) -> int:
        self._connection.json("POST", "dossiers", json={"dossiers": rows})
        return len(rows)

    def _pages(self, what: str, since: str) -> Iterator[list[dict[str, Any]]]:
        """Yield pages of changes; the next look begins where the store was when this one began."""
        while True:
            begun, cursor = self._memory.mark(f"{what}-begun"), self._memory.mark(f"{what}-cursor")
            asked = {since: self._memory.mark(f"{what}-since"), "cursor": cursor, "limit": str(AT_ONCE)}
            page = self._connection.json(
                "GET", what, params={name: text for name, text in asked.items() if text}
            )
            if rows := page.get(what) or []:
                yield rows
            begun = begun if cursor else str(page.get("as_of") or "")
            if more := page.get("next_cursor"):
                self._memory.keep_marks(**{f"{what}-cursor": str(more), f"{what}-begun": begun})
                continue
            if rows or cursor:  # nothing new is not worth a write every second
                marks = {f"{what}-cursor": "", f"{what}-begun": "", f"{what}-since": begun}
                self._memory.keep_marks(**marks)
            self._heard[what] = str(page.get("now") or begun)
            return


def _understood(rows: Iterable[Mapping[str, Any]]) -> Iterator[Dossier]:
    for row in rows:
        try:
            yield dossier_of({name: cell for name, cell in row.items() if name != "updated_at"})
        except RefusedRowError as refused:
            _log.warning("a dossier of the store was not understood: %s", refused)
