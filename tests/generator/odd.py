"""Files that are unusual but readable, and files that are broken; each has a name and a truth about its error."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pikepdf
from PIL import Image

from tests.generator.damage import Shot
from tests.generator.files import add_picture_page, jpeg_bytes, save_pdf

Writer = Callable[[Path, Shot, Random], None]


def _jpeg(path: Path, image: Image.Image, dpi: tuple[int, int] | None, **more: object) -> None:
    extra = {} if dpi is None else {"dpi": dpi}
    image.save(path, "JPEG", quality=80, **extra, **more)


def _cmyk(path: Path, shot: Shot, random: Random) -> None:
    _jpeg(path, shot.image.convert("RGB").convert("CMYK"), (shot.dpi,) * 2)


def _palette(path: Path, shot: Shot, random: Random) -> None:
    shot.image.convert("RGB").quantize(32).save(path, dpi=(shot.dpi,) * 2)


def _alpha(path: Path, shot: Shot, random: Random) -> None:
    image = shot.image.convert("RGB")
    # The paper is see-through and holds black, as some phone apps write it: a reader that drops alpha sees a black page.
    grey = np.asarray(image.convert("L"))
    pixels = np.asarray(image).copy()
    pixels[grey > 200] = 0
    Image.fromarray(np.dstack((pixels, np.where(grey > 200, 0, 255).astype(np.uint8))), "RGBA").save(
        path, dpi=(shot.dpi,) * 2
    )


def _exif(path: Path, shot: Shot, random: Random) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    _jpeg(
        path,
        shot.image.convert("RGB").transpose(Image.Transpose.ROTATE_90),
        (shot.dpi,) * 2,
        exif=exif.tobytes(),
    )


def _no_dpi(path: Path, shot: Shot, random: Random) -> None:
    _jpeg(path, shot.image.convert("RGB"), None)


def _dpi_one(path: Path, shot: Shot, random: Random) -> None:
    _jpeg(path, shot.image.convert("RGB"), (1, 1))


def _dpi_huge(path: Path, shot: Shot, random: Random) -> None:
    _jpeg(path, shot.image.convert("RGB"), (65535, 65535))


def _two_dpi(path: Path, shot: Shot, random: Random) -> None:
    image = shot.image.convert("L")
    image.resize((image.width, image.height // 2), Image.Resampling.BOX).save(
        path, "TIFF", compression="tiff_lzw", dpi=(shot.dpi, shot.dpi // 2)
    )


def _sixteen_bit(path: Path, shot: Shot, random: Random) -> None:
    Image.fromarray(np.asarray(shot.image.convert("L")).astype(np.uint16) * 257).save(
        path, dpi=(shot.dpi,) * 2
    )


def _one_bit(path: Path, shot: Shot, random: Random) -> None:
    shot.image.convert("L").point(lambda v: 255 * (v > 150)).convert("1").save(path, dpi=(shot.dpi,) * 2)


def _inverted_g4(path: Path, shot: Shot, random: Random) -> None:
    bits = shot.image.convert("L").point(lambda v: 255 * (v > 150)).convert("1")
    bits.save(path, "TIFF", compression="group4", dpi=(shot.dpi,) * 2, tiffinfo={262: 0})


def _jpeg_2000(path: Path, shot: Shot, random: Random) -> None:
    shot.image.convert("RGB").save(path, "JPEG2000", quality_mode="dB", quality_layers=[38])


def _jpeg_2000_pdf(path: Path, shot: Shot, random: Random) -> None:
    stream = io.BytesIO()
    shot.image.convert("RGB").save(stream, "JPEG2000", quality_mode="dB", quality_layers=[38])
    _pdf_of_one_picture(path, shot, stream.getvalue(), Filter=pikepdf.Name.JPXDecode)


def _jbig2_pdf(path: Path, shot: Shot, random: Random) -> None:
    _pdf_of_one_picture(
        path,
        shot,
        jbig2(shot.image.convert("L").point(lambda v: 255 * (v > 150)).convert("1")),
        Filter=pikepdf.Name.JBIG2Decode,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=1,
    )


def _pdf_of_one_picture(path: Path, shot: Shot, data: bytes, **how: object) -> None:
    width, height = shot.image.size
    with pikepdf.new() as pdf:
        picture = pikepdf.Stream(pdf, data)
        kind = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image}
        picture.update(pikepdf.Dictionary(**kind, Width=width, Height=height, **how))
        across, down = (72 * side / shot.dpi for side in (width, height))
        page = pdf.add_blank_page(page_size=(across, down))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture))
        page.Contents = pdf.make_stream(f"q {across} 0 0 {down} 0 0 cm /I Do Q".encode())
        save_pdf(pdf, path)


def jbig2(bits: Image.Image) -> bytes:
    """Return a black and white picture as JBIG2 for a PDF (ISO/IEC 14492): a page, and one region in MMR coding."""
    width, height = bits.size
    stream = io.BytesIO()
    bits.save(stream, "TIFF", compression="group4", tiffinfo={262: 0, 278: height})
    with Image.open(stream) as tiff:
        (start,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]
    region = struct.pack(">4IBB", width, height, 0, 0, 0, 1) + stream.getvalue()[start : start + length]
    page = struct.pack(">4IBH", width, height, 0, 0, 0, 0)
    segments = [(0, 48, page), (1, 38, region)]  # page information, immediate generic region
    return b"".join(
        struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data for number, kind, data in segments
    )


def _progressive(path: Path, shot: Shot, random: Random) -> None:
    _jpeg(path, shot.image.convert("RGB"), (shot.dpi,) * 2, progressive=True)


def _rotated_pdf(path: Path, shot: Shot, random: Random) -> None:
    with pikepdf.new() as pdf:
        add_picture_page(
            pdf, Shot(shot.image.transpose(Image.Transpose.ROTATE_90), shot.dpi, quality=shot.quality)
        )
        pdf.pages[0].Rotate = 90
        save_pdf(pdf, path)


def _capital_suffix(path: Path, shot: Shot, random: Random) -> None:
    path.write_bytes(jpeg_bytes(shot))


ODD: dict[str, tuple[str, Writer]] = {
    "cmyk": (".jpg", _cmyk), "palette": (".png", _palette), "alpha": (".png", _alpha), "exif_rotated": (".jpg", _exif),
    "no_dpi": (".jpg", _no_dpi), "dpi_1": (".jpg", _dpi_one), "dpi_65535": (".jpg", _dpi_huge), "two_dpi": (".tif", _two_dpi),
    "sixteen_bit": (".png", _sixteen_bit), "one_bit": (".png", _one_bit), "g4": (".tif", _inverted_g4), "progressive": (".jpg", _progressive),
    "rotated_pdf": (".pdf", _rotated_pdf), "capital_suffix": (".JPEG", _capital_suffix),
    "jpeg_2000": (".jp2", _jpeg_2000), "jpeg_2000_pdf": (".pdf", _jpeg_2000_pdf), "jbig2_pdf": (".pdf", _jbig2_pdf),
}  # fmt: skip
"""Readable odd inputs: suffix and writer by name."""


def _empty(path: Path, shot: Shot, random: Random) -> None:
    path.write_bytes(b"")


def _truncated_jpeg(path: Path, shot: Shot, random: Random) -> None:
    data = jpeg_bytes(shot)
    path.write_bytes(data[: len(data) * 2 // 5])


def _truncated_pdf(path: Path, shot: Shot, random: Random) -> None:
    with pikepdf.new() as pdf:
        add_picture_page(pdf, shot)
        save_pdf(pdf, path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def _truncated_png(path: Path, shot: Shot, random: Random) -> None:
    stream = io.BytesIO()
    shot.image.convert("L").save(stream, "PNG")
    path.write_bytes(stream.getvalue()[: len(stream.getvalue()) // 3])


def _encrypted(path: Path, shot: Shot, random: Random) -> None:
    with pikepdf.new() as pdf:
        add_picture_page(pdf, shot)
        save_pdf(pdf, path, pikepdf.Encryption(owner="chu", user="khach", R=6))


def _wrong_extension(path: Path, shot: Shot, random: Random) -> None:
    path.write_bytes(
        b"Ghi ch\xc3\xba c\xe1\xbb\xa7a c\xc3\xa1n b\xe1\xbb\x99: h\xe1\xbb\x93 s\xc6\xa1 ch\xe1\xbb\x9d b\xe1\xbb\x95 sung.\n"
        * 9
    )


def _bomb(path: Path, shot: Shot, random: Random) -> None:
    """A PNG of 60,000 x 60,000 white pixels in under a megabyte, packed by hand as no picture of that size fits here."""
    side = 60_000
    packer = zlib.compressobj(9)
    row = b"\x00" + b"\xff" * (side // 8)
    packed = b"".join(packer.compress(row * 500) for _ in range(side // 500)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")
    )


def _random_bytes(path: Path, shot: Shot, random: Random) -> None:
    path.write_bytes(random.randbytes(20_000))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


BROKEN: dict[str, tuple[str, Writer, str]] = {
    "empty": (".pdf", _empty, "empty"),
    "empty_jpeg": (".jpg", _empty, "empty"),
    "truncated_jpeg": (".jpg", _truncated_jpeg, "truncated unreadable"),
    "truncated_pdf": (".pdf", _truncated_pdf, "truncated unreadable"),
    "truncated_png": (".png", _truncated_png, "truncated unreadable"),
    "encrypted": (".pdf", _encrypted, "encrypted"),
    "wrong_extension": (".pdf", _wrong_extension, "unsupported_type unreadable"),
    "bomb": (".png", _bomb, "too_large"),
    "random_bytes": (".tif", _random_bytes, "unsupported_type unreadable"),
    "text_file": (".txt", _wrong_extension, "unsupported_type unreadable"),
}
"""Files that can't be read: suffix, writer and the error codes of the contract that fit, by name."""


def write_odd(name: str, path: Path, shot: Shot) -> None:
    """Writes a readable odd file; the path needs the suffix that ODD names."""
    ODD[name][1](path, shot, Random(0))


def write_broken(name: str, path: Path, shot: Shot) -> tuple[str, ...]:
    """Writes a broken file and returns the error codes a reader may answer with, the best one first."""
    BROKEN[name][1](path, shot, Random(0))
    return tuple(BROKEN[name][2].split())
