"""Seals captures that are pictures: JPEG, PNG, TIFF and whatever else decodes to a picture."""

from __future__ import annotations

from pathlib import Path

from pikepdf import Pdf

from app.domain.page import PageReading
from app.domain.requests import SealRequest
from app.sealing.budget import page_budgets
from app.sealing.draft import Draft, PageDuty, picture_page, words_expected
from app.sealing.fingerprint import stream_digest
from app.sealing.ladder import squeeze
from app.sealing.paper import POINTS_PER_INCH, Paper, paper_of, placement
from app.sealing.pictures.opening import open_picture
from app.sealing.pictures.picture import Picture
from app.sealing.profile import SealProfile


def draft_of_pictures(request: SealRequest, profile: SealProfile) -> Draft:
    """Return the document with one page for each reading of the request, in its order.

    Pictures keep their streams where page and file stay within the limits of `profile`; the others are squeezed.
    """
    path, deep = Path(request.capture_path), request.pdfa[0] != "1"
    pictures = [open_picture(path, reading.page, deep) for reading in request.pages]
    budgets = page_budgets([len(picture.data) for picture in pictures], profile)
    draft = Draft(Pdf.new())
    for place, (reading, budget) in enumerate(zip(request.pages, budgets, strict=True)):
        picture = pictures[place]
        paper = paper_of(picture, reading.rotation, reading.dpi)
        if budget is not None:
            picture = squeeze(picture, budget, dpi_on(paper, picture), profile).picture
        _add_page(draft, picture, paper, reading)
    return draft


def dpi_on(paper: Paper, picture: Picture) -> float:
    """Return the resolution of a picture that covers the paper."""
    return max(picture.width, picture.height) * POINTS_PER_INCH / max(paper.width, paper.height)


def _add_page(draft: Draft, picture: Picture, paper: Paper, reading: PageReading) -> None:
    placed = placement(picture.orientation, reading.rotation, paper)
    page, images = picture_page(draft.pdf, picture, paper, placed)
    draft.add_text(page, reading, paper, None)
    draft.duties.append(PageDuty(tuple(map(stream_digest, images)), words_expected(reading)))
    draft.note(picture.note)
