"""Hands the pipeline's news to whoever listens (the window's bridge, the command line's progress)."""

from __future__ import annotations

import logging
from threading import Lock

from app.pipeline.ports import Announce, Event

log = logging.getLogger(__name__)


class News:
    """A list of listeners. A listener that fails is logged and the others still hear."""

    def __init__(self) -> None:
        """Begin with no listener."""
        self._lock = Lock()
        self._listeners: tuple[Announce, ...] = ()

    def subscribe(self, listener: Announce) -> None:
        """Let `listener` hear every event from now on, in the thread that announces it."""
        with self._lock:
            self._listeners = (*self._listeners, listener)

    def unsubscribe(self, listener: Announce) -> None:
        """Let `listener` hear no more."""
        with self._lock:
            self._listeners = tuple(one for one in self._listeners if one != listener)

    def announce(self, event: Event) -> None:
        """Tell every listener."""
        for listener in self._listeners:
            try:
                listener(event)
            except Exception:
                log.exception("a listener failed on %s", type(event).__name__)
