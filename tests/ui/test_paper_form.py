"""The form of the paper's metadata by keyboard: filled, corrected, checked in place, taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from PySide6.QtCore import Qt

from app.domain.facts import DepositBegan, Described, Sealed
from app.domain.receipt import SealedFile
from app.ui.paper_form import PaperForm
from tests.ui.conftest import Station
from tests.ui.fake_desk import Office
from tests.ui.papers import printed_papers

OpenWindow = Callable[..., Station]
CONTROL = Qt.KeyboardModifier.ControlModifier
NUMBER = "77/GPXD"  # QTest types no letter outside Latin-1


@pytest.fixture
def station(office: Office, open_window: OpenWindow) -> Station:
    """A printed paper is open, another waits behind it."""
    papers = printed_papers(4)
    office.wait_for_person("s1", papers[2])
    office.wait_for_person("s2", papers[3])
    station = open_window()
    station.look_at("s1")
    return station


def form(station: Station) -> PaperForm:
    return station.parts.decision.form


def said(station: Station) -> Mapping[str, str]:
    """What the journal knows of corrections."""
    return station.office.journal.standings["s1"].corrections


def retype(station: Station, text: str) -> None:
    station.press(Qt.Key.Key_A, CONTROL)
    station.type(text)


def test_the_form_shows_what_was_read_and_what_the_register_says(station: Station) -> None:
    case = station.parts.clerk.case
    assert case is not None
    assert case.fields.document_number is not None
    fields = form(station).fields
    assert fields["number"].text() == case.fields.document_number.value
    assert fields["owner_name"].text() == case.choices[0].owner
    assert fields["issued_on"].text().count("/") == 2


def test_f12_goes_to_the_first_field_and_tab_on_and_the_page_follows(station: Station) -> None:
    shown: list[object] = []
    form(station).pointed.connect(lambda page, box: shown.append(box))
    station.press(Qt.Key.Key_F12)
    assert form(station).fields["number"].hasFocus()
    station.press(Qt.Key.Key_Tab)
    assert form(station).fields["issued_on"].hasFocus()
    fields = station.parts.clerk.case.fields  # type: ignore[union-attr]
    assert shown == [fields.document_number.box, fields.issued_on.box]  # type: ignore[union-attr]


def test_a_correction_is_a_fact_and_ctrl_z_takes_it_back(station: Station) -> None:
    station.press(Qt.Key.Key_F12)
    retype(station, NUMBER)
    station.press(Qt.Key.Key_Tab)
    station.until(lambda: said(station) == {"number": NUMBER})
    station.until(lambda: station.parts.acts.undo_list.last)
    station.press(Qt.Key.Key_Z, CONTROL)
    station.until(lambda: said(station) == {})
    station.until(lambda: form(station).fields["number"].text() not in ("", NUMBER))
    assert [type(fact) for fact in station.office.journal.lives["s1"]].count(Described) == 2


def test_enter_in_a_field_takes_what_is_typed_and_accepts_at_once(station: Station) -> None:
    station.press(Qt.Key.Key_F12)
    retype(station, NUMBER)
    station.press(Qt.Key.Key_Return)
    station.until(lambda: station.linked_to("s1"))
    assert said(station) == {"number": NUMBER}
    station.until(lambda: station.open_scan == "s2")


def test_what_can_not_be_is_told_under_the_field_and_nothing_is_accepted(station: Station) -> None:
    station.press(Qt.Key.Key_F12)
    station.press(Qt.Key.Key_Tab)
    retype(station, "31/02/2026")
    assert form(station).wrongs["issued_on"].isVisible()
    assert "05/02/2026" in form(station).wrongs["issued_on"].text()
    station.press(Qt.Key.Key_Return)
    assert form(station).fields["issued_on"].hasFocus()
    assert station.linked_to("s1") is None
    station.press(Qt.Key.Key_Escape)
    assert not form(station).wrongs["issued_on"].isVisible()
    station.press(Qt.Key.Key_Return)
    station.until(lambda: station.linked_to("s1"))
    assert said(station) == {}


def test_enter_without_touching_the_form_accepts_as_ever(station: Station) -> None:
    station.press(Qt.Key.Key_Return)
    station.until(lambda: station.linked_to("s1"))


def test_what_was_typed_counts_for_its_own_scan_when_the_keys_go_on_to_another(station: Station) -> None:
    station.press(Qt.Key.Key_F12)
    retype(station, NUMBER)
    station.press(Qt.Key.Key_Down, CONTROL)
    station.until(lambda: said(station) == {"number": NUMBER})
    assert station.office.journal.standings["s2"].corrections == {}
    assert form(station).fields["number"].text() != NUMBER


def test_news_of_the_scan_leaves_alone_what_is_being_typed(station: Station, office: Office) -> None:
    station.press(Qt.Key.Key_F12)
    retype(station, NUMBER)
    office.record(Described(scan="s1", at=office.now, corrections={"signer": "Phan Văn Lộc"}, by="hoa"))
    station.until(lambda: form(station).fields["signer"].text() == "Phan Văn Lộc")
    assert form(station).fields["number"].text() == NUMBER


def test_permanent_is_typed_in_the_clerk_s_language(station: Station) -> None:
    form(station).fields["validity"].setFocus()
    retype(station, "vinh vien")
    station.press(Qt.Key.Key_Tab)
    station.until(lambda: said(station) == {"validity": "permanent"})


def test_a_result_on_its_way_is_shown_and_not_corrected(station: Station, office: Office) -> None:
    station.press(Qt.Key.Key_Return)
    station.until(lambda: station.linked_to("s1"))
    office.record(Sealed(scan="s1", at=office.now, file=SealedFile("aa", 1, 1, "2b")))
    office.record(DepositBegan(scan="s1", at=office.now))
    station.parts.clerk.open("s1")
    station.until(lambda: station.open_scan == "s1")
    assert form(station).fields["number"].isReadOnly()
    station.parts.paper_acts.correct("s1", "number", NUMBER)
    station.until(station.parts.notices.said.text)
    assert said(station) == {}
