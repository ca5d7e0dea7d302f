"""Makes one reading of two of the same page, prepared differently: each part of it as it was read better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.ocr.hocr import ReadLine
from app.ocr.order import in_order
from app.ocr.prepare import Prepared

_SHARED = 0.5  # of the lower line's height: lines that share more are the same print
_SURE = 0.6  # mean certainty from which a line that only the other reading has is taken


def worth(lines: Sequence[ReadLine]) -> float:
    """Return what speaks for a reading: its letters, weighed by how sure they are."""
    words = (word for line in lines for word in line.words)
    return sum(len(word.text) * max(0.0, word.certainty - 0.3) for word in words)


def certainty(lines: Sequence[ReadLine]) -> float | None:
    """Return how sure the engine is, letter by letter; None when it read nothing."""
    letters = sum(len(word.text) for line in lines for word in line.words)
    sure = sum(len(word.text) * word.certainty for line in lines for word in line.words)
    return sure / letters if letters else None


def blended(lines: Sequence[ReadLine], others: Sequence[ReadLine]) -> list[ReadLine]:
    """Return the lines, each as the reading of more worth has it; `others` are in the same pixels."""
    placed: list[tuple[float, list[ReadLine]]] = []  # where in the order of `lines`, and what
    for mine, theirs in _groups(lines, others):
        if mine:
            best = mine if worth(mine) >= worth(theirs) else theirs
            placed.append((min(_place(lines, line) for line in mine), best))
        elif (certainty(theirs) or 0.0) >= _SURE:
            above = [n for n, line in enumerate(lines) if line.bottom <= theirs[0].bottom]
            placed.append((max(above, default=-1) + 0.5, theirs))
    placed.sort(key=lambda entry: entry[0])
    return in_order([line for _, chosen in placed for line in chosen])


def _place(lines: Sequence[ReadLine], wanted: ReadLine) -> int:
    return next(n for n, line in enumerate(lines) if line is wanted)


def in_pixels_of(lines: Sequence[ReadLine], of: Prepared, to: Prepared) -> list[ReadLine]:
    """Return lines of one prepared picture in pixels of another of the same page, turned and straightened alike."""
    scale = to.dpi / of.dpi
    across = to.image.size[0] / 2 - of.image.size[0] / 2 * scale
    down = to.image.size[1] / 2 - of.image.size[1] / 2 * scale

    def x(value: float) -> int:
        return round(value * scale + across)

    def y(value: float) -> int:
        return round(value * scale + down)

    return [
        ReadLine(
            tuple(
                replace(word, left=x(word.left), top=y(word.top), right=x(word.right), bottom=y(word.bottom))
                for word in line.words
            ),
            x(line.left), y(line.top), x(line.right), y(line.bottom),
            line.start_y * scale + down, line.end_y * scale + down,
        )
        for line in lines
    ]  # fmt: skip


def _groups(
    lines: Sequence[ReadLine], others: Sequence[ReadLine]
) -> list[tuple[list[ReadLine], list[ReadLine]]]:
    """Return the lines and the others in groups that show the same print."""
    groups: list[tuple[list[ReadLine], list[ReadLine]]] = [([line], []) for line in lines]
    for other in others:
        met = [group for group in groups if any(_same_print(other, one) for one in group[0] + group[1])]
        joined: tuple[list[ReadLine], list[ReadLine]] = ([], [other])
        for group in met:
            joined[0].extend(group[0])
            joined[1].extend(group[1])
        groups = [group for group in groups if not any(group is one for one in met)] + [joined]
    return groups


def _same_print(one: ReadLine, other: ReadLine) -> bool:
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > 0 and down > _SHARED * min(one.bottom - one.top, other.bottom - other.top)
