"""Watching one scanner folder: events only wake, the truth is what a listing shows, and settled files are offered.

A folder that can't be listed is away, which is not the same as empty: a person is told, and it is watched again as soon
as it is back. One thread belongs to each folder, so that a share that hangs holds up nobody else.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path

from app.capture.inventory import Inventory, Tell
from app.capture.listener import Listener, Woken, listen_natively
from app.capture.names import written_down
from app.capture.pickup import DONE, FileChangedError, Identity, Outcome, SourceError, Taken, delete
from app.capture.settle import Pace
from app.capture.waiting import Settled, Waiting
from app.domain.messages import Message

logger = logging.getLogger(__name__)

Take = Callable[[Settled], Taken]
Listen = Callable[[Path, AbstractSet[str], Woken], Listener | None]

LIST_SECONDS = 10.0  # with native events: only for what they may have missed
POLL_SECONDS = 1.0  # without them
NETWORK_PACE = Pace(
    quiet_seconds=2.0, complete_quiet_seconds=1.0
)  # sizes seen over a network are seconds old
_LIST_GAP_SECONDS = 0.1
_LIST_SHARE = 10  # listing takes at most one part in so many of the time
_AWAY_SECONDS = 3.0
_TAKING_SECONDS = 1.0  # then new files are looked for again
_LONGEST_PAUSE_SECONDS = 30.0
_RESTLESS_TRIES = 5
_PAUSES_BEFORE_STUCK = 3
_STOPS_WITHIN_SECONDS = 10.0


class FolderWatch:
    """Watches `root` and its sub-folders, but not its done/ nor what `skip` names. Call `tick` in a loop, or `start`.

    `take` is called with one settled file at a time, `tell` with what a person should know. A `network` folder is
    polled.
    """

    def __init__(
        self,
        root: Path,
        *,
        take: Take,
        tell: Tell,
        network: bool = False,
        skip: AbstractSet[str] = frozenset(),
        clock: Callable[[], float] = time.monotonic,
        listen: Listen = listen_natively,
    ) -> None:
        self.root = root
        self._take = take
        self._tell = tell
        self._inventory = Inventory(root, skip=frozenset(skip), tell=tell)
        self._network, self._clock, self._listen = network, clock, listen
        self._listener: Listener | None = None
        self._waiting = Waiting(NETWORK_PACE if network else Pace())
        self._closed: set[str] = set()
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._list_wanted = True
        self._list_from = self._list_until = 0.0
        self._paused_until, self._pauses = 0.0, 0
        self._away = False
        self._idle = False

    # --- from other threads

    def start(self) -> None:
        """Watch in a thread of its own until `stop`."""
        self._thread = threading.Thread(target=self._run, name=f"watch {self.root.name}", daemon=True)
        self._thread.start()

    def stop_soon(self) -> None:
        """Begin to end, without waiting."""
        self._stopping.set()
        self._woken.set()

    def stop(self) -> None:
        """End after the file that is being taken, if any."""
        self.stop_soon()
        if self._thread:
            self._thread.join(_STOPS_WITHIN_SECONDS)
        self._stop_listening()

    def wake(self, closed: str | None = None) -> None:
        """Look at the folder soon; `closed` is a file that its writer closed."""
        with self._lock:
            self._list_wanted = True
            self._idle = False
            if closed is not None:
                self._closed.add(closed)
        self._woken.set()

    def idle(self) -> bool:
        """Return whether nothing is left to take (what failed again and again does not count: a person was told)."""
        with self._lock:
            return self._idle and not self._list_wanted

    @property
    def learned_seconds(self) -> float:
        """How long a file must be quiet by what was learned of this scanner; 0: no longer than is usual."""
        return self._waiting.pace.longer_than(self._waiting.start)

    # --- what is known from earlier runs

    def settle(self, least_seconds: float) -> None:
        """Take no file before it was quiet for so long."""
        self._waiting.pace = replace(self._waiting.pace, least_seconds=least_seconds)

    def know(self, path: Path, identity: Identity) -> None:
        """Don't offer this file while it is as `identity` says (it was captured and is kept)."""
        self._inventory.know(path, identity)

    def look_after(self, path: Path, identity: Identity, *, leaves: bool = False) -> None:
        """Notice when this captured file goes on growing; delete it otherwise, if it `leaves`."""
        self._waiting.look_after(path, identity, self._clock(), listed=leaves, leaves=leaves)

    # --- the round

    def tick(self) -> float:
        """Do one round: list if wanted, look, offer what is settled; return after how many seconds to do the next."""
        now = self._clock()
        if now >= self._list_until or (self._list_wanted and now >= self._list_from):
            self._list(now)
        if not self._away:
            self._hear(now)
            self._waiting.look(now)
            self._delete_rested(now)
            self._offer(now)
        now = self._clock()
        with self._lock:
            stuck = self._away or self._pauses >= _PAUSES_BEFORE_STUCK
            self._idle = stuck or not (self._waiting.untroubled or self._waiting.leaving)
            wanted = self._list_wanted
        listing = min(self._list_until, max(self._list_from, now) if wanted else self._list_until)
        looking = self._waiting.next_look() if not self._away else listing
        if self._waiting.ready():
            looking = max(now, self._paused_until)
        return max(0.01, min(listing, looking) - now)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                pause = self.tick()
            except Exception:
                logger.exception(
                    "a round of watching failed"
                )  # a bug; the folder must be watched all the same
                pause = _AWAY_SECONDS
            self._woken.wait(pause)
            self._woken.clear()

    def _list(self, now: float) -> None:
        with self._lock:
            self._list_wanted = False
        try:
            self._inventory.check_mount()
            if self._listener is None and not self._network:
                # before listing, so that nothing falls between
                self._listener = self._listen(
                    self.root, {str(self.root / DONE), *self._inventory.skip}, self.wake
                )
            found = self._inventory.unknown_files()
        except OSError as trouble:
            self._gone(now, trouble)
            return
        if self._away:
            self._away = False
            self._tell(Message.of("capture-folder-back", folder=written_down(str(self.root))), "asks")
        self._waiting.found(found, now)
        took = max(0.0, self._clock() - now)
        self._list_from = now + max(_LIST_GAP_SECONDS, _LIST_SHARE * took)
        self._list_until = max(now + (LIST_SECONDS if self._listener else POLL_SECONDS), self._list_from)

    def _gone(self, now: float, trouble: OSError) -> None:
        self._stop_listening()
        self._list_from = self._list_until = now + _AWAY_SECONDS
        if not self._away:
            self._away = True
            detail = trouble.strerror or str(trouble)
            folder = written_down(str(self.root))
            self._tell(Message.of("capture-folder-away", folder=folder, detail=detail), "blocks")

    def _stop_listening(self) -> None:
        listener, self._listener = self._listener, None
        if listener:
            listener.stop()

    def _hear(self, now: float) -> None:
        with self._lock:
            closed, self._closed = self._closed, set()
        for path in closed:
            self._waiting.closed(path, now)

    def _delete_rested(self, now: float) -> None:
        for path, identity in self._waiting.rested(now):
            try:
                delete(path, identity)
            except FileChangedError:
                self.wake()  # it is offered again
            except SourceError as trouble:
                if not trouble.vanished:  # it is captured and known: the next start tries again
                    folder = written_down(str(self.root))
                    values = {"file": written_down(path.name), "folder": folder, "detail": trouble.reason}
                    self._tell(Message("capture-file-trouble", values), "asks")

    def _offer(self, now: float) -> None:
        if now < self._paused_until:
            return
        for settled in self._waiting.ready():
            if self._stopping.is_set():
                return
            taken = self._take(settled)
            after = self._clock()
            if (
                self._waiting.outcome(settled, taken, after) == _RESTLESS_TRIES
                and taken.outcome is Outcome.CHANGED
            ):
                self._tell(Message.of("capture-restless", file=written_down(settled.path.name)), "asks")
            if taken.outcome in (Outcome.KEPT, Outcome.LEAVING) and taken.identity:
                self.know(settled.path, taken.identity)
            if taken.outcome is Outcome.ALL_LATER:
                self._pauses += 1
                self._paused_until = after + min(_LONGEST_PAUSE_SECONDS, 2.0**self._pauses / 2)
                return
            self._pauses = 0
            if after - now > _TAKING_SECONDS:
                return
