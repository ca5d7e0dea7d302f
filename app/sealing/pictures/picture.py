"""One picture as it will stand in the PDF."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.sealing.pictures.process_colour import plain_cmyk_profile

_ICC_HEADER = 128
_ICC_CLASSES = (b"scnr", b"mntr", b"prtr", b"spac")


class Colours(StrEnum):
    """What the numbers of a pixel mean; the value is the signature used in ICC profiles."""

    GRAY = "GRAY"
    RGB = "RGB "
    CMYK = "CMYK"

    @property
    def components(self) -> int:
        """How many numbers a pixel has."""
        return {Colours.GRAY: 1, Colours.RGB: 3, Colours.CMYK: 4}[self]


@dataclass(frozen=True, slots=True)
class Stencil:
    """Print of one colour (red, green, blue from 0 to 255), laid over a picture through a mask coded in CCITT G4.

    `part` is where it lies: left, bottom, width and height in shares of the picture's sides.
    """

    data: bytes
    width: int
    height: int
    parms: dict[str, int | bool]
    colour: tuple[int, int, int]
    part: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """A compressed stream and what a reader must know to show it.

    `data` is encoded with `filter` (a PDF filter name) and `parms` (its decode parameters). `orientation` is the EXIF
    value (1 to 8) that still has to be applied by placing it; `dpi` what the file itself states (x, y), or None.
    `kept` tells that `data` are the file's own bytes; `note` is the id of a message when pixels had to be changed.
    `stencils` are laid over it.
    """

    data: bytes
    filter: str
    width: int
    height: int
    colours: Colours
    bits: int = 8
    parms: dict[str, int | bool] = field(default_factory=dict)
    palette: bytes | None = None
    decode: tuple[int, ...] | None = None
    icc: bytes | None = None
    orientation: int = 1
    dpi: tuple[float, float] | None = None
    kept: bool = True
    note: str = ""
    stencils: tuple[Stencil, ...] = ()

    @property
    def weight(self) -> int:
        """Bytes of all its streams."""
        return len(self.data) + sum(len(stencil.data) for stencil in self.stencils)

    def placed(
        self, orientation: int, dpi: tuple[float, float] | None, icc: bytes | None, newest_icc: int
    ) -> Picture:
        """Return the picture with what its file says about orientation, resolution and colour.

        A profile that PDF/A can't take (`newest_icc`: the highest version) is left out.
        """
        usable = icc if icc and profile_fits(icc, self.colours, newest_icc) else None
        if usable is None and self.colours is Colours.CMYK:
            usable = plain_cmyk_profile()
        return replace(
            self, orientation=orientation if 1 <= orientation <= 8 else 1, dpi=dpi, icc=self.icc or usable
        )


def profile_fits(profile: bytes, colours: Colours, newest_version: int) -> bool:
    """Return whether an ICC profile may describe these colours in PDF/A (class, colour space, version, size)."""
    if len(profile) < _ICC_HEADER or int.from_bytes(profile[:4], "big") != len(profile):
        return False
    return (
        profile[8] <= newest_version
        and profile[12:16] in _ICC_CLASSES
        and profile[16:20].decode("latin-1") == colours.value
        and profile[36:40] == b"acsp"
    )
