"""Practice: the station over samples in a workspace of its own, marked so that nobody takes it for the real one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.ui.cards import label
from app.ui.texts import Texts


def practice_band(texts: Texts) -> QLabel:
    """Return the band that lies over the window all the time."""
    band = label("", "strong", wrap=True)
    band.setProperty("banner", "asks")
    band.setObjectName("practice")
    band.setAlignment(Qt.AlignmentFlag.AlignCenter)
    texts.bind(band, band.setText, "practice-band")
    return band
