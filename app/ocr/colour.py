"""Whether a page was scanned in colour, as the law wants results: whatever is on it, paper and light leave a tint."""

from __future__ import annotations

import numpy as np
from PIL import Image

_TINT = 4  # of 255: a scan in grey that was kept in three channels has none, not even at the edges of letters
_SHARE = 1e-4  # of the pixels; JPEG leaves a few
_REDUCED = 4


def is_colourless(image: Image.Image) -> bool:
    """Return whether no part of the picture has any tint."""
    if image.mode in ("1", "L", "LA", "I", "I;16", "F"):
        return True
    pixels = np.asarray(image.convert("RGB").reduce(_REDUCED)).astype(np.int16)
    spread = pixels.max(axis=2) - pixels.min(axis=2)
    return float((spread > _TINT).mean()) < _SHARE
