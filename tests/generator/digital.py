"""Born-digital PDFs: the sheet's words as real text in embedded subsets of the typefaces; and mixed files."""

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from tests.generator.damage import Shot
from tests.generator.files import add_picture_page, save_pdf
from tests.generator.fonts import font_path
from tests.generator.sheet import Sheet


class _Face:
    """One embedded typeface of a PDF: a subset with glyph numbers kept, addressed by glyph number (Identity-H)."""

    def __init__(self, pdf: pikepdf.Pdf, face: str, letters: set[str]) -> None:
        with TTFont(str(font_path(face)), recalcTimestamp=False) as font:
            self.glyphs = {
                letter: font.getGlyphID(font.getBestCmap()[ord(letter)]) for letter in sorted(letters)
            }
            self.scale = 1000 / font["head"].unitsPerEm
            order = font.getGlyphOrder()
            self.widths = {g: round(font["hmtx"][order[g]][0] * self.scale) for g in self.glyphs.values()}
            head, line = font["head"], font["hhea"]
            self.box = [round(v * self.scale) for v in (head.xMin, head.yMin, head.xMax, head.yMax)]
            self.ascent, self.descent = round(line.ascent * self.scale), round(line.descent * self.scale)
            data = self._subset(font)
        self.object = self._font(pdf, f"SOHOAA+{face}", data)

    def encode(self, text: str) -> bytes:
        """The text as a PDF hex string of glyph numbers."""
        return b"<" + "".join(f"{self.glyphs[letter]:04X}" for letter in text).encode() + b">"

    def _subset(self, font: TTFont) -> bytes:
        options = Options()
        options.retain_gids, options.notdef_outline, options.hinting = True, True, False
        options.drop_tables += ["GSUB", "GPOS", "GDEF", "kern", "DSIG", "FFTM"]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=[ord(letter) for letter in self.glyphs])
        subsetter.subset(font)
        stream = io.BytesIO()
        font.save(stream)
        return stream.getvalue()

    def _font(self, pdf: pikepdf.Pdf, name: str, data: bytes) -> pikepdf.Object:
        file = pdf.make_stream(data, {"/Length1": len(data)})
        descriptor = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name(f"/{name}"), Flags=4, FontBBox=pikepdf.Array(self.box), ItalicAngle=0,
            Ascent=self.ascent, Descent=self.descent, CapHeight=660, StemV=80, FontFile2=file,
        )  # fmt: skip
        widths = pikepdf.Array()
        for glyph, width in sorted(self.widths.items()):
            widths.extend((glyph, pikepdf.Array([width])))
        child = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, BaseFont=pikepdf.Name(f"/{name}"), DW=1000, W=widths,
            CIDSystemInfo=pikepdf.Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor), CIDToGIDMap=pikepdf.Name.Identity,
        )  # fmt: skip
        return pdf.make_indirect(pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=pikepdf.Name(f"/{name}"), Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=pikepdf.Array([pdf.make_indirect(child)]), ToUnicode=pdf.make_stream(self._to_unicode()),
        ))  # fmt: skip

    def _to_unicode(self) -> bytes:
        rows = [
            f"<{glyph:04X}> <{letter.encode('utf-16-be').hex().upper()}>"
            for letter, glyph in self.glyphs.items()
        ]
        chunks = [rows[n : n + 100] for n in range(0, len(rows), 100)]
        body = "\n".join(f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar" for chunk in chunks)
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
            f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{body}\nendcmap end end"
        ).encode()


def write_digital_pdf(path: Path, sheets: Sequence[Sheet], scanned: Sequence[Shot] = ()) -> None:
    """Pages of real text, followed by `scanned` pages that are pictures only (a mixed file)."""
    with pikepdf.new() as pdf:
        letters: dict[str, set[str]] = {}
        for sheet in sheets:
            for op in sheet.texts:
                letters.setdefault(op.style.face, {" "}).update(op.text)
        faces = {face: _Face(pdf, face, used) for face, used in sorted(letters.items())}
        fonts = pikepdf.Dictionary({f"/{face}": faces[face].object for face in faces})
        for sheet in sheets:
            page = pdf.add_blank_page(
                page_size=(round(sheet.width_mm * 72 / 25.4, 2), round(sheet.height_mm * 72 / 25.4, 2))
            )
            page.Resources = pikepdf.Dictionary(Font=fonts)
            page.Contents = pdf.make_stream(_content(sheet, faces))
        for shot in scanned:
            add_picture_page(pdf, shot)
        save_pdf(pdf, path)


def _content(sheet: Sheet, faces: dict[str, _Face]) -> bytes:
    """Rules as filled rectangles, words one by one; each word but the last of a line carries its blank."""
    scale, height = 72 / sheet.dpi, sheet.image.height
    parts = [b"0.1 g"]
    for rule in sheet.rules:
        x0, y0, x1, y1 = rule.box
        parts.append(
            f"{x0 * scale:.2f} {(height - y1) * scale:.2f} {(x1 - x0) * scale:.2f} {(y1 - y0) * scale:.2f} re f".encode()
        )
    parts.append(b"BT")
    for op in sheet.texts:
        place = f"1 0 0 1 {op.x * scale:.2f} {(height - op.y) * scale:.2f} Tm"
        parts += [
            f"/{op.style.face} {op.style.size:g} Tf {place}".encode(),
            faces[op.style.face].encode(op.text + " ") + b" Tj",
        ]
    return b"\n".join([*parts, b"ET"])
