"""The sender: takes due dossiers from the outbox, several at once, beside any number of other senders."""

from __future__ import annotations

import json
import logging
import threading
import uuid
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass

from sqlalchemy import Connection

from app.domain.synchronisation import Cause, Difference, Parcel, SyncTrouble
from app.gateway.port import Gateway
from app.server.database import do
from app.server.outbox import Claim, claim, finish, give_back
from app.server.parts import ServedStore
from app.server.sync.parcels import Links, parcel_of
from app.server.sync.road import Attempt, OpenLink, deliver
from app.server.sync.rules import SyncRules

_log = logging.getLogger(__name__)
# The same for every dossier: the others are not tried.
_STANDS_BACK = {Cause.UNREACHABLE, Cause.LOGIN_REFUSED}
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 5.0, 300.0
_IDLE_SECONDS = 5.0


@dataclass(slots=True)
class Sum:
    """What a run has done."""

    equal: int = 0
    errors: int = 0
    stood_back: str = ""  # the cause for which it ended early


class Sender:
    """Sends to one system. Made once for a process."""

    def __init__(
        self, store: ServedStore, gateway: Gateway, rules: SyncRules, links: Links, open_link: OpenLink | None
    ) -> None:
        """Put the parts together; `open_link` None: links are compared, and not opened."""
        self._store, self._gateway, self._rules, self._links = store, gateway, rules, links
        self._open = open_link
        self._me = uuid.uuid4().hex

    @property
    def target(self) -> str:
        """The name of the system."""
        return self._gateway.name

    def until_idle(self, at_once: int, end: threading.Event | None = None) -> Sum:
        """Send what is due now; end when nothing is, when told to, or when the other side can't be reached."""
        done = Sum()
        self._forget()
        with ThreadPoolExecutor(at_once) as pool:
            while not (end and end.is_set()) and (
                claims := claim(self._store.database, self._gateway.name, self._me, at_once * 4)
            ):
                stop = threading.Event()
                causes = list(pool.map(lambda one, stop=stop: self._try(one, stop), claims))
                give_back(
                    self._store.database,
                    [one for one, (begun, _) in zip(claims, causes, strict=True) if not begun],
                    self._me,
                )
                ended = [cause for begun, cause in causes if begun]
                done.equal += ended.count(None)
                done.errors += len(ended) - ended.count(None)
                if stop.is_set():
                    done.stood_back = next(cause for cause in ended if cause in _STANDS_BACK) or ""
                    break
        return done

    def forever(self, at_once: int, end: threading.Event) -> None:
        """Send until told to end; while the other side can't be reached, ask less and less often."""
        pause = _FIRST_PAUSE_SECONDS
        while not end.is_set():
            try:
                done = self.until_idle(at_once, end)
            except Exception:  # noqa: BLE001 - whatever it is: what was claimed is free again later
                _log.exception("sending to %s", self.target)  # the database, perhaps: it comes back
                done = Sum(stood_back=Cause.DEFECT)
            end.wait(pause if done.stood_back else _IDLE_SECONDS)
            in_vain = done.stood_back and not done.equal
            pause = min(_LONGEST_PAUSE_SECONDS, pause * 2) if in_vain else _FIRST_PAUSE_SECONDS

    def _try(self, claimed: Claim, stop: threading.Event) -> tuple[bool, str | None]:
        """Whether the dossier was begun, and how it ended."""
        if stop.is_set():
            return False, None
        database = self._store.database
        with database.reading() as connection:
            began = database.now(connection)
            parcel, attempt = self._parcel(connection, claimed)
        if parcel is not None:
            attempt = self._deliver(parcel)
        if attempt.cause in _STANDS_BACK:
            stop.set()
        if parcel is not None and set(attempt.other_codes) - set(parcel.dossier.codes):
            self._store.register.learn_codes(parcel.dossier.code, attempt.other_codes)
        with database.changing() as connection:
            self._write_down(connection, claimed, attempt, began)
        return True, attempt.cause

    def _deliver(self, parcel: Parcel) -> Attempt:
        try:
            return deliver(self._gateway, parcel, self._store.blobs.read, self._open)
        except Exception as bug:  # noqa: BLE001 - shown as a defect of this dossier, and the others go on
            _log.exception("a defect while sending to %s", self._gateway.name)
            return Attempt([Difference(Cause.DEFECT, theirs=type(bug).__name__)])

    def _forget(self) -> None:
        """Let go of requests and answers that ended well some time ago; the attempts themselves stay, as evidence."""
        with self._store.database.changing() as connection:
            now = self._store.database.now(connection)
            do(connection, _FORGET, before=now - self._rules.kept_microseconds)

    def _parcel(self, connection: Connection, claimed: Claim) -> tuple[Parcel | None, Attempt]:
        try:
            return parcel_of(connection, claimed.dossier, self._links), Attempt()
        except SyncTrouble as trouble:
            return None, Attempt([trouble.difference])

    def _write_down(self, connection: Connection, claimed: Claim, attempt: Attempt, began: int) -> None:
        now = self._store.database.now(connection)
        cause, tries = attempt.cause, claimed.tries + 1
        pause = self._rules.pause(cause, tries) if cause else None
        finish(
            connection,
            claimed,
            self._me,
            cause,
            tries=0 if cause is None else tries,
            next=None if pause is None else now + pause,
            equal_at=now if cause is None else None,
        )
        do(
            connection,
            "INSERT INTO sync_attempts (dossier, target, began_at, ended_at, change, cause, differences, exchanges)"
            " VALUES (:dossier, :target, :began, :now, :change, :cause, :differences, :exchanges)",
            dossier=claimed.dossier, target=claimed.target, began=began, now=now, change=claimed.change, cause=cause,
            differences=_as_json(asdict(one) for one in attempt.problems),
            exchanges=_as_json(
                asdict(one)
                for one in attempt.kept.exchanges
                if cause or one.operation != self._gateway.looking  # what was seen then is what was sent
            ),
        )  # fmt: skip


_FORGET = """
UPDATE sync_attempts SET exchanges = '[]' WHERE cause IS NULL AND exchanges <> '[]' AND ended_at < :before"""


def _as_json(parts: Iterable[dict[str, object]]) -> str:
    return json.dumps(list(parts), ensure_ascii=False, default=str)
