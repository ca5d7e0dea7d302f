"""What each command of the station does: one table from the name of an act to the act."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.domain.messages import Message
from app.ui.notice_bar import Word
from app.ui.page_view import ZOOM_STEP, Fit
from app.ui.queue_model import Shelf

if TYPE_CHECKING:
    from app.ui.station import StationWindow


def station_acts(window: StationWindow) -> dict[str, Callable[[], object]]:
    """Return every act of the window, by name."""
    pages, acts = window.pages, window.decision.acts
    table: dict[str, Callable[[], object]] = {
        "accept": partial(_enter, window),
        "search": window.decision.focus_search,
        "hold": lambda: acts.ask_reason("hold"),
        "release": window.clerk.release,
        "reject": lambda: acts.ask_reason("reject"),
        "unlink": window.clerk.unlink,
        "confirm": lambda: acts.ask_reason("confirm"),
        "undo": window.clerk.undo,
        "next": partial(_walk, window, +1),
        "previous": partial(_walk, window, -1),
        "page-next": lambda: pages.step(+1),
        "page-previous": lambda: pages.step(-1),
        "zoom-in": lambda: pages.view.zoom(ZOOM_STEP),
        "zoom-out": lambda: pages.view.zoom(1 / ZOOM_STEP),
        "fit-width": lambda: pages.view.fit_to(Fit.WIDTH),
        "fit-page": lambda: pages.view.fit_to(Fit.PAGE),
        "rotate": pages.view.turn,
        "queue": window.focus_queue,
        "filter": window.queue.filter.setFocus,
        "folder": partial(_open_folder, window),
        "escape": partial(_escape, window),
        "leave": window.close,
    }
    for shelf in Shelf:
        table[f"shelf-{shelf.value}"] = partial(window.queue.show_shelf, shelf)
    for digit in range(1, 10):
        table[f"choose-{digit}"] = partial(window.clerk.choose, digit)
    return table


def _enter(window: StationWindow) -> None:
    """Enter: confirm what is being typed, or else accept the chosen dossier."""
    search, acts = window.decision.search, window.decision.acts
    if acts.asking:
        acts.confirm_reason()
    elif search.box.hasFocus() and search.box.text().strip():
        search.take()
    elif window.queue.filter.hasFocus():
        window.focus_queue()
    else:
        window.clerk.accept()


def _escape(window: StationWindow) -> None:
    """Escape: put away what is open, the innermost first."""
    if window.decision.acts.asking:
        window.decision.acts.close_reason()
    elif window.decision.search.box.text():
        window.decision.search.close_hits()
    elif window.queue.filter.text():
        window.queue.filter.clear()
    window.focus_queue()


def _walk(window: StationWindow, by: int) -> None:
    """Go on or back by a row of the queue."""
    model, view = window.model, window.queue.view
    place = view.currentIndex().row() + by if view.currentIndex().isValid() else 0
    if 0 <= place < model.rowCount():
        view.selectRow(place)


def _open_folder(window: StationWindow) -> None:
    """Show the first scanner folder in the desktop's file manager."""
    folders = window.outfit.settings.folders
    if folders:
        QDesktopServices.openUrl(QUrl.fromLocalFile(folders[0].path))
    else:
        window.tell(Word(Message.of("station-empty-no-folder")))
