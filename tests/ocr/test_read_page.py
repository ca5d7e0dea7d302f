"""Real pages through the real Tesseract: odd files, turned pages, blank and faint ones, barcodes, limits."""

from __future__ import annotations

import io
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from random import Random

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageChops, ImageFilter
from rapidfuzz.fuzz import partial_ratio

from app.domain.errors import ReadFailure, UnreadableError
from app.domain.page import PageReading
from app.domain.requests import ReadOptions
from app.ocr.reader import inspect, read_page, render_page
from tests.generator import ODD, Recipe, Sheet, Shot, page_truth, scan, write_digital_pdf, write_odd
from tests.ocr.conftest import Write

WELL_READ = 98.0  # per cent of the body, by partial ratio


def _agreement(shot: Shot, reading: PageReading) -> float:
    return float(partial_ratio(page_truth(1, "decision", shot).body, reading.text))


@pytest.fixture(scope="module")
def plain_reading(shot: Shot, tmp_path_factory: pytest.TempPathFactory) -> PageReading:
    path = tmp_path_factory.mktemp("plain") / "a.png"
    shot.image.save(path, dpi=(200, 200))
    return read_page(str(path), 1, ReadOptions(page_seconds=110))


def test_a_clean_page_is_read_with_its_lines_words_and_figures(
    shot: Shot, plain_reading: PageReading
) -> None:
    assert _agreement(shot, plain_reading) > 99
    assert (plain_reading.width_pixels, plain_reading.height_pixels) == shot.image.size
    assert (plain_reading.dpi, plain_reading.rotation, plain_reading.blank) == (200, 0, False)
    assert plain_reading.confidence is not None
    assert plain_reading.confidence > 0.85
    assert (plain_reading.source, plain_reading.notes) == ("ocr", ())


def test_words_lie_where_they_are_printed(shot: Shot, plain_reading: PageReading) -> None:
    truth = {line.text: line.box for line in page_truth(1, "decision", shot).lines}
    matched = [line for line in plain_reading.lines if line.text in truth]
    assert len(matched) > 10
    for line in matched:
        x, y, w, _h = truth[line.text]
        assert abs(line.box.x - x) < 0.02
        assert abs(line.box.y - y) < 0.02
        assert abs(line.box.w - w) < 0.03
        assert line.box.y < line.baseline_start_y < line.box.y + line.box.h + 0.01


@pytest.mark.parametrize("name", sorted(ODD))
def test_odd_files_are_read_like_plain_ones(
    name: str, shot: Shot, tmp_path: Path, options: ReadOptions
) -> None:
    path = tmp_path / f"odd{ODD[name][0]}"
    write_odd(name, path, shot)
    assert inspect(str(path), path.name).page_count == 1
    reading = read_page(str(path), 1, options)
    assert _agreement(shot, reading) > WELL_READ
    assert reading.rotation == 0
    assert 190 <= reading.dpi <= 210


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_are_read_and_told(turn: int, sheet: Sheet, write: Write, options: ReadOptions) -> None:
    turned = scan(sheet, Recipe((("paper", 0.3), ("skew", 0.3)), turn=turn, dpi=200), Random(4))
    reading = read_page(write("a.jpg", turned.image, dpi=(200, 200), quality=85), 1, options)
    assert reading.rotation == turned.rotation
    assert _agreement(turned, reading) > WELL_READ
    first = next(line for line in reading.lines if "CỘNG" in line.text)
    assert first.box.y < 0.2


@pytest.mark.parametrize("degrees", [-6.0, 3.5])
def test_a_leaning_page_is_straightened_for_reading_and_boxes_lie_on_the_leaning_page(
    degrees: float, shot: Shot, plain_reading: PageReading, write: Write, options: ReadOptions
) -> None:
    leaning = shot.image.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor="white")
    reading = read_page(write("a.png", leaning, dpi=(200, 200)), 1, options)
    assert reading.skew_degrees == pytest.approx(degrees, abs=0.3)
    assert _agreement(shot, reading) > WELL_READ
    line = max(reading.lines, key=lambda one: one.box.w)
    rise = (line.baseline_end_y - line.baseline_start_y) * reading.height_pixels
    run = line.box.w * reading.width_pixels
    assert np.rad2deg(np.arctan2(rise, run)) == pytest.approx(degrees, abs=0.6)


def test_a_red_stamp_over_the_text_does_not_hide_it(shot: Shot, write: Write, options: ReadOptions) -> None:
    red = Image.new("RGB", shot.image.size, "white")
    red.paste((225, 40, 40), (300, 500, 1300, 1200))
    reading = read_page(
        write("a.png", ImageChops.multiply(shot.image.convert("RGB"), red), dpi=(200, 200)), 1, options
    )
    assert _agreement(shot, reading) > WELL_READ


def test_faint_print_is_read_and_never_called_blank(shot: Shot, write: Write, options: ReadOptions) -> None:
    values = np.asarray(shot.image.convert("L").filter(ImageFilter.GaussianBlur(0.7)), dtype=np.float32)
    noise = np.random.default_rng(1).normal(0, 2.5, values.shape)
    faint = Image.fromarray(np.clip(246 - (255 - values) * 0.11 + noise, 0, 255).astype(np.uint8))
    reading = read_page(write("a.png", faint, dpi=(200, 200)), 1, options)
    assert not reading.blank
    assert _agreement(shot, reading) > 95


@pytest.mark.parametrize("level", [255, 238, 90])
def test_an_empty_sheet_is_blank(level: int, write: Write, options: ReadOptions) -> None:
    noise = np.random.default_rng(2).normal(level, 3, (2200, 1600))
    path = write("a.png", Image.fromarray(np.clip(noise, 0, 255).astype(np.uint8)), dpi=(200, 200))
    reading = read_page(path, 1, options)
    assert (reading.blank, reading.lines, reading.confidence) == (True, (), None)


def test_one_short_line_is_enough_not_to_be_blank(shot: Shot, write: Write, options: ReadOptions) -> None:
    sheet = Image.new("L", (1654, 2339), 250)
    sheet.paste(shot.image.convert("L").crop((200, 900, 620, 940)), (500, 1000))
    assert not read_page(write("a.png", sheet, dpi=(200, 200)), 1, options).blank


def test_ink_without_text_has_no_confidence_and_is_not_blank(write: Write, options: ReadOptions) -> None:
    strokes = np.full((2200, 1600), 250, np.uint8)
    y, x = np.mgrid[0:2200, 0:1600]
    strokes[(np.abs((y - 1100) - 300 * np.sin(x / 170)) < 3) & (x > 300) & (x < 1300)] = 60
    reading = read_page(write("a.png", Image.fromarray(strokes), dpi=(200, 200)), 1, options)
    assert not reading.blank
    assert reading.confidence is None or reading.confidence < 0.6


@pytest.mark.parametrize(("dpi", "turn"), [(300, 0), (300, 90), (300, 180), (200, 0)])
def test_the_barcode_of_a_slip_is_read(
    dpi: int, turn: int, slip: Sheet, write: Write, options: ReadOptions
) -> None:
    done = scan(slip, Recipe((("paper", 0.5), ("skew", 0.3), ("blur", 0.2)), turn=turn, dpi=dpi), Random(6))
    reading = read_page(write("a.jpg", done.image, dpi=(dpi, dpi), quality=85), 1, options)
    assert [code.text for code in reading.barcodes] == [code.text for code in slip.barcodes]
    assert reading.rotation == done.rotation
    x, y, w, h = slip.barcodes[0].box
    box = reading.barcodes[0].box
    assert (box.x + box.w / 2, box.y + box.h / 2) == pytest.approx((x + w / 2, y + h / 2), abs=0.03)


def test_text_that_a_program_drew_is_taken_as_it_is(shot: Shot, tmp_path: Path, options: ReadOptions) -> None:
    assert shot.sheet is not None
    write_digital_pdf(tmp_path / "a.pdf", [shot.sheet], [shot])
    drawn = read_page(str(tmp_path / "a.pdf"), 1, options)
    assert (drawn.source, drawn.confidence) == ("embedded", 1.0)
    assert _agreement(shot, drawn) == 100
    scanned = read_page(str(tmp_path / "a.pdf"), 2, options)
    assert scanned.source == "ocr"
    assert _agreement(shot, scanned) > WELL_READ


def test_the_hidden_text_of_a_scan_is_not_believed(
    shot: Shot, write: Write, tmp_path: Path, options: ReadOptions
) -> None:
    with pikepdf.open(write("a.pdf", shot.image, resolution=200)) as pdf:
        page = pdf.pages[0]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources.Font = pikepdf.Dictionary(F1=pdf.make_indirect(font))
        page.contents_add(b"BT /F1 12 Tf 3 Tr 50 700 Td (%s) Tj ET" % (b"C\xe9ng h\xdfa x\xb7 h\xe9i " * 30))
        pdf.save(tmp_path / "b.pdf")
    reading = read_page(str(tmp_path / "b.pdf"), 1, options)
    assert reading.source == "ocr"
    assert _agreement(shot, reading) > WELL_READ


def test_a_page_over_the_limit_is_reduced_and_that_is_told(shot: Shot, write: Write) -> None:
    path = write("a.png", shot.image, dpi=(200, 200))
    reading = read_page(path, 1, ReadOptions(page_seconds=110, megapixels=1.5))
    assert reading.notes == ("page-reduced",)
    assert (reading.width_pixels, reading.height_pixels) == shot.image.size
    assert _agreement(shot, reading) > 80


@pytest.mark.parametrize("side", [12_600.0, 14_400.0])
def test_a_pdf_page_as_large_as_a_wall_is_reduced(side: float, tmp_path: Path, options: ReadOptions) -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(side, side))
        bits = Image.new("1", (35_000, 35_000), 1)
        stream = io.BytesIO()
        bits.save(stream, "TIFF", compression="group4")
        strip = Image.open(stream)
        start, length = strip.tag_v2[273], strip.tag_v2[279]
        raw = b"".join(stream.getvalue()[s : s + n] for s, n in zip(start, length, strict=True))
        picture = pikepdf.Stream(pdf, raw)
        picture.update(
            pikepdf.Dictionary(
                Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=35_000, Height=35_000,
                ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=1, Filter=pikepdf.Name.CCITTFaxDecode,
                DecodeParms=pikepdf.Dictionary(K=-1, Columns=35_000, Rows=35_000),
            )
        )  # fmt: skip
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture))
        page.Contents = pdf.make_stream(f"q {side} 0 0 {side} 0 0 cm /I Do Q".encode())
        pdf.save(tmp_path / "wall.pdf")
    path = str(tmp_path / "wall.pdf")
    assert inspect(path, "wall.pdf").page_count == 1
    reading = read_page(path, 1, options)
    assert (reading.notes, reading.blank) == (("page-reduced",), True)


def test_the_time_limit_ends_the_page_with_its_reason(shot: Shot, write: Write) -> None:
    with pytest.raises(UnreadableError) as over:
        read_page(write("a.png", shot.image, dpi=(200, 200)), 1, ReadOptions(page_seconds=0.2))
    assert over.value.failure is ReadFailure.TIMEOUT


@pytest.mark.parametrize("suffix", ["jpg", "pdf", "tif"])
def test_a_page_is_shown_upright_and_small_enough(suffix: str, shot: Shot, write: Write) -> None:
    path = write(f"a.{suffix}", shot.image.transpose(Image.Transpose.ROTATE_90))
    shown = Image.open(io.BytesIO(render_page(path, 1, 90, 600)))
    assert shown.format == "PPM"  # plain: nothing is squeezed on the way to the screen
    assert max(shown.size) == pytest.approx(600, abs=2)
    assert shown.size[1] > shown.size[0]
    small = shot.image.convert("L").resize(shown.size)
    difference = np.abs(np.asarray(shown.convert("L"), dtype=int) - np.asarray(small, dtype=int)).mean()
    assert difference < 6


def test_reading_works_in_a_spawned_process(shot: Shot, write: Write, options: ReadOptions) -> None:
    path = write("a.png", shot.image, dpi=(200, 200))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as crew:
        assert crew.submit(inspect, path, "a.png").result(60).page_count == 1
        assert _agreement(shot, crew.submit(read_page, path, 1, options).result(110)) > 99


def test_what_was_read_before_does_not_change_what_is_read(
    shot: Shot, slip: Sheet, write: Write, options: ReadOptions
) -> None:
    path = write("a.png", shot.image, dpi=(200, 200))
    slips = write("slip.png", scan(slip, Recipe((("noise", 0.4),), dpi=200), Random(9)).image, dpi=(200, 200))
    width, height = shot.image.size
    parts = [
        write(
            f"{turn}-{part}.png",
            shot.image.crop((0, top, width, top + height // 4)).rotate(turn, expand=True),
        )
        for turn in (0, 90, 180)
        for part, top in enumerate((0, height // 4, height // 2))
    ]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as crew:
        first = crew.submit(read_page, path, 1, options).result(110)
        hasty = crew.submit(read_page, path, 1, ReadOptions(page_seconds=0.4))
        for other in (slips, *parts):
            crew.submit(read_page, other, 1, replace(options, quality="swift")).result(110)
        assert isinstance(hasty.exception(), UnreadableError | None)
        assert crew.submit(read_page, path, 1, options).result(110) == first
