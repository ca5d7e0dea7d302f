"""`sohoa` without a command: the window."""

from __future__ import annotations

import os
import sys

from app.commands.session import Session, translations
from app.compose.station import open_station
from app.domain.errors import EnvironmentLackError, SohoaError
from app.domain.messages import Message
from app.language import Translator
from app.pipeline.desk import warm


def open_window(session: Session) -> int:
    """Open the workstation; return the exit code. EnvironmentLackError without a display.

    Why it does not open is told in a box, too.
    """
    if not has_display():
        raise EnvironmentLackError(Message.of("no-display"))
    try:
        with open_station(session.workspace, session.translator, rests=True) as station:
            warm(station.desk)  # its worker loads what shows pages while this process loads the window
            from app.compose.window import show_window  # noqa: PLC0415 - Qt is loaded only for the window

            return show_window(station)
    except SohoaError as trouble:
        from app.compose.window import show_refusal  # noqa: PLC0415

        show_refusal(_speaker(session).say(trouble.message))
        raise


def _speaker(session: Session) -> Translator:
    """Return the session's translator; when the settings can't even be read, one without them."""
    try:
        return session.translator
    except SohoaError:
        return Translator(session.language or "vi", translations())


def has_display() -> bool:
    """Return whether a window can be opened here."""
    return sys.platform in ("win32", "darwin") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
