"""SIGKILL of an import at its boundaries: before and after everything it makes durable."""

from __future__ import annotations

import signal
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from tests.commands.calls import PROJECT
from tests.faults.import_office import ImportOffice, open_import_office
from tests.faults.share import WHOLE

FILES = 2
FEW = (1, 4, 9, 16)  # of some fifty: the whole of them by `make faults`


@pytest.mark.timeout(1800 if WHOLE else 200)
def test_an_import_killed_at_its_boundaries_loses_nothing_and_takes_nothing_twice(tmp_path: Path) -> None:
    for number in count() if WHOLE else FEW:
        office = open_import_office(tmp_path / str(number), FILES)
        died = killed_at(office, number)
        assert died or WHOLE
        office.finish()
        office.everything_is_accounted_for()
        if not died:
            assert number > 2 * FILES * len(("captured", "read", "separated", "proposed", "stored"))
            return


def killed_at(office: ImportOffice, number: int) -> bool:
    """Whether the import died at this boundary, and not by itself later."""
    words = [str(office.root), str(office.folder), str(number)]
    command = [sys.executable, "-m", "tests.faults.import_boundaries", *words]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, check=False, timeout=110)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()
    return done.returncode != 0
