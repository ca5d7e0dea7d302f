"""What each command of the station does: one table from the name of an act to the act."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.domain.messages import Message
from app.ui.answers import RELATIONS, SAME
from app.ui.dialogs import Dialogs
from app.ui.notice_bar import Word
from app.ui.page_acts import QUARTER
from app.ui.page_view import ZOOM_STEP, Fit
from app.ui.parts import Parts
from app.ui.queue_rows import Shelf


def station_acts(parts: Parts, dialogs: Dialogs) -> dict[str, Callable[[], object]]:
    """Return every act of the parts and dialogs, by name."""
    pages, box = parts.pages, parts.decision.acts
    table: dict[str, Callable[[], object]] = {
        "accept": partial(_enter, parts),
        "search": parts.decision.focus_search,
        "form": parts.decision.form.begin,
        "hold": lambda: box.ask_reason("hold"),
        "release": parts.acts.release,
        "reject": lambda: box.ask_reason("reject"),
        "unlink": parts.acts.unlink,
        "cut": parts.acts.cut,
        "confirm": lambda: box.ask_reason("confirm"),
        "undo": parts.acts.undo,
        "next": partial(_walk, parts, +1),
        "previous": partial(_walk, parts, -1),
        "page-next": lambda: pages.step(+1),
        "page-previous": lambda: pages.step(-1),
        "zoom-in": lambda: pages.view.zoom(ZOOM_STEP),
        "zoom-out": lambda: pages.view.zoom(1 / ZOOM_STEP),
        "fit-width": lambda: pages.view.fit_to(Fit.WIDTH),
        "fit-page": lambda: pages.view.fit_to(Fit.PAGE),
        "queue": parts.queue.take_keys,
        "filter": parts.queue.filter.setFocus,
        "folder": partial(_open_folder, parts),
        "mask": partial(_mask, parts),
        "notice": parts.notices.put_away,
        "escape": partial(_escape, parts),
    }
    table |= {name: getattr(dialogs, name) for name in ("sheet", "settings", "help", "keys", "about")}
    table |= page_edits(parts, dialogs)
    table |= {answer: partial(parts.answers.same, answer) for answer in SAME}
    for relation in RELATIONS:
        table[relation] = partial(parts.answers.relate, relation)
    for shelf in Shelf:
        table[f"shelf-{shelf.value}"] = partial(parts.queue.show_shelf, shelf)
    for digit in range(1, 10):
        table[f"choose-{digit}"] = partial(parts.clerk.choose, digit)
    return table


def page_edits(parts: Parts, dialogs: Dialogs) -> dict[str, Callable[[], object]]:
    """Return every act that changes the pages of the open scan, by name."""
    acts = parts.page_acts
    return {
        "rotate": acts.turn,
        "rotate-left": lambda: acts.turn(-QUARTER),
        "pages-earlier": lambda: acts.shift(-1),
        "pages-later": lambda: acts.shift(+1),
        "pages-remove": acts.remove,
        "pages-crop": parts.pages.area.begin,
        "pages-split": acts.split,
        "pages-merge": acts.merge,
        "pages-insert": lambda: dialogs.ask_file(acts.insert),
        "pages-replace": lambda: dialogs.ask_file(acts.replace),
    }


def _enter(parts: Parts) -> None:
    """Enter: confirm what is being typed, or else accept the chosen dossier."""
    search, box = parts.decision.search, parts.decision.acts
    if box.reason.asking:
        box.reason.give()
    elif search.box.hasFocus() and search.box.text().strip():
        search.take()
    elif parts.queue.filter.hasFocus():
        parts.queue.take_keys()
    elif parts.decision.form.take():  # what is typed counts, and stops the key when it can't be so
        parts.queue.take_keys()
        parts.acts.accept()


def _escape(parts: Parts) -> None:
    """Escape: put away what is open, the innermost first."""
    if parts.pages.area.leave():
        return
    if parts.decision.acts.reason.asking:
        parts.decision.acts.reason.put_away()
    elif parts.decision.search.box.text():
        parts.decision.search.close_hits()
    elif parts.decision.form.typing:
        parts.decision.form.leave()
    elif parts.queue.filter.text():
        parts.queue.filter.clear()
    parts.queue.take_keys()


def _walk(parts: Parts, by: int) -> None:
    """Go on or back by a row of the queue."""
    model, view = parts.model, parts.queue.view
    place = view.currentIndex().row() + by if view.currentIndex().isValid() else 0
    if 0 <= place < model.rowCount():
        view.selectRow(place)


def _mask(parts: Parts) -> None:
    """Hide or show names in the queue."""
    parts.around.preferences.masked = not parts.around.preferences.masked
    parts.outfit.changed.emit()


def _open_folder(parts: Parts) -> None:
    """Show the first scanner folder in the desktop's file manager."""
    folders = parts.outfit.settings.folders
    if folders:
        QDesktopServices.openUrl(QUrl.fromLocalFile(folders[0].path))
    else:
        parts.notices.tell(Word(Message.of("station-empty-no-folder")))
