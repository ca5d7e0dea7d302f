"""A cluster over three hosts with TLS, all on one machine: `unshare -rn python -m tests.pipeline.cluster_hosts FOLDER`.

Each worker's host is a network namespace with a cable (a veth pair) to a bridge; scheduler and importing program are
at the bridge. What came of it is printed as one line of JSON.
"""

from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from app.domain.errors import EnvironmentLackError
from app.pipeline import cluster
from app.pipeline.cluster import ClusterCrew, Tls
from tests.commands.calls import PROJECT
from tests.pipeline import work_far_away
from tests.pipeline.certificates import write_certificates
from tests.pipeline.road import InlineCrew

HEAD = "10.77.0.1"
ADDRESS = f"tls://{HEAD}:8786"
CALLS = 12
# A host that is cut off says nothing any more: the scheduler takes it for dead after so long (300 s without this).
SILENCE = {"DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "8s"}


def ip(*words: str, host: int | None = None) -> None:
    """Change the network, on the bridge's side or on a host's."""
    inside = ["nsenter", "-t", str(host), "-n"] if host else []
    subprocess.run([*inside, "ip", *words], check=True)


def start(held: ExitStack, *command: str) -> int:
    """Start a program that is ended with `held`; return its process."""
    process = subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.DEVNULL, env=os.environ | SILENCE, start_new_session=True
    )

    def end() -> None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    held.callback(end)
    return process.pid


def bridge() -> None:
    ip("link", "set", "lo", "up")
    ip("link", "add", "bridge", "type", "bridge")
    ip("address", "add", f"{HEAD}/24", "dev", "bridge")
    ip("link", "set", "bridge", "up")


def host(held: ExitStack, number: int) -> int:
    """Make a host with a cable to the bridge; return the process that keeps it."""
    keeper = start(held, "unshare", "--net", "sleep", "infinity")
    while work_far_away.network_of(keeper) == work_far_away.network_of("self"):
        time.sleep(0.01)
    ip("link", "add", f"cable{number}", "type", "veth", "peer", "name", "net", "netns", str(keeper))
    ip("link", "set", f"cable{number}", "master", "bridge", "up")
    ip("address", "add", f"10.77.0.{number}/24", "dev", "net", host=keeper)
    for device in ("lo", "net"):
        ip("link", "set", device, "up", host=keeper)
    return keeper


def dask(kind: str, *words: str, tls: Tls) -> list[str]:
    files = ["--tls-ca-file", tls.ca, "--tls-cert", tls.certificate, "--tls-key", tls.key]
    return [sys.executable, "-m", f"distributed.cli.dask_{kind}", *words, "--no-dashboard", *files]


def crew(address: str, tls: Tls | None) -> ClusterCrew | str:
    """Return a crew, or why there is none."""
    try:
        return ClusterCrew(address, InlineCrew(), work_far_away.goes_away, tls)
    except EnvironmentLackError as lack:
        return lack.message.id


def crew_of_two(tls: Tls) -> ClusterCrew:
    """Return a crew as soon as both hosts have come."""
    while True:
        made = crew(ADDRESS, tls)
        if isinstance(made, ClusterCrew):
            if made.workers == 2:
                return made
            made.close()
        time.sleep(0.2)


def worked(made: ClusterCrew, folder: Path) -> dict[str, object]:
    """Let both hosts work, then pull one's cable in mid-work."""
    file, mark = folder / "tờ.txt", folder / "mark"
    file.write_text("x", encoding="utf-8")
    submit = functools.partial(made.submit, timeout_seconds=60, first=False)
    places = {call.result() for call in [submit(work_far_away.where, str(file)) for _ in range(CALLS)]}
    calls = [submit(work_far_away.slow, str(file), str(mark), number) for number in range(CALLS)]
    while not any(_of_second_host(one) for one in folder.glob("mark-*")):
        time.sleep(0.01)
    ip("link", "set", "cable3", "down")
    return {"hosts": len(places), "results": [call.result() for call in calls]}


def _of_second_host(mark: Path) -> bool:
    worker = mark.name.rsplit("-", 1)[1]
    return work_far_away.network_of(worker) == (mark.parent / "second").read_text(encoding="ascii")


def main(folder: Path) -> None:
    tls = Tls(*map(str, write_certificates(folder)))
    with ExitStack() as held:
        bridge()
        start(held, *dask("scheduler", "--protocol", "tls", "--host", HEAD, "--port", "8786", tls=tls))
        for number in (2, 3):
            keeper = host(held, number)
            words = [ADDRESS, "--no-nanny", "--nthreads", "1", "--local-directory", str(folder / f"{number}")]
            start(held, "nsenter", "-t", str(keeper), "-n", *dask("worker", *words, tls=tls))
        (folder / "second").write_text(work_far_away.network_of(keeper), encoding="ascii")
        made = crew_of_two(tls)
        try:
            told = worked(made, folder)
        finally:
            made.close()
        cluster.CONNECT_SECONDS = 2.0
        told["without_tls"] = crew(ADDRESS.replace("tls", "tcp"), None)
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
