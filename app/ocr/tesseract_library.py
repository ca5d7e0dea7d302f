"""Tesseract as a library in this process (tesserocr, optional): no program to start, no model to load for each page.

The same lines as the program gives, in three quarters of its time. A native crash ends the worker it happens in.
"""

from __future__ import annotations

import functools
import importlib
import os
from types import ModuleType
from typing import Any

from PIL import Image

from app.domain.errors import ReadFailure, TryAgainError, UnreadableError
from app.domain.messages import Message
from app.ocr.hocr import ReadLine, parse

PACKAGE = "tesserocr"


@functools.cache
def library() -> ModuleType | None:
    """Return the library, or None where it is not installed or does not load."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        return importlib.import_module(PACKAGE)
    except ImportError:
        return None


def version() -> str:
    """Return the version of Tesseract in the library, "0" without one."""
    tesserocr = library()
    return str(tesserocr.tesseract_version().split()[1]) if tesserocr else "0"


def read(
    image: Image.Image, dpi: int, seconds: float, layout: int, language: str, models: str
) -> list[ReadLine]:
    """Return the lines of the grey picture of `dpi`, read with a language whose model lies in the folder `models`.

    TryAgainError when the model is missing or damaged, UnreadableError(TIMEOUT) after `seconds`.
    """
    engine = _engine(models, language)
    engine.SetPageSegMode(layout)
    grey = image if image.mode == "L" else image.convert("L")
    engine.SetImageBytes(grey.tobytes(), grey.size[0], grey.size[1], 1, grey.size[0])
    engine.SetSourceResolution(dpi)
    try:
        if not engine.Recognize(max(1, int(seconds * 1000))):
            raise UnreadableError(ReadFailure.TIMEOUT, f"tesseract: {seconds:.0f} s")
        return parse(engine.GetHOCRText(0))
    except RuntimeError as trouble:
        raise UnreadableError(ReadFailure.UNREADABLE, f"tesseract: {trouble}") from trouble
    finally:
        engine.Clear()


@functools.lru_cache(maxsize=4)
def _engine(models: str, language: str) -> Any:
    tesserocr = library()
    if tesserocr is None:
        raise TryAgainError(Message.of("tesseract-missing"))
    try:
        # Inverted print is not looked for: the page has been turned to dark on light before.
        return tesserocr.PyTessBaseAPI(
            path=models, lang=language, variables={"invert_threshold": "0.0", "debug_file": os.devnull}
        )
    except RuntimeError as trouble:
        raise TryAgainError(Message.of("tesseract-lacks-language", language=language)) from trouble
