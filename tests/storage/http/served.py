"""The real server (app/server) for the client's tests: in a thread, or as a program of its own that can be killed."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from app.domain.scan import Clock
from app.server.accounts import EVERY_UNIT, Role
from app.server.app import application
from app.server.blobs import S3Place
from app.server.parts import Place, ServedStore, open_store
from app.settings import resources
from app.storage.http.connection import Credential

LOGIN = Credential(account="lan", password="một mật khẩu dài")
PROJECT = Path(__file__).resolve().parents[3]


def opened(folder: Path, clock: Clock, database: str = "", blobs: S3Place | None = None) -> ServedStore:
    """Open a store (SQLite and a folder unless said), and an account that may deposit and withdraw everywhere."""
    folder.mkdir(parents=True, exist_ok=True)
    url = database or f"sqlite:///{folder / 'store.sqlite'}"
    store = open_store(Place(url, blobs or folder / "blobs", folder, resources() / "translations"), clock)
    if store.accounts.find(LOGIN.account) is None:
        store.accounts.add(LOGIN.account, Role.RECORDS_OFFICER, (EVERY_UNIT,), LOGIN.password)
    return store


class _Server(uvicorn.Server):
    """Says when it listens; leaves the signals of the program that tests alone."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = threading.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()


def _server(store: ServedStore) -> _Server:
    return _Server(uvicorn.Config(application(store), log_level="critical", lifespan="off"))


@contextlib.contextmanager
def served_at(
    folder: Path, clock: Clock, database: str = "", blobs: S3Place | None = None
) -> Iterator[tuple[str, str]]:
    """Yield address and public key of a store in a thread of this program."""
    store = opened(folder, clock, database, blobs)
    listener = socket.create_server(("127.0.0.1", 0))
    server = _server(store)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    assert server.listens.wait(30)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", store.key.public
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
        store.close()


@dataclass
class Program:
    """The same server as a program of its own, always on the same port."""

    folder: Path
    port: int = 0
    key: str = ""
    process: subprocess.Popen[str] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.storage.http.served", str(self.folder), str(self.port)]
        self.process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        port, self.key = self.process.stdout.readline().split()
        self.port = int(port)

    def kill(self) -> None:
        # Kept by name: a line's thread may kill this process while the test is already starting the next one.
        process = self.process
        assert process is not None
        process.send_signal(signal.SIGKILL)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def main() -> None:
    """Serve until killed."""
    store = opened(Path(sys.argv[1]), lambda: datetime.now(UTC))
    listener = socket.create_server(("127.0.0.1", int(sys.argv[2])), reuse_port=False)
    server = _server(store)
    print(listener.getsockname()[1], store.key.public, flush=True)
    server.run([listener])


if __name__ == "__main__":
    main()
