"""The records officer at the window: looks at every page, types one PIN, and sees what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.scan import ScanState
from app.domain.signing import SigningPlan
from app.language.translator import Translator
from app.settings import resources
from app.ui.bridge import Bridge
from app.ui.signing_window import SigningWindow
from app.ui.texts import Texts
from tests.sealing.sign.office import Office, office_with
from tests.sealing.sign.pki import OFFICE
from tests.sealing.sign.tokens import PIN


@pytest.fixture
def office(plan: SigningPlan, tmp_path: Path) -> Iterator[Office]:
    made = office_with(2, plan, tmp_path)
    yield made
    made.journal.close()


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[Bridge]:
    made = Bridge()
    yield made
    made.close()


@pytest.fixture
def window(office: Office, bridge: Bridge, qtbot: QtBot) -> SigningWindow:
    texts = Texts(Translator("vi", resources() / "translations"))
    made = SigningWindow(office.desk, bridge, texts)
    qtbot.addWidget(made)
    made.show()
    made.begin()
    qtbot.waitUntil(lambda: made.waiting.rowCount() == 2 and OFFICE in made.key.text(), timeout=10_000)
    return made


def seen(office: Office) -> int:
    return sum(len(office.desk.seen_pages(scan)) for scan in office.desk.waiting())


def test_results_are_signed_after_they_were_on_the_screen(
    window: SigningWindow, office: Office, qtbot: QtBot, artefacts: Path
) -> None:
    window.pin.setText(PIN)
    qtbot.mouseClick(window.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "phải xem đủ trang" in window.told.text(), timeout=10_000)
    assert window.pin.text() == ""
    qtbot.waitUntil(lambda: seen(office) == 1, timeout=10_000)
    qtbot.mouseClick(window.next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: seen(office) == 2, timeout=10_000)
    window.grab().save(str(artefacts / "signing-desk.png"))
    window.pin.setText(PIN)
    qtbot.keyClick(window.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Đã ký 2" in window.told.text(), timeout=20_000)
    assert office.scan("s-1").state is ScanState.SIGNED
    assert office.scan("s-2").state is ScanState.SIGNED
    assert window.waiting.rowCount() == 0
    assert window.pin.text() == ""


def test_what_is_not_ticked_is_not_signed_and_a_wrong_pin_is_told(
    window: SigningWindow, office: Office, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: seen(office) == 1, timeout=10_000)
    item = window.waiting.item(1, 0)
    assert item is not None
    item.setCheckState(Qt.CheckState.Unchecked)
    window.pin.setText(PIN)
    qtbot.mouseClick(window.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Đã ký 1" in window.told.text(), timeout=20_000)
    assert office.scan("s-2").state is ScanState.SEALED
