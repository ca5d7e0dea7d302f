"""A document in the making, and beside it what the finished file must show for each page."""

from __future__ import annotations

from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from app.domain.page import PageReading
from app.sealing.glyphless import InvisibleFont
from app.sealing.paper import Matrix, Paper
from app.sealing.pictures.picture import Colours, Picture, Stencil
from app.sealing.textlayer import FONT_RESOURCE, cleaned, text_layer

_PICTURE = "/Picture"
_DEVICE = {Colours.GRAY: Name.DeviceGray, Colours.RGB: Name.DeviceRGB, Colours.CMYK: Name.DeviceCMYK}


@dataclass(frozen=True, slots=True)
class PageDuty:
    """What must be found on a page of the finished file: its pictures, by digest, and words of its text."""

    pictures: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(slots=True)
class Draft:
    """The document, its duties by page, and the ids of messages on what had to be changed."""

    pdf: Pdf
    duties: list[PageDuty] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    font: InvisibleFont = field(default_factory=InvisibleFont)
    written_on: list[pikepdf.Object] = field(default_factory=list)

    def note(self, message_id: str) -> None:
        """Remember a message once."""
        if message_id and message_id not in self.notes:
            self.notes.append(message_id)

    def add_text(
        self, page: pikepdf.Page, reading: PageReading, paper: Paper, to_page: Matrix | None
    ) -> None:
        """Lay the reading's lines invisibly over the page."""
        layer = text_layer(reading.lines, paper, self.font, to_page)
        if layer:
            page.contents_add(self.pdf.make_stream(layer), prepend=False)
            self.written_on.append(page.obj)

    def finish(self) -> Pdf:
        """Write the font into the document and give it to the pages with text."""
        if self.font.used:
            font = self.font.write(self.pdf)
            for page in self.written_on:
                _own_fonts(page)[FONT_RESOURCE] = font
            self.written_on.clear()
        return self.pdf


def words_expected(reading: PageReading) -> tuple[str, ...]:
    """Return the words of a page that a text search must find in the finished file."""
    return tuple(
        text for line in reading.lines for word in line.words if (text := cleaned(word.text).strip())
    )


def image_stream(pdf: Pdf, picture: Picture) -> Stream:
    """Return the picture as an image object of `pdf`, its data untouched."""
    about = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        BitsPerComponent=picture.bits,
        ColorSpace=_colour_space(pdf, picture),
        Filter=Name(picture.filter),
    )
    if picture.parms:
        about.DecodeParms = Dictionary({"/" + key: value for key, value in picture.parms.items()})
    if picture.decode:
        about.Decode = Array(picture.decode)
    return Stream(pdf, picture.data, about)


def picture_page(
    pdf: Pdf, picture: Picture, paper: Paper, placed: Matrix
) -> tuple[pikepdf.Page, list[Stream]]:
    """Add a page that shows the picture and nothing else; return it, and the images on it by resource name."""
    drawn = {_PICTURE: image_stream(pdf, picture)}
    numbers = " ".join(f"{value:.4f}" for value in placed)
    contents = [f"q {numbers} cm {_PICTURE} Do"]
    for number, stencil in enumerate(picture.stencils):
        name = f"/Print{number}"  # sorts after the picture
        drawn[name] = _stencil_stream(pdf, stencil)
        left, bottom, width, height = stencil.part
        ink = " ".join(f"{value / 255:.4f}" for value in stencil.colour)
        place = f"{width:.6f} 0 0 {height:.6f} {left:.6f} {bottom:.6f}"
        contents.append(f"q {ink} rg {place} cm {name} Do Q")
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(paper.width, 3), round(paper.height, 3)]),
        Resources=Dictionary(XObject=Dictionary(drawn)),
        Contents=pdf.make_stream("\n".join([*contents, "Q"]).encode("ascii")),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf.pages[-1], list(drawn.values())


def _stencil_stream(pdf: Pdf, stencil: Stencil) -> Stream:
    about = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=stencil.width,
        Height=stencil.height,
        ImageMask=True,
        BitsPerComponent=1,
        Filter=Name.CCITTFaxDecode,
        DecodeParms=Dictionary({"/" + key: value for key, value in stencil.parms.items()}),
    )
    return Stream(pdf, stencil.data, about)


def _colour_space(pdf: Pdf, picture: Picture) -> pikepdf.Object:
    space: pikepdf.Object = _DEVICE[picture.colours]
    if picture.icc:
        profile = pdf.make_stream(picture.icc, N=picture.colours.components, Alternate=space)
        space = Array([Name.ICCBased, profile])
    if picture.palette is not None:
        highest = len(picture.palette) // picture.colours.components - 1
        space = Array([Name.Indexed, space, highest, pikepdf.String(picture.palette)])
    return space


def _own_fonts(page: pikepdf.Object) -> Dictionary:
    """Return the page's font resources, unshared, so that adding one changes no other page."""
    resources = _copied(page.get("/Resources"))
    fonts = _copied(resources.get("/Font"))
    resources.Font = fonts
    page.Resources = resources
    return resources.Font  # type: ignore[no-any-return]  # what the page holds, not the copy


def _copied(entries: pikepdf.Object | None) -> Dictionary:
    return Dictionary(dict(entries.items())) if isinstance(entries, Dictionary) else Dictionary()
