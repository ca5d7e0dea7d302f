"""Makes the final file of a scan: searchable PDF/A with everything the capture shows, proved by opening it again."""

from __future__ import annotations

from app.domain.ledger import local_day
from app.domain.receipt import SealedFile
from app.domain.requests import SealRequest
from app.sealing.finishing import finish
from app.sealing.pdffile import seal_pdf
from app.sealing.picturefile import draft_of_pictures
from app.sealing.profile import profile_on

PDF_TYPE = "application/pdf"


def seal(request: SealRequest) -> SealedFile:
    """Write the final file to `request.target`, durably, reopen it and prove it.

    NeedsPersonError when it can't be made or proved (nothing is left at the target), UnreadableError when the capture
    is damaged, TryAgainError when the disk is full.
    """
    profile = profile_on(local_day(request.sealed_at))
    if request.media_type == PDF_TYPE:
        return seal_pdf(request, profile)
    return finish(draft_of_pictures(request, profile), request, request.pdfa, profile)
