"""What a person says of an earlier result: of a sheet that was scanned before, keep both, replace it, or discard."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import UsageError
from app.domain.facts import REPLACED, SAME_SHEET, Fact, Linked, Rejected, Related
from app.domain.messages import Message
from app.domain.scan import Relation, Scan, ScanState
from app.pipeline.desk import Desk, record_act
from app.pipeline.stages.wrong_person import earlier_result

SAME_PAPER = "hold-same-paper"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The three answers, each one act in the journal. UsageError for a scan that is not held for this question."""

    desk: Desk

    def has_result(self, scan: Scan, code: str) -> bool:
        """Return whether the dossier has another result, and nobody has said yet what this scan is to it."""
        return scan.relation is None and earlier_result(self.desk.journal, scan, code) is not None

    def keep_both(self, scan_id: str) -> Scan:
        """Keep both: the scan is a paper of its own, and is matched as if the other were not there."""
        scan, other = self._pair(scan_id)
        return record_act(self.desk, self._related(scan, other, Relation.BESIDE), seen=scan)

    def replace(self, scan_id: str) -> Scan:
        """Let the scan take the other's place, and its dossier where it had one.

        An other that is stored stays in the store as the version before; else it ends. IllegalFactError while it is on
        its way to the store.
        """
        scan, other = self._pair(scan_id)
        facts: list[Fact] = [self._related(scan, other, Relation.VERSION)]
        if other.state is not ScanState.STORED:
            facts.append(Rejected(scan=other.id, at=self.desk.clock(), reason=REPLACED, by=self.desk.who))
        if other.dossier:
            facts.append(Linked(scan=scan.id, at=self.desk.clock(), dossier=other.dossier, by=self.desk.who))
        return record_act(self.desk, *facts, seen=scan)

    def discard(self, scan_id: str) -> Scan:
        """End the scan: the one before is the result. The capture stays in the spool."""
        scan, _ = self._pair(scan_id)
        ended = Rejected(scan=scan.id, at=self.desk.clock(), reason=SAME_SHEET, by=self.desk.who)
        return record_act(self.desk, ended, seen=scan)

    def _pair(self, scan_id: str) -> tuple[Scan, Scan]:
        scan = self.desk.scan(scan_id)
        if scan.hold is None or scan.hold.message.id != SAME_PAPER:
            raise UsageError(Message.of("not-seen-before", scan=scan_id))
        return scan, self.desk.scan(str(scan.hold.message.arguments["other"]))

    def _related(self, scan: Scan, other: Scan, relation: Relation) -> Related:
        return Related(
            scan=scan.id, at=self.desk.clock(), other=other.id, relation=relation, by=self.desk.who
        )
