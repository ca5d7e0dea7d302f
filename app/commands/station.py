"""`run`, `demo` and the window: the programs that do the work. One of them at a time on a workspace."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import platformdirs

from app.commands.desk import give_ledger
from app.commands.options import command, option, pass_session
from app.commands.session import ENVIRONMENT, INTERRUPTED, WAITING, Session
from app.commands.window import has_display
from app.compose.books import empty_workspace, import_register
from app.compose.doctor import environment_lacks
from app.compose.station import Station, open_station
from app.domain.errors import EnvironmentLackError, UsageError
from app.domain.ledger import Tally
from app.domain.messages import Message
from app.pipeline.desk import warm
from app.pipeline.ports import Event, Notice, ScanChanged, WorkDelayed
from app.settings import PRACTICE_MARK, Settings, WatchedFolder, Workspace, open_workspace, resources, save

POLL_SECONDS = 0.1
SETTLED_POLLS = 3  # idle must be seen this often in a row: a file may just be between folder and queue
DRIP_BYTES = 65536
DRIP_SECONDS = 0.02


@command("run", "cli-run")
@option("--until-idle", is_flag=True, help="cli-run-until-idle")
@pass_session
def run(session: Session, until_idle: bool) -> None:
    """Work without a window."""
    workspace = session.workspace
    if not workspace.settings.folders and not until_idle:
        raise UsageError(Message.of("no-folder-watched"))
    lacks = environment_lacks()
    for lack in lacks:
        session.tell(lack)
    with open_station(workspace, session.translator) as station:
        station.news.subscribe(teller(session))
        with stop_signal() as stop:
            station.start()
            done = _wait(station, stop, until_idle)
        give_ledger(session, station.desk.ledger())
        if until_idle:
            session.exit_code = exit_code_of(station.desk.ledger().total, bool(lacks), session.exit_code)
        if not done and (until_idle or stop.by_keyboard):
            tell_interrupted(session)


@command("demo", "cli-demo")
@option("--headless", is_flag=True, help="cli-demo-headless")
@pass_session
def demo(session: Session, headless: bool) -> None:
    """Show the main job on samples, in a fresh workspace."""
    workspace = _fresh_demo(session.root or platformdirs.user_data_path("sohoa-demo"))
    session.workspace = workspace
    for lack in environment_lacks():
        raise EnvironmentLackError(lack)
    inbox = Path(workspace.settings.folders[0].path)
    samples = sorted(one for one in (resources() / "samples").iterdir() if one.suffix in _SCANS)
    headless = headless or not has_display()
    with open_station(workspace, session.translator, rests=not headless) as station:
        sums = import_register(station.books, resources() / "samples" / "register.csv")
        session.tell(Message.of("demo-begins", folder=str(inbox), scans=len(samples), dossiers=sums.added))
        scanner = threading.Thread(
            target=_scan_slowly, args=(samples, inbox), name="demo-scanner", daemon=True
        )
        if headless:
            station.news.subscribe(teller(session))
            with stop_signal() as stop:
                station.start()
                scanner.start()
                done = _wait(station, stop, True, scanner.is_alive)
            if not done:
                tell_interrupted(session)
        else:
            warm(station.desk)
            from app.compose.window import show_window  # noqa: PLC0415 - Qt is loaded only for the window

            session.exit_code = show_window(station, opened=scanner.start)
        session.as_json = True
        give_ledger(session, station.desk.ledger())


_SCANS = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".pdf")


def _fresh_demo(root: Path) -> Workspace:
    """Return an empty workspace with one scanner folder; UsageError when `root` holds something else's data."""
    mark = root / PRACTICE_MARK
    if root.exists() and any(root.iterdir()) and not mark.exists():
        raise UsageError(Message.of("demo-folder-in-use", folder=str(root)))
    workspace = open_workspace(root)
    mark.touch()
    empty_workspace(workspace, keep=(PRACTICE_MARK,))
    inbox = root / "scanner"
    inbox.mkdir()
    save(workspace.settings_file, Settings(folders=(WatchedFolder(str(inbox.absolute())),)))
    fresh = open_workspace(root)
    # Whatever the environment says: samples never go to a real store.
    return replace(fresh, settings=replace(fresh.settings, store_url=""))


def _scan_slowly(samples: list[Path], inbox: Path) -> None:
    """Copy the samples into the scanner folder piece by piece, as a scanner writes."""
    for sample in samples:
        with (inbox / sample.name).open("wb") as out:
            data = sample.read_bytes()
            for begin in range(0, len(data), DRIP_BYTES):
                out.write(data[begin : begin + DRIP_BYTES])
                out.flush()
                time.sleep(DRIP_SECONDS)


class Stop(threading.Event):
    """Set when somebody wants the program to end; `by_keyboard`: with Ctrl-C."""

    by_keyboard = False

    def wish(self, number: int, _frame: object) -> None:
        """Take note of a signal."""
        self.by_keyboard = number == signal.SIGINT
        self.set()


@contextlib.contextmanager
def stop_signal() -> Iterator[Stop]:
    """Yield an event that Ctrl-C and a system shutdown set; afterwards they do again what they did before."""
    stop = Stop()
    before = {number: signal.signal(number, stop.wish) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, old in before.items():
            signal.signal(number, old)


def _wait(
    station: Station, stop: threading.Event, until_idle: bool, more: Callable[[], bool] = lambda: False
) -> bool:
    """Wait for a signal (False), or with `until_idle` until nothing is left to do without a person (True)."""
    idle_polls = 0
    while not stop.wait(POLL_SECONDS):
        idle_polls = idle_polls + 1 if until_idle and not more() and station.idle else 0
        if idle_polls >= SETTLED_POLLS:
            return True
    return False


def tell_interrupted(session: Session) -> None:
    """Say that the program was stopped by wish, and end it with 130."""
    session.tell(Message.of("interrupted"))
    session.exit_code = INTERRUPTED


def teller(session: Session) -> Callable[[Event], None]:
    """Return a listener that tells on standard error what happens."""

    def tell(event: Event) -> None:
        match event:
            case ScanChanged(scan=scan):
                state = session.text(f"state-{scan.state.value}")
                hold = session.translator.say(scan.hold.message) if scan.hold else ""
                line = Message.of(
                    "scan-line", scan=scan.id, source=scan.source, state=state, dossier=scan.dossier or "-"
                )
                session.tell(line)
                if hold:
                    session.tell(Message.of("scan-held-line", hold=hold))
            case WorkDelayed(message=message, seconds=seconds):
                text = session.translator.say(message)
                session.tell(Message.of("work-delayed", text=text, seconds=round(seconds)))
            case Notice(message=message):
                session.tell(message)

    return tell


def exit_code_of(total: Tally, lacking: bool, so_far: int) -> int:
    """Return the exit code of work that came to its end: 3 lacking something, 1 when something waits for a person."""
    if lacking:
        return ENVIRONMENT
    return max(so_far, WAITING if total.held or total.waiting else 0)
