"""What a person corrects in the metadata of a paper; each correction is a fact, and can be taken back."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import UsageError
from app.domain.facts import Described
from app.domain.messages import Message
from app.domain.paper_form import ENTRIES
from app.domain.scan import Scan
from app.pipeline.desk import Desk, record_act


@dataclass(frozen=True, slots=True)
class Correction:
    """What was corrected: the scan now, the entry, and what a person had said of it before (None: nothing)."""

    scan: Scan
    name: str
    before: str | None


@dataclass(frozen=True, slots=True)
class PaperDesk:
    """Corrections count at sealing; a result that is sealed already, and not on its way, is sealed anew."""

    desk: Desk

    def correct(self, scan_id: str, name: str, value: str | None) -> Correction:
        """Let an entry be `value` ("": empty; None: what reading and register say).

        UsageError for an entry that there is not, IllegalFactError for a scan that is signed, finished or on its way.
        """
        if name not in ENTRIES:
            raise UsageError(Message.of("paper-no-such-entry", name=name))
        scan = self.desk.scan(scan_id)
        others = {known: said for known, said in scan.corrections.items() if known != name}
        said = others if value is None else others | {name: value}
        fact = Described(scan=scan_id, at=self.desk.clock(), corrections=said, by=self.desk.who)
        return Correction(record_act(self.desk, fact), name, scan.corrections.get(name))

    def take_back(self, correction: Correction) -> Scan:
        """Let the entry be again what it was before."""
        return self.correct(correction.scan.id, correction.name, correction.before).scan
