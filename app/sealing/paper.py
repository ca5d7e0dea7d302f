"""Where things stand on a page: sizes in points (1/72 inch), turned pictures, fractions of the upright page."""

from __future__ import annotations

from dataclasses import dataclass

from app.sealing.pictures.picture import Picture

POINTS_PER_INCH = 72.0
LONGEST_SIDE = 14400.0  # points: the limit of PDF (ISO 32000-1, annex C)
SHORTEST_SIDE = 3.0  # points: the limit of PDF/A (ISO 19005-2, 6.1.13)

Matrix = tuple[float, float, float, float, float, float]
_Corner = tuple[float, float]

_TURN_OF = {0: 1, 90: 6, 180: 3, 270: 8}  # clockwise degrees as EXIF orientations


@dataclass(frozen=True, slots=True)
class Paper:
    """An upright page: width and height in points."""

    width: float
    height: float


def paper_of(picture: Picture, rotation: int, dpi: int) -> Paper:
    """Return the upright page of a picture at `dpi`, so that it prints at 100 % of its size.

    The file's own resolution is taken where it rounds to `dpi` (299.7 for 300) or differs between the axes (fax).
    A page longer than PDF allows is shrunk to the limit.
    """
    across, down = _resolution(picture.dpi, max(dpi, 1))
    width = picture.width * POINTS_PER_INCH / across
    height = picture.height * POINTS_PER_INCH / down
    if _lies_on_its_side(picture.orientation) != (rotation in (90, 270)):
        width, height = height, width
    shrink = min(1.0, LONGEST_SIDE / max(width, height))
    return Paper(max(width * shrink, SHORTEST_SIDE), max(height * shrink, SHORTEST_SIDE))


def placement(orientation: int, rotation: int, paper: Paper) -> Matrix:
    """Return the matrix that lays a picture (PDF's unit square) on the whole paper.

    `orientation` (EXIF, 1 to 8) is undone first, then the picture is turned `rotation` degrees clockwise.
    """

    def to_page(u: float, v: float) -> _Corner:
        x, y = _turned(_TURN_OF[rotation % 360], *_turned(orientation, u, v))
        return x * paper.width, (1 - y) * paper.height

    origin, right, up = to_page(0, 1), to_page(1, 1), to_page(0, 0)
    return (
        right[0] - origin[0],
        right[1] - origin[1],
        up[0] - origin[0],
        up[1] - origin[1],
        origin[0],
        origin[1],
    )


def upright_to_page(box: tuple[float, float, float, float], turn: int) -> tuple[Paper, Matrix]:
    """Return the upright paper of an existing page, and the matrix from upright points to the page's own space.

    `box` is the page's visible box (left, bottom, right, top); `turn` how far (clockwise) it is shown turned.
    """
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    match turn % 360:
        case 90:
            return Paper(height, width), (0, 1, -1, 0, right, bottom)
        case 180:
            return Paper(width, height), (-1, 0, 0, -1, right, top)
        case 270:
            return Paper(height, width), (0, -1, 1, 0, left, top)
        case _:
            return Paper(width, height), (1, 0, 0, 1, left, bottom)


def _resolution(stated: tuple[float, float] | None, dpi: int) -> tuple[float, float]:
    if stated is None:
        return dpi, dpi
    across, down = stated
    if round(max(stated)) == dpi and 0.2 < down / across < 5:  # a fax has 204 x 98 at the coarsest
        return across, down
    return dpi, dpi


def _lies_on_its_side(orientation: int) -> bool:
    return orientation in (5, 6, 7, 8)


def _turned(orientation: int, u: float, v: float) -> _Corner:
    """Return where the point (u right, v down) of a stored picture is shown, by its EXIF orientation."""
    return {
        1: (u, v),
        2: (1 - u, v),
        3: (1 - u, 1 - v),
        4: (u, 1 - v),
        5: (v, u),
        6: (1 - v, u),
        7: (1 - v, 1 - u),
        8: (v, 1 - u),
    }[orientation]
