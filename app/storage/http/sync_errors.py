"""What the served store tells of dossiers that are stored, but not synchronised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from app.domain.synchronisation import NotSynchronised
from app.storage.http.connection import Connection


def not_synchronised(connection: Connection, language: str) -> Iterator[NotSynchronised]:
    """Yield every dossier of the own units with an error; TryAgainError when the store can't be asked."""
    after = ""
    while True:
        asked = {"limit": "1000", "after": after}
        page = connection.json("GET", "sync/errors", params=asked, headers={"Accept-Language": language})
        yield from (_told(one) for one in page.get("errors", ()))
        after = str(page.get("next_after") or "")
        if not after:
            return


def _told(one: dict[str, Any]) -> NotSynchronised:
    since = datetime.fromisoformat(one["since"]) if one.get("since") else None
    told = f"{one['told']} ({one['mender_told']})"
    return NotSynchronised(one["dossier"], one["target"], one["unit"], since, told)
