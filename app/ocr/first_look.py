"""The first look at a page: barcodes, and the head with number, place, date and codes, long before the full text."""

from __future__ import annotations

import time
from dataclasses import replace

from app.domain.page import PageReading
from app.domain.requests import ReadOptions
from app.ocr import barcodes, tesseract
from app.ocr.attempts import READING_DPI
from app.ocr.placing import mean_confidence, place_line
from app.ocr.prepare import grey, look, prepare
from app.ocr.reader import open_page, unread
from app.ocr.surround import without_surround
from app.ocr.tidy import tidy

_HEAD = 0.33  # of the page's height: agency, number, place and date, dossier code, title
_SURE = 0.6  # mean certainty under which the head was not one (a turned page), and is not shown


def first_look(path: str, page: int, options: ReadOptions) -> PageReading:
    """Return what a quick look at page `page` (from 1) shows: barcodes, and the lines of the head; under a second.

    A born-digital page's text comes whole. A page that does not stand upright gives its barcodes only. Raises as
    `read_page` does. The full reading replaces this one.
    """
    deadline = time.monotonic() + options.page_seconds
    picture, drawn = open_page(path, page, options.megapixels)
    image = picture.image
    codes = barcodes.find(image.getchannel("R") if image.mode == "RGB" else image, thorough=False)
    reading = unread(page, picture, codes)
    if drawn:
        return replace(reading, lines=drawn, confidence=1.0, source="embedded")
    if codes and codes[0].format == "CODE128":
        return reading  # a slip says all it has to say by its bars
    head = without_surround(grey(image.crop((0, 0, image.size[0], int(image.size[1] * _HEAD)))))
    seen = look(head)
    if seen.blank or seen.sideways:
        return reading
    ready = prepare(head, seen, picture.image_dpi, READING_DPI)
    lines = tidy(tesseract.read(ready.image, ready.dpi, max(0.1, deadline - time.monotonic())))
    placed = tuple(place_line(line, ready, share=head.size[1] / image.size[1]) for line in lines)
    confidence = mean_confidence(placed)
    if confidence is None or confidence < _SURE:
        return reading
    return replace(reading, lines=placed, confidence=confidence, skew_degrees=round(ready.skew_degrees, 2))
