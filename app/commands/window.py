"""`sohoa` without a command: the window."""

from __future__ import annotations

import os
import sys

from app.commands.session import Session
from app.compose.station import open_station
from app.domain.errors import EnvironmentLackError
from app.domain.messages import Message


def open_window(session: Session) -> int:
    """Open the workstation; return the exit code. EnvironmentLackError without a display."""
    if not has_display():
        raise EnvironmentLackError(Message.of("no-display"))
    from app.compose.window import show_window  # noqa: PLC0415 - Qt is loaded only for the window

    with open_station(session.workspace, session.translator) as station:
        return show_window(station)


def has_display() -> bool:
    """Return whether a window can be opened here."""
    return sys.platform in ("win32", "darwin") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
