"""Seals captures that are pictures: JPEG, PNG, TIFF and whatever else decodes to a picture."""

from __future__ import annotations

from pathlib import Path

from pikepdf import Pdf

from app.domain.requests import SealRequest
from app.sealing.draft import Draft, PageDuty, picture_page, words_expected
from app.sealing.fingerprint import stream_digest
from app.sealing.paper import paper_of, placement
from app.sealing.pictures.opening import open_picture


def draft_of_pictures(request: SealRequest) -> Draft:
    """Return the document with one page for each reading of the request, in its order."""
    draft = Draft(Pdf.new())
    for reading in request.pages:
        picture = open_picture(Path(request.capture_path), reading.page, deep=request.pdfa[0] != "1")
        paper = paper_of(picture, reading.rotation, reading.dpi)
        page, image = picture_page(
            draft.pdf, picture, paper, placement(picture.orientation, reading.rotation, paper)
        )
        draft.add_text(page, reading, paper, None)
        draft.duties.append(PageDuty((stream_digest(image),), words_expected(reading)))
        draft.note(picture.note)
    return draft
