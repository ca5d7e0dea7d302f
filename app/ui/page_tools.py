"""The tools above the page: turning pages, zoom, turning the view."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton

from app.ui import icons, look
from app.ui.texts import Texts

TOOLS = (
    "previous",
    "next",
    "zoom-out",
    "zoom-in",
    "fit-width",
    "fit-page",
    "rotate",
)  # also the names of the icons


class PageTools(QFrame):
    """Only buttons and labels; the page panel says what they do."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.setProperty("kind", "toolbar")
        self.where, self.percent = QLabel(), QLabel()
        self.buttons: dict[str, QToolButton] = {}
        self.where.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.where.setMinimumWidth(72)
        self.percent.setProperty("kind", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.SMALL, look.TIGHT, look.SMALL, look.TIGHT)
        row.setSpacing(2)
        for name in TOOLS:
            button = self.buttons[name] = QToolButton()
            button.setIconSize(QSize(look.ICON, look.ICON))
            texts.bind(self, button.setToolTip, f"station-tool-{name}")
            texts.bind(self, button.setAccessibleName, f"station-tool-{name}")
            row.addWidget(button)
            if name == "previous":
                row.addWidget(self.where)
            if name == "next":
                row.addStretch(1)
                row.addWidget(self.percent)

    def dressed(self, colours: look.Colours) -> None:
        """Take the colours of a theme."""
        for name, button in self.buttons.items():
            button.setIcon(icons.icon(name, colours.text, colours.border))

    def tell(self, place: int, total: int) -> None:
        """Say which page of how many is shown (0: none)."""
        self.where.setText(self._texts.text("station-page-of", n=place, total=total) if total else "")
        self.buttons["previous"].setEnabled(place > 1)
        self.buttons["next"].setEnabled(0 < place < total)
        for name in ("zoom-in", "zoom-out", "fit-width", "fit-page", "rotate"):
            self.buttons[name].setEnabled(total > 0)
