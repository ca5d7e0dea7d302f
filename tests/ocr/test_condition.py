"""What the picture of a page tells of how it was scanned."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFilter

from app.ocr.condition import edge_points, red_share


def page() -> Image.Image:
    image = Image.new("RGB", (1240, 1754), "#f4f1ea")
    draw = ImageDraw.Draw(image)
    for top in range(200, 1500, 24):
        for left in range(150, 1100, 18):
            draw.rectangle((left, top, left + 9, top + 14), fill="#202020")
    return image


def test_blur_widens_the_edges_of_letters() -> None:
    sharp = page().convert("L")
    blurred = sharp.filter(ImageFilter.GaussianBlur(2))
    assert 0 < edge_points(sharp, 150) < 1 < edge_points(blurred, 150)


def test_a_page_without_ink_has_no_edge_to_judge_by() -> None:
    assert edge_points(Image.new("L", (400, 400), 240), 300) == 0.0


def test_a_stamp_is_red_and_print_on_tinted_paper_is_not() -> None:
    stamped = page()
    ImageDraw.Draw(stamped).ellipse((700, 1300, 900, 1500), outline="#c02030", width=8)
    assert red_share(page()) == 0.0
    assert red_share(stamped) > 0.0005
    assert red_share(page().convert("L")) == 0.0
