"""What a file is told to be before it is read, and why it can't be used."""

from __future__ import annotations

import io
import pickle
import struct
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from app.domain.errors import ReadFailure, TryAgainError, UnreadableError
from app.ocr.reader import inspect
from tests.generator import BROKEN, Shot, write_broken, write_digital_pdf, write_file
from tests.ocr.conftest import Write


def _refused(path: Path | str, name: str = "") -> ReadFailure:
    with pytest.raises(UnreadableError) as refusal:
        inspect(str(path), name or Path(path).name)
    assert pickle.loads(pickle.dumps(refusal.value)).failure is refusal.value.failure
    return refusal.value.failure


def _bytes(image: Image.Image, kind: str, **how: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **how)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [
        ("jpg", "image/jpeg"),
        ("png", "image/png"),
        ("tif", "image/tiff"),
        ("bmp", "image/bmp"),
        ("webp", "image/webp"),
        ("jp2", "image/jp2"),
        ("pdf", "application/pdf"),
    ],
)
def test_the_content_tells_the_kind_whatever_the_name_says(
    suffix: str, media_type: str, page: Image.Image, write: Write
) -> None:
    path = write(f"a.{suffix}", page.resize((400, 560)))
    renamed = Path(path).rename(Path(path).with_name("scan.dat"))
    shape = inspect(str(renamed), "scan.dat")
    assert (shape.media_type, shape.page_count, shape.signed, shape.born_digital) == (
        media_type,
        1,
        False,
        False,
    )


def test_all_pages_of_a_tiff_are_counted(page: Image.Image, write: Write) -> None:
    small = page.convert("1").resize((400, 560))
    path = write("a.tif", small, save_all=True, append_images=[small] * 4, compression="group4")
    assert inspect(path, "a.tif").page_count == 5


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_broken_files_are_refused_with_their_reason(name: str, shot: Shot, tmp_path: Path) -> None:
    path = tmp_path / f"broken{BROKEN[name][0]}"
    reasons = write_broken(name, path, shot)
    assert _refused(path).value in reasons


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "PDF", "WEBP"])
def test_a_file_cut_off_anywhere_is_found_out(
    kind: str, share: float, page: Image.Image, tmp_path: Path
) -> None:
    how = {"compression": "tiff_lzw"} if kind == "TIFF" else {}
    whole = _bytes(page, kind, **how)
    path = tmp_path / f"cut.{kind.lower()}"
    path.write_bytes(whole[: int(len(whole) * share)])
    assert _refused(path) in (ReadFailure.TRUNCATED, ReadFailure.UNREADABLE)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "PDF"])
def test_a_file_whose_end_was_never_copied_and_holds_zeros_is_found_out(
    kind: str, page: Image.Image, tmp_path: Path
) -> None:
    whole = _bytes(page, kind)
    path = tmp_path / f"zeros.{kind.lower()}"
    path.write_bytes(whole[: len(whole) // 2] + bytes(len(whole) // 2))
    assert _refused(path) is ReadFailure.TRUNCATED


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"", ReadFailure.EMPTY),
        ("a.pdf", bytes(5000), ReadFailure.UNREADABLE),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(3000), ReadFailure.TRUNCATED),
        ("a.docx", b"PK\x03\x04" + bytes(300), ReadFailure.UNSUPPORTED_TYPE),
        ("scan.pdf", b"PK\x03\x04" + bytes(300), ReadFailure.UNSUPPORTED_TYPE),
        ("a.heic", b"\0\0\0\x18ftypheic" + bytes(300), ReadFailure.UNSUPPORTED_TYPE),
        ("a.txt", "Ghi chú của cán bộ".encode(), ReadFailure.UNSUPPORTED_TYPE),
        ("a.pdf", b"%PDF-1.7\n%%EOF\n", ReadFailure.UNREADABLE),
        ("a.tif", b"II*\0\xff\xff\xff\x7f" + bytes(100), ReadFailure.UNREADABLE),
        ("a.png", b"\x89PNG\r\n\x1a\n", ReadFailure.TRUNCATED),
    ],
)
def test_what_is_no_scan_is_refused_by_name(
    name: str, content: bytes, reason: ReadFailure, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    refused = _refused(path)
    assert refused is reason or (reason is ReadFailure.UNREADABLE and refused is ReadFailure.TRUNCATED)


def test_a_small_file_that_unpacks_to_gigabytes_is_never_unpacked(tmp_path: Path) -> None:
    side = 50_000
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    data = b"\x89PNG\r\n\x1a\n"
    for name, body in chunks:
        data += struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    path = tmp_path / "bomb.png"
    path.write_bytes(data)
    assert _refused(path) is ReadFailure.TOO_LARGE


def test_an_owner_password_alone_keeps_nobody_from_reading(
    page: Image.Image, write: Write, tmp_path: Path
) -> None:
    with pikepdf.open(write("a.pdf", page)) as pdf:
        pdf.save(tmp_path / "b.pdf", encryption=pikepdf.Encryption(owner="chu", user="", R=6))
    assert inspect(str(tmp_path / "b.pdf"), "b.pdf").page_count == 1


def test_a_pdf_with_a_broken_table_but_all_its_pages_is_accepted(page: Image.Image, write: Write) -> None:
    path = Path(write("a.pdf", page))
    path.write_bytes(path.read_bytes().replace(b"startxref", b"startxrfe"))
    assert inspect(str(path), "a.pdf").page_count == 1


def test_a_pdf_with_junk_before_and_after_is_accepted(page: Image.Image, write: Write) -> None:
    path = Path(write("a.pdf", page))
    path.write_bytes(b"\r\n--junk--\r\n" + path.read_bytes() + b"\r\n" * 200)
    assert inspect(str(path), "a.pdf").page_count == 1


def test_a_program_drawn_pdf_is_born_digital_and_a_scan_is_not(
    page: Image.Image, write: Write, tmp_path: Path, shot: Shot
) -> None:
    assert shot.sheet is not None
    write_digital_pdf(tmp_path / "drawn.pdf", [shot.sheet])
    assert inspect(str(tmp_path / "drawn.pdf"), "drawn.pdf").born_digital
    assert not inspect(write("scan.pdf", page), "scan.pdf").born_digital


def test_a_signed_pdf_is_told(page: Image.Image, write: Write, tmp_path: Path) -> None:
    with pikepdf.open(write("a.pdf", page)) as pdf:
        value = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3], Contents=pikepdf.String("x")
        )
        inner = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="chu ky", V=value))
        outer = pdf.make_indirect(pikepdf.Dictionary(T="nhom", Kids=[inner]))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[outer], SigFlags=3)
        pdf.save(tmp_path / "signed.pdf")
    assert inspect(str(tmp_path / "signed.pdf"), "signed.pdf").signed


def test_an_empty_signature_field_is_no_signature(page: Image.Image, write: Write, tmp_path: Path) -> None:
    with pikepdf.open(write("a.pdf", page)) as pdf:
        field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="chu ky"))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=1)
        pdf.save(tmp_path / "field.pdf")
    assert not inspect(str(tmp_path / "field.pdf"), "field.pdf").signed


def test_a_file_that_is_not_there_is_tried_again_later(tmp_path: Path) -> None:
    with pytest.raises(TryAgainError):
        inspect(str(tmp_path / "none.pdf"), "none.pdf")


def test_inspecting_leaves_the_file_free_to_be_moved(shot: Shot, tmp_path: Path) -> None:
    for suffix in ("pdf", "jpg", "tif", "png"):
        path = tmp_path / f"a.{suffix}"
        write_file(path, [shot])
        inspect(str(path), path.name)
        path.rename(tmp_path / f"moved.{suffix}")
