"""Draws docs/screens (station, contact sheet of every view in five looks) and the help's pictures (resources/help).

    .venv/bin/python bench/screens.py

Each look runs in a process of its own, since Qt chooses its scaling once. Nobody on these screens exists.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PIL import Image, ImageDraw, ImageFont
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.facts import Held, Proposed, Read, Separated
from app.domain.messages import Message
from app.domain.scan import Severity
from app.language.translator import Translator
from app.pipeline.ports import WorkBegan
from app.settings import Settings, WatchedFolder, Workspace, resources
from app.ui import look
from app.ui.help_window import TOPICS
from app.ui.queue_rows import Shelf
from app.ui.station import StationWindow, open_station
from tests.ui.fake_desk import Office, candidate
from tests.ui.papers import printed_papers, twin_of
from tests.ui.test_acts import store

SCREENS = Path(__file__).resolve().parent.parent / "docs" / "screens"
# language, theme, width, height, scaling in percent
LOOKS = (
    ("vi", "light", 1366, 720, 100),
    ("en", "light", 1366, 720, 100),
    ("uk", "light", 1366, 720, 100),
    ("en", "dark", 1920, 1020, 100),
    ("vi", "contrast", 1366, 720, 200),
)
VIEWS = ("likely", "two-fit", "flawed", "reason", "search", "stored", "settings", "keys", "sheet", "help")
HELP = resources() / "help"
HELP_WIDTH = 1000  # pixels of a picture in the help
COLUMN, ROW, GAP, TITLE = 600, 322, 14, 26


def live(seconds: float = 0.0, until: Callable[[], object] | None = None) -> None:
    """Let the window live for some seconds, or until something is so (a minute at most)."""
    loop, end = QEventLoop(), time.monotonic() + (seconds or 60)
    watch = QTimer()
    watch.timeout.connect(lambda: loop.quit() if time.monotonic() >= end or (until and until()) else None)
    watch.start(10)
    loop.exec()


def sample_office() -> Office:
    """An office in the middle of its morning."""
    office, papers = Office(), printed_papers(8)
    for number in range(3):
        office.linked_by_rule(f"2026033{number}", papers[number])
        store(office, f"2026033{number}")
    office.wait_for_person("20260334", papers[3], [(papers[3], 0.93), (papers[5], 0.03)])
    twin = twin_of(papers[4])
    fit = Message.of("hold-two-fit", first=papers[4].dossier.code, second=twin.dossier.code)
    office.wait_for_person("20260335", papers[4], [(papers[4], 0.49), (twin, 0.47)], fit)
    office.wait_for_person("20260336", papers[5], [], Message.of("hold-nothing-fits"))
    office.capture("20260337", papers[6])
    scan = office.capture("20260338", papers[7])
    flaw = Message.of("flaw-blurred", pages="1")
    office.record(Read(scan=scan.id, at=office.now, reading=scan.capture))
    office.record(Separated(scan=scan.id, at=office.now, pages=(1,), flaws=(flaw,)))
    office.record(Proposed(scan=scan.id, at=office.now, candidates=(candidate(papers[7], 0.9),)))
    asked = Message.of("hold-not-exact", dossier=papers[7].dossier.code, percent=90)
    office.record(Held(scan=scan.id, at=office.now, message=asked, severity=Severity.ASKS))
    office.now += timedelta(minutes=4)
    return office


def open_window(office: Office, folder: Path, language: str) -> StationWindow:
    folders = (WatchedFolder("/home/mot-cua/quet"),)
    settings = Settings(language=language, unit_name="UBND xã Ea Kao", folders=folders)
    said = Translator(language, resources() / "translations")
    return open_station(office.desk, office.subscribe, Workspace(folder, settings), said, lambda _: None)


def take(folder: Path, language: str, theme: str, width: int, height: int) -> None:
    """In a process of its own: grab every view into `folder`."""
    app = QApplication(["sohoa"])
    office = sample_office()
    window = open_window(office, folder, language)
    parts = window.parts
    window.resize(width, height)
    parts.outfit.use_theme(look.Theme(theme))
    office.announce(WorkBegan("20260337", "read"))
    for name, view in views(window):
        live(0.4)
        view.grab().save(str(folder / f"{name}.png"))
    window.close()
    app.processEvents()


def views(window: StationWindow) -> Iterator[tuple[str, QWidget]]:
    """Bring up one view after the other."""
    parts = window.parts

    def opened(scan_id: str) -> None:
        parts.clerk.open(scan_id)
        live(until=lambda: parts.clerk.ready and parts.pages.thumbnails.shown == parts.pages.strip.count())

    opened("20260334")
    yield "likely", window
    opened("20260335")
    yield "two-fit", window
    opened("20260338")
    yield "flawed", window
    opened("20260336")
    parts.decision.acts.ask_reason("reject")
    yield "reason", window
    parts.decision.acts.reason.put_away()
    parts.decision.search.look_up("th")
    live(until=parts.decision.search.hits.isVisible)
    yield "search", window
    parts.decision.search.close_hits()
    parts.queue.show_shelf(Shelf.DONE)
    opened("20260331")
    yield "stored", window
    for name in ("settings", "keys", "sheet", "help"):
        getattr(window.dialogs, name)()
        live(until=lambda name=name: name in window.dialogs.opened)
        yield name, window.dialogs.opened[name]
        window.dialogs.opened[name].close()


def contact_sheet(taken: dict[str, Path]) -> Image.Image:
    """Put all views together: two rows a look."""
    font = ImageFont.truetype("Arimo-Regular.ttf", 16)
    across = len(VIEWS) // 2
    high = TITLE + 2 * (ROW + GAP)
    made = Image.new("RGB", (GAP + across * (COLUMN + GAP), GAP + len(taken) * high), "#dfe4ea")
    draw = ImageDraw.Draw(made)
    for number, (title, folder) in enumerate(taken.items()):
        top = GAP + number * high
        draw.text((GAP, top), title, fill="#17212b", font=font)
        for place, view in enumerate(VIEWS):
            image = Image.open(folder / f"{view}.png").convert("RGB")
            image.thumbnail((COLUMN, ROW), Image.Resampling.LANCZOS)
            corner = (GAP + place % across * (COLUMN + GAP), top + TITLE + place // across * (ROW + GAP))
            made.paste(image, corner)
    return made


def draw_help(taken: Path, target: Path) -> None:
    """Write the pictures of the in-program help in one language."""
    target.mkdir(parents=True, exist_ok=True)
    for view in filter(None, TOPICS.values()):
        image = Image.open(taken / f"{view}.png").convert("RGB")
        image.thumbnail((HELP_WIDTH, HELP_WIDTH), Image.Resampling.LANCZOS)
        image.save(target / f"{view}.jpg", quality=80, optimize=True)


def main() -> None:
    if "--take" in sys.argv:
        _, _, folder, language, theme, width, height = sys.argv
        take(Path(folder), language, theme, int(width), int(height))
        return
    SCREENS.mkdir(parents=True, exist_ok=True)
    taken: dict[str, Path] = {}
    with tempfile.TemporaryDirectory() as place:
        for language, theme, width, height, percent in LOOKS:
            title = f"{language} · {theme} · {width} × {height} · {percent} %"
            folder = taken[title] = Path(place) / f"{language}-{theme}-{percent}"
            folder.mkdir()
            looks = {"QT_SCALE_FACTOR": str(percent / 100), "QT_QPA_PLATFORM": "offscreen"}
            command = [
                sys.executable,
                __file__,
                "--take",
                str(folder),
                language,
                theme,
                str(width),
                str(height),
            ]
            subprocess.run(command, env=os.environ | looks, check=True)
        for language in ("vi", "en", "uk"):
            draw_help(Path(place) / f"{language}-light-100", HELP / language)
        first = next(iter(taken.values()))
        Image.open(first / "likely.png").convert("RGB").save(SCREENS / "station.png", optimize=True)
        contact_sheet(taken).save(SCREENS / "contact-sheet.jpg", quality=88)
    print(f"written to {SCREENS}")


if __name__ == "__main__":
    main()
