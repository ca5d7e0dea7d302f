"""CAPTURED → Read with Separated, for tables beside the scans of a folder: they are no results, but lists of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import NeedsPersonError, UsageError
from app.domain.facts import Fact, Read, Separated
from app.domain.manifest_table import Manifest, is_list_name
from app.domain.messages import Message
from app.domain.page import CaptureShape, Reading
from app.domain.scan import Clock, Lane, Scan
from app.pipeline.folder_lists import list_mark
from app.pipeline.ports import Spool

_NO_PAGES = Reading(CaptureShape("text/csv", 0), (), "table")


@dataclass(frozen=True, slots=True)
class TableStage:
    """Takes tables of the counter's folders as lists; every other capture is read by `read`."""

    spool: Spool
    table: Callable[[Path], Manifest]
    clock: Clock
    read: Callable[[Scan], Sequence[Fact]]

    def work(self, scan: Scan) -> Sequence[Fact]:
        """Return Read and Separated of a table, whose codes are then expected; NeedsPersonError when it has none."""
        if scan.lane is not Lane.COUNTER or not is_list_name(scan.source):
            return self.read(scan)
        try:
            manifest = self.table(self.spool.path(scan.capture))
        except UsageError as trouble:
            raise NeedsPersonError(trouble.message) from trouble
        if not manifest.expected:
            raise NeedsPersonError(Message.of("hold-list-empty", source=scan.source))
        now = self.clock()
        separated = Separated(
            scan=scan.id,
            at=now,
            pages=(),
            expected=manifest.expected,
            marks=(list_mark(scan.folder),),
            caution=_refused(manifest),
        )
        return [Read(scan=scan.id, at=now, reading=self.spool.put_reading(_NO_PAGES)), separated]


def _refused(manifest: Manifest) -> Message | None:
    """What a person must know of rows that do not count."""
    if not manifest.refused:
        return None
    rows = ", ".join(str(one.row) for one in manifest.refused[:10])
    return Message.of("list-rows-refused", rows=rows, count=len(manifest.refused))
