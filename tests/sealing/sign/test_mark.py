"""The visible mark: what it says, how it looks, and that it covers nothing printed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from app.domain.signing import SigningPlan
from app.sealing.seal import seal
from app.sealing.sign.mark import marks
from app.sealing.sign.place import place_for
from tests.sealing.papers import jpeg, order, reading_of, rendered, sheets
from tests.sealing.sign.pki import OFFICE
from tests.sealing.sign.signing import signed

AT = datetime(2026, 3, 10, 1, 2, 3, tzinfo=UTC)


def test_the_mark_says_sao_y_the_agency_and_the_time_in_vietnam() -> None:
    block = marks(OFFICE, AT)[0]
    assert block.text == f"SAO Y\n{OFFICE}\n10/03/2026; 08:02:03 +07:00"
    assert block.height == pytest.approx(36, abs=1)


def test_a_long_agency_is_broken_into_lines_and_never_cut() -> None:
    name = "Trung tâm Phục vụ hành chính công xã Một Cái Tên Rất Dài, huyện Không Có, tỉnh Chẳng Ở Đâu"
    block = marks(name, AT)[0]
    assert " ".join(block.text.split("\n")[1:-1]) == name
    assert block.width < 215


def difference(before: Path, after: Path) -> tuple[np.ndarray, np.ndarray]:
    old = np.asarray(rendered(before, 1, 150).convert("L")).astype(int)
    document = pypdfium2.PdfDocument(after)
    document.init_forms()
    new = document[0].render(scale=150 / 72, may_draw_forms=True).to_pil().convert("L")
    document.close()
    return old, np.asarray(new).astype(int)


def test_the_mark_stands_at_the_top_right_and_covers_nothing_printed(
    plan: SigningPlan, sealed: Path, tmp_path: Path
) -> None:
    target = tmp_path / "signed.pdf"
    signed(plan, sealed, target)
    old, new = difference(sealed, target)
    rows, columns = np.nonzero(old - new > 60)
    assert len(rows) > 500  # letters are really there
    assert rows.max() < old.shape[0] / 5
    assert columns.min() > old.shape[1] / 2
    area = old[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    assert area.min() > 180  # nothing was printed where it stands now
    assert np.array_equal(old[rows.max() + 8 :], new[rows.max() + 8 :])


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_on_a_page_that_is_shown_turned_the_mark_stands_upright_all_the_same(
    turn: int, plan: SigningPlan, sealed: Path, tmp_path: Path
) -> None:
    source, target = tmp_path / "turned.pdf", tmp_path / "signed.pdf"
    with pikepdf.open(sealed) as pdf:
        pdf.pages[0].rotate(turn, relative=True)
        pdf.save(source)
    signed(plan, source, target)
    old, new = difference(source, target)
    rows, columns = np.nonzero(old - new > 60)
    height, width = rows.max() - rows.min(), columns.max() - columns.min()
    assert width > 2 * height
    assert columns.min() > old.shape[1] / 4


def crowded(folder: Path, free: tuple[int, int, int, int] | None) -> Path:
    """A sealed page that is full of print, but for one rectangle (dots at 100 dpi)."""
    picture = Image.new("RGB", (827, 1169), "white")
    pen = ImageDraw.Draw(picture)
    for y in range(6, 1169, 12):
        pen.line((0, y, 827, y), fill="black", width=4)
    if free:
        pen.rectangle(free, fill="white")
    target = folder / "crowded.pdf"
    reading = reading_of(sheets(dpi=150)[0])
    empty = type(reading)(
        page=1, width_pixels=827, height_pixels=1169, dpi=100, rotation=0, skew_degrees=0.0, blank=False,
        confidence=None, lines=(),
    )  # fmt: skip
    seal(order(jpeg(folder / "crowded.jpg", picture, dpi=100), "image/jpeg", [empty], target))
    return target


def test_without_room_at_the_top_the_margin_at_the_bottom_is_used(tmp_path: Path) -> None:
    source = crowded(tmp_path, (60, 1050, 700, 1140))
    place = place_for(source, marks(OFFICE, AT))
    assert place is not None
    assert place.y < 100


def test_without_any_room_the_signature_shows_no_mark_and_says_so(plan: SigningPlan, tmp_path: Path) -> None:
    source, target = crowded(tmp_path, None), tmp_path / "signed.pdf"
    result = signed(plan, source, target)
    assert [note.id for note in result.notes] == ["sign-note-no-room"]
    old, new = difference(source, target)
    assert np.array_equal(old, new)
