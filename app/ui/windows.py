"""A window beside the station is one row: how its menu entry is called, which key opens it, and what makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QWidget

from app.ui.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class SideWindow:
    """One row of the table in app/compose/side_windows.py. `text`: id of the menu entry's text; `make` also fills it.

    The window is made when it is asked for, is open once at most, and is closed with the station.
    """

    name: str
    text: str
    keys: str
    make: Callable[[QWidget, Surroundings], QDialog]
