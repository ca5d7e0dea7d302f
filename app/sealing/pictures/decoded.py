"""Pictures whose file's stream can't stand in a PDF: decoded, and encoded again without loss where that is possible."""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image, ImageCms

from app.sealing.pictures.jpeg import jpeg_picture
from app.sealing.pictures.picture import Colours, Picture
from app.sealing.pictures.png import png_picture

RECOMPRESSED = "seal-note-recompressed"
RECOLOURED = "seal-note-recoloured"
_QUALITY = 95  # visually lossless; only for pictures that were lossy before
_FAST = 3  # zlib level: 6 is 3 % smaller and takes three times as long
_GRAY_MODES = ("1", "L", "I;16", "I;16B", "I;16L", "I", "F")


def lossless(image: Image.Image, deep: bool = True) -> Picture:
    """Return the decoded image with every pixel as it is: CCITT G4 for two levels, Flate for the rest.

    Transparent parts are laid on white paper; CMYK and Lab become RGB (noted), and 16 bits become 8 unless `deep`.
    """
    flat, note = _printable(image, deep)
    if flat.mode == "1":
        return bilevel(flat, note)
    packed = io.BytesIO()
    flat.save(packed, "PNG", compress_level=_FAST)
    picture = png_picture(packed.getvalue(), deep)
    if picture is None:
        raise AssertionError(flat.mode)
    return _noted(picture, note)


def lossy(image: Image.Image) -> Picture:
    """Return an image that was lossy before and can't be kept, as JPEG of high quality without colour subsampling."""
    flat, _ = _printable(image, deep=False)
    packed = io.BytesIO()
    flat.convert("L" if flat.mode in ("1", "L") else "RGB").save(
        packed, "JPEG", quality=_QUALITY, subsampling=0
    )
    picture = jpeg_picture(packed.getvalue())
    if picture is None:
        raise AssertionError(flat.mode)
    return _noted(picture, RECOMPRESSED)


def bilevel(image: Image.Image, note: str = "") -> Picture:
    """Return a two-level image (mode "1") as one CCITT G4 stream."""
    packed = io.BytesIO()
    # one strip: PDF wants one stream. libtiff cuts strips at 64 KB unless the number of rows is named
    image.save(packed, "TIFF", compression="group4", tiffinfo={278: image.height})
    with Image.open(packed) as tiff:
        (offset,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]  # type: ignore[attr-defined]
        white_is_zero = tiff.tag_v2[262] == 0  # type: ignore[attr-defined]
    data = packed.getvalue()[offset : offset + length]
    return _noted(ccitt_picture(data, image.size, white_is_zero), note)


def ccitt_picture(data: bytes, size: tuple[int, int], white_is_zero: bool, kept: bool = False) -> Picture:
    """Return the picture of one CCITT G4 stream."""
    parms: dict[str, int | bool] = {"K": -1, "Columns": size[0], "Rows": size[1]}
    if not white_is_zero:
        parms["BlackIs1"] = True
    return Picture(data, "/CCITTFaxDecode", *size, Colours.GRAY, bits=1, parms=parms, kept=kept)


def _printable(image: Image.Image, deep: bool) -> tuple[Image.Image, str]:
    """Return the image in a mode that PDF shows the same way, and a note when colours had to be converted."""
    if image.mode in ("CMYK", "LAB", "YCbCr", "HSV"):
        return to_rgb(image), RECOLOURED
    if "transparency" in image.info or image.mode in ("RGBA", "LA", "PA", "La", "RGBa"):
        return _on_white(image), ""
    if image.mode.startswith("I;16") and not deep:
        return image.point(lambda level: level / 257).convert("L"), RECOLOURED
    if image.mode in ("I", "F"):
        return image.convert("I;16") if deep and image.mode == "I" else image.convert("L"), RECOLOURED
    if image.mode in ("1", "L", "RGB", "P") or image.mode.startswith("I;16"):
        return image, ""
    return image.convert("RGB"), RECOLOURED


def to_rgb(image: Image.Image) -> Image.Image:
    """Return the image in RGB, by its own CMYK profile where it brings a usable one."""
    profile = image.info.get("icc_profile")
    if image.mode == "CMYK" and profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            converted = None  # an unusable profile: converted as if there were none
        if converted is not None:
            converted.info.pop("icc_profile", None)
            return converted
    return image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    with_alpha = image.convert("RGBA")
    gray = image.mode in ("L", "LA", "La", "1")
    paper = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(paper, with_alpha).convert("L" if gray else "RGB")


def _noted(picture: Picture, note: str) -> Picture:
    return replace(picture, kept=False, note=note)
