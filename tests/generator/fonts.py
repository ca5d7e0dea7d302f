"""Finds the typefaces papers are set in, and keeps them open."""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

ROOTS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path("C:/Windows/Fonts"),
)
INK = (28, 27, 30)


@dataclass(frozen=True)
class Style:
    """How a word is set; `size` is in points."""

    size: float = 13.5
    bold: bool = False
    italic: bool = False
    family: str = "Tinos"
    colour: tuple[int, int, int] = INK

    @property
    def face(self) -> str:
        """File stem of the typeface."""
        names = {
            (False, False): "Regular",
            (True, False): "Bold",
            (False, True): "Italic",
            (True, True): "BoldItalic",
        }
        return f"{self.family}-{names[self.bold, self.italic]}"


@cache
def font_path(face: str) -> Path:
    """Where a face lies; raises FileNotFoundError naming the package that brings it."""
    for root in ROOTS:
        for found in sorted(root.rglob(f"{face}.ttf")) if root.is_dir() else ():
            return found
    raise FileNotFoundError(
        f"font {face}.ttf not found; on Debian: apt-get install fonts-croscore fonts-noto-core"
    )


@lru_cache(maxsize=256)
def font(face: str, pixels: int) -> ImageFont.FreeTypeFont:
    """An open font. Every letter used here is precomposed, so the fast layout is enough."""
    return ImageFont.truetype(str(font_path(face)), pixels, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=65536)
def width_of(text: str, face: str, pixels: int) -> float:
    """Advance width of `text` in pixels."""
    return float(font(face, pixels).getlength(text))
