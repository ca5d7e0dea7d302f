"""The font of the invisible text layer: one glyph without ink, embedded, with a Unicode value for every code.

Every code has the same width; words are stretched to where they are printed. The glyph is a contour of no area that
spans the height of a line, so that viewers, which mark a glyph's box, light up the printed word.
"""

from __future__ import annotations

import functools
import io

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pikepdf import Array, Dictionary, Name, Pdf

UNITS = 1000
ADVANCE = 500
ASCENT = 780  # Times-like: letters with stacked Vietnamese marks reach about this high
DESCENT = -220
FONT_NAME = "SohoaInvisible"
_MADE_AT = 3_850_000_000  # seconds since 1904, as the table wants it
_FIRST_CODE = 1  # code 0 is .notdef, which PDF/A forbids to use
_RANGES_AT_ONCE = 100  # PDF's CMap operators take at most 100 entries


@functools.cache
def font_program() -> bytes:
    """Return the TrueType program: .notdef and the one glyph."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, DESCENT))
    pen.lineTo((ADVANCE, ASCENT))
    pen.closePath()
    builder = FontBuilder(UNITS, isTTF=True)
    builder.setupGlyphOrder([".notdef", "any"])
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "any": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (ADVANCE, 0), "any": (ADVANCE, 0)})
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    builder.font["head"].created = builder.font["head"].modified = _MADE_AT  # the same bytes in every file
    builder.font.recalcTimestamp = False
    builder.font["maxp"].recalc(builder.font)
    packed = io.BytesIO()
    builder.font.save(packed)
    return packed.getvalue()


class InvisibleFont:
    """The font of one document: hands out codes as characters come, and is written when all pages are done."""

    def __init__(self) -> None:
        """Start without any character."""
        self._codes: dict[str, int] = {}

    @property
    def used(self) -> bool:
        """Whether any text was written."""
        return bool(self._codes)

    def encode(self, text: str) -> str:
        """Return the text (any Unicode) as the hexadecimal string that stands in a content stream."""
        return "".join(
            f"{self._codes.setdefault(letter, len(self._codes) + _FIRST_CODE):04X}" for letter in text
        )

    def write(self, pdf: Pdf) -> pikepdf.Object:
        """Return the font dictionary, an indirect object of `pdf`."""
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/" + FONT_NAME),
            Flags=4,  # symbolic: it has no encoding of its own
            FontBBox=Array([0, DESCENT, ADVANCE, ASCENT]),
            ItalicAngle=0,
            Ascent=ASCENT,
            Descent=DESCENT,
            CapHeight=ASCENT,
            StemV=80,
            FontFile2=pdf.make_stream(font_program(), Length1=len(font_program())),
        )
        every_code_is_the_glyph = b"\0\0" + b"\0\1" * len(self._codes)
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name("/" + FONT_NAME),
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor),
            DW=ADVANCE,
            CIDToGIDMap=pdf.make_stream(every_code_is_the_glyph),
        )
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/" + FONT_NAME),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(self._to_unicode()),
        )
        return pdf.make_indirect(font)

    def _to_unicode(self) -> bytes:
        entries = [
            f"<{code:04X}> <{letter.encode('utf-16-be').hex().upper()}>"
            for letter, code in self._codes.items()
        ]
        blocks: list[str] = []
        for start in range(0, len(entries), _RANGES_AT_ONCE):
            block = entries[start : start + _RANGES_AT_ONCE]
            blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
        return "\n".join(
            [
                "/CIDInit /ProcSet findresource begin",
                "12 dict begin",
                "begincmap",
                "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
                "/CMapName /Adobe-Identity-UCS def",
                "/CMapType 2 def",
                "1 begincodespacerange",
                "<0000> <FFFF>",
                "endcodespacerange",
                *blocks,
                "endcmap",
                "CMapName currentdict /CMap defineresource pop",
                "end",
                "end",
            ]
        ).encode("ascii")
