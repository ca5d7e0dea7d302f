"""Tells trouble of the intake once, not with every try, and tells when it is over."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from app.capture.names import written_down
from app.domain.messages import Message
from app.domain.scan import Severity
from app.pipeline.ports import Announce, Notice


class Troubles:
    """Remembers what was told. Safe to call from any thread."""

    def __init__(self, announce: Announce) -> None:
        self._announce = announce
        self._lock = Lock()
        self._of_file: dict[Path, tuple[str, str]] = {}
        self._of_everything: str | None = None

    def of_file(self, path: Path, message_id: str, folder: str, detail: str = "") -> None:
        """Tell that this file can't be taken, once for each kind of trouble."""
        with self._lock:
            if self._of_file.get(path) == (message_id, detail):
                return
            self._of_file[path] = (message_id, detail)
        values = {"file": written_down(path.name), "folder": written_down(folder), "detail": detail}
        self._announce(Notice(Message(message_id, values)))

    def of_everything(self, message: Message) -> None:
        """Tell that nothing can be taken now (disk full, journal locked), and that the originals stay."""
        with self._lock:
            if self._of_everything == message.id:
                return
            self._of_everything = message.id
        self._announce(Notice(message, Severity.BLOCKS.value))
        self._announce(Notice(Message.of("capture-originals-stay"), Severity.BLOCKS.value))

    def over(self, path: Path) -> None:
        """Take note that this file was taken, and tell it if nothing could be taken before."""
        with self._lock:
            self._of_file.pop(path, None)
            was_stuck, self._of_everything = self._of_everything is not None, None
        if was_stuck:
            self._announce(Notice(Message.of("capture-goes-on")))
