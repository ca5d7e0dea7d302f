"""Deposits one file, and is killed (SIGKILL) at the n-th step it takes on the disk: `ROOT FILE DIGEST N`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.domain.requests import Deposit
from app.storage import durable, objects
from app.storage.database import Database
from app.storage.store import EmbeddedStore

left = int(sys.argv[4])


def _step() -> None:
    global left  # noqa: PLW0603 - the whole program is this counter
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1


def _counted(call: Callable[..., Any]) -> Callable[..., Any]:
    def counted(*arguments: Any, **named: Any) -> Any:
        _step()
        result = call(*arguments, **named)
        _step()
        return result

    return counted


def main() -> None:
    store = EmbeddedStore(Path(sys.argv[1]), lambda: datetime(2026, 3, 10, tzinfo=UTC))
    for name in ("write_all", "sync_file", "move", "sync_folder"):
        setattr(durable, name, _counted(getattr(durable, name)))
    objects.move, objects.sync_folder = durable.move, durable.sync_folder
    EmbeddedStore._add = _counted(EmbeddedStore._add)  # type: ignore[method-assign]
    Database.writing = _counted(Database.writing)  # type: ignore[method-assign]
    receipt = store.deposit(Deposit("key", "H15.12-260310-0003", sys.argv[3], sys.argv[2]))
    _step()
    print(receipt.id)


if __name__ == "__main__":
    main()
