"""Recognises a page that is nothing but one picture (and perhaps invisible text)."""

from __future__ import annotations

import pikepdf
from pikepdf import Dictionary, Name, Stream

from app.sealing.invisible import Instructions, instructions_of, without_invisible_text
from app.sealing.paper import Matrix
from app.sealing.troubles import DAMAGE

_HIDDEN = 2 | 32  # annotation flags: hidden, not to be viewed
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_HARMLESS = {
    "q", "Q", "cm", "gs", "BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "Tr", "Tz", "Tc", "Tw", "TL", "Ts",
    "g", "G", "rg", "RG", "k", "K", "w", "d", "j", "J", "M", "i", "ri", "BMC", "BDC", "EMC", "MP", "DP", "n", "re", "W",
    "W*",
}  # fmt: skip


def sole_picture(page: pikepdf.Page) -> tuple[Stream, Matrix] | None:
    """Return the one image that a page draws, and the matrix it is drawn with; None when it draws anything else."""
    if any(_is_seen(annotation) for annotation in page.obj.get("/Annots", ())):
        return None
    try:
        instructions, _ = without_invisible_text(instructions_of(page))
    except DAMAGE:
        return None
    drawn = _drawn(instructions)
    if drawn is None:
        return None
    name, matrix = drawn
    resources = page.obj.get("/Resources")
    objects = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    image = objects.get(name) if isinstance(objects, Dictionary) else None
    if not isinstance(image, Stream) or image.get("/Subtype") != Name.Image:
        return None
    return image, matrix


def _is_seen(annotation: object) -> bool:
    """Tell whether an annotation (a typed note, a stamp) draws anything on the page."""
    if not isinstance(annotation, Dictionary) or "/AP" not in annotation:
        return False
    return annotation.get("/Subtype") != Name.Popup and not int(annotation.get("/F", 0)) & _HIDDEN


def _drawn(instructions: Instructions) -> tuple[str, Matrix] | None:
    """Return name and matrix of the only thing drawn."""
    current, saved = _IDENTITY, []
    found: tuple[str, Matrix] | None = None
    for operands, operator in instructions:
        name = str(operator)
        if name == "q":
            saved.append(current)
        elif name == "Q":
            current = saved.pop() if saved else _IDENTITY
        elif name == "cm":
            current = multiplied(_matrix(operands), current)
        elif name == "Do" and found is None:
            found = (str(operands[0]), current)
        elif name not in _HARMLESS:
            return None
    return found


def _matrix(operands: object) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in operands)  # type: ignore[attr-defined]
    return a, b, c, d, e, f


def multiplied(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that applies `first`, then `then` (PDF's row vectors)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )
