"""The command line: parse, call, print."""

from app.commands import (  # noqa: F401 - importing adds the commands
    desk,
    finishing,
    importing,
    imports,
    lessons,
    letters,
    office,
    reading,
    report,
    serving,
    serving_care,
    signing,
    station,
    store,
    supervision,
    synchronising,
    worklists,
)
from app.commands.options import sohoa

__all__ = ["sohoa"]
