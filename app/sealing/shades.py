"""A picture as JPEG sees it: light by itself, the two colour differences at half the resolution.

Whatever is made of it becomes such a JPEG again, so its pixels never have to be turned into red, green and blue.
"""

from __future__ import annotations

import io

from pikepdf import Pdf, PdfImage
from PIL import Image, JpegImagePlugin

from app.sealing.draft import image_stream
from app.sealing.pictures.decoded import to_rgb
from app.sealing.pictures.picture import Picture

GRAY, COLOUR = "L", "YCbCr"
NEUTRAL = 128  # a colour difference of grey
Size = tuple[int, int]  # width, height


class Shades:
    """The planes of a picture: `light`, and `tones` (blue, red; of half the size, rounded up; none for a grey one)."""

    def __init__(self, image: Image.Image) -> None:
        """Take a picture; one that is neither grey nor "YCbCr" is converted."""
        mode = GRAY if image.mode in ("1", "L") or image.mode.startswith("I") else COLOUR
        self.image = image if image.mode == mode else image.convert(mode)
        self.light, *tones = self.image.split()
        self.tones = [tone.reduce(2) for tone in tones]

    @property
    def size(self) -> Size:
        """Its width and height in pixels."""
        return self.image.size

    def resized(self, size: Size, way: Image.Resampling) -> Image.Image:
        """Return the picture at this size, "L" or "YCbCr"."""
        tones = [tone.resize(halved(size), Image.Resampling.LANCZOS) for tone in self.tones]
        return merged(self.light.resize(size, way), tones)


def merged(light: Image.Image, tones: list[Image.Image]) -> Image.Image:
    """Return the picture of a light plane and tones of half its size (none for a grey one)."""
    if not tones:
        return light
    across, down = 2 * tones[0].width, 2 * tones[0].height
    doubled = [tone.resize((across, down), Image.Resampling.NEAREST) for tone in tones]
    return Image.merge(COLOUR, [light, *(tone.crop((0, 0, *light.size)) for tone in doubled)])


def halved(size: Size) -> Size:
    """Return half the size, rounded up."""
    return (size[0] + 1) // 2, (size[1] + 1) // 2


def opened(picture: Picture) -> Image.Image:
    """Return the pixels of a picture: "L", "YCbCr", or "RGB" where its file keeps them so."""
    if picture.filter == "/DCTDecode":
        image: Image.Image = shown(picture.data, "ColorTransform" not in picture.parms)
    else:
        with Pdf.new() as holder:  # a stream dies with its document
            image = PdfImage(image_stream(holder, picture)).as_pil_image()
    if image.mode in ("1", "L") or image.mode.startswith("I"):
        return image.convert("L")
    if image.mode == COLOUR:
        return image
    return to_rgb(image) if image.mode == "CMYK" else image.convert("RGB")


def shown(jpeg: bytes, in_tones: bool = True) -> Image.Image:
    """Return the decoded JPEG, without turning it into RGB when it is kept in tones (most are)."""
    image: JpegImagePlugin.JpegImageFile = Image.open(io.BytesIO(jpeg))  # type: ignore[assignment]
    if in_tones and image.mode == "RGB" and ("jfif" in image.info or image.info.get("adobe_transform", 1)):
        image.draft(COLOUR, image.size)
    image.load()
    return image
