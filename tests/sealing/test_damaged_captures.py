"""Captures harmed at random places end in a proved file or an expected trouble: never in a defect of the program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pikepdf
import pytest

from app.domain.errors import SohoaError
from app.sealing.seal import seal
from app.sealing.verification import verify
from tests.generator import write_digital_pdf
from tests.sealing.papers import jpeg, order, reading_of, sheets

SMALL = (207, 292)


def _digital(path: Path) -> None:
    write_digital_pdf(path, sheets(dpi=100)[:1])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)


WRITERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "a.pdf": ("application/pdf", _digital),
    "a.jpg": ("image/jpeg", lambda path: jpeg(path, sheets(dpi=100)[0].image.resize(SMALL))),
    "a.png": ("image/png", lambda path: sheets(dpi=100)[0].image.resize(SMALL).save(path)),
    "a.tif": (
        "image/tiff",
        lambda path: sheets(dpi=100)[0].image.resize(SMALL).convert("1").save(path, compression="group4"),
    ),
}


def _harmed(data: bytes, random: Random) -> bytes:
    harmed = bytearray(data)
    for _ in range(random.choice((1, 4, 30))):
        place = random.randrange(len(harmed))
        match random.randrange(3):
            case 0:
                harmed[place] = random.randrange(256)
            case 1:
                del harmed[place : place + random.randrange(1, 30)]
            case _:
                harmed[place:place] = random.randbytes(random.randrange(1, 12))
    return bytes(harmed)


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("seed", range(4))
def test_random_harm_never_becomes_a_defect(name: str, seed: int, tmp_path: Path) -> None:
    media_type, write = WRITERS[name]
    capture, target = tmp_path / name, tmp_path / "out.pdf"
    write(capture)
    whole, random = capture.read_bytes(), Random(seed)
    reading = reading_of(sheets(dpi=100)[0])
    reading = replace(reading, lines=reading.lines[:3])
    for _ in range(8):
        capture.write_bytes(_harmed(whole, random))
        scanned = media_type != "application/pdf" or random.random() < 0.5
        page = reading if scanned else replace(reading, source="embedded", lines=())
        try:
            sealed = seal(order(capture, media_type, [page], target))
        except SohoaError:
            assert not target.exists()
        else:
            assert sealed.pdfa == "2b" or sealed.note == "seal-note-kept"
            assert verify(str(target)).pages == 1 or sealed.pdfa is None
        target.unlink(missing_ok=True)
        verify(str(capture))
