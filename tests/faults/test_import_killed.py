"""SIGKILL of an import at random moments: started again and again, it ends with every file exactly once."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

import pytest

from tests.faults.import_office import open_import_office
from tests.faults.share import WHOLE, share

KILLS = share(200, 5)
FILES = 30


@pytest.mark.timeout(1800 if WHOLE else 120)
def test_an_import_killed_at_random_moments_loses_nothing_and_takes_nothing_twice(tmp_path: Path) -> None:
    chance = random.Random(KILLS)
    office = open_import_office(tmp_path, FILES)
    begun = office.root / "begun"
    for kill in range(KILLS):
        if kill and kill % 10 == 0:  # what is done is not killed any more: begin with a new office
            office.finish()
            office.everything_is_accounted_for()
            office = open_import_office(tmp_path / str(kill), FILES)
            begun = office.root / "begun"
        begun.unlink(missing_ok=True)
        with office.driver() as process:
            while not begun.exists() and process.poll() is None:
                time.sleep(0.005)
            try:
                process.wait(chance.uniform(0, 0.25))
            except subprocess.TimeoutExpired:
                process.kill()
    office.finish()
    office.everything_is_accounted_for()
