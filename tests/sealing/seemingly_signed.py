"""A PDF that carries the structure of a signature, without any key: for what only asks whether one is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

_PLACEHOLDER = b"1111111111 1111111111 1111111111"


def signed_pdf(path: Path, build: Callable[[Path], object]) -> Path:
    """Write with `build`, then add a signature field whose range covers the file (the signature itself is nobody's)."""
    build(path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        _add_field(pdf)
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = path.read_bytes()
    opening = b"/Contents <" if b"/Contents <" in data else b"/Contents ("
    start = data.index(opening) + len(opening) - 1
    end = data.index(b">" if opening.endswith(b"<") else b")", start) + 1
    ranged = b"%d %d %d" % (start, end, len(data) - end)
    assert _PLACEHOLDER in data
    path.write_bytes(data.replace(_PLACEHOLDER, ranged.ljust(len(_PLACEHOLDER))))
    return path


def _add_field(pdf: Pdf) -> None:
    value = Dictionary(
        Type=Name.Sig,
        Filter=Name("/Adobe.PPKLite"),
        SubFilter=Name("/ETSI.CAdES.detached"),
        ByteRange=Array([0, 1111111111, 1111111111, 1111111111]),
        Contents=pikepdf.String(b"0" * 64),
        M="D:20260310080000+07'00'",
        Name="Cơ quan thử",
    )
    widget = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T="s1", Rect=Array([0, 0, 0, 0]), F=132
    )
    widget.V = pdf.make_indirect(value)
    field = pdf.make_indirect(widget)
    pdf.pages[0].Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
