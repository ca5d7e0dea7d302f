"""A mend, or its undoing, that kills itself at a boundary.

`python -m tests.faults.mend_boundaries mend|undo WORKSPACE FOLDER NUMBER`: boundaries are just before and just after
each call that makes something durable. How scans stood is kept of two at a time here.
"""

from __future__ import annotations

import sys
from pathlib import Path

from app.compose import import_review
from app.compose.books import open_books
from app.pipeline.batch_mending import Mend
from app.settings import open_workspace
from app.storage.batch_mends import MendBook
from app.storage.batches import BatchBook
from app.storage.journal import SqliteJournal
from tests.faults.import_boundaries import lay_mines

BY_NAME = Mend(naming=("**/{code}",))
DURABLE: tuple[tuple[type, str], ...] = (
    (MendBook, "put"),
    (BatchBook, "put"),
    (MendBook, "call_undone"),
    (SqliteJournal, "record"),
)


def act(what: str, workspace: Path, folder: str) -> None:
    """Mend everything that is held by the names of its files, or undo the last mend."""
    import_review._PORTION = 2
    with open_books(open_workspace(workspace)) as books:
        review = import_review.Review.of(books, folder)
        review.mend(BY_NAME) if what == "mend" else review.undo()


if __name__ == "__main__":
    lay_mines(int(sys.argv[4]), DURABLE)
    act(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
