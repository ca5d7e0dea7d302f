"""An import steps back behind the counter: its workers, and the program that runs it, have a lower priority."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from app.compose.importing import import_crew
from app.settings import Settings
from tests.commands.calls import PROJECT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="priorities are another thing there")
_AS_THE_COMMAND = """
import json, os
from app.commands import importing
importing._step_back(); first = os.nice(0)
importing._step_back()
print(json.dumps([first, os.nice(0)]))
"""


def test_workers_of_an_import_have_the_lowest_priority() -> None:
    crew = import_crew(Settings(workers=1), None)
    try:
        assert crew.submit(os.nice, 0, timeout_seconds=60).result(60) == 19
    finally:
        crew.close()


def test_the_importing_program_steps_back_once() -> None:
    command = [sys.executable, "-c", _AS_THE_COMMAND]
    told = subprocess.run(command, cwd=PROJECT, capture_output=True, check=True, timeout=60).stdout
    assert json.loads(told) == [max(10, os.nice(0))] * 2


def test_a_worker_does_not_bring_in_the_command_line_again() -> None:
    """The console script is imported anew by every worker; what only the program needs must not come with it."""
    script = "import sys, app.__main__; print([one for one in sys.modules if one.startswith('app.')])"
    told = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, check=True, timeout=60
    )
    assert told.stdout.decode().strip() == "['app.__main__']"
