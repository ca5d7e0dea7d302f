"""Signing, as the floors above use it: open a key, look at it, add a timestamp, take back what others signed.

Light to import: pyHanko takes a second to load, and most counters never sign. So each name is brought in when used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.sealing.sign.handover import match, returned
    from app.sealing.sign.improving import improve
    from app.sealing.sign.pen import look, open_pen

_HOMES = {
    "match": "app.sealing.sign.handover",
    "returned": "app.sealing.sign.handover",
    "improve": "app.sealing.sign.improving",
    "look": "app.sealing.sign.pen",
    "open_pen": "app.sealing.sign.pen",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(importlib.import_module(_HOMES[name]), name)


__all__ = ["improve", "look", "match", "open_pen", "returned"]
