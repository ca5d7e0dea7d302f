"""Which pages of which captures make up a result, as a person put them together. The captures never change."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.page import Box, Line, PageReading

WHOLE = Box(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class PageRef:
    """Where a page comes from: page `page` of the bytes `capture`, whose reading is `reading` ("": none yet).

    `turn` is how far it is turned clockwise from how it lies in the capture; None: upright as reading finds it.
    `crop` is what is kept of it, in fractions of the page so turned; a cropped page always has its turn.
    `meant` is the dossier that its scan was linked or first proposed to when a person merged it with another.
    """

    capture: str
    page: int
    reading: str = ""
    turn: int | None = None
    crop: Box | None = None
    meant: str = ""

    @property
    def changed(self) -> bool:
        """Whether the page looks another way than in its capture, so that it has to be read anew."""
        return self.turn is not None

    def turned(self, degrees: int, upright: int) -> PageRef:
        """Return the page turned further; `upright` is how far it is turned now."""
        kept = None if self.crop is None else turned_box(self.crop, degrees)
        return replace(self, turn=(upright + degrees) % 360, crop=kept)

    def cropped(self, box: Box, upright: int) -> PageRef:
        """Return the page with only `box` of what is shown of it; `upright` is how far it is turned now."""
        before = self.crop or WHOLE
        kept = Box(
            before.x + box.x * before.w, before.y + box.y * before.h, box.w * before.w, box.h * before.h
        )
        return replace(self, turn=upright, crop=kept)


def turned_box(box: Box, degrees: int) -> Box:
    """Return where a box lies after its page was turned clockwise by 0, 90, 180 or 270 degrees."""
    match degrees % 360:
        case 90:
            return Box(1 - box.y - box.h, box.x, box.h, box.w)
        case 180:
            return Box(1 - box.x - box.w, 1 - box.y - box.h, box.w, box.h)
        case 270:
            return Box(box.y, 1 - box.x - box.w, box.h, box.w)
        case _:
            return box


def as_it_lies(page: PageReading) -> PageReading:
    """Return a reading as if the page were not to be turned: a person has said how it stands, not the reader."""
    back = -page.rotation
    if not back:
        return page

    def lying(line: Line) -> Line:
        words = tuple(replace(word, box=turned_box(word.box, back)) for word in line.words)
        box = turned_box(line.box, back)
        return Line(words, box, box.y + box.h, box.y + box.h)

    codes = tuple(replace(code, box=turned_box(code.box, back)) for code in page.barcodes)
    return replace(page, rotation=0, lines=tuple(map(lying, page.lines)), barcodes=codes)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The pages of a result in order, and the slips that speak for it but are no part of it."""

    pages: tuple[PageRef, ...]
    slips: tuple[PageRef, ...] = ()

    @property
    def refs(self) -> tuple[PageRef, ...]:
        """All pages as they are numbered from 1 in the reading of the arrangement."""
        return self.pages + self.slips

    def with_page(self, place: int, ref: PageRef) -> Arrangement:
        """Return it with another page at this place (from 0)."""
        return replace(self, pages=(*self.pages[:place], ref, *self.pages[place + 1 :]))

    def with_inserted(self, place: int, refs: tuple[PageRef, ...]) -> Arrangement:
        """Return it with these pages before this place."""
        return replace(self, pages=(*self.pages[:place], *refs, *self.pages[place:]))

    def meant_for(self, dossier: str) -> Arrangement:
        """Return it with pages that remember for which dossier they were, where they do not remember one yet."""
        return replace(self, pages=tuple(replace(ref, meant=ref.meant or dossier) for ref in self.pages))

    def without(self, places: frozenset[int]) -> Arrangement:
        """Return it without the pages at these places."""
        return replace(self, pages=tuple(ref for n, ref in enumerate(self.pages) if n not in places))

    def moved(self, places: frozenset[int], before: int) -> Arrangement:
        """Return it with the pages at these places, in their order, moved before the page that is at `before` now."""
        taken = tuple(ref for n, ref in enumerate(self.pages) if n in places)
        front = tuple(ref for n, ref in enumerate(self.pages) if n < before and n not in places)
        back = tuple(ref for n, ref in enumerate(self.pages) if n >= before and n not in places)
        return replace(self, pages=front + taken + back)
