"""Sets blocks of text and tables on pages."""

import re
from random import Random

from tests.generator.fonts import Style
from tests.generator.letter import Block, Columns, Gap, Letter, NewPage, Paragraph, Table
from tests.generator.sheet import Sheet, Word

POINT = 25.4 / 72


class Setter:
    """Sets blocks one under another and takes a new page when one is full; all measures in millimetres."""

    def __init__(self, letter: Letter, dpi: int, random: Random, *, inked: bool = True) -> None:
        """`inked` False leaves out seal, signature and handwriting (born-digital papers)."""
        self.letter, self.dpi, self.random, self.inked = letter, dpi, random, inked
        self.top, self.right, self.bottom, self.left = letter.margins
        self.sheets = [Sheet(dpi)]
        self.y = self.top

    @property
    def sheet(self) -> Sheet:
        """The page being set."""
        return self.sheets[-1]

    @property
    def measure(self) -> float:
        """Width of the text column."""
        return self.sheet.width_mm - self.left - self.right

    def style(self, size: float | None = None, *, bold: bool = False, italic: bool = False) -> Style:
        """A style of the letter's body."""
        return Style(size or self.letter.body_size, bold, italic)

    def leading(self, style: Style) -> float:
        """Distance of baselines."""
        return style.size * POINT * 1.15 * self.letter.spacing

    def need(self, height: float) -> None:
        """Takes a new page unless `height` is left on this one."""
        if self.y + height > self.sheet.height_mm - self.bottom:
            self.new_page()

    def new_page(self) -> None:
        """A new page with its number at the top centre."""
        self.sheets.append(Sheet(self.dpi))
        number = str(len(self.sheets))
        self.sheet.set_text(number, self.sheet.width_mm / 2, self.top - 6, self.style(13), "header", "centre")
        self.y = self.top

    def blocks(self, blocks: tuple[Block, ...]) -> None:
        """Sets blocks in order."""
        for block in blocks:
            match block:
                case Paragraph():
                    self.paragraph(block)
                case Columns():
                    self.columns(block)
                case Table():
                    self.table(block)
                case Gap():
                    self.y += block.height
                case NewPage():
                    self.new_page()

    def paragraph(self, block: Paragraph) -> None:
        """Breaks a paragraph into lines and sets them."""
        plain = self.style(block.size, bold=block.bold, italic=block.italic)
        strong = self.style(block.size, bold=True, italic=block.italic)
        step = self.leading(plain)
        self.y += block.before
        lines = self._break(_words(block.text, plain, strong), self.measure, block.indent)
        for number, line in enumerate(lines):
            self.need(step)
            self.y += step
            x = self.left + (block.indent if number == 0 else 0)
            self._line(line, x, block, last=number == len(lines) - 1)

    def columns(self, block: Columns) -> None:
        """Entries side by side; they count as one printed line, as readers take them."""
        plain, strong = self.style(), self.style(bold=True)
        self.y += block.before
        self.need(self.leading(plain))
        self.y += self.leading(plain)
        pieces = [_words(text, plain, strong) for text in block.texts]
        step = self.measure / len(pieces)
        end = self.left - 3
        for number, words in enumerate(pieces):
            end = self.sheet.set_line(words, max(self.left + number * step, end + 3), self.y, "body")
        self.sheet.join_lines(len(pieces))

    def table(self, block: Table) -> None:
        """A ruled table; rows do not break across pages, and the heading is not repeated."""
        unit = self.measure / sum(block.widths)
        widths = [w * unit for w in block.widths]
        self.y += 2.5
        for number, row in enumerate(block.rows):
            style = self.style(block.size, bold=number == 0)
            cells = [
                self._break(_words(cell, style, style), w - 3, 0) for cell, w in zip(row, widths, strict=True)
            ]
            height = max(len(c) for c in cells) * self.leading(style) + 2.2
            self.need(height + 1)
            self._row(cells, widths, height, style)
        self.y += 2.0

    def _row(self, cells: list[list[list[Word]]], widths: list[float], height: float, style: Style) -> None:
        x, step = self.left, self.leading(style)
        for lines, width in zip(cells, widths, strict=True):
            for number, line in enumerate(lines):
                self.sheet.set_line(line, x + 1.5, self.y + step * (number + 1) - 0.4, "table")
            self.sheet.rule(x, self.y, x, self.y + height)
            x += width
        self.sheet.rule(x, self.y, x, self.y + height)
        for y in (self.y, self.y + height):
            self.sheet.rule(self.left, y, x, y)
        self.y += height

    def _line(self, line: list[Word], x: float, block: Paragraph, *, last: bool) -> None:
        width = sum(self.sheet.width(text, style) for text, style in line)
        blank = self.sheet.space(line[0][1])
        gaps = len(line) - 1
        gap = blank
        if block.align == "justify" and not last and gaps:
            gap = (self.left + self.measure - x - width) / gaps
        if block.align == "centre":
            x = self.left + (self.measure - width - gaps * blank) / 2
        self.sheet.set_line(line, x, self.y, block.role, gap)

    def _break(self, words: list[Word], measure: float, indent: float) -> list[list[Word]]:
        lines: list[list[Word]] = [[]]
        room = measure - indent
        for text, style in words:
            width = self.sheet.width(text, style)
            if lines[-1] and width > room:
                lines.append([])
                room = measure
            lines[-1].append((text, style))
            room -= width + self.sheet.space(style)
        return [line for line in lines if line]


def _words(text: str, plain: Style, strong: Style) -> list[Word]:
    """Words with their styles; punctuation right after a bold part stays with its word."""
    pieces = re.split(r"\*\*", text)
    words: list[Word] = []
    for number, piece in enumerate(pieces):
        style = strong if number % 2 else plain
        parts = piece.split()
        if (
            parts
            and words
            and not piece[0].isspace()
            and pieces[number - 1]
            and not pieces[number - 1][-1].isspace()
        ):
            last = words.pop()
            parts[0], style_of_first = last[0] + parts[0], last[1]
            words.append((parts.pop(0), style_of_first))
        words += [(part, style) for part in parts]
    return words
