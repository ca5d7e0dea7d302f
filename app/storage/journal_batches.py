"""The scans of one import, as the journal has them: listed in portions and counted, so that 100,000 cost no memory."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.errors import EnvironmentLackError
from app.domain.ledger import Tally
from app.domain.messages import Message
from app.domain.scan import Scan
from app.storage.codec import MisfitError, scan_from_json
from app.storage.database import Database

_OF_BATCH = "lane = 'batch' AND json_extract(body, '$.batch') = ?"  # as the indexes say it (journal_schema)
_ROWS_AT_ONCE = 500


class JournalBatches:
    """Port BatchScans over the journal's file. Safe to call from any thread."""

    def __init__(self, journal: Database) -> None:
        self._journal = journal

    def scans(self, batch: str, *, held: bool | None = None) -> Iterator[Scan]:
        """Yield every scan of an import (or only held ones), in the order of their births."""
        wanted = "" if held is None else f" AND held = {int(held)}"
        birth = 0
        while True:
            with self._journal.reading() as connection:
                rows = connection.execute(
                    f"SELECT birth, body FROM standings WHERE {_OF_BATCH}{wanted} AND birth > ?"  # noqa: S608
                    " ORDER BY birth LIMIT ?",
                    (batch, birth, _ROWS_AT_ONCE),
                ).fetchall()
            yield from (self._scan(body) for _, body in rows)
            if len(rows) < _ROWS_AT_ONCE:
                return
            birth = rows[-1][0]

    def tally(self, batch: str) -> Tally:
        """Return where the scans of an import stand."""
        query = f"SELECT bucket, count(*) FROM standings WHERE {_OF_BATCH} GROUP BY bucket"  # noqa: S608
        with self._journal.reading() as connection:
            counts = dict(connection.execute(query, (batch,)).fetchall())
        return Tally(captured=sum(counts.values()), **counts)

    def _scan(self, body: str) -> Scan:
        try:
            return scan_from_json(body)
        except MisfitError as trouble:
            message = Message.of("storage-database-damaged", file=str(self._journal.path))
            raise EnvironmentLackError(message) from trouble
