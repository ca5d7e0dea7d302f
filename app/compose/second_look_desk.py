"""The second look of a workspace, as the supervisor's window asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.compose.books import Books
from app.compose.supervision import open_acts, second_looks
from app.domain.dossier import Dossier
from app.domain.lessons import learn
from app.domain.quality import Quality, Verdict
from app.domain.scan import Scan
from app.supervision.overview import LIST_AT_ONCE


@dataclass(frozen=True, slots=True)
class WorkspaceSecondLook:
    """Port SecondLook, under the account of the workspace."""

    books: Callable[[], Books]

    def waiting(self) -> list[tuple[Scan, Dossier | None]]:
        """Return the first links that this account is to see again, each with its dossier."""
        books = self.books()
        with open_acts(books) as acts:
            waiting = second_looks(books, acts).waiting(books.workspace.settings.who, LIST_AT_ONCE)
        return [(scan, books.register.by_code(scan.dossier or "")) for scan in waiting]

    def quality(self) -> tuple[Quality, dict[str, int]]:
        """Return the figures, and which kinds of evidence spoke for links found wrong."""
        books = self.books()
        with open_acts(books) as acts:
            return second_looks(books, acts).quality(learn(books.journal.lives()))

    def judge(self, scan: str, verdict: Verdict, reason: str) -> None:
        """Record a verdict durably; UsageError when it was not drawn, or is of the person who linked it."""
        books = self.books()
        with open_acts(books) as acts:
            second_looks(books, acts).judge(scan, verdict, books.workspace.settings.who, reason)

    def page(self, scan: Scan, page: int, max_side: int) -> bytes:
        """Return a page of a scan as a plain picture (PNM)."""
        return self.books().desk.page_picture(scan, page, max_side)
