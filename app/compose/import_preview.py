"""What an import would do, without doing it: files, pages, kinds, duplicates, names, and the time and room it needs."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from app.capture.pickup import FileChangedError, NotAFileError, SourceError
from app.compose.books import Books
from app.compose.eye import read_options
from app.compose.importing import expectations_of, list_of, source_of
from app.domain.batch import Batch, Listed
from app.domain.batch_preview import Preview
from app.domain.errors import NeedsPersonError, UnreadableError
from app.domain.page import CaptureShape
from app.domain.requests import ReadOptions
from app.ocr import door as reader
from app.pipeline.batch_intake import written_path
from app.pipeline.import_ports import ImportSource
from app.pipeline.ports import Crew

EXAMPLES = 20  # names that do not parse, unreadable files: as many are named
INSPECT_SECONDS = 60.0
TIMED_PAGES = 4  # pages that are really read, to say how long all of them take
COPIES = 3.2  # bytes kept for each byte of the source: capture, sealed file, the store's copy, and readings


@dataclass(slots=True)
class _Looker:
    """Looks through a source; `looked` is told each path, for progress."""

    books: Books
    batch: Batch
    source: ImportSource
    crew: Crew
    looked: Callable[[str], None]
    preview: Preview = field(default_factory=Preview)
    seen: set[bytes] = field(default_factory=set)
    timed: list[Path] = field(default_factory=list)

    def look(self, room: Path) -> Preview:
        expectations = expectations_of(self.batch, self.books)
        asked: deque[tuple[str, Path, Future[CaptureShape]]] = deque()
        for number, entry in enumerate(self.source.entries()):
            path = written_path(entry.path)
            self.looked(path)
            if entry.refused:
                self.preview.refused += 1
                continue
            self.preview.files += 1
            codes = expectations.codes(path)
            self.preview.expected += bool(codes)
            if expectations.naming and not codes and expectations.named(path) is None:
                self.preview.unparsed += 1
                _example(self.preview.unparsed_examples, path)
            copy = room / str(number)
            if self._fresh(entry, path, copy):
                future = self.crew.submit(
                    reader.inspect, str(copy), Path(path).name, timeout_seconds=INSPECT_SECONDS, first=False
                )
                asked.append((path, copy, future))
            if len(asked) > 2 * self.crew.workers:
                self._inspected(*asked.popleft())
        while asked:
            self._inspected(*asked.popleft())
        return self.preview

    def _fresh(self, entry: Listed, path: str, copy: Path) -> bool:
        """Copy the file (workers read copies: the source may be far) unless its bytes are known; count it."""
        digest = hashlib.sha256()
        try:
            opened = self.source.open(entry.path)
            try:
                with copy.open("wb") as out:
                    for chunk in opened.chunks():
                        digest.update(chunk)
                        out.write(chunk)
            finally:
                opened.close()
        except (SourceError, NotAFileError, FileChangedError) as trouble:
            copy.unlink(missing_ok=True)
            self._unreadable(path, type(trouble).__name__)
            return False
        self.preview.bytes += entry.size
        known = bool(self.books.journal.of_capture(digest.hexdigest()))
        twice = digest.digest() in self.seen
        self.seen.add(digest.digest())
        self.preview.known += known
        self.preview.duplicates += twice and not known
        if known or twice:
            copy.unlink()
        return not (known or twice)

    def _inspected(self, path: str, copy: Path, future: Future[CaptureShape]) -> None:
        try:
            shape = future.result()
        except NeedsPersonError as trouble:
            failure = trouble.failure.value if isinstance(trouble, UnreadableError) else trouble.message.id
            self._unreadable(path, failure)
        else:
            self.preview.kinds[shape.media_type] += 1
            self.preview.pages += shape.page_count
            if len(self.timed) < TIMED_PAGES:
                self.timed.append(copy)
                return
        copy.unlink()

    def _unreadable(self, path: str, failure: str) -> None:
        self.preview.troubles[failure] += 1
        _example(self.preview.unreadable_examples, path)


def preview(
    books: Books, batch: Batch, crew: Crew, looked: Callable[[str], None] = lambda _: None
) -> Preview:
    """Return what an import would do; nothing is recorded. SourceAwayError when the folder goes away meanwhile."""
    with tempfile.TemporaryDirectory(dir=books.spool.workroom(), prefix="preview-") as room:
        looker = _Looker(books, batch, source_of(batch.folder), crew, looked)
        found = looker.look(Path(room))
        found.listed = list_of(batch, books)
        options = read_options(books.workspace.settings, batch.quality)
        times = list(_timed(looker.timed, crew, options))
        if times:
            found.seconds = sum(times) / len(times) * found.pages / crew.workers
    found.room_bytes = int(found.bytes * COPIES)
    found.free_bytes = shutil.disk_usage(books.workspace.root).free
    return found


def _timed(copies: list[Path], crew: Crew, options: ReadOptions) -> Iterator[float]:
    """Yield how many seconds the first page of each file takes, read in turn."""
    for copy in copies:
        began = time.perf_counter()
        with contextlib.suppress(NeedsPersonError):
            crew.submit(
                reader.read_page, str(copy), 1, options, timeout_seconds=options.page_seconds, first=False
            ).result()
            yield time.perf_counter() - began


def _example(examples: list[str], path: str) -> None:
    if len(examples) < EXAMPLES:
        examples.append(path)
