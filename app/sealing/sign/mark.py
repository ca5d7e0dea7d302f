"""The visible mark of a copy: SAO Y, the agency, the time, drawn as a picture of black letters on nothing.

Decree 30/2020/ND-CP, annex I: text only, upright letters like Times, size 10, black. A picture mask is valid in every
PDF/A level (no font, no transparency), and hides nothing that lies under it.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from app.domain.errors import EnvironmentLackError
from app.domain.ledger import VIETNAM
from app.domain.messages import Message
from app.sealing.textlayer import cleaned

KIND = "SAO Y"
SIZE_POINTS = 10.0
_LINE_POINTS = 12.0
_WIDEST_POINTS = 200.0  # a long agency is broken into lines
_DOTS_PER_POINT = 600 / 72  # letters as sharp as a good printer's
_MARGIN_DOTS = 2
_FACES = (
    "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf",
    "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf",
    "C:/Windows/Fonts/times.ttf",
    "/Library/Fonts/Times New Roman.ttf",
    "/System/Library/Fonts/Supplemental/Times New Roman.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in one shape: its lines, and its size in points."""

    lines: tuple[str, ...]
    width: float
    height: float

    @property
    def text(self) -> str:
        """What it says."""
        return "\n".join(self.lines)

    def drawn(self) -> Image.Image:
        """Return it as a picture of 1 bit a pixel, black where letters are."""
        width, height = (round(side * _DOTS_PER_POINT) for side in (self.width, self.height))
        picture = Image.new("1", (width, height), 1)
        pen = ImageDraw.Draw(picture)
        for place, line in enumerate(self.lines):
            baseline = round((place * _LINE_POINTS + SIZE_POINTS) * _DOTS_PER_POINT)
            pen.text((width / 2, baseline), line, fill=0, font=_face(), anchor="ms")
        return picture


def marks(office: str, at: datetime) -> tuple[Mark, ...]:
    """Return the mark in the shapes that may be laid on a page, the best first: a block, two lines, one line."""
    when = f"{at.astimezone(VIETNAM):%d/%m/%Y; %H:%M:%S} +07:00"
    name = cleaned(office).strip()
    block = [KIND, *_broken(name), when]
    shapes = [
        block,
        [f"{KIND} - {name}" if name else KIND, when],
        [" - ".join(filter(None, (KIND, name, when)))],
    ]
    distinct = [shape for place, shape in enumerate(shapes) if shape not in shapes[:place]]
    return tuple(_shaped(shape) for shape in distinct)


def _broken(name: str) -> list[str]:
    """Return the name in lines no wider than the mark may be."""
    lines: list[str] = []
    for word in name.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _face().getlength(longer) / _DOTS_PER_POINT <= _WIDEST_POINTS:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _shaped(lines: Sequence[str]) -> Mark:
    width = max(_face().getlength(line) for line in lines) + 2 * _MARGIN_DOTS
    height = _LINE_POINTS * len(lines) + 2 * _MARGIN_DOTS / _DOTS_PER_POINT
    return Mark(tuple(lines), width / _DOTS_PER_POINT, height)


@functools.cache
def _face() -> ImageFont.FreeTypeFont:
    for file in _FACES:
        if Path(file).is_file():
            return ImageFont.truetype(file, round(SIZE_POINTS * _DOTS_PER_POINT))
    raise EnvironmentLackError(Message.of("sign-no-font", system=sys.platform))
