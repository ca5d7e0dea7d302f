"""A scanner folder with a clock of its own, so that no test waits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.capture.pickup import Outcome, Taken
from app.capture.waiting import Settled
from app.capture.watch import FolderWatch
from app.domain.messages import Message


class WatchedBox:
    """A folder, its watch, and what was offered and told. `time` is the watch's clock in seconds."""

    def __init__(self, root: Path, *, network: bool = False, skip: frozenset[str] = frozenset()) -> None:
        self.root = root
        self.time = 0.0
        self.offered: list[str] = []
        self.told: list[Message] = []
        self.answer: Callable[[Settled], Taken] = self.remove
        self.listeners: list[WatchedBox] = []
        self.watch = FolderWatch(
            root,
            take=self._take,
            tell=lambda message, severity: self.told.append(message),
            network=network,
            skip=skip,
            clock=lambda: self.time,
            listen=self._listen,
        )

    def pass_time(self, seconds: float) -> None:
        """Let the watch do its rounds for so long, waking when it wants to."""
        end = self.time + seconds
        while True:
            pause = self.watch.tick()
            assert pause > 0
            if self.time + pause >= end:
                self.time = end
                self.watch.tick()
                return
            self.time += pause

    def drop(self, name: str, content: bytes = b"some bytes") -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.watch.wake()
        return path

    def remove(self, settled: Settled) -> Taken:
        settled.path.unlink()
        return Taken(Outcome.LEFT)

    def keep(self, settled: Settled) -> Taken:
        return Taken(Outcome.KEPT, settled.path, settled.identity)

    def leave(self, settled: Settled) -> Taken:
        return Taken(Outcome.LEAVING, settled.path, settled.identity)

    def to_done(self, settled: Settled) -> Taken:
        target = self.root / "done" / settled.path.name
        if settled.path != target:
            target.parent.mkdir(exist_ok=True)
            settled.path.rename(target)
        return Taken(Outcome.LEFT, target, settled.identity)

    @property
    def said(self) -> list[str]:
        return [message.id for message in self.told]

    def stop(self) -> None:
        self.listeners.remove(self)

    def _take(self, settled: Settled) -> Taken:
        self.offered.append(settled.path.relative_to(self.root).as_posix())
        return self.answer(settled)

    def _listen(self, root: Path, skip: object, woken: object) -> WatchedBox:
        self.listeners.append(self)
        return self
