"""Limits of size: pages stay as they are while they may, and are squeezed no further than they must."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.domain.errors import NeedsPersonError
from app.sealing import seal as sealing
from app.sealing.budget import FILE_OVERHEAD, PAGE_OVERHEAD, page_budgets, page_room
from app.sealing.draft import picture_page
from app.sealing.ladder import squeeze
from app.sealing.look import likeness, telling_places, tiles_at
from app.sealing.paper import Paper
from app.sealing.pictures.jpeg import jpeg_picture
from app.sealing.pictures.picture import Colours, Picture, Stencil
from app.sealing.profile import SealProfile, profile_on
from app.sealing.seal import seal
from app.sealing.verification import verify
from tests.generator import Recipe, scan, write_scanned_pdf
from tests.generator.damage import Shot
from tests.generator.files import jpeg_bytes
from tests.sealing.papers import order, reading_of, rendered, sheets

RULES = profile_on(date(2026, 3, 10))


@pytest.fixture(scope="module")
def shot() -> Shot:
    """A page at 300 dpi with paper, noise and a red stamp, as a scanner set too fine makes it."""
    steps = (("paper", 0.6), ("skew", 0.1), ("noise", 0.15), ("stamp_over_text", 0.6))
    return scan(sheets()[0], Recipe(steps, dpi=300, quality=92), Random(3))


@pytest.fixture(scope="module")
def picture(shot: Shot) -> Picture:
    """The same page as its JPEG."""
    made = jpeg_picture(jpeg_bytes(shot))
    assert made is not None
    return made


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> SealProfile:
    """Limits that an ordinary page exceeds."""
    profile = replace(RULES, page_bytes=500_000, file_bytes=900_000)
    monkeypatch.setattr(sealing, "profile_on", lambda day: profile)
    return profile


def test_the_limits_are_those_of_the_day() -> None:
    assert (RULES.file_bytes, RULES.page_bytes, RULES.signature_bytes) == (20_000_000, 1_000_000, 130_000)
    assert RULES.least_dpi == 200
    assert profile_on(date(1999, 1, 1)) == RULES


@given(
    sizes=st.lists(st.integers(0, 5_000_000), max_size=60),
    page=st.integers(50_000, 2_000_000),
    file=st.integers(300_000, 20_000_000),
)
def test_budgets_keep_page_and_file_within_their_limits(sizes: list[int], page: int, file: int) -> None:
    profile = replace(RULES, page_bytes=page, file_bytes=file)
    budgets = page_budgets(sizes, profile)
    final = [size if budget is None else budget for size, budget in zip(sizes, budgets, strict=True)]
    assert all(one <= size for one, size in zip(final, sizes, strict=True))
    rooms = [page_room(place, profile) for place in range(len(sizes))]
    assert all(one <= room for one, room in zip(final, rooms, strict=True))
    room = file - profile.signature_bytes - FILE_OVERHEAD - PAGE_OVERHEAD * len(sizes)
    assert sum(final) <= max(room, 0)
    if sum(map(min, sizes, rooms)) <= room:
        assert all(b is None for s, b, own in zip(sizes, budgets, rooms, strict=True) if s <= own)


@pytest.mark.parametrize("budget", [900_000, 500_000, 300_000])
def test_a_squeezed_page_fits_looks_alike_and_keeps_its_colour(
    budget: int, shot: Shot, picture: Picture
) -> None:
    made = squeeze(picture, budget, 300, RULES)
    assert len(made.picture.data) <= budget
    assert made.picture.colours is Colours.RGB
    assert 200 <= made.rung.dpi <= 300
    assert made.rung.look > 0.85
    places = telling_places(shot.image)
    with Image.open(io.BytesIO(made.picture.data)) as back:
        resized = back.resize(shot.image.size, Image.Resampling.BICUBIC)
    assert likeness(tiles_at(shot.image, places), tiles_at(resized, places)) > 0.8


def test_more_room_never_looks_worse(picture: Picture) -> None:
    looks = [squeeze(picture, budget, 300, RULES).rung.look for budget in (250_000, 400_000, 700_000)]
    assert looks == sorted(looks)


def test_what_can_not_fit_stops_at_the_least_resolution_with_its_print_still_sharp(picture: Picture) -> None:
    made = squeeze(picture, 1000, 300, RULES)
    assert made.rung.dpi == RULES.least_dpi
    assert made.picture.width == pytest.approx(picture.width * 200 / 300, abs=1)
    assert made.picture.weight < squeeze(picture, 300_000, 300, RULES).picture.weight
    for stencil in made.picture.stencils:
        assert stencil.width / stencil.part[2] == pytest.approx(picture.width)
        assert stencil.height / stencil.part[3] == pytest.approx(picture.height)


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_page_taken_apart_has_its_print_where_it_was(mode: str, shot: Shot) -> None:
    scanned = shot.image.convert(mode)
    kept = jpeg_picture(jpeg_bytes(replace(shot, image=scanned)))
    assert kept is not None
    made = squeeze(kept, 110_000, 300, RULES).picture
    assert made.stencils, "not taken apart"
    assert min(stencil.part[2] * stencil.part[3] for stencil in made.stencils) < 1, "masks hold empty paper"
    side, height = scanned.width * 72 / 300, scanned.height * 72 / 300
    with pikepdf.new() as pdf:
        picture_page(pdf, made, Paper(side, height), (side, 0, 0, height, 0, 0))
        packed = io.BytesIO()
        pdf.save(packed)
    with pypdfium2.PdfDocument(packed) as document:
        shown = document[0].render(scale=300 / 72).to_pil().convert("RGB").resize(scanned.size)
    places = telling_places(scanned)
    before, after = tiles_at(scanned.convert("RGB"), places), tiles_at(shown, places)
    assert likeness(before, after) > 0.8
    moved = after.transform(
        after.size, Image.Transform.AFFINE, (1, 0, 3, 0, 1, 3)
    )  # a quarter of a millimetre
    assert likeness(before, after) > likeness(before, moved) + 0.1


def test_a_little_blue_on_a_page_taken_apart_is_not_lost(shot: Shot) -> None:
    scanned = shot.image.convert("RGB")
    blue = (1200, 1700, 1218, 1718)  # 18 dots squared: too few for a mask of its own
    scanned.paste((255, 255, 255), (1150, 1650, 1270, 1770))
    scanned.paste((20, 40, 160), blue)
    kept = jpeg_picture(jpeg_bytes(replace(shot, image=scanned)))
    assert kept is not None
    made = squeeze(kept, 110_000, 300, RULES).picture
    assert made.stencils, "not taken apart"
    in_masks = [stencil for stencil in made.stencils if _covers(stencil, scanned.size, (1209, 1709))]
    assert len(in_masks) == 1


def _covers(stencil: Stencil, size: tuple[int, int], dot: tuple[int, int]) -> bool:
    """Return whether the mask prints this dot of the page."""
    left = round(stencil.part[0] * size[0])
    top = round((1 - stencil.part[1] - stencil.part[3]) * size[1])
    with pikepdf.new() as pdf:
        about = {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/BitsPerComponent": 1}
        stream = pikepdf.Stream(pdf, stencil.data, pikepdf.Dictionary(about))
        stream.Width, stream.Height, stream.ColorSpace = (
            stencil.width,
            stencil.height,
            pikepdf.Name.DeviceGray,
        )
        stream.Filter = pikepdf.Name.CCITTFaxDecode
        stream.DecodeParms = pikepdf.Dictionary({"/" + key: value for key, value in stencil.parms.items()})
        mask = pikepdf.PdfImage(stream).as_pil_image().convert("L")
    across, down = dot[0] - left, dot[1] - top
    return 0 <= across < mask.width and 0 <= down < mask.height and mask.getpixel((across, down)) == 0


@pytest.mark.parametrize("level", ["2b", "1b"])
def test_a_page_in_layers_shows_black_print_and_a_red_stamp(
    level: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    profile = replace(RULES, page_bytes=RULES.signature_bytes + PAGE_OVERHEAD + 120_000)
    monkeypatch.setattr(sealing, "profile_on", lambda day: profile)
    sheet = sheets()[0]
    shot = scan(sheet, Recipe((("paper", 0.6), ("noise", 0.1), ("stamp_over_text", 0.8)), dpi=300), Random(3))
    capture, target = tmp_path / "a.jpg", tmp_path / "out.pdf"
    capture.write_bytes(jpeg_bytes(shot))
    sealed = seal(order(capture, "image/jpeg", [reading_of(sheet)], target, pdfa=level))
    assert (sealed.pdfa, sealed.note) == (level, "seal-note-squeezed")
    assert verify(str(target)).ok
    with pikepdf.open(target) as pdf:
        assert len(pdf.pages[0].Resources.XObject) > 1
    shown = rendered(target, 1, 300).resize(shot.image.size)
    places = telling_places(shot.image)
    assert likeness(tiles_at(shot.image.convert("RGB"), places), tiles_at(shown, places)) > 0.7


def test_a_page_already_at_the_least_resolution_keeps_its_pixels(picture: Picture) -> None:
    made = squeeze(picture, 300_000, 200, RULES)
    assert (made.picture.width, made.picture.height) == (picture.width, picture.height)


def test_likeness_knows_the_same_from_the_spoilt(shot: Shot) -> None:
    tile = tiles_at(shot.image, telling_places(shot.image))
    assert likeness(tile, tile) == pytest.approx(1, abs=1e-4)
    soft = tile.resize((tile.width // 4, tile.height // 4)).resize(tile.size)
    grey = tile.convert("L").convert("RGB")
    assert likeness(tile, soft) < 0.85
    assert likeness(tile, grey) < 0.99


def test_a_page_over_the_limit_is_sealed_within_it(
    shot: Shot, small_limits: SealProfile, tmp_path: Path
) -> None:
    capture, target = tmp_path / "a.jpg", tmp_path / "out.pdf"
    capture.write_bytes(jpeg_bytes(shot))
    sealed = seal(order(capture, "image/jpeg", [reading_of(sheets()[0])], target))
    assert (sealed.pdfa, sealed.note) == ("2b", "seal-note-squeezed")
    assert sealed.bytes <= small_limits.page_bytes
    assert verify(str(target)).ok
    red = rendered(target, 1, 50).convert("RGB")
    assert any(r > 140 > 110 > g for r, g, _ in red.get_flattened_data()), "the stamp is red no more"  # noqa: PLR0133


def test_scanned_pdf_pages_over_the_limit_are_squeezed_too(
    shot: Shot, small_limits: SealProfile, tmp_path: Path
) -> None:
    capture, target = tmp_path / "a.pdf", tmp_path / "out.pdf"
    write_scanned_pdf(capture, [shot, shot])
    pages = [reading_of(sheets()[0], n) for n in (1, 2)]
    sealed = seal(order(capture, "application/pdf", pages, target))
    assert (sealed.pages, sealed.pdfa, sealed.note) == (2, "2b", "seal-note-squeezed")
    assert sealed.bytes <= small_limits.file_bytes - small_limits.signature_bytes
    with pikepdf.open(target) as pdf:
        assert [float(side) for side in pdf.pages[0].mediabox] == pytest.approx([0, 0, 595.2, 842.0], abs=0.5)


def test_a_file_that_can_not_be_made_small_enough_is_held(
    shot: Shot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    profile = replace(RULES, file_bytes=RULES.signature_bytes + 60_000)
    monkeypatch.setattr(sealing, "profile_on", lambda day: profile)
    capture, target = tmp_path / "a.jpg", tmp_path / "out.pdf"
    capture.write_bytes(jpeg_bytes(shot))
    with pytest.raises(NeedsPersonError) as held:
        seal(order(capture, "image/jpeg", [reading_of(sheets()[0])], target))
    assert held.value.message.id == "seal-too-large"
    assert not target.exists()
