"""The invisible text: found where it is printed, copied as one would read, whatever way the page lies."""

from __future__ import annotations

import math
import re
import subprocess
import unicodedata
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from app.domain.page import Box, Line, PageReading, Word
from app.sealing.seal import seal
from app.sealing.verification import verify
from tests.sealing.papers import jpeg, order, reading_of, sheets
from tests.sealing.searching import overlap, words_by_pdfium, words_by_poppler

JPEG = "image/jpeg"
ALL_VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")


def _sealed(tmp_path: Path, reading: PageReading, image: Image.Image, **more: object) -> Path:
    capture = jpeg(tmp_path / "a.jpg", image, reading.dpi)
    target = tmp_path / "out.pdf"
    seal(order(capture, JPEG, [reading], target, **more))
    return target


def test_a_search_lights_up_every_word_where_it_is_printed(tmp_path: Path) -> None:
    sheet = sheets()[0]
    reading = reading_of(sheet)
    path = _sealed(tmp_path, reading, sheet.image)
    words = [word for line in reading.lines for word in line.words if len(word.text) > 3]
    found = words_by_pdfium(path, [word.text for word in words])
    for word in words:
        best = max((overlap(word.box, box) for box in found.get(word.text, [])), default=0)
        assert best > 0.85, word
        nearest = max(found[word.text], key=lambda box: overlap(word.box, box))
        assert abs(nearest.x - word.box.x) * 210 < 0.5, "left edge within half a millimetre"
        assert nearest.h < 3.5 * word.box.h


def test_poppler_finds_the_same_words_in_the_same_places(tmp_path: Path) -> None:
    sheet = sheets()[0]
    reading = reading_of(sheet)
    found = words_by_poppler(_sealed(tmp_path, reading, sheet.image))
    for word in (word for line in reading.lines for word in line.words if len(word.text) > 1):
        same = [box for text, box in found if text == word.text]
        assert same, word.text
        assert max(overlap(word.box, box) for box in same) > 0.8, word


def test_copying_a_page_gives_its_lines_in_reading_order(tmp_path: Path) -> None:
    sheet = sheets()[0]
    reading = reading_of(sheet)
    path = _sealed(tmp_path, reading, sheet.image)
    document = pypdfium2.PdfDocument(path)
    text = document[0].get_textpage()
    copied = text.get_text_range().replace("\r\n", "\n").split("\n")
    text.close()
    document.close()
    wanted = [line.text for line in reading.lines]
    squeezed = [re.sub(r"\s+", " ", line).strip() for line in copied]
    missing = [line for line in wanted if line not in squeezed]
    # a hyphen at the end of a line is taken for hyphenation by PDFium, and columns at one height are one line
    assert len(missing) <= 0.08 * len(wanted), missing


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_scanned_lying_down_stands_up_and_its_words_with_it(turn: int, tmp_path: Path) -> None:
    sheet = sheets(dpi=150)[0]
    lying = {
        90: Image.Transpose.ROTATE_90,
        180: Image.Transpose.ROTATE_180,
        270: Image.Transpose.ROTATE_270,
    }[turn]  # Pillow turns against the clock, `rotation` brings it back with the clock
    reading = reading_of(sheet, rotation=turn)
    path = _sealed(tmp_path, reading, sheet.image.transpose(lying))
    words = [word for line in reading.lines for word in line.words if len(word.text) > 4]
    found = words_by_pdfium(path, [word.text for word in words])
    assert all(max(overlap(word.box, box) for box in found.get(word.text, [])) > 0.85 for word in words)
    document = pypdfium2.PdfDocument(path)
    width, height = document[0].get_size()
    document.close()
    assert width < height


@pytest.mark.parametrize("degrees", [-3.0, -0.7, 0.5, 2.5])
def test_words_of_a_slanted_scan_are_found_on_their_slanted_lines(degrees: float, tmp_path: Path) -> None:
    sheet = sheets(dpi=150)[0]
    reading = _slanted(reading_of(sheet), degrees)
    image = sheet.image.rotate(-degrees, resample=Image.Resampling.BICUBIC, fillcolor="white")
    path = _sealed(tmp_path, reading, image)
    words = [word for line in reading.lines for word in line.words if len(word.text) > 3]
    found = words_by_pdfium(path, [word.text for word in words])
    assert all(max(overlap(word.box, box) for box in found.get(word.text, [])) > 0.75 for word in words)
    joined = re.sub(
        r"\s+",
        " ",
        subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout,
    )
    lines = [line.text for line in reading.lines if len(line.words) > 3]
    assert sum(line in joined for line in lines) >= 0.9 * len(lines)


def _slanted(reading: PageReading, degrees: float) -> PageReading:
    """The reading of the same page leaning `degrees` clockwise about its middle."""
    wide, high = reading.width_pixels, reading.height_pixels
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def moved(x: float, y: float) -> tuple[float, float]:
        across, down = (x - 0.5) * wide, (y - 0.5) * high
        return (
            0.5 + (across * cosine - down * sine) / wide,
            0.5 + (across * sine + down * cosine) / high,
        )

    def around(box: Box) -> Box:
        corners = [moved(x, y) for x in (box.x, box.x + box.w) for y in (box.y, box.y + box.h)]
        left, top = min(x for x, _ in corners), min(y for _, y in corners)
        return Box(left, top, max(x for x, _ in corners) - left, max(y for _, y in corners) - top)

    lines = tuple(
        Line(
            tuple(Word(word.text, around(word.box), word.confidence) for word in line.words),
            around(line.box),
            moved(line.box.x, line.baseline_start_y)[1],
            moved(line.box.x + line.box.w, line.baseline_end_y)[1],
        )
        for line in reading.lines
    )
    return replace(reading, lines=lines, skew_degrees=degrees)


def test_every_vietnamese_letter_is_found_in_nfc_also_when_read_in_nfd(tmp_path: Path) -> None:
    letters = sorted(
        {
            unicodedata.normalize("NFC", form + tone)
            for letter in ALL_VIETNAMESE
            for form in (letter, letter.upper())
            for tone in (_TONES if letter in "aăâeêioôơuưy" else ("",))
        }
    )
    assert len(letters) == 178 - 12 * 0 or len(letters) > 150
    rows = [letters[start : start + 12] for start in range(0, len(letters), 12)]
    lines = tuple(
        _row(["".join(unicodedata.normalize("NFD", one) for one in row)], number)
        for number, row in enumerate(rows)
    )
    page = _blank_page(lines)
    path = _sealed(tmp_path, page, Image.new("L", (800, 1000), 255))
    for program in (["pdftotext", str(path), "-"], None):
        text = (
            _extracted(path)
            if program is None
            else subprocess.run(program, capture_output=True, text=True, check=True).stdout
        )
        for row in rows:
            assert "".join(row) in text


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(
        st.text(
            st.characters(codec="utf-8", categories=["L", "Nd", "P", "Sm", "Sc", "So"]),
            min_size=1,
            max_size=14,
        ),
        min_size=1,
        max_size=6,
    ),
    tilt=st.floats(-0.02, 0.02),
    odd=st.floats(-0.1, 1.1),
)
def test_any_text_at_any_place_gives_a_proved_file(
    words: list[str], tilt: float, odd: float, tmp_path: Path
) -> None:
    line = _row(words, 3)
    strange = replace(line, baseline_start_y=line.baseline_start_y + tilt, baseline_end_y=odd)
    path = _sealed(tmp_path, _blank_page((line, strange)), Image.new("L", (800, 1000), 255))
    assert verify(str(path)).ok


def test_a_page_without_any_word_gets_no_font(tmp_path: Path) -> None:
    path = _sealed(tmp_path, _blank_page(()), Image.new("L", (800, 1000), 255))
    seen = verify(str(path))
    assert seen.ok
    assert not seen.text_found
    assert b"SohoaInvisible" not in path.read_bytes()


def _row(words: list[str], number: int) -> Line:
    y, width = 0.05 + 0.04 * number, 0.8 / len(words)
    placed = tuple(
        Word(text, Box(0.1 + place * width, y, width * 0.9, 0.02), 0.9) for place, text in enumerate(words)
    )
    box = placed[0].box.around(placed[-1].box)
    return Line(placed, box, y + 0.016, y + 0.016)


def _blank_page(lines: tuple[Line, ...]) -> PageReading:
    return PageReading(1, 800, 1000, 100, 0, 0.0, not lines, 0.9, lines)


def _extracted(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    text = document[0].get_textpage()
    try:
        return str(text.get_text_range())
    finally:
        text.close()
        document.close()
