"""A page is looked at through a smaller decoding of its picture where that shows the same, and only there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pikepdf
import pypdfium2
import pytest
from numpy.typing import NDArray
from pikepdf import Array, Name, Pdf

from app.sealing.seal import seal
from app.sealing.sign import place as places
from app.sealing.sign.mark import marks
from app.sealing.sign.place import LOOK_DPI, place_for
from app.sealing.sign.quick_look import look_quicker
from tests.generator import Recipe, scan
from tests.generator.files import jpeg_bytes
from tests.sealing.papers import SEALED_AT, order, reading_of, sheets
from tests.sealing.sign.pki import OFFICE

STEPS = (("paper", 0.5), ("skew", 0.2), ("noise", 0.1), ("stamp_over_text", 0.6))


@pytest.fixture(scope="module")
def sealed_scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sealed page as a scanner makes it: 300 dpi, paper, slant, noise and a stamp."""
    folder = tmp_path_factory.mktemp("scan")
    capture, target = folder / "scan.jpg", folder / "sealed.pdf"
    capture.write_bytes(jpeg_bytes(scan(sheets()[0], Recipe(STEPS, dpi=300), Random(5))))
    seal(order(capture, "image/jpeg", [reading_of(sheets()[0])], target))
    return target


def _drawn(file: Path, quickly: bool) -> NDArray[np.uint8]:
    with pypdfium2.PdfDocument(file) as document:
        page = document[0]
        if quickly:
            look_quicker(file, page, LOOK_DPI)
        return page.render(scale=LOOK_DPI / 72).to_numpy().copy()


def _edited(source: Path, target: Path, edit: Callable[[Pdf], None]) -> Path:
    with pikepdf.open(source) as pdf:
        edit(pdf)
        pdf.save(target)
    return target


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_mark_goes_where_it_would_go_on_the_page_drawn_in_full(
    turn: int, sealed_scan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _edited(sealed_scan, tmp_path / "a.pdf", lambda pdf: pdf.pages[0].rotate(turn, relative=True))
    quick, full = _drawn(file, quickly=True), _drawn(file, quickly=False)
    assert not np.array_equal(quick, full), "not drawn quicker at all"
    assert np.abs(quick.astype(int) - full).mean() < 4
    shapes = marks(OFFICE, SEALED_AT)
    place = place_for(file, shapes)
    monkeypatch.setattr(places, "look_quicker", lambda *_: None)
    in_full = place_for(file, shapes)
    assert place is not None
    assert in_full is not None
    assert place.shape == in_full.shape
    assert (place.x, place.y) == pytest.approx((in_full.x, in_full.y), abs=2 * 72 / LOOK_DPI)


def _picture(pdf: Pdf) -> pikepdf.Object:
    (image,) = pdf.pages[0].get_images().values()
    return image


def _inverted(pdf: Pdf) -> None:
    _picture(pdf).Decode = Array([1, 0] * 3)


def _seen_through(pdf: Pdf) -> None:
    mask = pdf.make_stream(bytes([0, 255] * 2), Type=Name.XObject, Subtype=Name.Image, Width=2, Height=2)
    mask.ColorSpace, mask.BitsPerComponent = Name.DeviceGray, 8
    _picture(pdf).SMask = mask


def _second_picture(pdf: Pdf) -> None:
    pdf.pages[0].Resources.XObject["/Second"] = _picture(pdf)
    pdf.pages[0].contents_add(b"q 200 0 0 50 300 700 cm /Second Do Q")


def _in_other_numbers(pdf: Pdf) -> None:
    _picture(pdf).ColorSpace = Array([Name.CalRGB, pikepdf.Dictionary(WhitePoint=Array([0.95, 1, 1.09]))])


def _broken(pdf: Pdf) -> None:
    image = _picture(pdf)
    image.write(image.read_raw_bytes()[:300], filter=Name.DCTDecode)


@pytest.mark.parametrize(
    "edit",
    [_inverted, _seen_through, _second_picture, _in_other_numbers, _broken],
    ids=lambda edit: edit.__name__,
)
def test_what_a_smaller_picture_would_not_show_alike_is_drawn_in_full(
    edit: Callable[[Pdf], None], sealed_scan: Path, tmp_path: Path
) -> None:
    file = _edited(sealed_scan, tmp_path / "a.pdf", edit)
    assert np.array_equal(_drawn(file, quickly=True), _drawn(file, quickly=False))


def test_a_page_drawn_over_its_picture_shows_both(sealed_scan: Path, tmp_path: Path) -> None:
    def bar(pdf: Pdf) -> None:
        pdf.pages[0].contents_add(b"q 0 0 0 rg 320 760 200 40 re f Q")

    quick = _drawn(_edited(sealed_scan, tmp_path / "a.pdf", bar), quickly=True)
    scale = LOOK_DPI / 72
    top, left = round((842 - 790) * scale), round(330 * scale)
    assert quick[top : top + 10, left : left + 100].max() < 60
