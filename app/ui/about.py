"""Which program this is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from app import __version__
from app.ui import icons, look
from app.ui.cards import label
from app.ui.texts import Texts

MARK = 96


class AboutDialog(QDialog):
    """Name, version, purpose, licence."""

    def __init__(self, parent: QWidget, texts: Texts) -> None:
        super().__init__(parent)
        texts.bind(self, self.setWindowTitle, "station-about-title")
        column = QVBoxLayout(self)
        column.setContentsMargins(look.WIDE * 2, look.WIDE, look.WIDE * 2, look.LARGE)
        column.setSpacing(look.SMALL)
        mark = QLabel()
        pixmap: QPixmap = icons.picture("sohoa", "#000000", MARK)
        mark.setPixmap(pixmap)
        column.addWidget(mark, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(label(f"Sohoa {__version__}", "title"), 0, Qt.AlignmentFlag.AlignHCenter)
        for text_id, kind in (("station-about-what", ""), ("station-about-licence", "small")):
            said = label("", kind, wrap=True)
            said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            texts.bind(self, said.setText, text_id)
            column.addWidget(said)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column.addSpacing(look.SMALL)
        column.addWidget(buttons)
        self.setMinimumWidth(420)
