"""What the served store tells of dossiers that are stored but not synchronised, and what it does about them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from app.domain.indicators import Period
from app.domain.synchronisation import NotSynchronised
from app.storage.durable import write_file
from app.storage.http.answers import refused
from app.storage.http.connection import Connection

_FORMS = ("xlsx", "pdf")
_CHUNK_BYTES = 1 << 16


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


def causes(connection: Connection, unit: str = "") -> dict[str, int]:
    """Return how many dossiers of the own units (or of one) have an error, by cause; TryAgainError as above."""
    found: dict[str, int] = {}
    for one in connection.json("GET", "sync", params={"unit": unit}).get("targets", ()):
        for cause, count in one["causes"].items():
            found[cause] = found.get(cause, 0) + int(count)
    return found


def send_again(connection: Connection, *, dossier: str = "", cause: str = "", unit: str = "") -> int:
    """Let one dossier, or all with a cause (of a unit), be sent again now; return how many have an error.

    NeedsPersonError when the account may not; TryAgainError when the store can't be asked.
    """
    asked = {"dossier": dossier, "cause": cause, "unit": unit}
    return int(connection.json("POST", "sync/resend", json=asked)["resent"])


def write_sync_report(
    connection: Connection, folder: Path, period: Period, unit: str, language: str
) -> list[Path]:
    """Write the report for the department of science and technology: XLSX and PDF; return them. Errors as above."""
    written = []
    for form in _FORMS:
        asked = {"from": f"{period.first}", "to": f"{period.last}", "unit": unit, "form": form}
        headers = {"Accept-Language": language}
        with closing(connection.call("GET", "sync/report", params=asked, headers=headers)) as answer:
            if not answer.ok:
                raise refused(answer, connection.url)
            written.append(folder / f"sync_{period.first}_{period.last}.{form}")
            write_file(written[-1], answer.iter_content(_CHUNK_BYTES))
    return written


def _told(one: dict[str, Any]) -> NotSynchronised:
    since = datetime.fromisoformat(one["since"]) if one.get("since") else None
    told = f"{one['told']} ({one['mender_told']})"
    return NotSynchronised(one["dossier"], one["target"], one["unit"], since, told)
