"""Whether some pages of a result are somebody else's: asked of every part, since a whole that names its owner once
would hide the stranger's pages behind him.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.arrangement import PageRef
from app.domain.dossier import Dossier
from app.domain.face import look
from app.domain.folding import fold
from app.domain.identity import Looker, Trait, Verdict
from app.domain.messages import Message
from app.domain.page import PageReading
from app.domain.page_kinds import opens_result


def strange_pages(
    pages: Sequence[PageReading], origins: Sequence[PageRef], dossier: Dossier
) -> Message | None:
    """Return what to tell of pages that are not this dossier's; None when none of them says so.

    `origins` are where the pages come from. A part is what came from one capture, was meant for one dossier and lies
    under one head of a paper. A result of a single part is judged as a whole, elsewhere (decision.disagreements).
    """
    own = {fold(code) for code in dossier.codes}
    for page, origin in zip(pages, origins, strict=True):
        if origin.meant and fold(origin.meant) not in own:
            return Message.of("stop-page-meant-for", page=page.page, other=origin.meant, dossier=dossier.code)
    parts = _parts(pages, origins)
    found = (_stranger(part, dossier) for part in parts) if len(parts) > 1 else ()
    return next((message for message in found if message), None)


def _parts(pages: Sequence[PageReading], origins: Sequence[PageRef]) -> list[list[PageReading]]:
    parts: list[list[PageReading]] = []
    before = None
    for page, origin in zip(pages, origins, strict=True):
        source = (origin.capture, origin.meant)
        if not parts or source != before or opens_result(page):
            parts.append([])
        parts[-1].append(page)
        before = source
    return parts


def _stranger(part: Sequence[PageReading], dossier: Dossier) -> Message | None:
    """What on these pages alone is another's: code, number or name (their day may well be an earlier one)."""
    looker = Looker.of(look(part))
    code, number, name = (
        looker.code(dossier), looker.number(dossier), looker.name(dossier.owner_name)
    )  # fmt: skip
    told: list[tuple[Trait, str]] = [(code, dossier.code), (number, dossier.owner_number)]
    if number.verdict is not Verdict.AGREES:
        told.append((name, dossier.owner_name))
    for trait, wanted in told:
        if trait.verdict is Verdict.DIFFERS and trait.found:
            return Message.of(
                "stop-page-of-another",
                page=trait.found.page,
                read=trait.found.value,
                wanted=wanted,
                dossier=dossier.code,
            )
    return None
