"""Help beside the work (F1): what is done how, with pictures that bench/screens.py makes, and all keys."""

from __future__ import annotations

from html import escape
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.settings import resources
from app.ui import look
from app.ui.keys import DEFAULT_KEYS, Keys
from app.ui.texts import Texts

# topic -> the picture that goes with it ("": none); names of views in bench/screens.py
TOPICS = {
    "day": "likely",
    "decide": "two-fit",
    "find": "search",
    "stop": "reason",
    "scan": "flawed",
    "pages": "",
    "end": "sheet",
    "public": "",
    "keys": "",
}
PICTURE = 620  # pixels wide


def picture_of(topic: str, language: str) -> Path | None:
    """Return the picture of a topic, None where it has none."""
    name = TOPICS[topic]
    return resources() / "help" / language / f"{name}.jpg" if name else None


class HelpWindow(QDialog):
    """Topics at the left, their text at the right. `keys_wanted`: a person wants to change keys."""

    keys_wanted = Signal()

    def __init__(self, parent: QWidget, texts: Texts, keys: Keys) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._texts, self._keys = texts, keys
        self.topics, self.page, self.change = QListWidget(), QTextBrowser(), QPushButton()
        self.topics.setFixedWidth(220)
        texts.bind(self, self.setWindowTitle, "help-title")
        texts.bind(self, self.topics.setAccessibleName, "help-topics")
        texts.bind(self, self.page.setAccessibleName, "help-title")
        texts.bind(self, self.change.setText, "help-change-keys")
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(look.MEDIUM, look.MEDIUM, look.MEDIUM, look.MEDIUM)
        row.addWidget(self.topics)
        row.addWidget(self.page, 1)
        column.addLayout(row, 1)
        column.addWidget(self.change, 0, Qt.AlignmentFlag.AlignRight)
        self.topics.currentRowChanged.connect(lambda _: self._show())
        self.change.clicked.connect(self.keys_wanted)
        texts.changed.connect(self._fill)
        self._fill()
        self.resize(920, 640)

    def _fill(self) -> None:
        place = max(0, self.topics.currentRow())
        self.topics.blockSignals(True)
        self.topics.clear()
        self.topics.addItems([self._texts.text(f"help-{topic}") for topic in TOPICS])
        self.topics.setCurrentRow(place)
        self.topics.blockSignals(False)
        self._show()

    def _show(self) -> None:
        topic = list(TOPICS)[self.topics.currentRow()]
        said = self._texts.text(f"help-{topic}-text").split("\n")
        html = f"<h2>{escape(self._texts.text(f'help-{topic}'))}</h2>"
        html += "".join(f"<p>{escape(paragraph)}</p>" for paragraph in said)
        if picture := picture_of(topic, self._texts.language):
            html += f'<p><img width="{PICTURE}" src="{QUrl.fromLocalFile(str(picture)).toString()}"></p>'
        self.page.setHtml(html + (self._table() if topic == "keys" else ""))

    def _table(self) -> str:
        rows = (
            f"<tr><td>{escape(self._texts.text(f'station-do-{act}'))}&nbsp;&nbsp;</td>"
            f"<td><b>{escape(self._keys.shown(act))}</b></td></tr>"
            for act in DEFAULT_KEYS
        )
        return f"<table>{''.join(rows)}</table>"
