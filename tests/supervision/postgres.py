"""A PostgreSQL of a test's own in a passing folder, on a socket only. Debian's postgresql brings the programs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import uuid
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


class Cluster:
    """A PostgreSQL in a folder that can be stopped and started again."""

    def __init__(self, folder: Path, options: str = "") -> None:
        self.place = f"host={folder} user=postgres dbname=postgres"
        self._folder, self._data = folder, str(folder / "data")
        self._options = f"{_LITTLE_ROOM.format(folder=folder)} {options}"
        self._as_other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._as_other:
            shutil.chown(folder, "postgres")
        self._call("initdb", *["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"])

    def new_database(self) -> str:
        """Make an empty database and return its address."""
        name = f"of_{uuid.uuid4().hex}"
        with psycopg.connect(self.place, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        return f"postgresql://postgres@/{name}?host={self._folder}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._call("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", self._options, "start")

    def stop(self) -> None:
        """Stop it at once, as a crash would: what is not in its log is lost."""
        self._call("pg_ctl", "-m", "immediate", "stop")

    def _call(self, program: str, *words: str) -> None:
        command = [*self._as_other, _program(program), "-D", self._data, *words]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=60)


@contextmanager
def stoppable(options: str = "") -> Iterator[Cluster]:
    """Yield a running, empty PostgreSQL; it must run again when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="sohoa-pg-"))
    try:
        one = Cluster(folder, options)
        one.start()
        try:
            yield one
        finally:
            one.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def cluster(options: str = "") -> Iterator[str]:
    """Yield the connection string of an empty database; the server ends with the block."""
    with stoppable(options) as one:
        yield one.place


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
