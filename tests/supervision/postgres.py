"""A PostgreSQL of a test's own in a passing folder, on a socket only. Debian's postgresql brings the programs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

_LITTLE_ROOM = "-c fsync=off -c unix_socket_directories={folder} -c listen_addresses=''"


def _program(name: str) -> str:
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    assert places, f"{name} is missing: build/setup.sh installs Debian's postgresql"
    return str(places[-1])


@contextmanager
def cluster(options: str = "") -> Iterator[str]:
    """Yield the connection string of an empty database; the server ends with the block."""
    folder = Path(tempfile.mkdtemp(prefix="sohoa-pg-"))
    as_other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_other:
        shutil.chown(folder, "postgres")
    data = folder / "data"

    def call(*words: str) -> None:
        subprocess.run([*as_other, *words], check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=60)

    try:
        call(
            _program("initdb"),
            "-D",
            str(data),
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        wanted = f"{_LITTLE_ROOM.format(folder=folder)} {options}"
        call(_program("pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", wanted, "start")
        try:
            yield f"host={folder} user=postgres dbname=postgres"
        finally:
            call(_program("pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def asker(connection: psycopg.Connection[Any]) -> Any:
    """Return what puts questions with :names to this connection."""

    def ask(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        named = re.sub(r"(?<!:):([a-z_0-9]+)", r"%(\1)s", sql.replace("%", "%%"))
        return connection.execute(named, values).fetchall()  # type: ignore[arg-type]

    return ask


DOSSIERS = """
CREATE TABLE dossiers (
    code TEXT NOT NULL UNIQUE, other_codes TEXT NOT NULL, procedure_code TEXT NOT NULL, procedure_name TEXT NOT NULL,
    field_code TEXT NOT NULL, owner_name TEXT NOT NULL, owner_number TEXT NOT NULL, owner_kind INTEGER, channel INTEGER,
    unit_name TEXT NOT NULL, unit_code TEXT NOT NULL, received_at BIGINT, due_at BIGINT, solved_at BIGINT,
    returned_at BIGINT, state INTEGER, has_result INTEGER NOT NULL, fee BIGINT, paid_online INTEGER,
    birth_date TEXT NOT NULL, extra TEXT NOT NULL
)"""
