"""The order of lines: an engine's blocks come as it likes, but what stands above a line is read before it."""

from __future__ import annotations

from collections.abc import Sequence

from app.ocr.hocr import ReadLine

_SHARED = 0.2  # of the narrower line's width: two lines that share less stand in columns of their own


def in_order(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """Return the lines in the engine's order, save that none comes before a line that stands above it.

    So columns stay together (the two of a paper's head), and a title is never read after its text.
    """
    left, ordered = list(lines), []
    while left:
        ready = (line for line in left if not any(_stands_above(other, line) for other in left))
        # lines that lean or touch may each seem to stand above the other: the topmost goes on then
        following = next(ready, None) or min(left, key=lambda line: line.top)
        left.remove(following)
        ordered.append(following)
    return ordered


def _stands_above(other: ReadLine, line: ReadLine) -> bool:
    shared = min(other.right, line.right) - max(other.left, line.left)
    narrower = min(other.right - other.left, line.right - line.left)
    return (
        other is not line
        and (other.top + other.bottom) / 2 < line.top
        and other.bottom < (line.top + line.bottom) / 2
        and shared > _SHARED * narrower
    )
