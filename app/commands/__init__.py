"""The command line: parse, call, print."""

from app.commands import station, reading, finishing, office, desk  # noqa: I001, F401 - importing adds the commands, in this order
from app.commands.options import sohoa

__all__ = ["sohoa"]
