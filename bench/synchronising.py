"""Dossiers through all faults to the simulated national gateway: time, calls, and whether every difference is listed.

Everything (store on SQLite, three senders, the gateway over HTTP) shares the machine's cores. `--dossiers N`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.gateway.faulty_world import through_faults
from tests.gateway.national import NationalPortal
from tests.gateway.office import office


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    portal, began = NationalPortal(), time.perf_counter()

    def tell(what: str) -> None:
        print(f"{time.perf_counter() - began:8.1f} s  {what}", file=sys.stderr)

    with tempfile.TemporaryDirectory() as folder, office(Path(folder), portal) as room:
        world = through_faults(room, portal, asked.dossiers, asked.seed, tell)
        unequal, listed = world.unequal(), room.causes()
        attempts = room.rows("SELECT count(*) AS n FROM sync_attempts")[0]["n"]
        told = {
            "dossiers": asked.dossiers,
            "faults": sum(world.done.values()),
            "faults_by_kind": world.done,
            "calls": len(portal.calls),
            "attempts": attempts,
            "equal": asked.dossiers - len(unequal),
            "unequal": len(unequal),
            "unequal_and_not_listed": len(unequal - set(listed)),
            "listed": dict(Counter(listed.values())),
            "sent_again_after_mending_there": world.mend(),
            "unequal_then": len(world.unequal()),
            "seconds": round(time.perf_counter() - began, 1),
        }
    print(json.dumps(told))
    return 1 if told["unequal_and_not_listed"] or told["unequal_then"] else 0


if __name__ == "__main__":
    sys.exit(main())
