"""The one place that asks Tesseract: as a library where there is one, else as a program.

Pictures go to the program as uncompressed PGM files, the cheapest form it reads.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytesseract
from PIL import Image

from app.domain.errors import ReadFailure, TryAgainError, UnreadableError
from app.domain.messages import Message
from app.ocr import tesseract_library
from app.ocr.hocr import ReadLine, parse

LANGUAGE = "vie"
_WINDOWS_PLACES = (
    r"C:\Program Files\Tesseract-OCR\tesseract.exe",
    r"C:\Program Files (x86)\Tesseract-OCR\tesseract.exe",
)

# One page is read by one process on one core: with OpenMP's own threads two processes take three times as long.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")


def find_program() -> str | None:
    """Return the path of Tesseract: SOHOA_TESSERACT, beside the packaged program, the search path, Windows' places."""
    packaged = Path(getattr(sys, "_MEIPASS", "")) / "tesseract" / "tesseract"
    wanted = (os.environ.get("SOHOA_TESSERACT"), str(packaged), "tesseract", *_WINDOWS_PLACES)
    return next((found for place in wanted if place and (found := shutil.which(place))), None)


def uses_library() -> bool:
    """Tell whether pages are read by the library; whoever names a program by SOHOA_TESSERACT is given that program."""
    return "SOHOA_TESSERACT" not in os.environ and tesseract_library.library() is not None


def read(
    image: Image.Image, dpi: int, seconds: float, layout: int = 3, language: str = LANGUAGE
) -> list[ReadLine]:
    """Return the lines that Tesseract reads in the grey picture of `dpi`, within `seconds`.

    `layout` is its page segmentation mode (3 whole page, 6 one block, 7 one line). TryAgainError when Tesseract or
    its Vietnamese is missing or damaged, UnreadableError(TIMEOUT) after `seconds`, UnreadableError when it fails.
    """
    program = _use_program()
    models = _models(program, os.environ.get("TESSDATA_PREFIX", "")) if uses_library() else None
    if models is None:
        return read_by_program(image, dpi, seconds, layout, language)
    return tesseract_library.read(image, dpi, seconds, layout, language, models)


def read_by_program(
    image: Image.Image, dpi: int, seconds: float, layout: int = 3, language: str = LANGUAGE
) -> list[ReadLine]:
    """Return what `read` does, asking the program, which is tried twice on a picture that it fails on."""
    _use_program()
    with tempfile.TemporaryDirectory(prefix="sohoa-read-", ignore_cleanup_errors=True) as folder:
        path = Path(folder, "page.pgm")
        image.save(path, "PPM")
        config = f"--dpi {dpi} --psm {layout} -c hocr_font_info=0"
        for last in (False, True):
            try:
                hocr = pytesseract.image_to_pdf_or_hocr(
                    str(path), lang=language, config=config, extension="hocr", timeout=seconds
                )
            except pytesseract.TesseractError as trouble:
                _complain_of_language(trouble.message, language)
                if last:
                    raise UnreadableError(
                        ReadFailure.UNREADABLE, f"tesseract: {trouble.message[:200]}"
                    ) from trouble
            except RuntimeError as trouble:  # pytesseract's word for a time limit
                raise UnreadableError(ReadFailure.TIMEOUT, f"tesseract: {seconds:.0f} s") from trouble
            except OSError as trouble:
                raise TryAgainError(Message.of("tesseract-failed", detail=str(trouble))) from trouble
            else:
                return parse(hocr.decode("utf-8", errors="replace"))
    raise AssertionError


def _use_program() -> str:
    program = _program()
    if program is None:
        raise TryAgainError(Message.of("tesseract-missing"))
    pytesseract.pytesseract.tesseract_cmd = program
    return program


@functools.lru_cache(maxsize=4)
def _models(program: str, prefix: str) -> str | None:  # noqa: ARG001 - the program looks at TESSDATA_PREFIX
    """Return the folder of the models that the program uses, as it says itself; None when it does not say."""
    try:
        said = subprocess.run(
            [program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    named = re.search('"(.+?)/*"', said.stdout)
    return named[1] if named and Path(named[1]).is_dir() else None


@functools.lru_cache(maxsize=4)
def _found(path: str, chosen: str) -> str | None:  # noqa: ARG001 - the answer depends on both variables
    return find_program()


def _program() -> str | None:
    program = _found(os.environ.get("PATH", ""), os.environ.get("SOHOA_TESSERACT", ""))
    if program is None:
        _found.cache_clear()  # it may be installed while we wait
    return program


def _complain_of_language(said: str, language: str) -> None:
    if any(
        sign in said
        for sign in ("Failed loading language", "opening data file", "load any languages", "traineddata")
    ):
        raise TryAgainError(Message.of("tesseract-lacks-language", language=language))
