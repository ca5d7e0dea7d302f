"""Why the two views count results differently: every dossier that is due in one of them only, with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.dossier import DossierState
from app.domain.indicators import Period, View
from app.supervision.figures import Indicators, Listed

_ENDED = (DossierState.PROCESSED, DossierState.RESULT_RETURNED)


@dataclass(frozen=True, slots=True)
class Difference:
    """A dossier that one view alone counts as due a result; `reason` is the id of a text."""

    listed: Listed
    only: View
    reason: str


def differences(figures: Indicators, period: Period, unit: str | None = None) -> Iterator[Difference]:
    """Yield the dossiers that only one view counts as due a result in the period, the provincial ones first."""
    due = {
        view: {one.dossier.code: one for one in figures.behind("results_due", period, view, unit)}
        for view in View
    }
    provincial, national = due[View.PROVINCIAL], due[View.NATIONAL]
    for code in [code for code in provincial if code not in national]:
        yield Difference(provincial[code], View.PROVINCIAL, "difference-received-outside")
    for code in [code for code in national if code not in provincial]:
        yield Difference(national[code], View.NATIONAL, _not_due(national[code], period))


def _not_due(listed: Listed, period: Period) -> str:
    dossier = listed.dossier
    if dossier.state not in _ENDED:
        return "difference-not-solved"
    if dossier.solved_at is None:
        return "difference-no-solving-date"
    return "difference-solved-later" if dossier.solved_at >= period.end else "difference-solved-earlier"
