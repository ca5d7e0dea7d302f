"""What a station stands on: the desk, the bridge to it, texts, settings and preferences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.pipeline.desk import Desk
from app.settings import Settings, Workspace
from app.ui.bridge import Bridge
from app.ui.preferences import Preferences
from app.ui.qt_texts import QtTexts
from app.ui.texts import Texts


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Handed from part to part, so that each takes what it needs; `monotonic` gives seconds."""

    desk: Desk
    bridge: Bridge
    texts: Texts
    qt_texts: QtTexts
    workspace: Workspace
    preferences: Preferences
    save_settings: Callable[[Settings], None]
    monotonic: Callable[[], float]
