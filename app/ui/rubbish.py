"""Python's search for circles, on the GUI thread and in small portions while the window is open.

Left alone it begins in whatever thread happens to make objects: the window stands still while a reader's thread looks
through everything there is, and a Qt object left in a circle is destroyed outside its own thread, which may crash.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

LOOK_MILLISECONDS = 200


class Rubbish(QObject):
    """Collects about as often as Python would, between two events."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MILLISECONDS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Collect from now on, and nobody else."""
        gc.disable()
        self._timer.start()

    def end(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.enable()

    @Slot()
    def look(self) -> None:
        """Collect the youngest that have become many, and of the older what is due."""
        due = [count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if due[0]:
            gc.collect(2 if due[2] and due[1] else 1 if due[1] else 0)
