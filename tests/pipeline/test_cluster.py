"""Reading on a cluster: bytes go, readings come; killed workers cost a retry, and unlike ones are refused.

The scheduler and its workers are processes of their own on this machine.
"""

from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from app.domain.errors import EnvironmentLackError, NeedsPersonError, UnreadableError
from app.pipeline import cluster, cluster_worker
from app.pipeline.cluster import ClusterCrew
from tests.commands.calls import PROJECT
from tests.pipeline import work_far_away
from tests.pipeline.road import InlineCrew

pytestmark = pytest.mark.timeout(120)


class Machines:
    """A scheduler and its workers."""

    def __init__(self, held: ExitStack, folder: Path) -> None:
        self._held = held
        self._folder = folder
        found = folder / "scheduler.json"
        self._start("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(found))
        self.address = _address(found)

    def worker(self, name: str) -> subprocess.Popen[bytes]:
        """Start a worker of one thread in a folder of its own."""
        return self._start(
            "worker", self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard", "--name", name,
            "--local-directory", str(self._folder / name),
        )  # fmt: skip

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]]
        process = subprocess.Popen(
            command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        self._held.callback(_end, process)
        return process


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait(10)


def _address(found: Path) -> str:
    while not (found.exists() and found.stat().st_size):
        time.sleep(0.05)
    return str(json.loads(found.read_text(encoding="utf-8"))["address"])


@contextmanager
def crew_of(machines: Machines, workers: int) -> Iterator[ClusterCrew]:
    """A crew over so many workers, from when they are there."""
    made: ClusterCrew | None = None
    while made is None or made.workers < workers:
        if made is not None:
            made.close()
        try:
            made = ClusterCrew(machines.address, InlineCrew(), work_far_away.goes_away, None)
        except EnvironmentLackError:  # no worker has come yet
            made = None
            time.sleep(0.1)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    with ExitStack() as held:
        made = Machines(held, tmp_path_factory.mktemp("cluster"))
        for name in ("one", "two"):
            made.worker(name)
        yield made


def test_bytes_go_facts_come_back_and_what_is_first_stays_here(machines: Machines, tmp_path: Path) -> None:
    file = tmp_path / "tờ 1.txt"
    file.write_text("xin chào", encoding="utf-8")
    with crew_of(machines, 2) as crew:
        there = crew.submit(work_far_away.told, str(file), 3, timeout_seconds=30, first=False).result()
        here = crew.submit(work_far_away.told, str(file), 3, timeout_seconds=30, first=True).result()
    assert there.text == here.text == "xin chàoxin chàoxin chào"
    assert there.path != str(file)
    assert here.path == str(file)
    assert there.process not in (os.getpid(), here.process)


def test_what_the_reader_says_of_a_file_comes_back_as_it_is(machines: Machines, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("x", encoding="utf-8")
    with crew_of(machines, 2) as crew:
        submit = functools.partial(crew.submit, timeout_seconds=30, first=False)
        with pytest.raises(UnreadableError):
            submit(work_far_away.refuses, str(file)).result()
        with pytest.raises(NeedsPersonError) as crashed:
            submit(work_far_away.crashes, str(file)).result()
        assert crashed.value.message.id == "worker-died"
        with pytest.raises(UnreadableError):
            crew.submit(work_far_away.hangs, str(file), timeout_seconds=1, first=False).result()
        assert submit(work_far_away.told, str(file), 1).result().text == "x"


def test_a_worker_killed_in_mid_work_costs_a_retry(machines: Machines, tmp_path: Path) -> None:
    file, mark = tmp_path / "a.txt", tmp_path / "begun"
    file.write_text("x", encoding="utf-8")
    third = machines.worker("three")
    with crew_of(machines, 3) as crew:
        work = [
            crew.submit(work_far_away.slow, str(file), str(mark), n, timeout_seconds=30, first=False)
            for n in range(9)
        ]
        while not list(tmp_path.glob(f"begun-*-{third.pid}")):
            time.sleep(0.01)
        os.killpg(third.pid, signal.SIGKILL)
        assert [one.result() for one in work] == list(range(9))
    third.wait(10)


def test_unlike_workers_are_refused_with_words(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    with crew_of(machines, 2):
        pass
    monkeypatch.setattr(cluster_worker, "__version__", "99")  # ours: the workers have their own
    with pytest.raises(EnvironmentLackError) as refused:
        ClusterCrew(machines.address, InlineCrew(), work_far_away.goes_away, None)
    assert refused.value.message.id == "cluster-differs"
    assert "sohoa 99" in str(refused.value.message.arguments["asked"])


def test_a_worker_that_came_later_and_is_unlike_refuses_each_call() -> None:
    with pytest.raises(EnvironmentLackError) as refused:
        cluster_worker.work_on_bytes(work_far_away.told, b"x", (1,), 5.0, "sohoa 99")
    assert refused.value.message.id == "cluster-differs"


def test_a_cluster_that_is_not_there_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.5)
    with pytest.raises(EnvironmentLackError) as refused:
        ClusterCrew("tcp://127.0.0.1:9", InlineCrew(), work_far_away.goes_away, None)
    assert refused.value.message.id == "cluster-unreachable"


@pytest.mark.timeout(300)
def test_hosts_apart_read_over_tls_and_one_whose_cable_is_pulled_in_mid_work_costs_a_retry(
    tmp_path: Path,
) -> None:
    """Network namespaces as hosts; a machine that does not allow them fails with the system's own words."""
    command = ["unshare", "--map-root-user", "--net", sys.executable, "-m", "tests.pipeline.cluster_hosts"]
    done = subprocess.run([*command, str(tmp_path)], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told == {"hosts": 2, "results": list(range(12)), "without_tls": "cluster-unreachable"}
