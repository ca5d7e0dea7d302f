"""What people do with an import beside running it: look through what is held, and mend groups."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from app.compose.books import Books
from app.compose.importing import chosen, expectations_of
from app.domain.batch import Batch, BatchFile, Choices, FileState
from app.domain.batch_expected import Expectations
from app.domain.errors import UsageError
from app.domain.messages import Message
from app.domain.scan import Scan, Severity
from app.pipeline.batch_mending import (
    Before,
    Change,
    Codes,
    Group,
    Mend,
    groups_of,
    mend,
    of_unit,
    planned,
    undo,
)
from app.storage.journal_batches import JournalBatches

_PORTION = 500


def import_named(books: Books, name: str) -> Batch:
    """Return the import with this id or folder; UsageError when there is none."""
    folder = name if "://" in name else str(Path(name).absolute())
    batch = books.batches.batch(name) or books.batches.of_folder(folder)
    if batch is None:
        raise UsageError(Message.of("import-none", name=name))
    return batch


@dataclass(frozen=True, slots=True)
class Review:
    """The review of one import."""

    books: Books
    batch: Batch

    @classmethod
    def of(cls, books: Books, name: str) -> Review:
        """Return the review of the import with this id or folder; UsageError when there is none."""
        return cls(books, import_named(books, name))

    def groups(self) -> list[Group]:
        """Return the held scans by reason, the commonest first."""
        return groups_of(self._held())

    def set_aside(self) -> Iterator[BatchFile]:
        """Yield the files that could not be taken, with their reasons."""
        return self.books.batches.files(
            self.batch.id, FileState.UNREADABLE, FileState.REFUSED, FileState.GONE
        )

    def plan(self, way: Mend) -> Iterator[Change]:
        """Yield what a mend would change; UsageError when the way is none."""
        if way.unit:
            return self._planned(way, lambda scan: of_unit(scan, way.unit))
        expectations = self._expectations(way)
        return self._planned(way, lambda scan: expectations.codes(scan.path))

    def mend(self, way: Mend) -> int:
        """Mend the group, and let later files be understood the same way; return how many scans are matched anew."""
        mends = secrets.token_hex(8)
        self.books.batches.mends.put(self.batch.id, mends, [_understood(self.batch)])
        done = 0
        changes = self.plan(way)
        books, who = self.books, self.books.workspace.settings.who
        while portion := list(islice(changes, _PORTION)):
            # How they stood is on the disk before any of them is touched: whatever happens then can be undone.
            books.batches.mends.put(self.batch.id, mends, [_kept(Before.of(one)) for one in portion])
            done += mend(portion, books.journal, books.clock, who, books.desk.recorded)
        self._keep(way)
        return done

    def undo(self) -> tuple[int, list[str]]:
        """Undo the last mend; return how many scans stand as before, and the ids of those that went too far.

        It counts as undone when all of it is: after a crash on the way, undoing again goes on with the rest.
        """
        last = self.books.batches.mends.last(self.batch.id)
        for one in last.before:
            if "naming" in one:
                self.books.batches.put(_as_understood(self.batch, one))
        before = [_from_kept(one) for one in last.before if "scan" in one]
        who = self.books.workspace.settings.who
        undone = undo(before, self.books.journal, self.books.clock, who, self.books.desk.recorded)
        self.books.batches.mends.call_undone(last.mend)
        return undone

    def _expectations(self, way: Mend) -> Expectations:
        if not (way.naming or way.manifest or (way.columns and self.batch.manifest)):
            raise UsageError(Message.of("import-mend-how"))
        return expectations_of(self._mended(way), self.books)

    def _planned(self, way: Mend, codes: Codes) -> Iterator[Change]:
        return planned(self._held(), way.reason, codes, self.books.register.by_code)

    def _keep(self, way: Mend) -> None:
        """Files that come later are to be understood as the mended ones; the profile stays, others may use it."""
        self.books.batches.put(self._mended(way))

    def _mended(self, way: Mend) -> Batch:
        changed = chosen(
            self.batch, Choices(manifest=way.manifest or None, columns=way.columns or None), self.books
        )
        return replace(changed, naming=way.naming or changed.naming)

    def _held(self) -> Iterator[Scan]:
        return self._scans().scans(self.batch.id, held=True)

    def _scans(self) -> JournalBatches:
        return JournalBatches(self.books.journal.database)


def _understood(batch: Batch) -> dict[str, object]:
    return {"naming": batch.naming, "manifest": batch.manifest, "columns": batch.columns}


def _as_understood(batch: Batch, kept: dict[str, Any]) -> Batch:
    columns = tuple((field, header) for field, header in kept["columns"])
    return replace(batch, naming=tuple(kept["naming"]), manifest=kept["manifest"], columns=columns)


def _kept(before: Before) -> dict[str, object]:
    hold = [before.hold.id, dict(before.hold.arguments)]
    severity = before.severity.value
    return {
        "scan": before.scan,
        "expected": before.expected,
        "hold": hold,
        "severity": severity,
        "given": before.given,
    }


def _from_kept(kept: dict[str, object]) -> Before:
    expected, hold = kept["expected"], kept["hold"]
    assert isinstance(expected, list)
    assert isinstance(hold, list)
    given = kept.get("given")  # mends kept by older versions have none
    codes = tuple(given) if isinstance(given, list) else None
    return Before(str(kept["scan"]), tuple(expected), Message(*hold), Severity(str(kept["severity"])), codes)
