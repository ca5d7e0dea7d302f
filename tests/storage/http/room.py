"""A workstation's road to a store, for tests: its store object can be closed and opened anew like a program."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.receipt import Receipt
from app.domain.requests import Deposit
from app.storage.http.connection import Connection, Credential
from app.storage.http.memory import RoadMemory
from app.storage.http.pace import Pace
from app.storage.http.store import HttpStore

CODE = "H15.12-260310-0003"
NOW = datetime(2026, 3, 10, 1, tzinfo=UTC)
LOGIN = Credential(account="lan", password="đúng")


@dataclass
class Watch:
    """A clock that goes on by a second with every look."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Hands:
    """Time for one program: nothing waits, what would have been waited is kept."""

    seconds: float = 0.0
    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


@dataclass
class Workstation:
    """Deposits to `url`. `start()` is what a program does when it begins: only the folder is left of the last one."""

    folder: Path
    url: str
    key: str
    credential: Callable[[], Credential] = lambda: LOGIN
    hands: Hands = field(default_factory=Hands)
    limit: float = 0
    store: HttpStore = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        self.start()

    def start(self) -> None:
        connection = Connection(self.url, self.credential, monotonic=self.hands.monotonic)
        memory = RoadMemory(self.folder / "road.sqlite", NOW)
        pace = Pace(self.hands.monotonic, self.hands.sleep, self.limit)
        self.store = HttpStore(connection, memory, pace, (self.key,))

    def restart(self) -> None:
        self.store.close()
        self.start()

    def result(self, size: int, key: str = "s-1", dossier: str = CODE, first: bool = True) -> Deposit:
        data = random.Random(size).randbytes(size)
        path = self.folder / f"{key}.pdf"
        path.write_bytes(data)
        return Deposit(key, dossier, hashlib.sha256(data).hexdigest(), str(path), {"scan": key}, first)

    def holds(self, receipt: Receipt) -> bool:
        """Whether what the store gives back is what the receipt says."""
        return hashlib.sha256(b"".join(self.store.content(receipt.id))).hexdigest() == receipt.digest
