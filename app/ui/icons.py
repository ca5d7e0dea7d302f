"""The icons of resources/icons, in any colour and size."""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.settings import resources

SHARPNESS = 2.0  # drawn at twice the size, so that icons stay crisp at 200 %


@functools.cache
def _drawing(name: str) -> str:
    return (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@functools.lru_cache(512)
def picture(name: str, colour: str, size: int) -> QPixmap:
    """Return the icon `name` in `colour` (#rrggbb), `size` device-independent pixels wide."""
    pixmap = QPixmap(round(size * SHARPNESS), round(size * SHARPNESS))
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(SHARPNESS)
    return pixmap


def icon(name: str, colour: str, faint: str | None = None, size: int = 18) -> QIcon:
    """Return the icon for a button: in `colour`, and in `faint` while the button is disabled."""
    made = QIcon(picture(name, colour, size))
    if faint:
        made.addPixmap(picture(name, faint, size), QIcon.Mode.Disabled)
    return made
