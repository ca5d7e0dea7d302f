"""Picture captures of every kind become PDF/A that shows the same picture, in the same size, from the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import page as page_validation
import pikepdf
import pytest
from PIL import Image, ImageCms, ImageOps

from app.sealing.seal import seal
from app.sealing.verification import verify
from tests.generator.files import g4_strip
from tests.sealing.papers import jpeg, order, reading_of, rendered, sheets

Writer = Callable[[Path, Image.Image], None]
A4_MM = (210.0, 297.0)


@dataclass(frozen=True)
class Kind:
    """A kind of picture file: suffix, media type, writer, and the filter its stream has in the PDF."""

    suffix: str
    media_type: str
    write: Writer
    filter: str
    kept: bool = True


def _bits(image: Image.Image) -> Image.Image:
    return image.convert("L").point(lambda level: 255 * (level > 150)).convert("1")


def _transparent(image: Image.Image) -> Image.Image:
    shades = np.asarray(image.convert("L"))
    ink = np.zeros((*shades.shape, 3), np.uint8)
    return Image.fromarray(np.dstack((ink, 255 - shades)), "RGBA")


def _sixteen(image: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257)


def _turned(form: str, **how: object) -> Writer:
    """A picture that lies on its side, and says so."""

    def write(path: Path, image: Image.Image) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6
        image.transpose(Image.Transpose.ROTATE_90).save(path, form, exif=exif.tobytes(), **how)  # type: ignore[arg-type]

    return write


def _exif(orientation: int) -> Writer:
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]

    def write(path: Path, image: Image.Image) -> None:
        exif = Image.Exif()
        exif[0x0112] = orientation
        jpeg(path, image.transpose(back), exif=exif.tobytes())

    return write


def _tiff(convert: Callable[[Image.Image], Image.Image], compression: str, **tags: object) -> Writer:
    def write(path: Path, image: Image.Image) -> None:
        convert(image).save(path, "TIFF", compression=compression, dpi=(300, 300), **tags)

    return write


def _png(convert: Callable[[Image.Image], Image.Image]) -> Writer:
    return lambda path, image: convert(image).save(path, "PNG", dpi=(300, 300))


def _colour(image: Image.Image) -> Image.Image:
    return image


def _grey(image: Image.Image) -> Image.Image:
    return image.convert("L")


def _profiled(path: Path, image: Image.Image) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    jpeg(path, image, icc_profile=profile.tobytes())


JPEG, PNG, TIFF = "image/jpeg", "image/png", "image/tiff"
KINDS = {
    "colour_jpeg": Kind(".jpg", JPEG, lambda path, image: jpeg(path, image) and None, "/DCTDecode"),
    "grey_jpeg": Kind(".jpg", JPEG, lambda path, image: jpeg(path, _grey(image)) and None, "/DCTDecode"),
    "progressive_jpeg": Kind(
        ".jpg", JPEG, lambda path, image: jpeg(path, image, progressive=True) and None, "/DCTDecode"
    ),
    "jpeg_with_profile": Kind(".jpg", JPEG, _profiled, "/DCTDecode"),
    **{f"exif_{n}": Kind(".jpg", JPEG, _exif(n), "/DCTDecode") for n in range(2, 9)},
    "cmyk_jpeg": Kind(".jpg", JPEG, lambda p, i: jpeg(p, i.convert("CMYK")) and None, "/DCTDecode"),
    "colour_png": Kind(".png", PNG, _png(_colour), "/FlateDecode"),
    "grey_png": Kind(".png", PNG, _png(_grey), "/FlateDecode"),
    "palette_png": Kind(".png", PNG, _png(lambda image: image.quantize(32)), "/FlateDecode"),
    "two_level_png": Kind(".png", PNG, _png(_bits), "/FlateDecode"),
    "sixteen_bit_png": Kind(".png", PNG, _png(_sixteen), "/FlateDecode"),
    "transparent_png": Kind(".png", PNG, _png(_transparent), "/FlateDecode", kept=False),
    "g4_tiff": Kind(".tif", TIFF, _tiff(_bits, "group4", tiffinfo={278: 99999}), "/CCITTFaxDecode"),
    "g4_tiff_in_strips": Kind(
        ".tif", TIFF, _tiff(_bits, "group4", tiffinfo={278: 64}), "/CCITTFaxDecode", kept=False
    ),
    "g4_tiff_black_is_one": Kind(
        ".tif", TIFF, _tiff(_bits, "group4", tiffinfo={262: 1, 278: 99999}), "/CCITTFaxDecode"
    ),
    "g3_tiff": Kind(".tif", TIFF, _tiff(_bits, "group3"), "/CCITTFaxDecode", kept=False),
    "plain_tiff": Kind(".tif", TIFF, _tiff(_colour, "raw"), "/FlateDecode", kept=False),
    "grey_lzw_tiff": Kind(".tif", TIFF, _tiff(_grey, "tiff_lzw"), "/FlateDecode", kept=False),
    "palette_tiff": Kind(
        ".tif", TIFF, _tiff(lambda image: image.quantize(16), "tiff_deflate"), "/FlateDecode", kept=False
    ),
    "cmyk_tiff": Kind(
        ".tif", TIFF, _tiff(lambda image: image.convert("CMYK"), "tiff_lzw"), "/FlateDecode", kept=False
    ),
    "jpeg_tiff": Kind(".tif", TIFF, _tiff(_colour, "jpeg", tiffinfo={278: 99999}), "/DCTDecode", kept=False),
    "jpeg_tiff_in_strips": Kind(
        ".tif", TIFF, _tiff(_grey, "jpeg", tiffinfo={278: 64}), "/DCTDecode", kept=False
    ),
    "webp": Kind(".webp", "image/webp", lambda p, i: i.save(p, "WEBP", quality=90), "/DCTDecode", kept=False),
    "webp_turned": Kind(".webp", "image/webp", _turned("WEBP", quality=90), "/DCTDecode", kept=False),
    "png_turned": Kind(".png", "image/png", _turned("PNG"), "/FlateDecode", kept=False),
    "jpeg_2000": Kind(
        ".jp2",
        "image/jp2",
        lambda p, i: i.save(p, "JPEG2000", quality_layers=[40], quality_mode="dB"),
        "/DCTDecode",
        kept=False,
    ),
    "bmp": Kind(
        ".bmp", "image/bmp", lambda p, i: i.save(p, "BMP", dpi=(300, 300)), "/FlateDecode", kept=False
    ),
}


@pytest.mark.parametrize("level", ["2b", "1b", "3b"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_picture_becomes_pdfa_that_shows_it(kind: str, level: str, tmp_path: Path) -> None:
    sheet = sheets(dpi=100)[0]
    capture, target = tmp_path / f"a{KINDS[kind].suffix}", tmp_path / "out.pdf"
    KINDS[kind].write(capture, sheet.image)
    reading = reading_of(sheet)
    sealed = seal(order(capture, KINDS[kind].media_type, [reading], target, pdfa=level))
    assert (sealed.pages, sealed.pdfa, sealed.bytes) == (1, level, target.stat().st_size)
    seen = verify(str(target))
    assert seen.ok, seen.problems
    assert seen.pdfa == level
    assert page_validation.validate_pdf(target, profile=level).is_compliant
    with Image.open(capture) as original:
        upright = ImageOps.exif_transpose(original)
        flat = Image.new("RGBA", upright.size, "white")
        if upright.mode.startswith("I;16"):
            upright = upright.point(lambda value: value / 257).convert("L")
        flat.alpha_composite(upright.convert("RGBA"))
    shown = rendered(target, 1, 72 * flat.width / _points(target)[0])
    assert abs(shown.width - flat.width) <= 1
    assert abs(shown.height - flat.height) <= 1
    small = (flat.width // 4, flat.height // 4)  # PDFium puts the pixels on a grid of its own
    pair = [image.convert("RGB").resize(small, Image.Resampling.BOX) for image in (shown, flat)]
    off = np.abs(np.asarray(pair[0], np.int16) - np.asarray(pair[1], np.int16))
    assert off.mean() < 2.0, "the picture looks different"


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.kept])
def test_the_stream_of_the_file_stands_in_the_pdf_unchanged(kind: str, tmp_path: Path) -> None:
    sheet = sheets(dpi=100)[0]
    capture, target = tmp_path / f"a{KINDS[kind].suffix}", tmp_path / "out.pdf"
    KINDS[kind].write(capture, sheet.image)
    seal(order(capture, KINDS[kind].media_type, [reading_of(sheet)], target))
    with pikepdf.open(target) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert image.Filter == KINDS[kind].filter
        stream = image.read_raw_bytes()
    bytes_of_file = capture.read_bytes()
    if KINDS[kind].media_type == JPEG:
        assert stream == bytes_of_file
    elif KINDS[kind].media_type == TIFF:
        assert stream in bytes_of_file
    else:
        assert stream[:4000] in bytes_of_file  # longer rows are cut into chunks


@pytest.mark.parametrize("kind", KINDS)
def test_lossless_pictures_keep_every_pixel(kind: str, tmp_path: Path) -> None:
    if KINDS[kind].filter == "/DCTDecode" or kind in ("cmyk_tiff", "transparent_png"):
        pytest.skip("not lossless in itself, or converted")
    sheet = sheets(dpi=100)[0]
    capture, target = tmp_path / f"a{KINDS[kind].suffix}", tmp_path / "out.pdf"
    KINDS[kind].write(capture, sheet.image)
    seal(order(capture, KINDS[kind].media_type, [reading_of(sheet)], target))
    with pikepdf.open(target) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        if kind == "sixteen_bit_png":
            values = np.frombuffer(image.read_bytes(), ">u2").reshape(sheet.image.height, -1)
        else:
            values = np.asarray(pikepdf.PdfImage(image).as_pil_image().convert("RGB"))
    with Image.open(capture) as original:
        truth = np.asarray(original if kind == "sixteen_bit_png" else original.convert("RGB"))
    assert np.array_equal(values, truth)


@pytest.mark.parametrize("dpi", [150, 200, 299.72, 300, 400, 600])
def test_a4_prints_as_a4_within_a_millimetre(dpi: float, tmp_path: Path) -> None:
    size = tuple(round(mm * dpi / 25.4) for mm in A4_MM)
    capture, target = tmp_path / "a.jpg", tmp_path / "out.pdf"
    Image.new("L", size, 255).save(capture, "JPEG", dpi=(round(dpi), round(dpi)))
    reading = reading_of(sheets(dpi=72)[0])
    seal(order(capture, JPEG, [_at(reading, round(dpi))], target))
    for points, mm in zip(_points(target), A4_MM, strict=True):
        assert points / 72 * 25.4 == pytest.approx(mm, abs=1)


def test_a_fax_with_different_resolutions_across_and_down_is_not_squeezed(tmp_path: Path) -> None:
    capture, target = tmp_path / "fax.tif", tmp_path / "out.pdf"
    fax = Image.new("1", (1728, 1145), 1)
    fax.save(capture, "TIFF", compression="group4", dpi=(204, 98))
    seal(order(capture, TIFF, [_at(reading_of(sheets(dpi=72)[0]), 204)], target))
    assert _points(target) == pytest.approx((1728 / 204 * 72, 1145 / 98 * 72), abs=0.1)


def test_only_the_wanted_pages_of_a_tiff_are_sealed_in_their_order(tmp_path: Path) -> None:
    pages = [Image.new("L", (300, 400), level) for level in (10, 90, 170, 250)]
    capture, target = tmp_path / "a.tif", tmp_path / "out.pdf"
    pages[0].save(capture, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")
    empty = reading_of(sheets(dpi=72)[0])
    wanted = [_page(empty, 4), _page(empty, 2)]
    sealed = seal(order(capture, TIFF, wanted, target, whole_capture=False))
    assert sealed.pages == 2
    assert [rendered(target, n, 72).getpixel((20, 20))[0] for n in (1, 2)] == [250, 90]


def test_the_same_order_gives_the_same_bytes(tmp_path: Path) -> None:
    sheet = sheets(dpi=100)[0]
    capture = jpeg(tmp_path / "a.jpg", sheet.image, 100)
    first = seal(order(capture, JPEG, [reading_of(sheet)], tmp_path / "1.pdf"))
    second = seal(order(capture, JPEG, [reading_of(sheet)], tmp_path / "2.pdf"))
    assert first == second


def test_a_g4_stream_written_by_hand_comes_out_as_it_was(tmp_path: Path) -> None:
    bits = _bits(sheets(dpi=100)[0].image)
    capture, target = tmp_path / "a.tif", tmp_path / "out.pdf"
    bits.save(capture, "TIFF", compression="group4", tiffinfo={278: bits.height, 266: 1})
    seal(order(capture, TIFF, [_at(reading_of(sheets(dpi=72)[0]), 100)], target))
    with pikepdf.open(target) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert image.read_raw_bytes() in (g4_strip(bits), capture.read_bytes()[8 : 8 + len(g4_strip(bits))])


def _points(path: Path) -> tuple[float, float]:
    with pikepdf.open(path) as pdf:
        _, _, width, height = (float(number) for number in pdf.pages[0].mediabox)
    return width, height


def _at(reading, dpi):
    from dataclasses import replace

    return replace(reading, dpi=dpi, lines=())


def _page(reading, page):
    from dataclasses import replace

    return replace(reading, page=page, lines=(), dpi=100)
