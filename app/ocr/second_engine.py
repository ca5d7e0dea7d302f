"""A second engine's opinion on the lines that the first one read: trueocr (optional, ONNX models in its package).

Whatever goes wrong in it costs its vote and nothing else.
"""

from __future__ import annotations

import functools
import importlib
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from app.ocr.hocr import ReadLine
from app.ocr.vote import Opinion

log = logging.getLogger(__name__)

PACKAGE = "trueocr"
_SURE = 0.5  # mean certainty of a line, under which the engine's word is not heard
_Box = tuple[float, float, float, float]


def is_there() -> bool:
    """Tell whether the second engine can be used here."""
    return _engine() is not None


def opinions(image: Image.Image, lines: Sequence[ReadLine]) -> list[Opinion | None]:
    """Return for each line what the second engine reads in its place (None: nothing, or no engine)."""
    nothing: list[Opinion | None] = [None] * len(lines)
    engine = _engine()
    if engine is None or not lines:
        return nothing
    try:
        boxes, texts = engine(np.asarray(image))
    except Exception:
        log.warning("the second engine failed on a page", exc_info=True)
        return nothing
    return _by_line(lines, boxes, texts)


@functools.cache
def _engine() -> Any:
    """Return a function from a grey array to boxes and (text, certainty) of lines, or None when it is not installed."""
    try:
        page = importlib.import_module(f"{PACKAGE}.page")
        recognizer = importlib.import_module(f"{PACKAGE}.recognizer")
        models = Path(str(page.__file__)).parent / "models"
        finder, reader = page.PageEngine(models, threads=1), recognizer.Recognizer(models, threads=1)
    except ImportError:
        return None
    except Exception:
        log.warning("the second engine can't be started", exc_info=True)
        return None

    def read(grey: Any) -> tuple[list[_Box], list[tuple[str, float]]]:
        found = [tuple(float(value) for value in box[:4]) for box in finder.detect(grey)]
        boxes = [
            (left, top, right, bottom) for left, top, right, bottom in found if right > left and bottom > top
        ]
        crops = [grey[int(b[1]) : int(np.ceil(b[3])), int(b[0]) : int(np.ceil(b[2]))] for b in boxes]
        usable = [index for index, crop in enumerate(crops) if crop.size]
        said = reader.predict([crops[index] for index in usable]) if usable else []
        return [boxes[index] for index in usable], [(one.text, float(one.confidence)) for one in said]

    return read


def _by_line(
    lines: Sequence[ReadLine], boxes: Sequence[_Box], texts: Sequence[tuple[str, float]]
) -> list[Opinion | None]:
    heard: list[list[tuple[float, str]]] = [[] for _ in lines]
    for box, (text, certainty) in zip(boxes, texts, strict=True):
        home = _home(box, lines)
        if home is not None and certainty >= _SURE:
            heard[home].append((box[0], text))
    said = [tuple(word for _, text in sorted(parts) for word in text.split()) for parts in heard]
    return [Opinion(words) if words else None for words in said]


def _home(box: _Box, lines: Sequence[ReadLine]) -> int | None:
    """Return the line that a box lies in by half its height and width; of several, the one most equal in height."""
    left, top, right, bottom = box
    best, most = None, 0.0
    for index, line in enumerate(lines):
        down = min(bottom, line.bottom) - max(top, line.top)
        across = min(right, line.right) - max(left, line.left)
        if down > 0.5 * min(bottom - top, line.bottom - line.top) and across > 0.5 * (right - left):
            share = down / (max(bottom, line.bottom) - min(top, line.top))
            if share > most:
                best, most = index, share
    return best
