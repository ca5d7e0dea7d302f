"""Locks the window by key or after some idle minutes, and opens it again: by any key, or by the PIN."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMainWindow

from app.domain.messages import Message
from app.ui import pin
from app.ui.commands import Commands
from app.ui.dialogs import Dialogs
from app.ui.shade import Idleness, Shade
from app.ui.surroundings import Surroundings


class Locking(QObject):
    """While locked, keys do nothing and nothing of the work is to be seen. `opened`: somebody is there again."""

    opened = Signal()

    def __init__(self, window: QMainWindow, around: Surroundings, dialogs: Dialogs, shade: Shade) -> None:
        super().__init__(window)
        self._window, self._around, self._dialogs, self._shade = window, around, dialogs, shade
        self._idleness = Idleness(window)
        self._commands: Commands | None = None
        self._idleness.lasted.connect(self.lock)
        shade.pin_typed.connect(self._try_pin)
        shade.lifted.connect(self._open)

    def use(self, commands: Commands) -> None:
        """Let these act only while the window is open, and watch as the preferences say now."""
        self._commands = commands
        self._idleness.watch(self._around.preferences.lock_minutes, self._window)

    @Slot()
    def lock(self) -> None:
        """Cover the window, and what is open beside it."""
        self._allow(allowed=False)
        self._shade.ask_pin = self._around.preferences.asks_pin
        self._shade.draw()

    @Slot()
    def _open(self) -> None:
        self._allow(allowed=True)
        self.opened.emit()

    def _allow(self, *, allowed: bool) -> None:
        if self._commands is not None:
            self._commands.enable(allowed=allowed)
        self._dialogs.cover(covered=not allowed)

    @Slot(str)
    def _try_pin(self, typed: str) -> None:
        shade, root = self._shade, self._around.workspace.root

        def tried(fits: bool) -> None:
            if fits:
                shade.lift()
            else:
                shade.refuse(Message.of("lock-pin-wrong"))

        self._around.bridge.ask(lambda: pin.fits(root, typed), tried, shade.refuse, topic="pin")
