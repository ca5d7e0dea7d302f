"""Seals captures that are PDFs: signed ones stay as they are to the byte, all others keep what they show."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Pdf

from app.domain.errors import NeedsPersonError, ReadFailure, UnreadableError
from app.domain.messages import Message
from app.domain.page import PageReading
from app.domain.receipt import SealedFile
from app.domain.requests import SealRequest
from app.sealing.budget import page_budgets, page_room
from app.sealing.draft import Draft, PageDuty, picture_page, words_expected
from app.sealing.fingerprint import images_of, picture_digests, stream_digest
from app.sealing.finishing import NotPdfaError, TooLargeError, finish, sealed_file
from app.sealing.invisible import instructions_of, open_states, without_invisible_text
from app.sealing.ladder import squeeze
from app.sealing.paper import upright_to_page
from app.sealing.profile import SealProfile
from app.sealing.rebuilding import RebuiltPage, dpi_drawn, rebuilt
from app.sealing.sign.examination import examine
from app.sealing.sign.trust import Trust
from app.sealing.signatures import is_signed
from app.sealing.troubles import DAMAGE
from app.sealing.writing import copy

KEPT_SIGNED = "seal-note-kept-signed"
KEPT = "seal-note-kept"
RESTRICTIONS_LIFTED = "seal-note-restrictions-lifted"
_BROKEN = (  # what is told first
    "verify-hidden-revisions",
    "verify-signature-broken",
    "verify-signature-certified",
    "verify-signature-changed-later",
    "verify-signature-partial",
)
_OCR = "ocr"
_VisibleBox = tuple[float, float, float, float]


def seal_pdf(request: SealRequest, profile: SealProfile) -> SealedFile:
    """Write and prove the final file of a PDF capture (see `seal`); `profile` limits what scanned pages weigh."""
    with _opened(request) as pdf:
        signed = request.signed or is_signed(pdf)
        _check(pdf, request, signed)
    if signed:
        _refuse_broken(Path(request.capture_path))
        return _kept(request, KEPT_SIGNED)
    converted = any(page.source == _OCR for page in request.pages)
    for anew in (False, True) if converted else (False,):
        try:
            return _attempt(request, profile, converted, anew)
        except NotPdfaError:
            continue  # at last: born-digital pages are what can't be mended
        except TooLargeError:
            if anew or not converted:
                raise
    return _without_pdfa(request, profile, converted)


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


def _refuse_broken(capture: Path) -> None:
    """Raise NeedsPersonError when a signature in the capture does not hold: such a file proves nothing any more.

    One that can't be judged here (its algorithm, who stands behind it) is no reason: others may know it.
    """
    broken = [problem for problem in examine(capture, Trust()).problems if problem.id in _BROKEN]
    if broken:
        raise NeedsPersonError(min(broken, key=lambda problem: _BROKEN.index(problem.id)))


def _attempt(request: SealRequest, profile: SealProfile, converted: bool, anew: bool) -> SealedFile:
    with _opened(request) as source:
        draft = Draft(_wanted(source, request, bare=anew and _is_nothing_but_scans(source, request)))
        if source.is_encrypted:
            draft.note(RESTRICTIONS_LIFTED)
        if anew:
            _rebuild(draft, request, profile)
        else:
            _fill(draft, request, profile)
        return finish(draft, request, request.pdfa, profile, converted)


def _without_pdfa(request: SealRequest, profile: SealProfile, converted: bool) -> SealedFile:
    """Keep the capture as it came; when only some pages are wanted, or turned, write those without PDF/A."""
    if request.whole_capture and not converted:
        return _kept(request, KEPT)
    with _opened(request) as source:
        draft = Draft(_wanted(source, request), notes=[KEPT])
        _fill(draft, request, profile=None)
        return finish(draft, request, None, profile, converted)


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


def _fill(draft: Draft, request: SealRequest, profile: SealProfile | None) -> None:
    """Lay text over the scanned pages and turn what lies on its side.

    TooLargeError when a scanned page's pictures are over the page limit of `profile` (None: no limit).
    """
    for place, (page, reading) in enumerate(zip(list(draft.pdf.pages), request.pages, strict=True)):
        if profile is not None and reading.source == _OCR:
            size = sum(len(image.read_raw_bytes()) for image in images_of(page.obj))
            if size > page_room(place, profile):
                limit = round(profile.page_bytes / 1e6, 1)
                raise TooLargeError(Message.of("seal-too-large", megabytes=round(size / 1e6, 1), limit=limit))
        _overlay(draft, page, reading)


def _rebuild(draft: Draft, request: SealRequest, profile: SealProfile) -> None:
    """Make scanned pages anew from their pictures, squeezed where limits ask for it; born-digital pages stay."""
    path, deep = Path(request.capture_path), request.pdfa[0] != "1"
    made = [
        rebuilt(path, page, reading, _visible(page, reading.page), deep) if reading.source == _OCR else None
        for page, reading in zip(draft.pdf.pages, request.pages, strict=True)
    ]
    budgets = page_budgets([0 if one is None else len(one.picture.data) for one in made], profile)
    for place, (one, budget) in enumerate(zip(made, budgets, strict=True)):
        reading = request.pages[place]
        if one is None:
            _overlay(draft, draft.pdf.pages[place], reading)
        else:
            _replace(draft, place, one if budget is None else _squeezed(one, budget, profile), reading)


def _squeezed(page: RebuiltPage, budget: int, profile: SealProfile) -> RebuiltPage:
    picture = squeeze(page.picture, budget, dpi_drawn(page.picture, page.placed), profile).picture
    return replace(page, picture=picture, note=picture.note)


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
    try:
        instructions = instructions_of(page)
    except DAMAGE as trouble:
        raise NotPdfaError(Message.of("seal-proof-damaged", detail=str(trouble))) from trouble
    left, dropped = without_invisible_text(instructions)
    if dropped:
        page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(left))
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q" + b" Q" * open_states(left))


def _replace(draft: Draft, place: int, made: RebuiltPage, reading: PageReading) -> None:
    fresh, images = picture_page(draft.pdf, made.picture, made.paper, made.placed)
    draft.pdf.pages[place] = fresh
    del draft.pdf.pages[-1]
    draft.add_text(draft.pdf.pages[place], reading, made.paper, None)
    draft.duties.append(PageDuty(tuple(map(stream_digest, images)), words_expected(reading)))
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
    except DAMAGE as trouble:
        raise UnreadableError(ReadFailure.UNREADABLE, f"{type(trouble).__name__}: {trouble}") from trouble
