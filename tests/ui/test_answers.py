"""What a clerk answers about an earlier result: a sheet scanned before, and a dossier that has a result."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from app.domain.facts import REPLACED, Linked, Related
from app.domain.messages import Message
from app.domain.scan import Relation, ScanState
from tests.ui.conftest import Station
from tests.ui.fake_desk import Office
from tests.ui.papers import plain_paper

ONE, TWO = plain_paper(1), plain_paper(2)
OpenWindow = Callable[..., Station]
SHIFT = Qt.KeyboardModifier.ShiftModifier


def scanned_twice(office: Office) -> None:
    """The sheet of s1, which is linked, came again as s2."""
    office.linked_by_rule("s1", ONE)
    again = Message.of("hold-same-paper", other="s1", source="Scan_s1.pdf")
    office.wait_for_person("s2", ONE, message=again)


@pytest.mark.parametrize("how", ["key", "button"])
@pytest.mark.parametrize(
    ("answer", "key", "state", "first"),
    [
        ("keep-both", Qt.Key.Key_F5, ScanState.SEPARATED, ScanState.LINKED),
        ("replace", Qt.Key.Key_F9, ScanState.LINKED, ScanState.REJECTED),
        ("discard", Qt.Key.Key_F8, ScanState.REJECTED, ScanState.LINKED),
    ],
)
def test_a_sheet_scanned_before_is_kept_beside_put_in_place_of_the_first_or_discarded(
    office: Office,
    open_window: OpenWindow,
    answer: str,
    key: Qt.Key,
    state: ScanState,
    first: ScanState,
    how: str,
) -> None:
    scanned_twice(office)
    station = open_window()
    station.look_at("s2")
    button = station.parts.decision.acts.answers[answer]
    assert button.isVisible()
    if how == "key":
        station.press(key, SHIFT)
    else:
        station.click(button)
    standings = office.journal.standings
    station.until(lambda: standings["s2"].hold is None)
    assert (standings["s2"].state, standings["s1"].state) == (state, first)
    if answer == "replace":
        assert standings["s1"].rejected_because == REPLACED
        assert standings["s2"].dossier == ONE.dossier.code


def test_the_answers_are_offered_only_where_they_are_asked_for(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", ONE)
    station = open_window()
    station.look_at("s1")
    assert not any(button.isVisible() for button in station.parts.decision.acts.answers.values())
    station.press(Qt.Key.Key_F8, SHIFT)
    assert office.journal.standings["s1"].state is ScanState.SEPARATED


@pytest.mark.parametrize(
    ("key", "relation"), [(Qt.Key.Key_F11, Relation.VERSION), (Qt.Key.Key_F12, Relation.BESIDE)]
)
def test_a_second_result_of_a_dossier_is_linked_only_as_what_the_clerk_says_it_is(
    office: Office, open_window: OpenWindow, key: Qt.Key, relation: Relation
) -> None:
    office.linked_by_rule("s1", ONE)
    question = Message.of("hold-result-already-there", dossier=ONE.dossier.code)
    office.wait_for_person("s2", ONE, message=question)
    station = open_window()
    station.look_at("s2")
    station.press(Qt.Key.Key_1)
    assert not station.parts.decision.acts.accept.isEnabled()
    station.press(Qt.Key.Key_Return)
    assert station.linked_to("s2") is None
    station.look_at("s2")
    station.press(Qt.Key.Key_1)
    station.press(key, SHIFT)
    station.until(lambda: station.linked_to("s2") == ONE.dossier.code)
    related, linked = office.journal.lives["s2"][-2:]
    assert isinstance(related, Related)
    assert isinstance(linked, Linked)
    assert (related.relation, related.other) == (relation, "s1")
