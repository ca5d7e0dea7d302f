"""Every view in every language: nothing untranslated, nothing cut off, a name on every control, at 100 and 200 %."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QWidget,
)

from app.domain.facts import Read, Separated
from app.domain.messages import Message
from app.language.translator import LANGUAGES
from app.pipeline.ports import Notice, WorkBegan
from app.pipeline.scanner_desk import ScannerDesk
from app.settings import Settings, WatchedFolder
from app.ui.first_steps import STEPS, Doors, FirstSteps
from app.ui.help_window import TOPICS, picture_of
from app.ui.queue_rows import Shelf
from app.ui.scanner_window import ScannerWindow
from app.ui.surroundings import Surroundings
from app.ui.windows import SideWindow
from tests.ui.conftest import Station
from tests.ui.fake_desk import Office
from tests.ui.papers import plain_paper, printed_papers

OpenWindow = Callable[..., Station]
UNTRANSLATED = re.compile(r"\b(station|hold|stop|qt|first|scanner|help|lock|flaw|practice)-[a-z]")


def views(station: Station, office: Office) -> Iterator[tuple[str, QWidget]]:
    """Bring up one view after the other."""
    window, parts = station.window, station.parts
    station.look_at("s1")
    yield "one candidate", window
    parts.clerk.open("s2")
    station.look_at("s2")
    yield "two that fit", window
    parts.decision.acts.ask_reason("reject")
    yield "a reason", window
    parts.decision.acts.reason.put_away()
    parts.clerk.open("s3")
    station.look_at("s3")
    yield "none that fits", window
    parts.queue.show_shelf(Shelf.DONE)
    yield "an empty shelf", window
    parts.clerk.open("s4")
    station.look_at("s4")
    yield "linked", window
    office.announce(Notice(Message.of("station-empty-no-folder")))
    office.announce(WorkBegan("s5", "deposit"))
    station.until(lambda: parts.notices.isVisible() and parts.foot.work.text())
    yield "a notice", window
    parts.clerk.open("s6")
    station.look_at("s6")
    yield "a bad scan", window
    yield from side_views(station)
    for name in ("settings", "keys", "help", "about", "sheet"):
        getattr(window.dialogs, name)()
        station.until(lambda name=name: name in window.dialogs.opened)
        yield name, window.dialogs.opened[name]
        window.dialogs.opened[name].close()
    window.lock()
    yield "the shade", window


def side_views(station: Station) -> Iterator[tuple[str, QWidget]]:
    """Each window beside, and the step of the first use that has a form of its own."""
    window = station.window
    for row in beside(station):
        window.dialogs.beside(row)
        view = window.dialogs.opened[row.name]
        yield row.name, view
        if isinstance(view, FirstSteps):
            for _ in range(len(STEPS) - 1):
                view.on.click()
            view.store.served.click()
            yield "joining a store", view
        window.dialogs.opened[row.name].close()


def beside(station: Station) -> list[SideWindow]:
    """The windows whose desks need nothing behind them: first steps, and scanning where no scanner is."""
    outfit, root = station.parts.outfit, station.window.around.workspace

    doors = Doors(lambda _: (0, 0), lambda: None, lambda _: Settings(), lambda _: 0.0)

    def beginning(parent: QWidget, around: Surroundings) -> FirstSteps:
        return FirstSteps(parent, around.texts, around.bridge, outfit, doors)

    def scanning(parent: QWidget, around: Surroundings) -> ScannerWindow:
        desk = ScannerDesk(root, lambda: station.office.now)
        return ScannerWindow(desk, around.bridge, around.texts, lambda _: None, parent)

    return [SideWindow("first", "", "", beginning), SideWindow("scanner", "", "", scanning)]


def fill(office: Office) -> None:
    papers = printed_papers(3)
    fit = Message.of("hold-two-fit", first=papers[0].dossier.code, second=papers[1].dossier.code)
    office.wait_for_person("s1", papers[0])
    office.wait_for_person("s2", papers[1], [(papers[1], 0.48), (papers[0], 0.45)], fit)
    office.wait_for_person("s3", papers[2], [], Message.of("hold-nothing-fits"))
    office.linked_by_rule("s4", plain_paper(4))
    office.capture("s5", plain_paper(5))
    bad = office.capture("s6", plain_paper(6))
    office.record(Read(scan="s6", at=office.now, reading=bad.capture))
    told = tuple(Message.of(name, pages="1", least=200) for name in ("flaw-dpi", "flaw-cut", "flaw-stamp"))
    office.record(Separated(scan="s6", at=office.now, pages=(1,), flaws=told))


def cut_off(widget: QWidget) -> str:
    """What does not fit of a label, a button, a choice; "" when all does."""
    if isinstance(widget, QLabel) and widget.text() and not widget.wordWrap():
        wanted = widget.sizeHint().width()
    elif isinstance(widget, QLabel) and widget.text():
        return widget.text() if widget.height() + 1 < widget.heightForWidth(widget.width()) else ""
    elif isinstance(widget, QAbstractButton | QComboBox) and getattr(widget, "text", str)():
        wanted = widget.minimumSizeHint().width()
    else:
        return ""
    return f"{widget.text()} ({widget.width()} of {wanted})" if widget.width() + 1 < wanted else ""


def spoken_name(widget: QWidget) -> str:
    texts = (
        getattr(widget, "text", str)(),
        widget.accessibleName(),
        getattr(widget, "placeholderText", str)(),
    )
    return next((text for text in texts if text), "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_view_nothing_is_untranslated_cut_off_or_without_a_name(
    office: Office, open_window: OpenWindow, language: str, artefacts: Path
) -> None:
    fill(office)
    station = open_window(Settings(language=language, folders=(WatchedFolder("/quet"),)))
    station.window.resize(1366, 720)
    wrong: list[str] = []
    for name, view in views(station, office):
        QCoreApplication.processEvents()  # layouts settle
        picture: QPixmap = view.grab()
        picture.save(str(artefacts / f"{language}-{name.replace(' ', '-')}.png"))
        for widget in view.findChildren(QWidget):
            if not widget.isVisible() or widget.objectName().startswith("qt_"):
                continue
            text = getattr(widget, "text", str)()
            if isinstance(text, str) and re.search(
                r"\b(station|hold|stop|qt|first|scanner|help|lock|flaw|practice)-[a-z]", text
            ):
                wrong.append(f"{name}: untranslated: {text}")
            if cut := cut_off(widget):
                wrong.append(f"{name}: cut off: {cut}")
            control = isinstance(
                widget, QAbstractButton | QLineEdit | QComboBox | QAbstractItemView | QGraphicsView
            )
            if control and widget.focusPolicy().value and not spoken_name(widget):
                wrong.append(f"{name}: without a name: {widget} at {widget.mapTo(view, QPoint())}")
    assert wrong == []


def test_at_200_percent_nothing_is_cut_off_either() -> None:
    # Qt chooses its scaling once in a process. Ukrainian has the longest words.
    one = f"{__file__}::{test_in_every_view_nothing_is_untranslated_cut_off_or_without_a_name.__name__}[uk]"
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    larger = plain | {"QT_SCALE_FACTOR": "2"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", one],
        env=larger,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_of_the_help_has_its_picture_in_every_language(language: str) -> None:
    pictures = [path for topic in TOPICS if (path := picture_of(topic, language))]
    assert len(pictures) >= 5
    assert [path for path in pictures if QPixmap(str(path)).width() < 500] == []


def test_the_window_fits_a_screen_of_1366_by_768(office: Office, open_window: OpenWindow) -> None:
    fill(office)
    station = open_window(Settings(language="uk", folders=(WatchedFolder("/quet"),)))
    least = station.window.minimumSizeHint()
    assert least.width() <= 1366
    assert least.height() <= 768 - 60  # the desktop's bar, the window's title
