"""Keeps the local register up to date with a served store's by the second, and tells how the road to it is."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event as Flag
from threading import Thread

from app.domain.errors import SohoaError
from app.pipeline.ports import Announce, StoreTold

POLL_SECONDS = 1.0
RECEIPTS_EVERY = 10  # rounds: other counters' results are wanted less urgently than dossiers
log = logging.getLogger(__name__)


class StoreWatch:
    """One thread. Without the network it goes on trying: the connection itself stands back between attempts."""

    def __init__(
        self,
        refresh: Callable[[], int],
        refresh_receipts: Callable[[], int],
        look: Callable[[], StoreTold],
        announce: Announce,
    ) -> None:
        """Prepare; nothing runs before `start`."""
        self._refresh, self._refresh_receipts = refresh, refresh_receipts
        self._look, self._announce = look, announce
        self._told: StoreTold | None = None
        self._trouble = ""
        self._stop = Flag()
        self._thread = Thread(target=self._watch, name="store-watch", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Stop soon."""
        self._stop.set()

    def round(self, number: int) -> None:
        """Do what is due in one round."""
        try:
            self._refresh()
            if number % RECEIPTS_EVERY == 0:
                self._refresh_receipts()
            self._trouble = ""
        except SohoaError as trouble:
            if str(trouble) != self._trouble:
                self._trouble = str(trouble)
                log.warning("register of the store: %s", trouble)
        told = self._look()
        if told != self._told:
            self._told = told
            self._announce(told)

    def _watch(self) -> None:
        number = 0
        while not self._stop.is_set():
            try:
                self.round(number)
            except Exception:  # a bug must not end the watch for the day
                log.exception("the watch over the store failed")
            number += 1
            self._stop.wait(POLL_SECONDS)
