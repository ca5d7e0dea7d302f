"""The command line: parse, call, print."""

from app.commands import desk, finishing, importing, lessons, office, reading, signing, station  # noqa: F401 - importing adds the commands
from app.commands.options import sohoa

__all__ = ["sohoa"]
