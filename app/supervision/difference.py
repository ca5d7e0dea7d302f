"""Why the two views count results differently: every dossier that is due in one of them only, with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.dossier import DossierState
from app.domain.indicators import Period, View
from app.storage.register_schema import microseconds
from app.supervision.behind import BEHIND
from app.supervision.figures import Indicators, Listed

_ENDED = (DossierState.PROCESSED, DossierState.RESULT_RETURNED)
_DUE = {view: BEHIND[view]["results_due"] for view in View}
_ONLY = {
    View.PROVINCIAL: f"({_DUE[View.PROVINCIAL]}) AND ({_DUE[View.NATIONAL]}) IS NOT TRUE",
    View.NATIONAL: f"({_DUE[View.NATIONAL]}) AND ({_DUE[View.PROVINCIAL]}) IS NOT TRUE",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A dossier that one view alone counts as due a result; `reason` is the id of a text."""

    listed: Listed
    only: View
    reason: str


def differences(
    figures: Indicators, period: Period, unit: str | None = None, limit: int = -1
) -> Iterator[Difference]:
    """Yield the dossiers that only one view counts as due a result in the period, the provincial ones first.

    `limit`: at most so many of each view; -1: all of them.
    """
    # Each walked by the day that puts it into its view: the first ones solved were mostly received before the period.
    walked = {View.PROVINCIAL: "solved_at", View.NATIONAL: "received_at"}
    values = {"begin": microseconds(period.begin), "end": microseconds(period.end)}
    for view, by in walked.items():
        for listed in figures.listed_of(_ONLY[view], values, period, unit, limit=limit, by=by):
            national = view is View.NATIONAL
            yield Difference(
                listed, view, _not_due(listed, period) if national else "difference-received-outside"
            )


def _not_due(listed: Listed, period: Period) -> str:
    dossier = listed.dossier
    if dossier.state not in _ENDED:
        return "difference-not-solved"
    if dossier.solved_at is None:
        return "difference-no-solving-date"
    return "difference-solved-later" if dossier.solved_at >= period.end else "difference-solved-earlier"
