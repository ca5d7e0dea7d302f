"""Files that crash or hang the reader: set aside with their reason, and the import goes on with all others."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from pathlib import Path

import pytest

from app.compose import importing
from app.compose.books import open_books
from app.pipeline.crew import ProcessCrew
from app.pipeline.stages import read as reading
from app.settings import open_workspace
from tests.faults import import_driver, poison
from tests.faults.import_office import open_import_office
from tests.faults.share import WHOLE, share

FILES = share(20_000, 60)
KINDS = {
    poison.CRASHES: share(1_700, 2),
    poison.HANGS: share(100, 1),
    poison.FILLS: share(100, 1),
    poison.KILLED: share(100, 1),
}


@pytest.mark.timeout(7200 if WHOLE else 120)
def test_poison_is_set_aside_with_its_reason_and_everything_else_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = open_import_office(tmp_path, FILES)
    files = sorted(office.folder.rglob("*.pdf"))
    poisoned = [kind for kind, count in KINDS.items() for _ in range(count)]
    for number, kind in enumerate(poisoned):
        files[number * (FILES // len(poisoned))].write_text(f"{kind} {number}", encoding="utf-8")
    if WHOLE:  # thousands of workers die: each new one is forked from a process that has all it needs
        quick = multiprocessing.get_context("forkserver")
        quick.set_forkserver_preload(["tests.faults.poison", "app.pipeline.crew"])
        monkeypatch.setattr(multiprocessing, "get_context", lambda _: quick)
    monkeypatch.setattr(reading, "GRACE_SECONDS", 0.5)
    monkeypatch.setattr(importing, "AHEAD", 8)
    monkeypatch.setenv("SOHOA_READING_PAGE_SECONDS", "0.5")
    import_driver.run(office.root, office.folder, ProcessCrew(2), poison)
    with open_books(open_workspace(office.root)) as books:
        held = Counter(scan.hold.message.id for scan in books.journal.scans() if scan.hold)
    assert held["unreadable-timeout"] == KINDS[poison.HANGS]
    assert held["worker-died"] == len(poisoned) - KINDS[poison.HANGS]
    office.everything_is_accounted_for(stored=FILES - len(poisoned), namesakes=FILES > 80)
