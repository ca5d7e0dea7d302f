"""Dated rules: the file of a kind that is in force on a day, from the program's folder and the office's own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from app.domain.errors import UsageError
from app.domain.messages import Message


def dated_rules(folders: Sequence[Path], kind: str, day: date) -> dict[str, Any]:
    """Return the newest `KIND_DATE.toml` whose day has come, else the first; a later folder speaks over an earlier one.

    UsageError when a file can't be read, or there is none.
    """
    known = sorted(_files(folders, kind), key=lambda rules: rules["valid_from"])
    if not known:
        raise UsageError(Message.of("rules-unreadable", file=f"{kind}_*.toml", detail="-"))
    return ([one for one in known if one["valid_from"] <= day] or known[:1])[-1]


def _files(folders: Sequence[Path], kind: str) -> Iterator[dict[str, Any]]:
    for path in (path for folder in folders for path in sorted(folder.glob(f"{kind}_*.toml"))):
        try:
            yield tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as trouble:
            raise UsageError(Message.of("rules-unreadable", file=str(path), detail=str(trouble))) from trouble
