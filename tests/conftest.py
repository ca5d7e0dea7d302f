"""What every test stands on: a house of its own, a display where it wants a real one, and silence.

* Qt runs on the `offscreen` platform. A test marked `real_window` runs in a process of its own on the `xcb` platform,
  since Qt chooses its platform once in a process: on $DISPLAY, or on an Xvfb started for the run.
* A test fails when Qt prints a warning (pytest-qt, `qt_log_level_fail`), when Python warns (`filterwarnings`), and when
  an ERROR is logged that the test did not name through the fixture `error_log`.
"""

from __future__ import annotations

import logging
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).resolve().parent.parent
IN_OWN_PROCESS = "SOHOA_TEST_IN_OWN_PROCESS"
XVFB_STARTS_WITHIN_SECONDS = 20

# --- a house of its own: nothing of the person who runs the tests is read or written ----------------------------------


def pytest_configure(config: pytest.Config) -> None:
    """Point every folder a program may use to an empty place, before anything of Qt or of the project starts."""
    os.environ.pop("SOHOA_WORKSPACE", None)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    home = tempfile.mkdtemp(prefix="sohoa-tests-")
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    for name in ("CACHE_HOME", "CONFIG_HOME", "DATA_HOME", "STATE_HOME", "RUNTIME_DIR"):
        folder = Path(home, name.lower())
        folder.mkdir(mode=0o700)
        os.environ[f"XDG_{name}"] = str(folder)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty workspace, also for the programs a test starts."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    monkeypatch.setenv("SOHOA_WORKSPACE", str(folder))
    return folder


@pytest.fixture
def artefacts() -> Path:
    """Where screenshots and the like are left for a person to look at."""
    folder = Path(os.environ.get("SOHOA_ARTEFACTS", PROJECT / ".artefacts"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


# --- silence ----------------------------------------------------------------------------------------------------------


class ErrorLog(logging.Handler):
    """The ERROR records of one test, and those it expects."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []
        self.expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def expect(self, pattern: str) -> None:
        """Allow ERROR records whose message holds the regular expression `pattern`; at least one must come."""
        self.expected.append(pattern)

    def complaints(self) -> list[str]:
        said = [record.getMessage() for record in self.records]
        surprises = [
            f"unexpected: {text}" for text in said if not any(re.search(p, text) for p in self.expected)
        ]
        missing = [
            f"never logged: {p}" for p in self.expected if not any(re.search(p, text) for text in said)
        ]
        return surprises + missing


@pytest.fixture(autouse=True)
def error_log() -> Iterator[ErrorLog]:
    """Fail the test on ERROR records, except those named by `error_log.expect(pattern)`."""
    log = ErrorLog()
    logging.getLogger().addHandler(log)
    yield log
    logging.getLogger().removeHandler(log)
    if complaints := log.complaints():
        pytest.fail("Errors were logged:\n  " + "\n  ".join(complaints), pytrace=False)


# --- displays ---------------------------------------------------------------------------------------------------------

DISPLAY = pytest.StashKey[str]()


def _start_xvfb(config: pytest.Config) -> str:
    program = shutil.which("Xvfb")
    if program is None:
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up("Xvfb is missing: sudo apt-get install xvfb")
    answers, tells = os.pipe()
    server = subprocess.Popen(
        [program, "-displayfd", str(tells), "-screen", "0", "1920x1200x24", "-dpi", "96", "-nolisten", "tcp"],
        pass_fds=[tells],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(tells)
    config.add_cleanup(lambda: (server.terminate(), server.wait(10)))
    with os.fdopen(answers, "rb") as answer:
        ready, _, _ = select.select([answer], [], [], XVFB_STARTS_WITHIN_SECONDS)
        number = answer.readline().strip().decode() if ready else ""
    if not number:
        pytest.fail("Xvfb did not start")
    return f":{number}"


def _display(config: pytest.Config) -> str:
    if DISPLAY not in config.stash:
        config.stash[DISPLAY] = os.environ.get("DISPLAY") or _start_xvfb(config)
    return config.stash[DISPLAY]


@pytest.fixture(scope="session")
def display(pytestconfig: pytest.Config) -> str:
    """The name of an X display, for programs that a test starts with DISPLAY and QT_QPA_PLATFORM=xcb."""
    return _display(pytestconfig)


class OwnProcessItem(pytest.Item):
    """Runs one `real_window` test in a process of its own, and fails with what that process said."""

    def runtest(self) -> None:
        environment = os.environ | {
            "DISPLAY": _display(self.config),
            "QT_QPA_PLATFORM": "xcb",
            IN_OWN_PROCESS: "yes",
        }
        cache = self.config.rootpath / ".cache" / "pytest-own-process"
        command = [sys.executable, "-m", "pytest", "-n", "0", "-o", f"cache_dir={cache}", self.nodeid]
        with subprocess.Popen(
            command,
            cwd=self.config.rootpath,
            env={name: value for name, value in environment.items() if not name.startswith("PYTEST_")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                said, _ = process.communicate()
            finally:
                _end_with_children(process)
        if process.returncode == 0 and " skipped in " in said and " passed" not in said.splitlines()[-1]:
            pytest.skip(said.strip().splitlines()[-2])
        if process.returncode != 0:
            pytest.fail(said, pytrace=False)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.name


def _end_with_children(process: subprocess.Popen[str]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _own_process(item: pytest.Item, limit_seconds: float) -> pytest.Item:
    twin = OwnProcessItem.from_parent(item.parent, name=item.name)
    twin.own_markers = [
        mark for mark in item.own_markers if mark.name in {"real_window", "slow", "xdist_group"}
    ]
    twin.add_marker(pytest.mark.timeout(limit_seconds + 30))  # the process itself notices first
    return twin


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give each `real_window` test its own process, unless this is that process."""
    if IN_OWN_PROCESS in os.environ:
        return
    for index, item in enumerate(items):
        if item.get_closest_marker("real_window"):
            mark = item.get_closest_marker("timeout")
            limit = mark.args[0] if mark and mark.args else config.getini("timeout")
            items[index] = _own_process(item, float(limit))
