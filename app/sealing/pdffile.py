"""Seals captures that are PDFs: signed ones stay as they are to the byte, all others keep what they show."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Pdf

from app.domain.errors import NeedsPersonError, ReadFailure, UnreadableError
from app.domain.messages import Message
from app.domain.page import PageReading
from app.domain.receipt import SealedFile
from app.domain.requests import SealRequest
from app.sealing.draft import Draft, PageDuty, picture_page, words_expected
from app.sealing.fingerprint import picture_digests, stream_digest
from app.sealing.finishing import NotPdfaError, finish, sealed_file
from app.sealing.invisible import instructions_of, open_states, without_invisible_text
from app.sealing.paper import upright_to_page
from app.sealing.rebuilding import rebuilt
from app.sealing.signatures import is_signed
from app.sealing.writing import copy

KEPT_SIGNED = "seal-note-kept-signed"
KEPT = "seal-note-kept"
RESTRICTIONS_LIFTED = "seal-note-restrictions-lifted"
_OCR = "ocr"
_VisibleBox = tuple[float, float, float, float]


def seal_pdf(request: SealRequest) -> SealedFile:
    """Write and prove the final file of a PDF capture (see `seal`)."""
    with _opened(request) as pdf:
        signed = request.signed or is_signed(pdf)
        _check(pdf, request, signed)
    if signed:
        return _kept(request, KEPT_SIGNED)
    converted = any(page.source == _OCR for page in request.pages)
    try:
        return _attempt(request, converted, anew=False)
    except NotPdfaError:
        if converted:
            try:
                return _attempt(request, converted, anew=True)
            except NotPdfaError:
                pass  # born-digital pages beside the scanned ones are what can't be mended
    return _without_pdfa(request, converted)


def _check(pdf: Pdf, request: SealRequest, signed: bool) -> None:
    """Raise NeedsPersonError for what must not be sealed without a person's look."""
    count = len(pdf.pages)
    missing = [page.page for page in request.pages if not 1 <= page.page <= count]
    if missing or not request.pages:
        raise NeedsPersonError(
            Message.of("seal-page-missing", page=missing[0] if missing else 0, pages=count)
        )
    if signed and not request.whole_capture:
        raise NeedsPersonError(Message.of("seal-signed-in-parts"))
    form = pdf.Root.get("/AcroForm")
    if not signed and isinstance(form, Dictionary) and "/XFA" in form:
        raise NeedsPersonError(Message.of("seal-xfa-form"))


def _attempt(request: SealRequest, converted: bool, anew: bool) -> SealedFile:
    with _opened(request) as source:
        draft = Draft(_wanted(source, request, bare=anew and _is_nothing_but_scans(source, request)))
        if source.is_encrypted:
            draft.note(RESTRICTIONS_LIFTED)
        _fill(draft, request, anew)
        return finish(draft, request, request.pdfa, converted)


def _without_pdfa(request: SealRequest, converted: bool) -> SealedFile:
    """Keep the capture as it came; when only some pages are wanted, or turned, write those without PDF/A."""
    if request.whole_capture and not converted:
        return _kept(request, KEPT)
    with _opened(request) as source:
        draft = Draft(_wanted(source, request), notes=[KEPT])
        _fill(draft, request, anew=False)
        return finish(draft, request, None, converted)


def _kept(request: SealRequest, note: str) -> SealedFile:
    source, target = Path(request.capture_path), Path(request.target)
    copy(source, target)
    kept = sealed_file(target, len(request.pages), None, note)
    with source.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != kept.digest:
            target.unlink()
            raise NeedsPersonError(Message.of("seal-proof-content"))
    return kept


def _is_nothing_but_scans(source: Pdf, request: SealRequest) -> bool:
    """Tell whether the document brings nothing beside scanned pages: what else it says of itself can then be left."""
    return not source.attachments and all(page.source == _OCR for page in request.pages)


def _wanted(source: Pdf, request: SealRequest, bare: bool = False) -> Pdf:
    """Return a document with the wanted pages in order, and nothing of the others; `bare`: with the pages only."""
    numbers = [page.page for page in request.pages]
    if numbers == list(range(1, len(source.pages) + 1)) and not bare:
        return source
    wanted = (
        Pdf.new()
    )  # not the source with pages taken out: outlines and the like would keep them in the file
    for number in numbers:
        wanted.pages.append(source.pages[number - 1])
    for page in wanted.pages:
        for key in ("/StructParents", "/B"):
            if key in page.obj:
                del page.obj[key]
    return wanted


def _fill(draft: Draft, request: SealRequest, anew: bool) -> None:
    """Lay text over the scanned pages and turn what lies on its side; `anew`: make scanned pages from their picture."""
    pages = list(draft.pdf.pages)
    for place, (page, reading) in enumerate(zip(pages, request.pages, strict=True)):
        if anew and reading.source == _OCR:
            _replace(draft, place, page, reading, request)
        else:
            _overlay(draft, page, reading)


def _overlay(draft: Draft, page: pikepdf.Page, reading: PageReading) -> None:
    box = _visible(page, reading.page)
    turned = (int(page.obj.get("/Rotate", 0)) + reading.rotation) % 360
    if reading.rotation:
        page.obj.Rotate = turned
    pictures = tuple(picture_digests(page))
    if reading.source == _OCR:
        paper, to_page = upright_to_page(box, turned)
        _clear_for_text(draft.pdf, page)
        draft.add_text(page, reading, paper, to_page)
    draft.duties.append(PageDuty(pictures, words_expected(reading)))


def _clear_for_text(pdf: Pdf, page: pikepdf.Page) -> None:
    """Take off invisible text of another program, and leave the page's own instructions self-contained."""
    instructions = instructions_of(page)
    left, dropped = without_invisible_text(instructions)
    if dropped:
        page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(left))
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q" + b" Q" * open_states(left))


def _replace(
    draft: Draft, place: int, page: pikepdf.Page, reading: PageReading, request: SealRequest
) -> None:
    made = rebuilt(
        Path(request.capture_path),
        page,
        reading,
        _visible(page, reading.page),
        deep=request.pdfa[0] != "1",
    )
    fresh, image = picture_page(draft.pdf, made.picture, made.paper, made.placed)
    draft.pdf.pages[place] = fresh
    del draft.pdf.pages[-1]
    draft.add_text(draft.pdf.pages[place], reading, made.paper, None)
    draft.duties.append(PageDuty((stream_digest(image),), words_expected(reading)))
    draft.note(made.note)


def _visible(page: pikepdf.Page, number: int) -> _VisibleBox:
    """Return the box that viewers show: the crop box within the media box; NeedsPersonError when it has no area."""
    media, crop = _box(page.mediabox), _box(page.cropbox)
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    if right - left < 1 or top - bottom < 1:
        raise NeedsPersonError(Message.of("seal-page-without-size", page=number))
    return left, bottom, right, top


def _box(box: Array) -> _VisibleBox:
    first, second, third, fourth = (float(number) for number in box)
    return min(first, third), min(second, fourth), max(first, third), max(second, fourth)


@contextmanager
def _opened(request: SealRequest) -> Iterator[Pdf]:
    try:
        with pikepdf.open(request.capture_path, suppress_warnings=True) as pdf:
            yield pdf
    except pikepdf.PasswordError as trouble:
        raise UnreadableError(ReadFailure.ENCRYPTED, str(trouble)) from trouble
    except pikepdf.PdfError as trouble:
        raise UnreadableError(ReadFailure.UNREADABLE, str(trouble)) from trouble
