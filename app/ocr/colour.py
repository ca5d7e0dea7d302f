"""Whether a page was scanned in colour, as the law wants results: whatever is on it, paper and light leave a tint."""

from __future__ import annotations

from PIL import Image, ImageChops

_TINT = 4  # of 255: a scan in grey that was kept in three channels has none, not even at the edges of letters
_SHARE = 1e-4  # of the pixels; JPEG leaves a few
_REDUCED = 4


def is_colourless(image: Image.Image) -> bool:
    """Return whether no part of the picture has any tint."""
    if image.mode in ("1", "L", "LA", "I", "I;16", "F"):
        return True
    red, green, blue = (image if image.mode == "RGB" else image.convert("RGB")).reduce(_REDUCED).split()
    lightest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    counts = ImageChops.subtract(lightest, darkest).histogram()
    return sum(counts[_TINT + 1 :]) < _SHARE * sum(counts)
