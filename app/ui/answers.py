"""What a clerk answers about an earlier result: of a sheet that was scanned before, or of a dossier that has one."""

from __future__ import annotations

from app.domain.scan import ANSWERS, Relation
from app.pipeline.desk import Desk
from app.pipeline.earlier import Earlier
from app.pipeline.undoing import Done
from app.ui.acts import Acts
from app.ui.clerk import Clerk

SAME = ("keep-both", "replace", "discard")
RELATIONS = tuple(relation.value for relation in ANSWERS)


class Answers:
    """Each answer is one act; like a link, it is made only of what has been seen."""

    def __init__(self, desk: Desk, acts: Acts, clerk: Clerk) -> None:
        self._desk, self._acts, self._clerk = desk, acts, clerk

    def same(self, answer: str) -> None:
        """Answer for a sheet that was scanned before (one of SAME), and open the next."""
        case, earlier = self._clerk.case, Earlier(self._desk)
        if case and case.seen_before and self._clerk.ready:
            scan_id = case.scan.id
            act = {"keep-both": earlier.keep_both, "replace": earlier.replace, "discard": earlier.discard}[
                answer
            ]
            self._acts.act(case.scan, lambda: act(scan_id), None)

    def relate(self, relation: str) -> None:
        """Link the scan to the chosen dossier as what it is to the result there (one of RELATIONS); open the next."""
        case, choice = self._clerk.case, self._clerk.choice
        if case and choice and case.relatable(choice) and self._clerk.ready:
            scan = case.scan
            self._acts.act(
                scan,
                lambda: self._desk.link(scan.id, choice.code, seen=scan, relation=Relation(relation)),
                Done("link", scan.id, choice.owner or choice.code, lambda: self._desk.unlink(scan.id)),
            )
