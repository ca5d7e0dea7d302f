"""Lays the mark into the signature's own appearance: a form with one picture mask."""

from __future__ import annotations

import zlib
from math import ceil, floor

from pyhanko.pdf_utils.content import RawContent, ResourceType
from pyhanko.pdf_utils.generic import BooleanObject, DictionaryObject, NameObject, NumberObject, StreamObject
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.stamp import StaticStampStyle

from app.sealing.paper import Matrix
from app.sealing.sign.mark import Mark
from app.sealing.sign.place import Place

_NAME = "/Mark"
Box = tuple[int, int, int, int]


class _MarkContent(RawContent):
    """The mark as drawing instructions; `turned` maps the unit square into the box."""

    def __init__(self, mark: Mark, width: float, height: float, turned: Matrix) -> None:
        numbers = " ".join(f"{value:.4f}" for value in turned)
        super().__init__(
            data=f"q 0 g {numbers} cm {_NAME} Do Q".encode("ascii"), box=BoxConstraints(width, height)
        )
        self._mark = mark

    def render(self) -> bytes:
        mask = self._ensure_writer.add_object(_mask(self._mark))
        self.set_resource(ResourceType.XOBJECT, NameObject(_NAME), mask)
        return super().render()


def box_on_page(place: Place, mark: Mark) -> tuple[Box, StaticStampStyle]:
    """Return the box of the mark in the first page's own space, and the style that draws it there upright."""
    to_page = place.to_page
    corners = [
        _mapped(to_page, place.x + across, place.y + up)
        for across, up in ((0, 0), (mark.width, 0), (0, mark.height), (mark.width, mark.height))
    ]
    left, right = floor(min(x for x, _ in corners)), ceil(max(x for x, _ in corners))
    bottom, top = floor(min(y for _, y in corners)), ceil(max(y for _, y in corners))
    origin, along, upward = corners[0], corners[1], corners[2]
    turned = (
        along[0] - origin[0],
        along[1] - origin[1],
        upward[0] - origin[0],
        upward[1] - origin[1],
        origin[0] - left,
        origin[1] - bottom,
    )
    content = _MarkContent(mark, right - left, top - bottom, turned)
    layout = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN, Margins.uniform(0))
    style = StaticStampStyle(
        border_width=0, background=content, background_opacity=1.0, background_layout=layout
    )
    return (left, bottom, right, top), style


def _mapped(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _mask(mark: Mark) -> StreamObject:
    """Return the picture as an image mask: a bit that is not set is painted in the current colour."""
    picture = mark.drawn()
    about = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(picture.width),
            NameObject("/Height"): NumberObject(picture.height),
            NameObject("/ImageMask"): BooleanObject(True),
            NameObject("/BitsPerComponent"): NumberObject(1),
            NameObject("/Filter"): NameObject("/FlateDecode"),
        }
    )
    return StreamObject(about, encoded_data=zlib.compress(picture.tobytes()))
