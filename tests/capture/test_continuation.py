"""Telling a paper that was scanned on from another paper under the same name."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PIL import Image

from app.capture.continuation import continues


@pytest.fixture
def write(tmp_path: Path):
    def written(name: str, data: bytes) -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return written


NOISE = random.Random(1).randbytes(20_000)


def test_a_longer_file_that_begins_with_the_old_bytes_goes_on(write) -> None:
    old, new = write("old", NOISE), write("new", NOISE + b"more")
    assert continues(old, new, same_file=False)
    assert continues(old, new, same_file=True)


def test_other_bytes_are_another_paper_even_in_the_same_file(write) -> None:
    old, new = write("old", NOISE), write("new", random.Random(2).randbytes(30_000))
    assert not continues(old, new, same_file=True)
    assert not continues(old, new, same_file=False)


def test_a_tiff_that_got_one_more_page_in_place_goes_on_although_its_header_changed(tmp_path: Path) -> None:
    pages = [Image.effect_noise((300, 200), 50).convert("L") for _ in range(3)]
    old, new = tmp_path / "old.tif", tmp_path / "new.tif"
    pages[0].save(old, save_all=True, append_images=[pages[1]])
    new.write_bytes(old.read_bytes())
    from PIL.TiffImagePlugin import AppendingTiffWriter

    with AppendingTiffWriter(str(new)) as out:
        pages[2].save(out, "TIFF")
        out.newFrame()
    assert continues(old, new, same_file=True)


def test_zeros_that_were_filled_later_go_on_in_the_same_file_only(write) -> None:
    old, new = write("old", NOISE[:10_000] + bytes(10_000)), write("new", NOISE)
    assert continues(old, new, same_file=True)
    assert not continues(old, new, same_file=False)


def test_an_empty_file_is_the_beginning_of_anything_longer(write) -> None:
    assert continues(write("old", b""), write("new", b"x"), same_file=False)


def test_a_shorter_file_goes_on_from_nothing(write) -> None:
    assert not continues(write("old", NOISE), write("new", NOISE[:100]), same_file=True)


def test_a_small_file_with_another_head_is_another_paper(write) -> None:
    assert not continues(write("old", b"A" * 600), write("new", b"B" + b"A" * 700), same_file=True)
