"""Whatever goes wrong between the draft and the disk is caught by reopening the file: a table of harm and catches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from app.domain.errors import NeedsPersonError, TryAgainError
from app.sealing import finishing, writing
from app.sealing.proof import Duty, prove
from app.sealing.seal import seal
from app.sealing.verification import verify
from tests.sealing.papers import jpeg, order, reading_of, sheets

Harm = Callable[[Pdf], None]


def _drop_page(pdf: Pdf) -> None:
    del pdf.pages[1]


def _swap_pages(pdf: Pdf) -> None:
    pdf.pages.reverse()


def _repeat_page(pdf: Pdf) -> None:
    pdf.pages.append(pdf.pages[0])


def _swap_picture(pdf: Pdf) -> None:
    pdf.pages[0].Resources.XObject.Picture = pdf.pages[1].Resources.XObject.Picture


def _reencode_picture(pdf: Pdf) -> None:
    import io

    image = pdf.pages[0].Resources.XObject.Picture
    packed = io.BytesIO()
    pikepdf.PdfImage(image).as_pil_image().save(packed, "JPEG", quality=84)
    image.write(packed.getvalue(), filter=Name.DCTDecode)


def _hide_picture(pdf: Pdf) -> None:
    pdf.pages[0].Contents = Array([pdf.make_stream(b"q Q"), *list(pdf.pages[0].Contents)[1:]])


def _lose_text(pdf: Pdf) -> None:
    pdf.pages[1].Contents = pdf.pages[1].Contents[0]


def _scramble_text(pdf: Pdf) -> None:
    font = pdf.pages[0].Resources.Font.SohoaText
    font.ToUnicode = pdf.make_stream(font.ToUnicode.read_bytes().replace(b"> <0", b"> <1"))


def _turn_page(pdf: Pdf) -> None:
    pdf.pages[0].Rotate = 90


def _cut_page(pdf: Pdf) -> None:
    pdf.pages[0].CropBox = Array([0, 0, 200, 200])


def _add_script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def _lose_output_intent(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def _unembed_font(pdf: Pdf) -> None:
    del pdf.pages[0].Resources.Font.SohoaText.DescendantFonts[0].FontDescriptor["/FontFile2"]


def _rename_dossier(pdf: Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:relation"] = {"dossier:H15.12-260310-9999"}


def _lose_metadata(pdf: Pdf) -> None:
    del pdf.Root.Metadata


HARMS: dict[str, tuple[Harm, set[str]]] = {
    "page dropped": (_drop_page, {"seal-proof-pages"}),
    "pages swapped": (_swap_pages, {"seal-proof-picture"}),
    "page twice": (_repeat_page, {"seal-proof-pages"}),
    "picture of another page": (_swap_picture, {"seal-proof-picture"}),
    "picture encoded again": (_reencode_picture, {"seal-proof-picture"}),
    "picture not drawn": (_hide_picture, {"seal-proof-content"}),
    "text lost": (_lose_text, {"seal-proof-text", "seal-proof-content"}),
    "text scrambled": (_scramble_text, {"seal-proof-text", "seal-proof-content"}),
    "page turned": (_turn_page, {"seal-proof-content"}),
    "page cut": (_cut_page, {"seal-proof-content"}),
    "script added": (_add_script, {"seal-proof-pdfa"}),
    "colours undefined": (_lose_output_intent, {"seal-proof-pdfa"}),
    "font not embedded": (_unembed_font, {"seal-proof-pdfa", "seal-proof-content"}),
    "another dossier": (_rename_dossier, {"seal-proof-marks"}),
    "metadata lost": (_lose_metadata, {"seal-proof-marks", "seal-proof-pdfa"}),
}


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Duty]:
    """A proved file of two pages, and what it had to prove."""
    folder = tmp_path_factory.mktemp("sealed")
    known: list[Duty] = []

    def noting(path: Path, duty: Duty) -> Any:
        known.append(duty)
        return prove(path, duty)

    sheet = sheets(dpi=100)[0]
    back = sheet.image.transpose(Image.Transpose.ROTATE_180)
    capture = folder / "a.tif"
    sheet.image.save(
        capture, "TIFF", compression="jpeg", tiffinfo={278: 99999}, save_all=True, append_images=[back]
    )
    pages = [reading_of(sheet, 1), reading_of(sheet, 2, rotation=180)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finishing, "prove", noting)
        seal(order(capture, "image/tiff", pages, folder / "out.pdf"))
    return (folder / "out.pdf").read_bytes(), known[0]


def test_an_unharmed_file_is_proved(sealed: tuple[bytes, Duty], tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(sealed[0])
    assert prove(path, sealed[1]) == []
    assert verify(str(path)).ok


@pytest.mark.parametrize("harm", HARMS)
def test_harm_is_caught_by_the_proof_and_by_whoever_looks_later(
    harm: str, sealed: tuple[bytes, Duty], tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(sealed[0])
    act, catches = HARMS[harm]
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        act(pdf)
        pdf.save(fix_metadata_version=False)
    found = {problem.id for problem in prove(path, sealed[1])}
    assert catches <= found, found
    if harm != "another dossier":  # that is a whole file of another dossier; the store's receipt tells
        assert not verify(str(path)).ok


@pytest.mark.parametrize("part", [0.0, 0.001, 0.1, 0.5, 0.9, 0.99, 0.999])
def test_a_truncated_file_is_caught(part: float, sealed: tuple[bytes, Duty], tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(sealed[0][: int(len(sealed[0]) * part)])
    assert prove(path, sealed[1])
    assert not verify(str(path)).ok


def test_flipped_bytes_all_over_the_file_are_caught(sealed: tuple[bytes, Duty], tmp_path: Path) -> None:
    data, duty = sealed
    path = tmp_path / "a.pdf"
    missed = []
    for place in range(20, len(data) - 20, max(1, len(data) // 60)):
        harmed = bytearray(data)
        harmed[place] ^= 0x10
        path.write_bytes(bytes(harmed))
        if not prove(path, duty):
            missed.append((place, data[place - 10 : place + 10]))
    assert not missed


def test_a_file_that_fails_the_proof_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = sheets(dpi=100)[0]
    capture, target = jpeg(tmp_path / "a.jpg", sheet.image, 100), tmp_path / "out.pdf"
    write = writing.write

    def harmed(pdf: Pdf, path: Path, level: str | None) -> None:
        write(pdf, path, level)
        path.write_bytes(path.read_bytes()[:-2000])

    monkeypatch.setattr(finishing, "write", harmed)
    with pytest.raises(NeedsPersonError):
        seal(order(capture, "image/jpeg", [reading_of(sheet)], target))
    assert not target.exists()


def test_a_full_disk_is_tried_again_later(tmp_path: Path) -> None:
    sheet = sheets(dpi=100)[0]
    capture, target = jpeg(tmp_path / "a.jpg", sheet.image, 100), tmp_path / "out.pdf"
    target.symlink_to("/dev/full")  # a link, since what could not be written is removed
    with pytest.raises(TryAgainError) as full:
        seal(order(capture, "image/jpeg", [reading_of(sheet)], target))
    assert full.value.message.id == "seal-disk-full"
    assert not target.is_symlink()
    assert Path("/dev/full").is_char_device()


def test_a_folder_that_is_gone_is_tried_again_later(tmp_path: Path) -> None:
    sheet = sheets(dpi=100)[0]
    capture = jpeg(tmp_path / "a.jpg", sheet.image, 100)
    with pytest.raises(TryAgainError):
        seal(order(capture, "image/jpeg", [reading_of(sheet)], tmp_path / "gone" / "out.pdf"))
