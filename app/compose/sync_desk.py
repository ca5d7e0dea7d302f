"""What a supervisor's workstation has the served store do about dossiers that are not synchronised."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.compose.store import kept_credential
from app.domain.indicators import Period
from app.settings import Workspace
from app.storage.http import sync_errors
from app.storage.http.connection import Connection


@dataclass(frozen=True, slots=True)
class ServedSynchronisation:
    """Port Synchronisation, over the store of the settings; each call is one of its own."""

    workspace: Workspace

    def causes(self, unit: str | None, say: Callable[[str], str]) -> list[tuple[str, str, int]]:
        """Return each cause of an error, its words, and how many dossiers have it, the most frequent first."""
        with self._connection() as connection:
            found = sync_errors.causes(connection, unit or "")
        told = [(cause, say(f"sync-cause-{cause}"), count) for cause, count in found.items()]
        return sorted(told, key=lambda one: (-one[2], one[0]))

    def resend(self, dossiers: Sequence[str]) -> int:
        """Let these dossiers be sent again now; return how many of them have an error."""
        with self._connection() as connection:
            return sum(sync_errors.send_again(connection, dossier=one) for one in dict.fromkeys(dossiers))

    def resend_all(self, cause: str, unit: str | None) -> int:
        """Let all dossiers with this cause be sent again now; return how many."""
        with self._connection() as connection:
            return sync_errors.send_again(connection, cause=cause, unit=unit or "")

    def report(self, folder: Path, period: Period, unit: str | None) -> list[Path]:
        """Write the report for the department of science and technology: XLSX and PDF."""
        folder.mkdir(parents=True, exist_ok=True)
        with self._connection() as connection:
            language = self.workspace.settings.language
            return sync_errors.write_sync_report(connection, folder, period, unit or "", language)

    @contextlib.contextmanager
    def _connection(self) -> Iterator[Connection]:
        settings = self.workspace.settings
        with contextlib.closing(
            Connection(settings.store_url, kept_credential(self.workspace), settings.store_ca)
        ) as connection:
            yield connection
