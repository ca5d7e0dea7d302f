"""A page being printed: draws text, rules and barcodes, and remembers what it printed and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw

from tests.generator.fonts import INK, Style, font, width_of

A4_MM = (210.0, 297.0)
Word = tuple[str, Style]
PixelBox = tuple[int, int, int, int]


@dataclass(frozen=True)
class Line:
    """One printed line; `role` is header, title, body, table, footer or slip, `box` is x, y, w, h in fractions."""

    text: str
    role: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Barcode:
    """A barcode on the page; `format` as zxing-cpp names it."""

    format: str
    text: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class TextOp:
    """One word as drawn, so that a born-digital PDF can be written from the same sheet; pixels, y on the baseline."""

    text: str
    x: float
    y: float
    style: Style


@dataclass(frozen=True)
class RuleOp:
    """One filled rectangle: x0, y0, x1, y1 in pixels."""

    box: PixelBox


class Sheet:
    """One A4 page at a resolution; millimetres from the left top come in, pixels go out."""

    def __init__(self, dpi: int = 300, *, landscape: bool = False) -> None:
        """A white page."""
        self.dpi = dpi
        self.width_mm, self.height_mm = A4_MM[::-1] if landscape else A4_MM
        self.image = Image.new("RGB", (self.px(self.width_mm), self.px(self.height_mm)), (255, 255, 255))
        self.draw = ImageDraw.Draw(self.image)
        self.lines: list[Line] = []
        self.barcodes: list[Barcode] = []
        self.texts: list[TextOp] = []
        self.rules: list[RuleOp] = []

    def px(self, mm: float) -> int:
        """Millimetres to pixels."""
        return round(mm * self.dpi / 25.4)

    def size(self, style: Style) -> int:
        """Pixels of a style's point size."""
        return max(4, round(style.size * self.dpi / 72))

    def width(self, text: str, style: Style) -> float:
        """Width of a text in millimetres."""
        return width_of(text, style.face, self.size(style)) * 25.4 / self.dpi

    def space(self, style: Style) -> float:
        """Width of a blank in millimetres."""
        return self.width(" ", style)

    def set_line(
        self, words: Sequence[Word], x: float, y: float, role: str, gap: float | None = None
    ) -> float:
        """Prints words from x (mm) on baseline y (mm) with `gap` mm between them; returns where the line ends."""
        left, tallest = x, max(style.size for _, style in words)
        for text, style in words:
            self._word(text, x, y, style)
            x += self.width(text, style) + (self.space(style) if gap is None else gap)
        right = x - (self.space(words[-1][1]) if gap is None else gap)
        height = tallest * 25.4 / 72
        box = self.fractions(left, y - 0.95 * height, right - left, 1.25 * height)
        self.lines.append(Line(normalize("NFC", " ".join(text for text, _ in words)), role, box))
        return right

    def set_text(self, text: str, x: float, y: float, style: Style, role: str, align: str = "left") -> float:
        """Prints one line of one style at x, or centred on x, or ending at x."""
        words = [(word, style) for word in text.split()]
        width = sum(self.width(w, style) for w, _ in words) + self.space(style) * (len(words) - 1)
        return self.set_line(words, x - {"left": 0.0, "centre": width / 2, "right": width}[align], y, role)

    def join_lines(self, count: int) -> None:
        """Makes one line of the last `count` lines, which stand side by side."""
        parts = self.lines[-count:]
        left, top = min(p.box[0] for p in parts), min(p.box[1] for p in parts)
        right, bottom = (max(p.box[n] + p.box[n + 2] for p in parts) for n in (0, 1))
        box = (left, top, round(right - left, 4), round(bottom - top, 4))
        self.lines[-count:] = [Line(" ".join(p.text for p in parts), parts[0].role, box)]

    def rule(self, x0: float, y0: float, x1: float, y1: float, thickness: float = 0.18) -> None:
        """A horizontal or vertical rule."""
        t = max(1, self.px(thickness))
        box = (self.px(x0), self.px(y0), max(self.px(x1), self.px(x0) + t), max(self.px(y1), self.px(y0) + t))
        self.draw.rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill=INK)
        self.rules.append(RuleOp(box))

    def code128(self, text: str, x: float, y: float, height: float = 11.0, module_mm: float = 0.254) -> float:
        """A CODE128 with quiet zones inside its box; returns its width in mm. Three dots a module at 300 dpi."""
        bars = _modules(zxingcpp.BarcodeFormat.Code128, text)[:1]
        return self._barcode("Code128", text, bars, (x, y), height, module_mm)

    def qr(self, text: str, x: float, y: float, module_mm: float = 0.51) -> float:
        """A QR code; returns its side in mm."""
        return self._barcode(
            "QRCode", text, _modules(zxingcpp.BarcodeFormat.QRCode, text), (x, y), None, module_mm
        )

    def fractions(self, x: float, y: float, w: float, h: float) -> tuple[float, float, float, float]:
        """A box in mm as fractions of the page."""
        return (
            round(x / self.width_mm, 4),
            round(y / self.height_mm, 4),
            round(w / self.width_mm, 4),
            round(h / self.height_mm, 4),
        )

    def _word(self, text: str, x: float, y: float, style: Style) -> None:
        place = (x * self.dpi / 25.4, y * self.dpi / 25.4)
        self.draw.text(
            (round(place[0]), round(place[1])),
            text,
            style.colour,
            font(style.face, self.size(style)),
            anchor="ls",
        )
        self.texts.append(TextOp(text, *place, style))

    def _barcode(
        self,
        name: str,
        text: str,
        bars: np.ndarray,
        place: tuple[float, float],
        height: float | None,
        module_mm: float,
    ) -> float:
        module = max(1, self.px(module_mm))
        rows = module if height is None else self.px(height)
        pixels = np.kron(bars, np.ones((rows, module), dtype=np.uint8))
        picture = Image.fromarray(pixels)
        left, top = self.px(place[0]), self.px(place[1])
        self.image.paste(picture.convert("RGB"), (left, top))
        for row, column, length in _runs(bars):
            x0, y0 = left + column * module, top + row * rows
            self.rules.append(RuleOp((x0, y0, x0 + length * module, y0 + rows)))
        width_mm, height_mm = picture.width * 25.4 / self.dpi, picture.height * 25.4 / self.dpi
        self.barcodes.append(Barcode(name, text, self.fractions(*place, width_mm, height_mm)))
        return width_mm


def _modules(form: zxingcpp.BarcodeFormat, text: str) -> np.ndarray:
    """The symbol one pixel a module, black as 28 and white as 255, with quiet zones."""
    symbol = zxingcpp.create_barcode(text, form)
    bits = np.array(zxingcpp.write_barcode_to_image(symbol, scale=1, add_quiet_zones=True))
    return np.where(bits < 128, 28, 255).astype(np.uint8)


def _runs(bars: np.ndarray) -> list[tuple[int, int, int]]:
    """Black runs of a symbol: row, first column, length."""
    runs: list[tuple[int, int, int]] = []
    for row, line in enumerate(bars < 128):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], line.astype(np.int8), [0]))))
        runs += [(row, int(a), int(b - a)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return runs
