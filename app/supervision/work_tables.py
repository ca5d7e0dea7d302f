"""A work list as a table, to give away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.storage.sheet_files import Table
from app.supervision.published import item_shape
from app.supervision.worklists import Item

_HEADS = {
    "subject": "overview-dossier",
    "unit": "report-unit",
    "owner": "overview-owner",
    "procedure_name": "overview-procedure",
    "since": "worklist-since",
    "assigned": "worklist-given-to",
    "note": "worklist-note",
    "why": "sync-head-cause",
}


def work_table(title: str, items: Sequence[Item], say: Callable[[str], str]) -> Table:
    """Return the table of a list; `say` gives the text of an id."""
    shapes = [item_shape(item) for item in items]
    rows = [[str(shape[name] or "") for name in _HEADS] for shape in shapes]
    return Table(title, (), [say(head) for head in _HEADS.values()], rows)
