"""Puts a finished document on the disk so that a power cut can't take it back."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pikepdf import Pdf, pdfa

from app.domain.errors import TryAgainError
from app.domain.messages import Message

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_PDF_1_7 = "1.7"


def write(pdf: Pdf, target: Path, level: str | None) -> None:
    """Write `pdf` to `target` as PDF/A of this level (None: as plain PDF), durably.

    TryAgainError when the disk is full or can't be written; nothing is left at `target` then.
    """
    choices: dict[str, object] = {"deterministic_id": True}
    if level is not None and level[0] != "1" and _newer_than_pdf_1_7(pdf):
        choices["force_version"] = _PDF_1_7
    settings = pdfa.resolve_save_kwargs(level, **choices) if level is not None else choices
    with _new_file(target) as out:
        pdf.save(out, **settings)


def copy(source: Path, target: Path) -> None:
    """Copy `source` byte for byte to `target`, durably; TryAgainError as for `write`."""
    with source.open("rb") as given, _new_file(target) as out:
        shutil.copyfileobj(given, out, 1 << 20)


@contextmanager
def _new_file(target: Path) -> Iterator[BinaryIO]:
    try:
        with target.open("wb") as out:
            yield out
            out.flush()
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
