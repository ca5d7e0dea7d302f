"""Asks an embedded store for codes of papers, one for each key on standard input, told as `KEY CODE` line by line.

`ROOT PREFIX`; "ready" is told first, so that several programs can be let loose at once.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from app.storage.store import EmbeddedStore


def main() -> None:
    store = EmbeddedStore(Path(sys.argv[1]), lambda: datetime(2026, 3, 10, tzinfo=UTC))
    print("ready", flush=True)
    for key in sys.stdin.readline().split():
        print(key, store.paper_code(sys.argv[2], key), flush=True)
    store.close()


if __name__ == "__main__":
    main()
