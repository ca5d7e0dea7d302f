"""What a person chose for the window alone: theme, keys, sizes, masking. Kept in window.ini of the workspace."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from app.ui.keys import DEFAULT_KEYS
from app.ui.look import Theme

LOCK_CHOICES = (0, 5, 10, 15, 30)  # minutes without a key; 0: never


class Preferences:
    """Reads what is kept, and keeps what is set; whatever can't be understood is as if it were not there."""

    def __init__(self, file: Path) -> None:
        self._kept = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def theme(self) -> Theme:
        """Light, dark, high contrast, or as the desktop has it."""
        value = str(self._kept.value("theme", Theme.SYSTEM.value))
        return Theme(value) if value in set(Theme) else Theme.SYSTEM

    @theme.setter
    def theme(self, theme: Theme) -> None:
        self._kept.setValue("theme", theme.value)

    @property
    def keys(self) -> dict[str, str]:
        """The keys a person chose, by act."""
        try:
            kept = json.loads(str(self._kept.value("keys", "{}")))
        except ValueError:
            return {}
        if not isinstance(kept, dict):
            return {}
        return {
            name: key for name, key in kept.items() if name in DEFAULT_KEYS and isinstance(key, str) and key
        }

    @keys.setter
    def keys(self, keys: dict[str, str]) -> None:
        self._kept.setValue("keys", json.dumps(keys))

    @property
    def masked(self) -> bool:
        """Whether names and small pictures are hidden from people in front of the screen."""
        return self._kept.value("masked", "no") == "yes"

    @masked.setter
    def masked(self, masked: bool) -> None:
        self._kept.setValue("masked", "yes" if masked else "no")

    @property
    def sounds(self) -> bool:
        """Whether a notice is heard, too."""
        return self._kept.value("sounds", "no") == "yes"

    @sounds.setter
    def sounds(self, sounds: bool) -> None:
        self._kept.setValue("sounds", "yes" if sounds else "no")

    @property
    def asks_pin(self) -> bool:
        """Whether the locked window opens by a PIN only (app.ui.pin)."""
        return self._kept.value("asks_pin", "no") == "yes"

    @asks_pin.setter
    def asks_pin(self, asks: bool) -> None:
        self._kept.setValue("asks_pin", "yes" if asks else "no")

    @property
    def lock_minutes(self) -> int:
        """After how many minutes without a key the window locks itself; 0: never."""
        value = str(self._kept.value("lock_minutes", "0"))
        return int(value) if value.isdigit() and int(value) in LOCK_CHOICES else 0

    @lock_minutes.setter
    def lock_minutes(self, minutes: int) -> None:
        self._kept.setValue("lock_minutes", str(minutes))

    def shape(self, name: str) -> QByteArray | None:
        """Return a kept size or state of the window, or None."""
        kept = self._kept.value(f"shape/{name}")
        return kept if isinstance(kept, QByteArray) else None

    def keep_shape(self, name: str, shape: QByteArray) -> None:
        """Keep a size or state of the window."""
        self._kept.setValue(f"shape/{name}", shape)
