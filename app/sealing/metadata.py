"""What a sealed file says of itself: title, dossier, digest of the capture, when, by which version, converted by whom.

Only predefined XMP properties are used, so that every PDF/A validator accepts the file without an extension schema:
dc:relation "dossier:…", "procedure:…" and the like, dc:identifier the paper's code, dc:source "sha256:…" (the capture),
xmp:Identifier "content:sha256:…" (pages as sealed), dc:creator agency and signer, dc:date the day of issue, dc:type the
result's type and number, dc:coverage the validity, dc:subject the summary.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pikepdf
from pikepdf import Dictionary, Pdf

from app import __version__
from app.domain.ledger import VIETNAM
from app.domain.messages import Message
from app.domain.paper import PaperMetadata
from app.domain.requests import SealRequest
from app.language.translator import Translator
from app.sealing.textlayer import cleaned
from app.settings import resources

_PLAIN = ("dc:identifier", "dc:coverage")  # of one text
_ORDERED = ("dc:creator", "dc:date")  # lists; all others are bags
_DOSSIER = "dossier:"
_DIGEST = "sha256:"
_CONTENT = "content:sha256:"
_PRODUCER = f"Sohoa {__version__} (pikepdf)"


class _Bag(set[str]):
    """Values without order to XMP, yet written in the same one every time."""

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(super().__iter__()))


@dataclass(frozen=True, slots=True)
class Marks:
    """What is read back from a file; None where it does not say."""

    dossier: str | None = None
    capture_digest: str | None = None
    content_digest: str | None = None
    pdfa: str | None = None  # the level it claims, as "2b"
    title: str | None = None
    made_by: str | None = None

    @property
    def sealed(self) -> bool:
        """Whether this program sealed the file."""
        return self.content_digest is not None


def write_marks(
    pdf: Pdf, request: SealRequest, content_digest: str, level: str | None, converted: bool
) -> None:
    """Write XMP and the document information dictionary, in agreement.

    `level` is the PDF/A level to claim (None: none); `converted` tells that pages came from paper.
    """
    at = request.sealed_at.astimezone(VIETNAM).replace(microsecond=0)
    title = cleaned(request.title) or request.dossier
    mark = _conversion_mark(request, at) if converted else ""
    creator = f"Sohoa {__version__}"
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        made_at = xmp.get("xmp:CreateDate") or at.isoformat()
        xmp["dc:title"] = title
        xmp["dc:relation"] = _Bag((_DOSSIER + request.dossier, *_relations(request.paper)))
        xmp["dc:source"] = _DIGEST + request.capture_digest
        xmp["xmp:Identifier"] = {_CONTENT + content_digest}
        xmp["xmp:CreateDate"] = made_at
        xmp["xmp:ModifyDate"] = xmp["xmp:MetadataDate"] = at.isoformat()
        xmp["xmp:CreatorTool"] = creator
        xmp["pdf:Producer"] = _PRODUCER
        xmp["pdf:Keywords"] = request.dossier
        if mark:
            xmp["dc:description"] = mark
        for key, values in _described(request).items():
            if said := [text for value in values if (text := cleaned(value))]:
                xmp[key] = said[0] if key in _PLAIN else said if key in _ORDERED else _Bag(said)
        if level is not None:
            xmp["pdfaid:part"], xmp["pdfaid:conformance"] = level[0], level[1].upper()
    info = pdf.docinfo
    info["/Title"], info["/Keywords"], info["/Creator"] = title, request.dossier, creator
    info["/Producer"] = _PRODUCER
    info["/CreationDate"] = _pdf_date(datetime.fromisoformat(made_at))
    info["/ModDate"] = _pdf_date(at)
    if mark:
        info["/Subject"] = mark
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if "/Lang" not in pdf.Root:
        pdf.Root.Lang = "vi"


def _relations(paper: PaperMetadata) -> list[str]:
    """Return what the paper belongs to, each with its kind before it."""
    kinds = {
        "owner": paper.owner_number,
        "owner-name": paper.owner_name,
        "procedure": paper.procedure,
        "procedure-name": paper.procedure_name,
        "unit": paper.unit,
    }
    return [f"{kind}:{text}" for kind, value in kinds.items() if (text := cleaned(value))]


def _described(request: SealRequest) -> dict[str, tuple[str, ...]]:
    paper = request.paper
    return {
        "dc:identifier": (paper.code,),
        "dc:coverage": (paper.validity,),
        "dc:creator": (paper.agency, paper.signer),
        "dc:date": (paper.issued_on,),
        "dc:type": (paper.result_type, paper.number),
        "dc:subject": (paper.summary,),
        "dc:contributor": (request.converted_by,),
        "dc:publisher": (request.office,),
    }


def read_marks(pdf: Pdf) -> Marks:
    """Return what a file says of itself; whatever can't be read is None."""
    try:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            said = {key: xmp.get(key) for key in _READ}
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError):
        return Marks()  # not XML, or no packet at all
    part, level = said["pdfaid:part"], said["pdfaid:conformance"]
    return Marks(
        dossier=_after(_DOSSIER, said["dc:relation"]),
        capture_digest=_after(_DIGEST, said["dc:source"]),
        content_digest=_after(_CONTENT, said["xmp:Identifier"]),
        pdfa=f"{part}{str(level).lower()}" if part and level else None,
        title=said["dc:title"] if isinstance(said["dc:title"], str) else None,
        made_by=said["xmp:CreatorTool"],
    )


_READ = (
    "dc:title",
    "dc:relation",
    "dc:source",
    "xmp:Identifier",
    "xmp:CreatorTool",
    "pdfaid:part",
    "pdfaid:conformance",
)


def _after(prefix: str, values: Any) -> str | None:
    several: Iterable[Any] = [values] if isinstance(values, str) else values or ()
    for value in several:
        if str(value).startswith(prefix):
            return str(value)[len(prefix) :]
    return None


def _conversion_mark(request: SealRequest, at: datetime) -> str:
    message = Message.of(
        "seal-conversion-mark",
        at=f"{at:%d/%m/%Y; %H:%M:%S +07:00}",
        by=cleaned(request.converted_by) or "-",
        office=cleaned(request.office) or "-",
        version=__version__,
    )
    return _vietnamese().say(message)  # the mark is part of the document: never in another language


@functools.cache
def _vietnamese() -> Translator:
    return Translator("vi", resources() / "translations", "sealing.ftl")  # a worker needs no others


def _pdf_date(at: datetime) -> str:
    zone = f"{at:%z}" or "+0000"
    return f"D:{at:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:]}'"
