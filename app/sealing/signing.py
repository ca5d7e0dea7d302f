"""Signing, as the floors above use it: open a key, look at it, add a timestamp, take back what others signed."""

from app.sealing.sign.handover import match, returned
from app.sealing.sign.improving import improve
from app.sealing.sign.pen import look, open_pen

__all__ = ["improve", "look", "match", "open_pen", "returned"]
