"""A workstation that kills itself at a boundary: `python -m tests.faults.station_driver WORKSPACE MOMENT STAGE`.

MOMENT is "during" (while the stage works) or "after" (its work is done, its facts are not in the journal yet).
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from app.compose.station import open_station, stages
from app.domain.facts import DepositBegan, Fact
from app.domain.scan import Scan
from app.language import Translator
from app.pipeline.runner import Stage
from app.settings import open_workspace, resources

SOON_SECONDS = 0.05  # within what each of the heavy stages takes


def kill() -> None:
    """End this process as a power cut does: no handler runs, nothing is flushed."""
    os.kill(os.getpid(), signal.SIGKILL)


def deadly(stage: Stage, moment: str) -> Stage:
    """Return the stage with a death in it."""

    def work(scan: Scan) -> Sequence[Fact]:
        if stage.name == "deposit" and not scan.depositing:
            return stage.work(scan)
        if moment == "during":
            threading.Timer(SOON_SECONDS, kill).start()
        facts = stage.work(scan)
        if any(isinstance(fact, DepositBegan) for fact in facts):
            return facts
        kill()
        return facts

    return Stage(stage.name, work)


def main(root: str, moment: str, name: str) -> None:
    """Run until the stage `name` is reached for any scan, and die."""
    workspace = open_workspace(Path(root))
    with open_station(workspace, Translator("vi", resources() / "translations")) as station:
        table = stages(station.books, station.crew, station.news.announce)
        station.runner.use(
            {state: deadly(stage, moment) if stage.name == name else stage for state, stage in table.items()}
        )
        station.start()
        while True:
            time.sleep(1)


if __name__ == "__main__":
    main(*sys.argv[1:4])
