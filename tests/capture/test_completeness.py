"""What the bytes of common files say of their end, also when they are cut anywhere."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.capture.completeness import completeness
from app.capture.settle import Completeness


def picture(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    page = Image.effect_noise((300, 200), 60).convert("RGB")
    page.save(out, kind, **options)
    return out.getvalue()


def tiff_of_two_pages() -> bytes:
    pages = [Image.effect_noise((200, 100), 50).convert("L") for _ in range(2)]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    return out.getvalue()


WHOLE = {
    "jpeg": picture("JPEG"),
    "jpeg with exif": picture("JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"),
    "png": picture("PNG"),
    "pdf": picture("PDF"),
    "tiff": picture("TIFF"),
    "tiff lzw": picture("TIFF", compression="tiff_lzw"),
    "tiff of two pages": tiff_of_two_pages(),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_whole_file_is_seen_to_be_complete(kind: str) -> None:
    assert completeness(io.BytesIO(WHOLE[kind])) is Completeness.COMPLETE


@pytest.mark.parametrize("kind", WHOLE)
@given(share=st.floats(0.0, 0.97))
@settings(deadline=None, max_examples=60)
def test_a_file_cut_anywhere_is_not_taken_for_complete(kind: str, share: float) -> None:
    whole = WHOLE[kind]
    cut = whole[: max(1, int(len(whole) * share))]
    assert completeness(io.BytesIO(cut)) is not Completeness.COMPLETE


@pytest.mark.parametrize("kind", ["jpeg", "png", "pdf"])
def test_padding_to_whole_blocks_does_not_hide_the_end(kind: str) -> None:
    padded = WHOLE[kind] + b"\0" * (-len(WHOLE[kind]) % 512)
    assert completeness(io.BytesIO(padded)) is Completeness.COMPLETE


def test_a_file_that_got_its_size_before_its_content_is_cut() -> None:
    assert completeness(io.BytesIO(b"\0" * 100_000)) is Completeness.CUT
    whole = WHOLE["jpeg"]
    half = whole[: len(whole) // 2] + b"\0" * (len(whole) - len(whole) // 2)
    assert completeness(io.BytesIO(half)) is Completeness.CUT


def test_nothing_is_said_of_files_without_an_end_marker() -> None:
    assert completeness(io.BytesIO(b"just a text")) is Completeness.UNKNOWN


@given(st.binary(max_size=400))
def test_any_bytes_after_a_tiff_header_are_survived(noise: bytes) -> None:
    completeness(io.BytesIO(b"II*\0" + noise))
    completeness(io.BytesIO(b"MM\0*" + noise))
