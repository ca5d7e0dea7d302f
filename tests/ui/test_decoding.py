"""Pages are decoded beside the window, by nothing that could call back into it."""

from __future__ import annotations

import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QTranslator
from pytestqt.qtbot import QtBot

from app.domain.errors import NeedsPersonError
from app.ui.pages import decode


class Listener(QTranslator):
    """A translator that notes from which threads Qt asks it: each time it needs the interpreter."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: set[int] = set()

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        self.threads.add(threading.get_ident())
        return ""

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False


def png(colour: tuple[int, int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (90, 120), colour).save(out, "PNG")
    return out.getvalue()


def test_decoding_a_page_in_another_thread_never_asks_for_a_translation(qtbot: QtBot) -> None:
    """Qt's picture plugins translate with a lock held that the window may wait for while it holds the interpreter."""
    listener = Listener()
    QCoreApplication.installTranslator(listener)
    try:
        with ThreadPoolExecutor(1) as beside:
            beside.submit(decode, png((200, 30, 40))).result()
            with pytest.raises(NeedsPersonError):
                beside.submit(decode, b"no picture at all").result()
    finally:
        QCoreApplication.removeTranslator(listener)
    assert listener.threads <= {threading.get_ident()}


def test_a_decoded_page_has_the_size_and_colours_of_the_picture(qtbot: QtBot) -> None:
    whole = decode(png((200, 30, 40))).levels[0]
    assert (whole.width(), whole.height()) == (90, 120)
    colour = whole.pixelColor(45, 60)
    assert (colour.red(), colour.green(), colour.blue(), colour.alpha()) == (200, 30, 40, 255)
