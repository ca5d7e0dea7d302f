"""Sets a whole letter the way NĐ 30/2020 lays papers out: head, title, body, recipients and signer."""

from dataclasses import replace
from random import Random

from tests.generator.dates import long_date
from tests.generator.ink import handwrite, scrawl, seal, signature
from tests.generator.layout import Setter
from tests.generator.letter import Foot, Head, Letter, Paragraph
from tests.generator.sheet import Sheet, Word

NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


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
        _head(setter, letter.head)
    for number, line in enumerate(letter.title):
        size, before = (14.5, 5.0) if number == 0 else (13.5, 0.4)
        title = Paragraph(line, align="centre", indent=0, bold=True, size=size, role="title", before=before)
        setter.paragraph(title)
    setter.y += 2.5
    setter.blocks(letter.blocks)
    if letter.foot:
        _foot(setter, letter.foot)
    setter.blocks(letter.annex)
    return setter.sheets


def _head(setter: Setter, head: Head) -> None:
    """Agency and number on the left, nation, motto, place and date on the right."""
    sheet, left, right = (
        setter.sheet,
        setter.left + setter.measure * 0.21,
        setter.left + setter.measure * 0.70,
    )
    y = setter.y + 5
    sheet.set_text(NATION, right, y, setter.style(12.5, bold=True), "header", "centre")
    for number, name in enumerate(head.agency):
        last = number == len(head.agency) - 1
        sheet.set_text(name, left, y + 5.4 * number, setter.style(12.5, bold=last), "header", "centre")
    sheet.set_text(MOTTO, right, y + 5.6, setter.style(13.5, bold=True), "header", "centre")
    sheet.rule(right - 22, y + 7.4, right + 22, y + 7.4)
    below = y + 5.4 * (len(head.agency) - 1) + 2.0
    sheet.rule(left - 11, below, left + 11, below)
    line = max(y + 14.5, below + 7)
    _number(setter, head, left, line)
    date_line = f"{head.place}, {long_date(head.day)}"
    sheet.set_text(date_line, right, line, setter.style(13, italic=True), "header", "centre")
    if head.code_line:
        line += 5.2
        sheet.set_text(head.code_line, left, line, setter.style(11.5), "header", "centre")
    setter.y = line + 4


def _number(setter: Setter, head: Head, centre: float, y: float) -> None:
    sheet, style = setter.sheet, setter.style(13)
    if not head.handwritten:
        sheet.set_text(f"Số: {head.document_number}", centre, y, style, "header", "centre")
        return
    blank = 4.0 * max(3, len(head.number)) + 2
    words: list[Word] = [("Số:", style), (f"/{head.suffix}", style)]
    x = centre - (sum(sheet.width(text, style) for text, _ in words) + blank) / 2
    sheet.set_line(words, x, y, "header", blank)
    if setter.inked:
        handwrite(sheet, head.number, x + sheet.width("Số:", style) + 1.2, y, 4.6, setter.random)


def _foot(setter: Setter, foot: Foot) -> None:
    """Recipients and signer side by side; moved to a new page together when they do not fit."""
    height = 38 + 5.5 * len(foot.capacity)
    setter.y += 5
    setter.need(max(height, 8 + 4.6 * len(foot.recipients)))
    sheet, left, y = setter.sheet, setter.left, setter.y
    if foot.recipients:
        sheet.set_text("Nơi nhận:", left, y + 5, setter.style(12, bold=True, italic=True), "footer")
    for number, line in enumerate(foot.recipients):
        sheet.set_text(line, left, y + 9.6 + 4.5 * number, setter.style(11), "footer")
    centre, strong = left + setter.measure * 0.74, setter.style(13.5, bold=True)
    for number, line in enumerate(foot.capacity):
        sheet.set_text(line, centre, y + 5 + 5.5 * number, strong, "footer", "centre")
    middle = y + 5.5 * len(foot.capacity) + 17
    sheet.set_text(foot.signer, centre, middle + 16, strong, "footer", "centre")
    if setter.inked:
        _sign(setter, foot, centre, middle)
    setter.y += height


def _sign(setter: Setter, foot: Foot, centre: float, middle: float) -> None:
    sheet, random = setter.sheet, setter.random
    signature(sheet, centre + random.uniform(-2, 4), middle + random.uniform(-2, 2), random)
    # The seal covers about a third of the signature on its left (NĐ 30/2020, Điều 33).
    seal(sheet, centre - 19 + random.uniform(-3, 3), middle + random.uniform(-3, 3), foot.seal, random)
    if foot.recipients and random.random() < 0.4:
        below = setter.y + 9.6 + 4.5 * len(foot.recipients)
        scrawl(sheet, setter.left + random.uniform(22, 34), below, 9, random)
