"""Work for workers of a cluster: a file that passes in, and something told of it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import ReadFailure, UnreadableError


@dataclass(frozen=True)
class Told:
    text: str
    path: str
    process: int


def told(path: str, times: int) -> Told:
    return Told(Path(path).read_text(encoding="utf-8") * times, path, os.getpid())


def refuses(path: str) -> None:
    raise UnreadableError(ReadFailure.ENCRYPTED)


def crashes(path: str) -> None:
    os._exit(11)


def hangs(path: str) -> None:
    time.sleep(3600)


def slow(path: str, mark: str, number: int) -> int:
    """Leave a mark with the number of the worker's process (the parent of the one that works), take a while."""
    Path(f"{mark}-{number}-{os.getppid()}").touch()
    time.sleep(0.4)
    return number


def goes_away(function: Callable[..., object]) -> bool:
    return function.__module__ == __name__


def network_of(process: int | str) -> str:
    """Return which network a process is in."""
    return str(Path(f"/proc/{process}/ns/net").readlink())


def where(path: str) -> str:
    """Return which network this works in; slowly, so that every worker gets a call."""
    time.sleep(0.2)
    return network_of("self")
