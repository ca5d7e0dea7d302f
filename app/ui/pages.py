"""Pictures of pages: rendered and decoded in the pool, kept while they are likely to be looked at again."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial

from PIL import Image
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage

from app.domain.arrangement import PageRef
from app.domain.errors import NeedsPersonError
from app.domain.messages import Message
from app.domain.page import Box
from app.domain.scan import Scan
from app.pipeline.desk import Desk
from app.ui.bridge import Bridge, Line

LONGEST_SIDE = 2400  # pixels: an A4 page at about 200 dpi
THUMBNAIL_SIDE = 260
KEPT_BYTES = 90_000_000  # about four A4 pages in colour: one behind, two ahead
SMALLEST_LEVEL = 500


@dataclass(frozen=True, slots=True)
class PageKey:
    """Which picture: a page of a capture as it was turned by a reading or a person, and cropped.

    `page` is its number in the scan, which changes nothing in the picture.
    """

    ref: PageRef
    page: int = field(compare=False)
    side: int = LONGEST_SIDE


@dataclass(frozen=True, slots=True)
class Picture:
    """A page at full size and halved again and again, so that painting it small is quick and smooth."""

    levels: tuple[QImage, ...]

    @property
    def width(self) -> int:
        """Width in pixels at full size."""
        return self.levels[0].width()

    @property
    def height(self) -> int:
        """Height in pixels at full size."""
        return self.levels[0].height()

    @property
    def bytes(self) -> int:
        """Memory it takes."""
        return sum(level.sizeInBytes() for level in self.levels)

    def level_for(self, scale: float) -> QImage:
        """Return the smallest level that has at least `scale` times the full size."""
        fitting = [level for level in self.levels if level.width() >= self.width * scale * 0.98]
        return fitting[-1] if fitting else self.levels[0]


def page_key(scan: Scan, page: int, side: int = LONGEST_SIDE) -> PageKey:
    """Return the key of a page of this scan."""
    ref = scan.origin(page)
    if not ref.reading:  # how it is turned is known from the scan's own reading
        ref = replace(ref, reading=scan.reading or "")
    return PageKey(ref, page, side)


def decode(encoded: bytes, crop: Box | None = None) -> Picture:
    """Return the picture in an encoded image, or the part of it that is kept. For any thread.

    NeedsPersonError when it can't be decoded.

    Not by Qt: its picture plugins ask for translations with a lock held. Ours come from Python, so a thread that
    decodes would wait for the interpreter while the window, which holds it, waits for that lock: both for ever.
    """
    try:
        with Image.open(io.BytesIO(encoded)) as opened:
            kept = opened if crop is None else opened.crop(_pixels(crop, opened.size))
            size, data = kept.size, kept.convert("RGBA").tobytes("raw", "BGRA")
    except (OSError, ValueError, SyntaxError) as trouble:
        raise NeedsPersonError(Message.of("station-page-not-shown")) from trouble
    width, height = size
    borrowed = QImage(data, width, height, 4 * width, QImage.Format.Format_RGB32)
    levels = [borrowed.copy()]  # the copy owns its bytes
    while max(levels[-1].width(), levels[-1].height()) > 2 * SMALLEST_LEVEL:
        last = levels[-1]
        levels.append(
            last.scaled(
                max(1, last.width() // 2),
                max(1, last.height() // 2),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )
    return Picture(tuple(levels))


def _pixels(crop: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    left, top = round(crop.x * size[0]), round(crop.y * size[1])
    right, bottom = round((crop.x + crop.w) * size[0]), round((crop.y + crop.h) * size[1])
    return left, top, max(left + 1, right), max(top + 1, bottom)


class PageStore(QObject):
    """Gives pictures on the GUI thread; the least lately used go when there are too many."""

    def __init__(self, desk: Desk, bridge: Bridge) -> None:
        super().__init__()
        self._desk, self._bridge = desk, bridge
        self._kept: OrderedDict[PageKey, Picture] = OrderedDict()

    def at_hand(self, key: PageKey) -> Picture | None:
        """Return a picture that needs no waiting, or None."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def want(
        self,
        scan: Scan,
        page: int,
        then: Callable[[PageKey, Picture], None],
        failed: Callable[[Message], None],
    ) -> None:
        """Give the page to `then`, at once where it is at hand; only the last page wanted is delivered."""
        key = page_key(scan, page)
        if picture := self.at_hand(key):
            self._bridge.drop("page")
            then(key, picture)
            return

        def arrived(picture: Picture) -> None:
            self.keep(key, picture)
            then(key, picture)

        self._bridge.ask(lambda: self.render(scan, key), arrived, failed, topic="page")

    def thumbnails(self, scan: Scan, pages: Iterable[int], then: Callable[[int, Picture], None]) -> None:
        """Give small pictures of the pages, one after the other."""
        for page in pages:
            key = page_key(scan, page, THUMBNAIL_SIDE)
            if picture := self.at_hand(key):
                then(page, picture)
            else:
                self._bridge.ask(
                    partial(self.render, scan, key),
                    partial(self._thumbnail_came, key, then),
                    line=Line.AHEAD,
                    topic=f"thumbnail-{page}",
                )

    def _thumbnail_came(self, key: PageKey, then: Callable[[int, Picture], None], picture: Picture) -> None:
        self.keep(key, picture)
        then(key.page, picture)

    def has(self, key: PageKey) -> bool:
        """Whether the picture is at hand; may be asked from any thread."""
        return key in self._kept

    def render(self, scan: Scan, key: PageKey) -> Picture:
        """Return the picture, rendered and decoded now: not for the GUI thread."""
        return decode(self._desk.page_picture(scan, key.page, key.side), key.ref.crop)

    def keep(self, key: PageKey, picture: Picture) -> None:
        """Keep a picture at hand."""
        self._kept[key] = picture
        self._kept.move_to_end(key)
        total = sum(kept.bytes for kept in self._kept.values())
        while total > KEPT_BYTES and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            total -= oldest.bytes
