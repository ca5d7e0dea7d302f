"""The real window while others are at work: a store that goes away, a colleague; and the end of a day."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.compose.store_road import Wanted, connect
from app.language import Translator
from app.settings import Settings, WatchedFolder, resources, save
from tests.commands.calls import SAMPLES
from tests.e2e.screen import screen, until
from tests.e2e.test_window import PROPOSED, TWINS, Desk, end
from tests.faults.road import open_office
from tests.storage.http.served import LOGIN, Program

pytestmark = [pytest.mark.timeout(1500), pytest.mark.slow]
SAYS = Translator("vi", resources() / "translations")


@pytest.fixture
def desk(tmp_path: Path, artefacts: Path) -> Iterator[Desk]:
    """An office where a person links everything, and a sealed result is deposited at once."""
    office = open_office(tmp_path)
    folders = (WatchedFolder(str(office.inbox)),)
    settings = Settings(quality="swift", auto_link="off", folders=folders, grace_seconds=0)
    save(office.workspace.settings_file, settings)
    frame = tmp_path / "frame"
    frame.mkdir()
    with screen(frame) as shown:
        yield Desk(office, shown, artefacts)


@pytest.fixture
def store(desk: Desk, tmp_path: Path) -> Iterator[Program]:
    """A served store that the workstation deposits in."""
    program = Program(tmp_path / "store")
    program.start()
    connect(desk.office.workspace, Wanted(program.url, LOGIN, in_file=True))
    desk.office("register", "import", SAMPLES / "register.csv")  # into the store's register, too
    yield program
    if program.process is not None and program.process.poll() is None:
        program.kill()


def _dossier_of(desk: Desk, sample: Path) -> str | None:
    scan = desk.scan_of(sample)
    return scan["dossier"] if scan else None


def test_a_result_waits_for_a_store_that_went_away_and_arrives_when_it_is_back(
    desk: Desk, store: Program
) -> None:
    with desk.window() as process:
        store.kill()
        desk.drop(PROPOSED)
        until(lambda: desk.held(PROPOSED), "a proposal that waits for a key")
        until(
            lambda: desk.scan_of(PROPOSED, hold=None) and _dossier_of(desk, PROPOSED),
            "the scan linked by Enter, without the store",
            act=lambda: desk.screen.press("Return"),
        )
        desk.drop(TWINS)  # work goes on meanwhile
        until(lambda: desk.held(TWINS), "the next paper, read while the store is away")
        desk.keep_picture("10-store-away")
        assert not desk.scan_of(PROPOSED, state="stored")
        store.start()
        until(lambda: desk.scan_of(PROPOSED, state="stored"), "the result in the store")
        desk.keep_picture("11-store-back")
        desk.screen.press("ctrl+q")
        assert "Traceback" not in end(process)
    assert desk.office.total().balanced


def test_what_a_colleague_has_ended_under_the_cursor_is_not_linked_by_the_next_enter(desk: Desk) -> None:
    with desk.window() as process:
        desk.drop(PROPOSED)
        until(lambda: desk.held(PROPOSED), "a proposal that waits for a key")
        until(desk.page_is_shown, "its page")
        scan = desk.scan_of(PROPOSED)
        assert scan is not None
        rejecting = threading.Thread(
            target=desk.office, args=("reject", scan["scan"], "--reason", "quét nhầm")
        )
        rejecting.start()
        until(lambda: desk.scan_of(PROPOSED, state="rejected"), "the scan ended by a colleague")
        desk.screen.press("Return", "Return")
        rejecting.join()
        desk.drop(TWINS)
        until(lambda: desk.held(TWINS), "the next paper: the window is alive")
        until(desk.page_is_shown, "its page")
        desk.keep_picture("12-ended-by-a-colleague")
        desk.screen.press("ctrl+q")
        assert "Traceback" not in end(process)
    ended = desk.scan_of(PROPOSED)
    assert ended is not None
    assert (ended["state"], ended["dossier"]) == ("rejected", None)
    assert desk.office.total().balanced


def test_the_day_ends_with_the_sheet_of_its_sum(desk: Desk) -> None:
    with desk.window() as process:
        desk.drop(PROPOSED)
        until(lambda: desk.held(PROPOSED), "a proposal that waits for a key")
        until(
            lambda: desk.scan_of(PROPOSED, state="stored"),
            "the scan stored after Enter",
            act=lambda: desk.screen.press("Return"),
        )
        desk.drop(TWINS)
        until(lambda: desk.held(TWINS), "two dossiers that fit")
        desk.screen.press("ctrl+p")
        desk.screen.give_keys_to(process.pid, SAYS.text("station-sheet-window"))
        desk.keep_picture("14-end-of-day")
        desk.screen.press("Escape")
        desk.screen.window_of(process.pid, fill=False)
        desk.screen.press("ctrl+q")
        assert "Traceback" not in end(process)
    total = desk.office.total()
    assert (total.captured, total.stored, total.held, total.balanced) == (2, 1, 1, True)
