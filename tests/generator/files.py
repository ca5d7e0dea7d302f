"""Writes scanned pages as the files that scanners write: JPEG, PNG, TIFF, PDF."""

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from PIL import Image

from tests.generator.damage import Shot

FORMATS = ("jpg", "png", "tif", "pdf")


def write_file(path: Path, shots: Sequence[Shot]) -> None:
    """Writes pages in the format of the file's suffix; JPEG and PNG hold exactly one."""
    suffix = path.suffix.lower()
    if suffix in (".jpg", ".jpeg", ".png") and len(shots) != 1:
        raise ValueError(f"{path.name}: {suffix} holds one page, not {len(shots)}")
    if suffix in (".jpg", ".jpeg"):
        path.write_bytes(jpeg_bytes(shots[0]))
    elif suffix == ".png":
        shots[0].image.save(path, dpi=(shots[0].dpi,) * 2)
    elif suffix in (".tif", ".tiff"):
        write_tiff(path, shots)
    elif suffix == ".pdf":
        write_scanned_pdf(path, shots)
    else:
        raise ValueError(f"{path.name}: no writer for {suffix!r}")


def jpeg_bytes(shot: Shot) -> bytes:
    """The page as JPEG with its resolution."""
    image = shot.image if shot.image.mode in ("RGB", "L", "CMYK") else shot.image.convert("L")
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=shot.quality, dpi=(shot.dpi,) * 2)
    return stream.getvalue()


def write_tiff(path: Path, shots: Sequence[Shot], compression: str = "") -> None:
    """A multi-page TIFF: G4 for black and white pages, LZW for the others unless told."""
    frames = []
    for shot in shots:
        frame = shot.image.copy()
        frame.encoderinfo = {
            "compression": compression or ("group4" if frame.mode == "1" else "tiff_lzw"),
            "dpi": (shot.dpi,) * 2,
        }
        frames.append(frame)
    frames[0].save(path, "TIFF", save_all=True, append_images=frames[1:], **frames[0].encoderinfo)


def write_scanned_pdf(path: Path, shots: Sequence[Shot]) -> None:
    """A PDF of pictures only, as a copier makes it: JPEG for grey and colour, CCITT G4 for black and white."""
    with pikepdf.new() as pdf:
        for shot in shots:
            add_picture_page(pdf, shot)
        save_pdf(pdf, path)


def add_picture_page(pdf: pikepdf.Pdf, shot: Shot) -> None:
    """Appends one page filled with the picture."""
    width, height = (side * 72 / shot.dpi for side in shot.image.size)
    page = pdf.add_blank_page(page_size=(round(width, 2), round(height, 2)))
    picture = _picture(pdf, shot)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
    page.Contents = pdf.make_stream(f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Im0 Do Q".encode())


def save_pdf(pdf: pikepdf.Pdf, path: Path, encryption: pikepdf.Encryption | None = None) -> None:
    """Saves without clock or chance, so that the same pages give the same bytes."""
    if encryption is None:
        pdf.save(path, deterministic_id=True)
    else:
        pdf.save(path, encryption=encryption)


def g4_strip(image: Image.Image) -> bytes:
    """The CCITT G4 data of a black and white picture, as one strip."""
    stream = io.BytesIO()
    image.save(stream, "TIFF", compression="group4", tiffinfo={278: image.height})
    with Image.open(io.BytesIO(stream.getvalue())) as tiff:
        tags = tiff.tag_v2  # type: ignore[attr-defined]
        (offset,), (length,) = tags[273], tags[279]
    return stream.getvalue()[offset : offset + length]


def _picture(pdf: pikepdf.Pdf, shot: Shot) -> pikepdf.Object:
    image = shot.image
    common = {
        "/Type": pikepdf.Name.XObject,
        "/Subtype": pikepdf.Name.Image,
        "/Width": image.width,
        "/Height": image.height,
    }
    if image.mode == "1":
        parameters = pikepdf.Dictionary(K=-1, Columns=image.width, Rows=image.height)
        stream = pdf.make_stream(
            g4_strip(image), common | {"/BitsPerComponent": 1, "/ColorSpace": pikepdf.Name.DeviceGray}
        )
        stream.Filter, stream.DecodeParms = pikepdf.Name.CCITTFaxDecode, parameters
        return stream
    space = pikepdf.Name.DeviceGray if image.mode == "L" else pikepdf.Name.DeviceRGB
    stream = pdf.make_stream(jpeg_bytes(shot), common | {"/BitsPerComponent": 8, "/ColorSpace": space})
    stream.Filter = pikepdf.Name.DCTDecode
    return stream
