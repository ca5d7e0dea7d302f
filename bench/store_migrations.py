"""How long the steps of the store's database take when the register is big already (PostgreSQL, fsync on).

    .venv/bin/python bench/store_migrations.py [--dossiers 1000000]

The register is filled in the form of step 0003; each later step is run in a transaction of its own, as `sohoa serve`
or `sohoa store migrate` would run them all in one. The lock named is the strongest that the step holds on `dossiers`.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from alembic import command
from alembic.script import ScriptDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.server.database import ServerDatabase, _config
from bench.store_server import fill
from tests.supervision.postgres import cluster

BEFORE = "0003"
LOCKS = """
SELECT mode FROM pg_locks WHERE relation = 'dossiers'::regclass AND pid <> pg_backend_pid() AND granted
ORDER BY array_position(ARRAY['AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock',
    'ShareUpdateExclusiveLock', 'RowExclusiveLock', 'RowShareLock', 'AccessShareLock'], mode) LIMIT 1"""


def step(database: ServerDatabase, place: str, revision: str) -> tuple[float, str]:
    """Take the steps up to this one; return the seconds and the strongest lock on `dossiers`."""
    config = _config("postgresql")
    began = time.perf_counter()
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        with psycopg.connect(place) as beside:
            held = (beside.execute("SELECT to_regclass('dossiers')").fetchone() or (None,))[
                0
            ] and beside.execute(LOCKS).fetchone()
    return time.perf_counter() - began, str(held[0]) if held else "none"


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dossiers", type=int, default=1_000_000)
    wanted = parser.parse_args()
    with cluster("-c fsync=on") as place:
        folder = place.split()[0].removeprefix("host=")
        database = ServerDatabase(f"postgresql://postgres@/postgres?host={folder}", lambda: datetime.now(UTC))
        step(database, place, BEFORE)
        began = time.perf_counter()
        fill(place, wanted.dossiers)
        print(f"{wanted.dossiers} dossiers, filled in {time.perf_counter() - began:.0f} s")
        script = ScriptDirectory.from_config(_config("postgresql"))
        for one in reversed(list(script.iterate_revisions("head", BEFORE))):
            seconds, lock = step(database, place, one.revision)
            print(f"  step {one.revision}: {seconds:6.1f} s, lock on dossiers: {lock}", flush=True)
        database.close()


if __name__ == "__main__":
    main()
