"""What is written ends so that every validator agrees where it ends."""

from __future__ import annotations

import zlib
from itertools import count
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name

from app.sealing.writing import write


def rows_whose_packing_ends_in_a_carriage_return() -> bytes:
    """Rows of four bytes, each after its predictor's number."""
    for number in count():
        rows = b"".join(b"\x02" + (number + row).to_bytes(4, "big") for row in range(3))
        if zlib.compress(rows).endswith(b"\r"):
            return rows
    raise AssertionError("every number was tried")


def drawing_whose_packing_ends_so() -> bytes:
    """A page's drawing, given as plain bytes and packed in writing."""
    drawings = (f"0 0 m {number} 9 l S\n".encode() for number in count())
    return next(drawing for drawing in drawings if zlib.compress(drawing).endswith(b"\r"))


def test_a_packed_stream_never_ends_in_a_carriage_return(tmp_path: Path) -> None:
    rows, target = rows_whose_packing_ends_in_a_carriage_return(), tmp_path / "out.pdf"
    with pikepdf.new() as pdf:
        image = pdf.make_stream(zlib.compress(rows), Type=Name.XObject, Subtype=Name.Image, Width=4, Height=3)
        image.ColorSpace, image.BitsPerComponent, image.Filter = Name.DeviceGray, 8, Name.FlateDecode
        image.DecodeParms = Dictionary(Predictor=15, Columns=4)
        pdf.add_blank_page().Resources = Dictionary(XObject=Dictionary(Picture=image))
        shown = image.read_bytes()
        pdf.pages[0].Contents = pdf.make_stream(drawing_whose_packing_ends_so())
        write(pdf, target, None)
    with pikepdf.open(target) as pdf:
        written = pdf.pages[0].Resources.XObject.Picture
        assert not written.read_raw_bytes().endswith(b"\r")
        assert zlib.decompress(written.read_raw_bytes()) == rows
        assert written.read_bytes() == shown
        assert pdf.pages[0].Contents.read_bytes() == drawing_whose_packing_ends_so()
    assert b"\r\nendstream" not in target.read_bytes()
