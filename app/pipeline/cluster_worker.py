"""What runs on a worker of a cluster: bytes come, facts go back, and nothing is kept.

The work itself runs in processes beside the worker, so that a file which crashes or hangs the reader costs one call.
"""

from __future__ import annotations

import functools
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from app import __version__
from app.domain.errors import EnvironmentLackError
from app.domain.messages import Message
from app.ocr.door import engine_name
from app.pipeline.crew import ProcessCrew

T = TypeVar("T")
NICENESS = 19


def made_of() -> str:
    """Return what a worker must have in common with who asks it: the program's version, and what reads."""
    return f"sohoa {__version__}, {engine_name()}"


def work_on_bytes(
    function: Callable[..., T],
    data: bytes,
    arguments: tuple[object, ...],
    timeout_seconds: float,
    asked_by: str,
) -> T:
    """Return `function(path, *arguments)` for a passing file with these bytes.

    Raises what the function raises, UnreadableError and NeedsPersonError as a crew does, and EnvironmentLackError when
    this worker is not made of the same as who asks.
    """
    if (own := made_of()) != asked_by:
        raise EnvironmentLackError(Message.of("cluster-differs", worker=own, asked=asked_by))
    with tempfile.TemporaryDirectory(prefix="sohoa-worker-") as room:
        path = Path(room) / "capture"
        path.write_bytes(data)
        return _crew().submit(function, str(path), *arguments, timeout_seconds=timeout_seconds).result()


@functools.cache
def _crew() -> ProcessCrew:
    return ProcessCrew(os.cpu_count() or 1, niceness=NICENESS)
