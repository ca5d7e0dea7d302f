"""Puts a finished document on the disk so that a power cut can't take it back."""

from __future__ import annotations

import errno
import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pikepdf import Name, ObjectStreamMode, Pdf, Stream, pdfa

from app.domain.errors import TryAgainError
from app.domain.messages import Message

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_PDF_1_7 = "1.7"


def write(pdf: Pdf, target: Path, level: str | None) -> None:
    """Write `pdf` to `target` as PDF/A of this level (None: as plain PDF), durably.

    TryAgainError when the disk is full or can't be written; nothing is left at `target` then.
    """
    # Packed objects and their table end in any byte, a carriage return among them; validators then take it for the end
    # of the line before "endstream", and the stated length for wrong. A plain table costs a kilobyte.
    choices: dict[str, object] = {"deterministic_id": True, "object_stream_mode": ObjectStreamMode.disable}
    if level is not None and level[0] != "1" and _newer_than_pdf_1_7(pdf):
        choices["force_version"] = _PDF_1_7
    _end_otherwise(pdf)
    settings = pdfa.resolve_save_kwargs(level, **choices) if level is not None else choices
    with _new_file(target) as out:
        patient = _PatientFile(out)
        pdf.save(patient, **settings)  # type: ignore[arg-type]  # it has all that qpdf calls
        if patient.trouble is not None:
            raise patient.trouble


def _end_otherwise(pdf: Pdf) -> None:
    """Let no packed stream end in a carriage return, which validators take for the end of the line behind it.

    Packed data ends with its checksum. A byte behind it is read by nobody (zlib says itself where it ends).
    """
    for one in pdf.objects:
        if not isinstance(one, Stream) or one.get("/Type") == Name.Metadata:
            continue  # metadata is written as it is
        filters, data = one.get("/Filter"), one.read_raw_bytes()
        if filters == Name.FlateDecode and data.endswith(b"\r"):
            parameters = one.get("/DecodeParms")
            one.write(data + b"\0", filter=Name.FlateDecode)
            if parameters is not None:
                one.DecodeParms = parameters
        elif filters is None and (packed := zlib.compress(data)).endswith(b"\r"):
            one.write(packed + b"\0", filter=Name.FlateDecode)  # it would be packed in writing


def copy(source: Path, target: Path, *, durable: bool = True) -> None:
    """Copy `source` byte for byte to `target`; TryAgainError as for `write`.

    Not `durable` for a caller that goes on writing and sees to it in the end: a disk takes its time for each.
    """
    with source.open("rb") as given, _new_file(target, durable) as out:
        shutil.copyfileobj(given, out, 1 << 20)


class _PatientFile:
    """A file that never raises while qpdf writes to it: an exception there aborts the whole process.

    The first trouble is kept for afterwards, and what follows is not written.
    """

    mode = "wb"

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._place = 0
        self.trouble: OSError | None = None

    def write(self, data: bytes) -> int:
        if self.trouble is None:
            try:
                self._file.write(data)
            except OSError as trouble:
                self.trouble = trouble
        self._place += len(data)
        return len(data)

    def tell(self) -> int:
        return self._place

    def seek(self, _offset: int, _whence: int = os.SEEK_SET) -> int:
        """Do nothing: qpdf writes from front to back, and asks only where it stands."""
        return self._place

    def read(self, _size: int = -1) -> bytes:
        return b""

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def flush(self) -> None:
        """Do nothing: what was written is flushed, and its troubles met, when all is there."""


@contextmanager
def _new_file(target: Path, durable: bool = True) -> Iterator[BinaryIO]:
    try:
        with target.open("wb") as out:
            yield out
            out.flush()
            if durable:
                os.fsync(out.fileno())
    except OSError as trouble:
        target.unlink(missing_ok=True)
        told = "seal-disk-full" if trouble.errno in _FULL else "seal-not-written"
        raise TryAgainError(Message.of(told, file=str(target), detail=str(trouble))) from trouble
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _newer_than_pdf_1_7(pdf: Pdf) -> bool:
    return tuple(int(part) for part in pdf.pdf_version.split(".")) > (1, 7)
