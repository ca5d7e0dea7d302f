"""Everything that can be done by a key, and which key does it; a person may choose others."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QKeySequence

# name of the act -> keys (the first one is shown)
DEFAULT_KEYS: dict[str, tuple[str, ...]] = {
    "accept": ("Return", "Enter"),
    "search": ("F3", "/"),
    "form": ("F12",),
    "hold": ("F4",),
    "release": ("F5",),
    "reject": ("F8",),
    "unlink": ("F9",),
    "confirm": ("F10",),
    "cut": ("F11",),
    "keep-both": ("Shift+F5",),
    "replace": ("Shift+F9",),
    "discard": ("Shift+F8",),
    "version": ("Shift+F11",),
    "beside": ("Shift+F12",),
    "undo": ("Ctrl+Z",),
    "next": ("Ctrl+Down", "F7"),
    "previous": ("Ctrl+Up", "F6"),
    "page-next": ("PgDown",),
    "page-previous": ("PgUp",),
    "zoom-in": ("Ctrl++", "Ctrl+="),
    "zoom-out": ("Ctrl+-",),
    "fit-width": ("Ctrl+1",),
    "fit-page": ("Ctrl+0",),
    "rotate": ("Ctrl+R",),
    "rotate-left": ("Ctrl+Shift+R",),
    "pages-earlier": ("Alt+Up",),
    "pages-later": ("Alt+Down",),
    "pages-remove": ("Ctrl+Del",),
    "pages-crop": ("Ctrl+K",),
    "pages-split": ("Ctrl+T",),
    "pages-merge": ("Ctrl+G",),
    "pages-insert": ("Ctrl+I",),
    "pages-replace": ("Ctrl+E",),
    "queue": ("F2",),
    "filter": ("Ctrl+F",),
    "shelf-needs": ("Alt+1",),
    "shelf-working": ("Alt+2",),
    "shelf-done": ("Alt+3",),
    "shelf-all": ("Alt+4",),
    "folder": ("Ctrl+O",),
    "sheet": ("Ctrl+P",),
    "mask": ("Ctrl+M",),
    "notice": ("Ctrl+D",),
    "lock": ("Ctrl+L",),
    "settings": ("Ctrl+,",),
    "help": ("F1",),
    "keys": ("Shift+F1",),
    "leave": ("Ctrl+Q",),
}
FIXED = frozenset({"accept"})  # one key per result: Enter stays Enter


class Keys:
    """The keys in use: the defaults, and what a person chose instead."""

    def __init__(self, chosen: Mapping[str, str] | None = None) -> None:
        self._chosen = {name: key for name, key in (chosen or {}).items() if name in DEFAULT_KEYS}

    def of(self, act: str) -> list[QKeySequence]:
        """Return every key sequence of an act."""
        if act in self._chosen and act not in FIXED:
            return [QKeySequence(self._chosen[act])]
        return [QKeySequence(key) for key in DEFAULT_KEYS[act]]

    def shown(self, act: str) -> str:
        """Return the key of an act as it is written on the keyboard of this system."""
        key = self.of(act)[0].toString(QKeySequence.SequenceFormat.NativeText)
        return key.replace("Return", "Enter")

    def choose(self, act: str, key: str) -> str | None:
        """Give the act another key; return the act that has this key already (then nothing changes), or None."""
        wanted = QKeySequence(key)
        for other in DEFAULT_KEYS:
            if other != act and any(wanted == taken for taken in self.of(other)):
                return other
        self._chosen[act] = key
        return None

    def as_chosen(self) -> dict[str, str]:
        """Return what differs from the defaults, for keeping."""
        return dict(self._chosen)
