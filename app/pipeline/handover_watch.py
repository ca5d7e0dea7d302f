"""Watches the folder of the hand-over: puts there what waits, and takes signed files as they come back."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from app.domain.errors import SohoaError
from app.domain.messages import Message
from app.pipeline.handover import Handover, Returned
from app.pipeline.ports import Announce, Notice

log = logging.getLogger(__name__)

LOOK_SECONDS = 3.0
DONE = "done"  # where files go that were taken, as in a scanner folder
UNKNOWN = "handover-unknown-file"
_Stamp = tuple[int, int]  # size, time


@dataclass(slots=True)
class HandoverWatch:
    """Looks every few seconds; a file is taken when it is the same at two looks."""

    handover: Handover
    folder: Path
    announce: Announce
    _stamps: dict[Path, _Stamp] = field(default_factory=dict)
    _told: set[tuple[object, ...]] = field(default_factory=set)
    _stop: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def start(self) -> None:
        """Begin to look."""
        self._thread = Thread(target=self._watch, name="handover", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(LOOK_SECONDS)

    def look(self) -> list[Returned]:
        """Put out what waits, take what came back and has settled; return what was taken or refused."""
        given = dict(self.handover.export(self.folder))
        found = list(self.handover.take_back(self.folder, only=self._settled()))
        for one in found:
            if one.trouble is None and one.scan is not None:
                self._put_away(one.file, given.get(one.scan))
            elif one.trouble is not None and one.trouble.id != UNKNOWN:
                self._tell(one.trouble, one.file, self._stamps.get(one.file))
        return found

    def _watch(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            try:
                self.look()
            except SohoaError as trouble:
                self._tell(trouble.message)
            except Exception:
                log.exception("hand-over")

    def _settled(self) -> set[Path]:
        """Return the files that are as they were at the look before."""
        now = {file: _stamp(file) for file in self.folder.glob("*.pdf")}
        settled = {
            file for file, stamp in now.items() if stamp is not None and self._stamps.get(file) == stamp
        }
        self._stamps = {file: stamp for file, stamp in now.items() if stamp is not None}
        return settled

    def _put_away(self, file: Path, given: Path | None) -> None:
        try:
            place = self.folder / DONE
            place.mkdir(exist_ok=True)
            file.replace(place / file.name)
            if given is not None and given != file:
                given.unlink(missing_ok=True)  # our own unsigned copy: the scan has moved on
        except OSError as trouble:
            log.warning("hand-over: %s", trouble)

    def _tell(self, message: Message, *about: object) -> None:
        """Announce a trouble once for each state of a file."""
        mark = (message.id, *about)
        if mark not in self._told:
            self._told.add(mark)
            self.announce(Notice(message, "asks"))


def _stamp(file: Path) -> _Stamp | None:
    try:
        seen = file.stat()
    except OSError:
        return None
    return seen.st_size, seen.st_mtime_ns
