"""The dossiers that one view alone counts as due a result: all of them, in the right view, with the right reason."""

from __future__ import annotations

from hypothesis import given, settings

from app.domain.dossier import Dossier, DossierState
from app.domain.indicators import View
from app.supervision.difference import differences
from tests.supervision.counting import registers
from tests.supervision.test_figures import JANUARY, asked, register_of


@settings(deadline=None, max_examples=30)
@given(registers)
def test_what_differs_is_what_one_list_holds_and_the_other_does_not(rows: tuple[Dossier, ...]) -> None:
    with register_of(rows, set()) as register:
        figures = asked(register)
        found = list(differences(figures, JANUARY))
        due = {
            view: {one.dossier.code for one in figures.behind("results_due", JANUARY, view)} for view in View
        }
        first = [one.listed.dossier.code for one in differences(figures, JANUARY, limit=2)]
    by_view = {view: [one.listed.dossier.code for one in found if one.only is view] for view in View}
    assert set(by_view[View.PROVINCIAL]) == due[View.PROVINCIAL] - due[View.NATIONAL]
    assert set(by_view[View.NATIONAL]) == due[View.NATIONAL] - due[View.PROVINCIAL]
    assert len(found) == sum(len(codes) for codes in map(set, by_view.values())), "each once"
    assert first == by_view[View.PROVINCIAL][:2] + by_view[View.NATIONAL][:2]
    for one in found:
        dossier = one.listed.dossier
        ended = dossier.state in (DossierState.PROCESSED, DossierState.RESULT_RETURNED)
        assert (one.reason == "difference-not-solved") == (not ended)
        if one.reason == "difference-no-solving-date":
            assert dossier.solved_at is None
