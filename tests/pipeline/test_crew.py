"""The crew: heavy work in other processes, where a crash costs one call."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain.errors import NeedsPersonError, ReadFailure, TryAgainError, UnreadableError
from app.pipeline.crew import ProcessCrew
from tests.pipeline import work_for_crews as work

LONG = 60.0
PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def crew() -> Iterator[ProcessCrew]:
    crew = ProcessCrew(1)
    yield crew
    crew.close()


def test_work_comes_back_from_another_process(crew: ProcessCrew) -> None:
    assert crew.submit(work.double, 21, timeout_seconds=LONG).result() == 42


@pytest.mark.parametrize("fault", [work.die, work.fill_memory])
def test_a_crash_and_a_lack_of_memory_cost_one_call_and_the_next_ones_go_on(
    crew: ProcessCrew, fault: Callable[[int], int]
) -> None:
    crashed = crew.submit(fault, 0, timeout_seconds=LONG)
    after = crew.submit(work.double, 4, timeout_seconds=LONG)
    with pytest.raises(NeedsPersonError) as trouble:
        crashed.result()
    assert trouble.value.message.id == "worker-died"
    assert after.result() == 8


def test_a_hang_is_ended_at_its_time_limit_and_the_next_calls_go_on(crew: ProcessCrew) -> None:
    hanging = crew.submit(work.hang, 0, timeout_seconds=0.5)
    after = crew.submit(work.double, 5, timeout_seconds=LONG)
    with pytest.raises(UnreadableError) as trouble:
        hanging.result()
    assert trouble.value.failure is ReadFailure.TIMEOUT
    assert after.result() == 10


def test_an_expected_trouble_travels_between_processes_with_its_message(crew: ProcessCrew) -> None:
    with pytest.raises(UnreadableError) as trouble:
        crew.submit(work.find_empty, 0, timeout_seconds=LONG).result()
    assert trouble.value.failure is ReadFailure.EMPTY
    assert trouble.value.detail == "nothing in it"


def test_tesseract_gets_one_thread_in_a_worker(crew: ProcessCrew) -> None:
    assert crew.submit(work.threads_for_tesseract, 0, timeout_seconds=LONG).result() == "1"


def test_the_counters_calls_overtake_the_batchs(crew: ProcessCrew, tmp_path: Path) -> None:
    futures = [crew.submit(work.write_name, str(tmp_path), "first of all", timeout_seconds=LONG)]
    for name in ("batch 1", "batch 2"):
        futures.append(crew.submit(work.write_name, str(tmp_path), name, timeout_seconds=LONG, first=False))
    futures.append(crew.submit(work.write_name, str(tmp_path), "counter", timeout_seconds=LONG))
    for future in futures:
        future.result()
    order = (tmp_path / "order.txt").read_text(encoding="utf-8").split("\n")
    assert order[:4] == ["first of all", "counter", "batch 1", "batch 2"]


def test_workers_end_when_the_program_is_killed(tmp_path: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.pipeline.killed_program", str(tmp_path)], cwd=PROJECT
    )
    worker = tmp_path / "worker"
    while not (worker.exists() and worker.read_text(encoding="utf-8")):
        time.sleep(0.01)
    program.kill()
    program.wait()
    number = int(worker.read_text(encoding="utf-8"))
    while Path(f"/proc/{number}").exists():
        time.sleep(0.01)


def test_a_closed_crew_says_that_the_work_will_be_done_again() -> None:
    crew = ProcessCrew(1)
    hanging = crew.submit(work.hang, 0, timeout_seconds=LONG)
    waiting = crew.submit(work.double, 1, timeout_seconds=LONG)
    crew.close()
    for future in (hanging, waiting, crew.submit(work.double, 1, timeout_seconds=LONG)):
        with pytest.raises(TryAgainError):
            future.result(timeout=LONG)
