"""Opens what a check of the workspace looks at, alone on the workspace where it mends."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator

from app.compose.books import Books, open_books, utc_now
from app.compose.store import own_store
from app.domain.messages import Message
from app.pipeline.checking import Finding, check_spool, check_store, counted
from app.settings import Workspace
from app.storage.journal_rebuild import differences, rebuild
from app.storage.lock import workspace_lock


def check(workspace: Workspace, tell: Callable[[Finding], None], *, mend: bool) -> Counter[str]:
    """Read through spool, store and journal; tell every finding and return the sums (see `counted`).

    With `mend`, UsageError while another program works on the workspace.
    """
    with contextlib.ExitStack() as held:
        if mend:
            held.enter_context(workspace_lock(workspace.lock, utc_now))
        books = held.enter_context(open_books(workspace))
        return counted(_findings(books, mend=mend), tell)


def _findings(books: Books, *, mend: bool) -> Iterator[Finding]:
    yield from _journal(books, mend=mend)
    files = (path.parent.name + path.name for path in books.spool.files())
    yield from check_spool(books.spool, books.store, books.journal.scans(), files, mend=mend)
    with own_store(books.workspace, books.clock) as own:  # a served store is checked where it is served
        yield from check_store(own, books.spool, own.all_receipts(), mend=mend)


def _journal(books: Books, *, mend: bool) -> Iterator[Finding]:
    """Whether the standings are what the facts say: they can always be made again."""
    wrong = differences(books.journal.database)
    if wrong and mend:
        rebuild(books.journal.database)
    for scan in wrong:
        yield Finding("journal", "altered", "", Message.of("check-standing", scan=scan), mend, "facts")
