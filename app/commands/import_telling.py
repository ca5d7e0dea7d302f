"""Tells how far an import is: a bar on a terminal, lines elsewhere, JSON lines with --json."""

from __future__ import annotations

import json
import sys
import time
from types import TracebackType
from typing import Self

import click
from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table

from app.commands.import_shapes import plain_progress, progress_shape
from app.commands.session import Session
from app.domain.messages import Message
from app.pipeline.batch_progress import Progress
from app.pipeline.ports import Event, Notice, WorkDelayed

_DELAYS_TOLD_EVERY_SECONDS = 30.0
_PATH_TOLD_EVERY_SECONDS = 2.0


class Teller:
    """Use as a context: the bar stands on the terminal meanwhile, and news are said above it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.by_lines = session.as_json or not sys.stderr.isatty()
        self._live = None if self.by_lines else Live(console=Console(stderr=True), refresh_per_second=4)
        self._delayed: dict[str, float] = {}
        self._looked = 0.0

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._live.stop()

    def heard(self, event: Event) -> None:
        """Say what concerns the whole import: notices, and delays now and then; scans are told by the sums."""
        match event:
            case Notice(message=message):
                self._session.tell(message)
            case WorkDelayed(message=message) if self._due(message.id):
                self._session.tell(message)

    def tell(self, progress: Progress) -> None:
        """Tell how far the import is."""
        if self._session.as_json:
            click.echo(json.dumps(progress_shape(progress), ensure_ascii=False))
        elif self._live is None:
            click.echo(plain_progress(self._session, progress), err=True)
        else:
            table = Table.grid()
            table.add_row(ProgressBar(total=max(1, sum(progress.files.values())), completed=progress.done))
            table.add_row(plain_progress(self._session, progress))
            table.add_row(progress.current)
            self._live.update(table)

    def looks_at(self, path: str) -> None:
        """Tell which file a preview looks at, now and then."""
        if time.monotonic() - self._looked >= _PATH_TOLD_EVERY_SECONDS:
            self._looked = time.monotonic()
            self._session.tell(Message.of("import-looks-at", path=path))

    def _due(self, message_id: str) -> bool:
        """Whether a delay of this kind was not told lately: thousands of scans may wait for one full disk."""
        now = time.monotonic()
        if now - self._delayed.get(message_id, -_DELAYS_TOLD_EVERY_SECONDS) < _DELAYS_TOLD_EVERY_SECONDS:
            return False
        self._delayed[message_id] = now
        return True
