"""A file that begins with all bytes of another one and grows from there, durably or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pyhanko.pdf_utils.generic import IndirectObject, NameObject, PdfObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.xref import ObjectStream

from app.domain.errors import TryAgainError
from app.domain.messages import Message
from app.sealing.writing import copy


class Addition(IncrementalPdfFileWriter):
    """Adds to a document, and leaves what it says of itself alone: its metadata is part of what is signed."""

    def _update_meta(self) -> None:
        """Do nothing."""

    def add_object(
        self, obj: PdfObject, obj_stream: ObjectStream | None = None, idnum: int | None = None
    ) -> IndirectObject:
        """Add an object; a stream whose last byte is a carriage return is written in hexadecimal digits.

        Before "endstream" that byte and the line feed would be taken for one end of line, and the stated length for
        wrong: ISO 19005 forbids it. Certificates and answers of authorities end in any byte.
        """
        if isinstance(obj, StreamObject) and obj.encoded_data.endswith(b"\r"):
            obj.apply_filter(NameObject("/ASCIIHexDecode"))
        return super().add_object(obj, obj_stream, idnum)


@contextmanager
def new_revision(source: Path, target: Path) -> Iterator[BinaryIO]:
    """Yield a copy of `source` at `target`, open for reading and writing; it reaches the disk with the block's end.

    TryAgainError when the disk is full or can't be written. Nothing is left at `target` after any exception.
    """
    copy(source, target, durable=False)
    try:
        with target.open("r+b") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
    except BaseException as trouble:
        target.unlink(missing_ok=True)
        if isinstance(trouble, OSError) and isinstance(trouble.errno, int):  # not what pyHanko calls one
            told = Message.of("seal-not-written", file=str(target), detail=str(trouble))
            raise TryAgainError(told) from trouble
        raise
