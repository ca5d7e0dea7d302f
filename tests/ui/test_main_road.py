"""The clerk's main road: look, press one key, look at the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt

from app.domain.evidence import Evidence, EvidenceKind
from app.domain.facts import Proposed
from app.domain.messages import Message
from app.domain.scan import ScanState
from app.ui.clerk import GUARD_SECONDS
from tests.ui.conftest import Station
from tests.ui.fake_desk import Office, candidate
from tests.ui.papers import plain_paper, printed_papers

ONE, TWO, THREE = plain_paper(1), plain_paper(2), plain_paper(3)
TWO_FIT = Message.of("hold-two-fit", first="a", second="b")
NOTHING = Message.of("hold-nothing-fits")
OpenWindow = Callable[..., Station]


def test_enter_links_the_chosen_dossier_and_opens_the_next(office: Office, open_window: OpenWindow) -> None:
    office.wait_for_person("s1", ONE)
    office.wait_for_person("s2", TWO)
    station = open_window()
    station.look_at("s1")
    station.press(Qt.Key.Key_Return)
    station.look_at("s2")
    station.until(lambda: station.linked_to("s1") == ONE.dossier.code)
    assert office.journal.standings["s1"].linked_by == "lan"
    assert station.linked_to("s2") is None


def test_a_double_enter_links_one_scan_only(office: Office, open_window: OpenWindow) -> None:
    office.wait_for_person("s1", ONE)
    office.wait_for_person("s2", TWO)
    station = open_window()
    station.look_at("s1")
    station.press(Qt.Key.Key_Return)
    station.press(Qt.Key.Key_Return)
    station.until(lambda: station.open_scan == "s2" and station.parts.clerk._seen_since is not None)
    station.seconds += GUARD_SECONDS * 0.9
    station.press(Qt.Key.Key_Return)
    station.until(lambda: station.linked_to("s1"))
    assert station.linked_to("s2") is None
    station.seconds += GUARD_SECONDS
    station.press(Qt.Key.Key_Return)
    station.until(lambda: station.linked_to("s2") == TWO.dossier.code)


def test_nothing_is_linked_before_its_page_has_been_on_the_screen(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", ONE)
    station = open_window()
    station.window.hide()
    station.parts.clerk.open("s1")
    station.until(lambda: station.open_scan == "s1")
    station.seconds += 60
    station.parts.acts.accept()
    assert not station.parts.clerk.ready
    assert office.journal.standings["s1"].state is ScanState.SEPARATED


def test_when_nothing_is_proposed_enter_goes_to_the_search_and_links_nothing(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", ONE, [], NOTHING)
    station = open_window()
    station.look_at("s1")
    station.press(Qt.Key.Key_Return)
    assert station.window.focusWidget() is station.parts.decision.search.box
    assert station.linked_to("s1") is None


def test_of_two_dossiers_that_fit_none_is_chosen_until_a_digit_says_which(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", ONE, [(ONE, 0.49), (TWO, 0.48)], TWO_FIT)
    station = open_window()
    station.look_at("s1")
    assert station.parts.clerk.choice is None
    station.press(Qt.Key.Key_Return)
    assert station.linked_to("s1") is None
    station.press(Qt.Key.Key_2)
    station.press(Qt.Key.Key_Return)
    station.until(lambda: station.linked_to("s1") == TWO.dossier.code)


def test_of_several_dossiers_each_tells_what_weighs_most_and_the_chosen_one_tells_all(
    office: Office, open_window: OpenWindow
) -> None:
    one, other = printed_papers(2)
    against = Evidence(EvidenceKind.TAX_CODE, "0101243150", 1, None, -0.1)
    one = replace(one, evidence=(*one.evidence, against))
    office.wait_for_person("s1", one, [(one, 0.48), (other, 0.45)], TWO_FIT)
    station = open_window()
    station.look_at("s1")
    cards = station.parts.decision.cards
    assert [len(card.lines) for card in cards[:2]] == [3, 3]
    assert against in [line.evidence for line in cards[0].lines]
    station.press(Qt.Key.Key_1)
    told = [line.evidence for line in station.parts.decision.cards[0].lines]
    assert len(told) == 6
    assert against in told, "what speaks against it is never left out for want of room"


def test_a_likely_dossier_is_not_preselected_where_the_hold_says_that_something_is_wrong(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", ONE, [(ONE, 0.98)], Message.of("hold-page-missing", number=2))
    station = open_window()
    station.look_at("s1")
    assert station.parts.clerk.choice is None
    assert not station.parts.decision.acts.accept.isEnabled()


def test_a_caution_is_told_and_asks_for_a_digit(office: Office, open_window: OpenWindow) -> None:
    scan = office.wait_for_person("s1", ONE)
    caution = Message.of("hold-page-twice", first=1, second=2)
    office.journal.standings["s1"] = replace(scan, caution=caution)
    station = open_window()
    station.look_at("s1")
    assert station.parts.decision._caution.text() == station.window.around.texts.say(caution)
    assert station.parts.clerk.choice is None
    station.press(Qt.Key.Key_1)
    station.press(Qt.Key.Key_Return)
    station.until(lambda: station.linked_to("s1") == ONE.dossier.code)


def test_a_digit_without_a_card_chooses_nothing(office: Office, open_window: OpenWindow) -> None:
    office.wait_for_person("s1", ONE, [(ONE, 0.49), (TWO, 0.48)], TWO_FIT)
    station = open_window()
    station.look_at("s1")
    station.press(Qt.Key.Key_7)
    assert station.parts.clerk.choice is None


def test_a_click_on_a_card_chooses_it(office: Office, open_window: OpenWindow) -> None:
    office.wait_for_person("s1", ONE, [(ONE, 0.49), (TWO, 0.48)], TWO_FIT)
    station = open_window()
    station.look_at("s1")
    station.click(station.parts.decision.cards[1])
    assert station.parts.clerk.choice is not None
    assert station.parts.clerk.choice.code == TWO.dossier.code


def test_another_dossier_proposed_under_the_cursor_must_be_seen_before_enter_counts(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", ONE)
    station = open_window()
    station.look_at("s1")
    office.record(Proposed(scan="s1", at=office.now, candidates=(candidate(THREE, 0.9),)))
    office.register.dossiers[THREE.dossier.code] = THREE.dossier
    station.until(
        lambda: station.parts.clerk.choice and station.parts.clerk.choice.code == THREE.dossier.code
    )
    station.press(Qt.Key.Key_Return)
    assert station.linked_to("s1") is None
    station.look_at("s1")
    station.press(Qt.Key.Key_Return)
    station.until(lambda: station.linked_to("s1") == THREE.dossier.code)


def test_a_decision_on_a_scan_that_has_changed_unseen_is_refused_and_said(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", ONE)
    station = open_window()
    station.look_at("s1")
    office.journal.record(Proposed(scan="s1", at=office.now, candidates=(candidate(THREE, 0.9),)))
    station.press(Qt.Key.Key_Return)
    notices = station.parts.notices
    station.until(notices.isVisible)
    assert notices.said.text() == station.window.around.texts.text("scan-changed-meanwhile")
    assert station.linked_to("s1") is None
    station.click(notices.button)
    station.until(lambda: station.open_scan == "s1")
    assert not notices.isVisible()


def test_after_the_last_scan_the_window_says_that_nothing_waits(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", ONE)
    station = open_window()
    station.look_at("s1")
    station.press(Qt.Key.Key_Return)
    station.until(lambda: station.linked_to("s1"))
    station.until(lambda: station.parts.model.rowCount() == 0)
    assert station.open_scan is None
    assert station.parts.decision._nothing.isVisible()


def test_a_scan_that_comes_to_need_a_person_opens_by_itself_when_none_is_open(
    office: Office, open_window: OpenWindow
) -> None:
    station = open_window()
    assert station.open_scan is None
    office.wait_for_person("s1", ONE)
    station.until(lambda: station.open_scan == "s1")


def test_a_scan_that_comes_does_not_push_away_the_one_that_is_open(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", ONE)
    station = open_window()
    station.look_at("s1")
    office.wait_for_person("s2", TWO)
    station.until(lambda: station.parts.model.rowCount() == 2)
    assert station.open_scan == "s1"


def test_thirty_results_need_thirty_keys_and_each_goes_to_its_own_dossier(
    office: Office, open_window: OpenWindow
) -> None:
    papers = [plain_paper(number) for number in range(1, 31)]
    for paper in papers:
        office.wait_for_person(f"s{paper.dossier.code[-2:]}", paper)
    station = open_window()
    for paper in papers:
        station.look_at(f"s{paper.dossier.code[-2:]}")
        station.press(Qt.Key.Key_Return)
    station.until(lambda: all(scan.dossier for scan in office.journal.standings.values()))
    assert {scan.dossier for scan in office.journal.standings.values()} == {p.dossier.code for p in papers}
    assert all(f"Scan_s{scan.dossier[-2:]}.pdf" == scan.source for scan in office.journal.standings.values())
