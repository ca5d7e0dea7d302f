"""The stop against the wrong person: asked before sealing and once more before the deposit, whoever made the link."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.codes import code_key
from app.domain.decision import SURE_CODE, disagreements
from app.domain.dossier import Dossier
from app.domain.errors import NeedsPersonError
from app.domain.face import Face, look
from app.domain.facts import BY_RULE
from app.domain.linking import NEVER_A_RESULT
from app.domain.messages import Message
from app.domain.name_likeness import distance
from app.domain.page import Reading
from app.domain.scan import Scan
from app.domain.strangers import strange_pages
from app.pipeline.ports import Journal, Register


def face_of(scan: Scan, reading: Reading) -> Face:
    """Return what a scan's result and its slip say, from the reading of its capture."""
    return look(reading.only(scan.pages), scan.slip_codes, reading.only(scan.separator_pages))


def rivals(journal: Journal, dossier: str, scan: Scan) -> list[Scan]:
    """Return the other scans linked to the dossier as its result (a rejected one does not count, a letter neither)."""
    return [
        other
        for other in journal.of_dossier(dossier)
        if other.id != scan.id and other.rejected_because is None and not other.is_letter
    ]


def earlier_result(journal: Journal, scan: Scan, dossier: str) -> str | None:
    """Return the id of another scan that is the dossier's result, "" when only the store knows one, None for none."""
    for other in rivals(journal, dossier, scan):
        return other.id
    hold = scan.hold.message if scan.hold else None
    known = hold and hold.id == "hold-result-already-there" and hold.arguments["dossier"] == dossier
    return "" if known else None


@dataclass(frozen=True, slots=True)
class WrongPersonStop:
    """Weighs a link again: the register or the link may have changed since it was made."""

    journal: Journal
    register: Register

    def check(self, scan: Scan, face: Face) -> None:
        """Do nothing when all is well, or when a person has confirmed the link with a reason.

        NeedsPersonError when the paper or any part of its pages speaks against its dossier, when the dossier has left
        the register or was withdrawn, or when another scan was linked to it at the same moment.
        """
        if scan.confirmed or scan.dossier is None:
            return
        dossier = self.register.by_code(scan.dossier)
        if dossier is None:
            raise NeedsPersonError(Message.of("stop-dossier-gone", code=scan.dossier))
        if against := disagreements(face, dossier):
            raise NeedsPersonError(against[0])
        if strange := strange_pages(face.pages, [scan.origin(one.page) for one in face.pages], dossier):
            raise NeedsPersonError(strange)
        if other := self._code_of_another(face, dossier):
            raise NeedsPersonError(other)
        if scan.linked_by == BY_RULE and dossier.state in NEVER_A_RESULT and dossier.state is not None:
            closed = Message.of("hold-dossier-closed", dossier=dossier.code, state=int(dossier.state))
            raise NeedsPersonError(closed)  # withdrawn since the link was made
        # Two walkers may link two scans to one dossier at the same moment: what matching could not see is seen here.
        # Where a person has said what one of them is to the other, nothing is left to ask.
        others = [one for one in rivals(self.journal, scan.dossier, scan) if one.relation is None]
        if scan.linked_by == BY_RULE and scan.relation is None and others:
            raise NeedsPersonError(Message.of("stop-second-result", code=scan.dossier, other=others[0].id))

    def _code_of_another(self, face: Face, dossier: Dossier) -> Message | None:
        """What to tell of a code on any page that is another dossier's in the register.

        One letter misread in the own code makes a neighbour's: such a code counts only when it was read surely.
        """
        own = [code_key(code) for code in dossier.codes]
        for found in face.fields.dossier_codes:
            near = any(distance(code_key(found.value), code, 1) <= 1 for code in own)
            other = None if near and found.confidence < SURE_CODE else self.register.by_code(found.value)
            if other is not None and other.code != dossier.code:
                return Message.of(
                    "stop-page-of-another",
                    page=found.page,
                    read=found.value,
                    wanted=dossier.code,
                    dossier=dossier.code,
                )
        return None
