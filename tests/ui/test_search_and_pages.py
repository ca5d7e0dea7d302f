"""Beside the main road: looking dossiers up, evidence on the page, turning pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from app.domain.evidence import Evidence, EvidenceKind
from app.domain.messages import Message
from app.domain.page import Box
from app.ui.read_card import ReadCard
from tests.ui.conftest import Station
from tests.ui.fake_desk import Office
from tests.ui.papers import plain_paper, printed_papers

ONE, TWO = plain_paper(1), plain_paper(2)
NOTHING = Message.of("hold-nothing-fits")
OpenWindow = Callable[..., Station]


# --- the register -----------------------------------------------------------------------------------------------------


def test_a_dossier_is_found_as_one_types_and_linked_with_two_enters(
    office: Office, open_window: OpenWindow
) -> None:
    office.register.dossiers[TWO.dossier.code] = TWO.dossier
    office.wait_for_person("s1", ONE, [], NOTHING)
    station = open_window()
    station.look_at("s1")
    station.press(Qt.Key.Key_F3)
    station.type("thu 2")
    search = station.parts.decision.search
    station.until(lambda: search.hits.count() == 1 and search.hits.isVisible())
    station.press(Qt.Key.Key_Return)
    assert station.parts.clerk.choice is not None
    assert search.box.text() == ""
    station.press(Qt.Key.Key_Return)  # the second press of a double Enter: not yet
    assert station.linked_to("s1") is None
    station.seconds += 1
    station.press(Qt.Key.Key_Return)
    station.until(lambda: station.linked_to("s1") == TWO.dossier.code)


def test_enter_never_takes_a_hit_of_what_was_typed_before(office: Office, open_window: OpenWindow) -> None:
    office.register.dossiers |= {paper.dossier.code: paper.dossier for paper in (ONE, TWO)}
    office.wait_for_person("s1", ONE, [], NOTHING)
    station = open_window()
    station.look_at("s1")
    station.press(Qt.Key.Key_Slash)
    station.type("thu")
    search = station.parts.decision.search
    station.until(lambda: search.hits.count() == 2)
    station.type(" 2")
    station.press(Qt.Key.Key_Return)
    assert station.parts.clerk.choice is None
    station.until(lambda: search.hits.count() == 1)
    station.press(Qt.Key.Key_Return)
    assert station.parts.clerk.choice is not None
    assert station.parts.clerk.choice.code == TWO.dossier.code


def test_the_arrow_keys_walk_through_the_hits(office: Office, open_window: OpenWindow) -> None:
    office.register.dossiers |= {paper.dossier.code: paper.dossier for paper in (ONE, TWO)}
    office.wait_for_person("s1", ONE, [], NOTHING)
    station = open_window()
    station.look_at("s1")
    station.press(Qt.Key.Key_F3)
    station.type("thu")
    station.until(lambda: station.parts.decision.search.hits.count() == 2)
    station.press(Qt.Key.Key_Down)
    station.press(Qt.Key.Key_Return)
    assert station.parts.clerk.choice is not None
    assert station.parts.clerk.choice.code == TWO.dossier.code


def test_when_no_dossier_fits_the_search_says_so(office: Office, open_window: OpenWindow) -> None:
    office.wait_for_person("s1", ONE, [], NOTHING)
    station = open_window()
    station.look_at("s1")
    station.press(Qt.Key.Key_F3)
    station.type("zzz")
    station.until(station.parts.decision.search._nothing.isVisible)


def test_what_was_read_can_be_looked_up_with_one_click(office: Office, open_window: OpenWindow) -> None:
    paper = printed_papers(1)[0]
    office.wait_for_person("s1", paper, [], NOTHING)
    station = open_window()
    station.look_at("s1")
    card = station.parts.decision._scroll.widget().findChild(ReadCard)
    station.click(card.findChildren(QToolButton)[0])
    assert station.parts.decision.search.box.text() == card.values[0].shown != ""


# --- evidence and pages -----------------------------------------------------------------------------------------------


def test_evidence_is_marked_on_the_page_in_the_colour_of_the_list_and_a_press_brings_it_into_view(
    office: Office, open_window: OpenWindow
) -> None:
    paper = plain_paper(1, pages=3)
    far = Evidence(EvidenceKind.PERSONAL_NUMBER, "066300000001", 3, Box(0.1, 0.8, 0.3, 0.02), 9.0)
    paper = replace(paper, evidence=(*paper.evidence, far))
    office.wait_for_person("s1", paper)
    station = open_window()
    station.look_at("s1")
    pages = station.parts.pages
    station.until(lambda: len(pages.view._marks) == 1)
    lines = {line.evidence.kind: line for line in station.parts.decision.cards[0].lines}
    station.click(lines[EvidenceKind.PERSONAL_NUMBER])
    station.until(lambda: pages.view.key and pages.view.key.page == 3)
    assert pages.view._marks[0].strong
    assert pages.view._marks[0].mark.box == far.box


def test_pages_are_turned_by_key_and_by_thumbnail(office: Office, open_window: OpenWindow) -> None:
    office.wait_for_person("s1", plain_paper(1, pages=3))
    station = open_window()
    station.look_at("s1")
    pages = station.parts.pages
    assert pages.strip.count() == 3
    station.press(Qt.Key.Key_PageDown)
    assert pages.page == 2
    station.press(Qt.Key.Key_PageUp)
    station.press(Qt.Key.Key_PageUp)
    assert pages.page == 1
    pages.strip.setCurrentRow(2)
    assert pages.page == 3
    station.until(lambda: pages.view.key and pages.view.key.page == 3)


def test_the_page_is_zoomed_and_fitted_by_keys(office: Office, open_window: OpenWindow) -> None:
    office.wait_for_person("s1", ONE)
    station = open_window()
    station.look_at("s1")
    view = station.parts.pages.view
    control = Qt.KeyboardModifier.ControlModifier
    fitted = view.percent
    station.press(Qt.Key.Key_Plus, control)
    assert view.percent > fitted
    station.press(Qt.Key.Key_0, control)
    assert view.percent == fitted
    station.press(Qt.Key.Key_1, control)
    assert view.percent > fitted


def test_a_page_that_cannot_be_shown_says_so_and_preselects_nothing(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", replace(ONE, pages=(b"not a picture",)))
    station = open_window()
    station.look_at("s1")
    assert station.parts.clerk.choice is None
    assert station.parts.pages._nothing.isVisible()


def test_the_pages_of_the_next_scans_are_fetched_before_they_are_wanted(
    office: Office, open_window: OpenWindow
) -> None:
    papers = [plain_paper(number) for number in range(1, 5)]
    for number, paper in enumerate(papers, 1):
        office.wait_for_person(f"s{number}", paper)
    station = open_window()
    station.look_at("s1")
    captures = [office.journal.standings[f"s{number}"].capture for number in range(1, 5)]
    station.until(lambda: {path for path, _, _ in office.reader.rendered} == set(captures[:3]))
