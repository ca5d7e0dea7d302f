"""The second look in the window, a verdict by one key and what came of it; and why the two views differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.domain.dossier import Dossier
from app.domain.evidence import Evidence, EvidenceKind
from app.domain.facts import Captured, Fact, Linked, Read, Separated
from app.domain.indicators import View
from app.domain.page import Box, CaptureShape, Reading
from app.supervision.difference import differences
from app.ui.supervision.choice import period_of
from app.ui.supervision.second_look import SecondLookWindow
from app.ui.supervision.tables import DIFFERENCE_COLUMNS, LIST_COLUMNS
from app.ui.supervision.work import DIFFERENCE
from tests.sealing.papers import jpeg, reading_of, sheets
from tests.storage.lives import CODE, whole_life
from tests.supervision.conftest import Room
from tests.supervision.office import NOW
from tests.supervision.test_figures import asked

SHEET = sheets(dpi=100)[0]
SEN = Dossier(
    CODE, procedure_name="Trợ cấp xã hội hàng tháng", owner_name="Trần Thị Sen", owner_number="066150001234",
    unit_name="Xã Ea Kar", received_at=NOW, solved_at=NOW,
)  # fmt: skip
BY_NAME = Evidence(EvidenceKind.NAME, "Trần Thị Sen", 1, Box(0.2, 0.3, 0.4, 0.03), 5.0)


def stored_scan(room: Room, name: str, paper: Path, by: str) -> None:
    """Let a result of one page live until it is stored."""
    books = room.oversight.books()
    digest, _ = books.spool.put([paper.read_bytes()])
    pages = (reading_of(SHEET),)
    reading = books.spool.put_reading(Reading(CaptureShape("image/jpeg", 1), pages, "made"))
    facts: list[Fact] = []
    for fact in whole_life(name, NOW):
        if isinstance(fact, Captured):
            facts.append(replace(fact, capture=digest))
        elif isinstance(fact, Linked):
            facts.append(replace(fact, by=by, evidence=(BY_NAME,)))
        elif isinstance(fact, Separated):
            facts.append(replace(fact, pages=(1,), separator_pages=()))
        elif isinstance(fact, Read):
            facts.append(replace(fact, reading=reading))
        else:
            facts.append(fact)
    books.journal.record(*facts)


@pytest.fixture
def looked_at(room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SecondLookWindow]:
    """The window over three stored results, one linked by this account, all of them drawn."""
    monkeypatch.setattr("app.supervision.rules.Rules.quality_percent", lambda *_: 100.0)
    paper = jpeg(tmp_path / "page.jpg", SHEET.image, dpi=100)
    room.register.put([SEN])
    me = room.oversight.books().workspace.settings.who
    for name, by in (("s-1", "lan"), ("s-2", me), ("s-3", "lan")):
        stored_scan(room, name, paper, by)
    room.until_shown()
    room.window.second_look.click()
    window = room.window.second_look_window
    assert window is not None
    room.qtbot.waitUntil(window.right.isEnabled, timeout=60000)
    yield window
    window.close()


def test_a_verdict_is_one_key_and_only_others_links_on_the_screen_are_judged(
    room: Room, looked_at: SecondLookWindow, artefacts: Path
) -> None:
    assert looked_at.link is not None
    assert looked_at.link[0].id == "s-1"
    assert "1 / 2" in looked_at.where.text(), "one's own link is not among them"
    assert len(looked_at.view.items()) > 1, "the place of the evidence is marked"
    looked_at.grab().save(str(artefacts / "second-look.png"))
    room.qtbot.keyClick(looked_at, Qt.Key.Key_2)
    room.qtbot.waitUntil(lambda: looked_at.link is not None and looked_at.link[0].id == "s-3", timeout=60000)
    assert not looked_at.right.isEnabled(), "its page is not on the screen yet"
    room.qtbot.waitUntil(looked_at.right.isEnabled, timeout=60000)
    room.qtbot.keyClick(looked_at, Qt.Key.Key_1)
    room.qtbot.waitUntil(lambda: looked_at.link is None, timeout=60000)
    assert looked_at.where.text() == room.texts.text("second-look-none")
    room.qtbot.waitUntil(lambda: "50,0 %" in looked_at.rates.text(), timeout=60000)
    told = looked_at.rates.text()
    assert (
        room.texts.text("second-look-erred", kinds=f"{room.texts.text('station-evidence-name')} (1)") in told
    )
    assert room.texts.text("quality-unchecked") in told, "the third waits for somebody else"


def test_digits_typed_into_the_reason_are_no_verdict_and_the_reason_is_recorded(
    room: Room, looked_at: SecondLookWindow
) -> None:
    looked_at.reason.setFocus()
    room.qtbot.keyClicks(looked_at.reason, "12 khac ten")
    assert (looked_at.reason.text(), len(looked_at._links)) == ("12 khac ten", 2)
    looked_at.wrong.click()
    room.qtbot.waitUntil(lambda: len(looked_at._links) == 1, timeout=60000)
    assert looked_at.reason.text() == ""
    quality, erred = room.oversight.second_look().quality()
    assert (quality.looks, quality.errors, erred) == (1, 1, {"name": 1})


def test_why_the_views_differ_is_listed_dossier_by_dossier_with_its_reason(
    room: Room, artefacts: Path
) -> None:
    room.until_shown()
    window = room.window
    window.choice.period.setCurrentIndex(
        1
    )  # the quarter: what was received before it, and what is not solved yet
    window.work.lists.setCurrentIndex(window.work.lists.findData(DIFFERENCE))
    period = period_of(NOW.date(), 1)
    right = list(differences(asked(room.register), period, limit=200))
    assert {one.only for one in right} >= {View.NATIONAL}
    table = window.work.dossiers
    room.qtbot.waitUntil(lambda: table.rowCount() == len(right) > 0, timeout=20000)
    heads = [table.horizontalHeaderItem(column).text() for column in range(table.columnCount())]
    assert heads == [room.texts.text(head) for head in DIFFERENCE_COLUMNS]
    shown = {table.item(row, 0).text(): table.item(row, 5).text() for row in range(table.rowCount())}
    assert set(shown) == {one.listed.dossier.code for one in right}
    assert all(room.texts.text(one.reason) in shown[one.listed.dossier.code] for one in right)
    assert room.texts.text("overview-only-national") in window.work.heading.text()
    window.grab().save(str(artefacts / "supervision-difference.png"))
    window.work.lists.setCurrentIndex(0)
    room.qtbot.waitUntil(
        lambda: table.horizontalHeaderItem(5).text() == room.texts.text(LIST_COLUMNS[5]), timeout=20000
    )
