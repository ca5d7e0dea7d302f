"""Sets a letter on pages the way NĐ 30/2020 lays papers out."""

import re
from dataclasses import replace
from random import Random

from tests.generator.fonts import Style
from tests.generator.ink import handwrite, scrawl, seal, signature
from tests.generator.letter import Block, Foot, Gap, Head, Letter, NewPage, Paragraph, Table
from tests.generator.sheet import Sheet, Word

NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
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

    def head(self, head: Head) -> None:
        """Agency and number on the left, nation, motto, place and date on the right."""
        left, right = self.left + self.measure * 0.21, self.left + self.measure * 0.70
        y = self.y + 5
        self.sheet.set_text(NATION, right, y, self.style(12.5, bold=True), "header", "centre")
        for number, name in enumerate(head.agency):
            last = number == len(head.agency) - 1
            self.sheet.set_text(name, left, y + 5.4 * number, self.style(12.5, bold=last), "header", "centre")
        self.sheet.set_text(MOTTO, right, y + 5.6, self.style(13.5, bold=True), "header", "centre")
        self.sheet.rule(right - 22, y + 7.4, right + 22, y + 7.4)
        below = y + 5.4 * (len(head.agency) - 1) + 2.0
        self.sheet.rule(left - 11, below, left + 11, below)
        line = max(y + 14.5, below + 7)
        self._number(head, left, line)
        date_line = f"{head.place}, ngày {head.day:%d} tháng {_month(head.day.month)} năm {head.day.year}"
        self.sheet.set_text(date_line, right, line, self.style(13, italic=True), "header", "centre")
        for extra in (head.about, head.code_line):
            if extra:
                line += 5.2
                self.sheet.set_text(extra, left, line, self.style(11.5), "header", "centre")
        self.y = line + 4

    def _number(self, head: Head, centre: float, y: float) -> None:
        style = self.style(13)
        if not head.handwritten:
            self.sheet.set_text(f"Số: {head.document_number}", centre, y, style, "header", "centre")
            return
        blank = 4.0 * max(3, len(head.number)) + 2
        words: list[Word] = [("Số:", style), (f"/{head.suffix}", style)]
        x = centre - (sum(self.sheet.width(t, style) for t, _ in words) + blank) / 2
        self.sheet.set_line(words, x, y, "header", blank)
        if self.inked:
            handwrite(self.sheet, head.number, x + self.sheet.width("Số:", style) + 1.2, y, 4.6, self.random)

    def foot(self, foot: Foot) -> None:
        """Recipients and signer side by side; moved to a new page together when they do not fit."""
        height = 34 + 5.5 * len(foot.capacity)
        self.y += 5
        self.need(max(height, 8 + 4.6 * len(foot.recipients)))
        if foot.recipients:
            self.sheet.set_text(
                "Nơi nhận:", self.left, self.y + 5, self.style(12, bold=True, italic=True), "footer"
            )
        for number, line in enumerate(foot.recipients):
            self.sheet.set_text(line, self.left, self.y + 9.6 + 4.5 * number, self.style(11), "footer")
        centre = self.left + self.measure * 0.74
        for number, line in enumerate(foot.capacity):
            self.sheet.set_text(
                line, centre, self.y + 5 + 5.5 * number, self.style(13.5, bold=True), "footer", "centre"
            )
        middle = self.y + 5.5 * len(foot.capacity) + 14
        self.sheet.set_text(foot.signer, centre, middle + 16, self.style(13.5, bold=True), "footer", "centre")
        if self.inked:
            signature(
                self.sheet,
                centre + self.random.uniform(-2, 4),
                middle + self.random.uniform(-2, 2),
                self.random,
            )
            # The seal covers about a third of the signature on its left (NĐ 30/2020, Điều 33).
            seal(
                self.sheet,
                centre - 19 + self.random.uniform(-3, 3),
                middle + self.random.uniform(-3, 3),
                foot.seal,
                self.random,
            )
            if foot.recipients and self.random.random() < 0.4:
                scrawl(
                    self.sheet,
                    self.left + self.random.uniform(22, 34),
                    self.y + 9.6 + 4.5 * len(foot.recipients),
                    9,
                    self.random,
                )
        self.y += height


def set_letter(letter: Letter, random: Random, *, dpi: int = 300, inked: bool = True) -> list[Sheet]:
    """The pages of a letter; set a little tighter, as typists do, when that saves a page."""
    seed = random.getrandbits(64)
    sheets = _set(letter, Random(seed), dpi, inked=inked)
    if len(sheets) > 1:
        tight = replace(
            letter, body_size=letter.body_size - 0.5, spacing=1.0, margins=(15.0, 17.0, 15.0, 28.0)
        )
        again = _set(tight, Random(seed), dpi, inked=inked)
        if len(again) < len(sheets):
            return again
    return sheets


def _set(letter: Letter, random: Random, dpi: int, *, inked: bool) -> list[Sheet]:
    setter = Setter(letter, dpi, random, inked=inked)
    if letter.head:
        setter.head(letter.head)
    for number, line in enumerate(letter.title):
        size, before = (14.5, 5.0) if number == 0 else (13.5, 0.4)
        title = Paragraph(line, align="centre", indent=0, bold=True, size=size, role="title", before=before)
        setter.paragraph(title)
    setter.y += 2.5
    setter.blocks(letter.blocks)
    if letter.foot:
        setter.foot(letter.foot)
    setter.blocks(letter.annex)
    return setter.sheets


def _month(month: int) -> str:
    return f"{month:02d}" if month < 3 else str(month)


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
