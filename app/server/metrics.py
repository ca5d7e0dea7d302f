"""What Prometheus is told: calls by route and status, how long they took, and what waits; never who or of whom."""

from __future__ import annotations

import os
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from app.server.database import ServerDatabase, one

# Of several processes each writes its counts into this folder (set before a process starts), and any tells of all.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_own = CollectorRegistry()
_calls = Counter("sohoa_calls", "Calls by route and status.", ("call", "status"), registry=_own)
_seconds = Histogram("sohoa_call_seconds", "How long calls took.", ("call",), registry=_own)
_bytes = Counter("sohoa_received_bytes", "Bytes of bodies that came in.", registry=_own)
_GAUGES = {
    "sohoa_uploads_under_way": ("Uploads that have not become results.", "SELECT count(*) AS n FROM uploads"),
    "sohoa_upload_bytes_under_way": (
        "Bytes of these uploads that have arrived.",
        "SELECT coalesce(sum(arrived), 0) AS n FROM uploads",
    ),
    "sohoa_sync_waiting": (
        "Dossiers that wait to be sent to other systems.",
        "SELECT count(*) AS n FROM outbox WHERE sent < change AND cause IS NULL",
    ),
    "sohoa_sync_errors": (
        "Dossiers that are not the same at another system.",
        "SELECT count(*) AS n FROM outbox WHERE cause IS NOT NULL",
    ),
}


def count(call: str, status: int, seconds: float, size: int) -> None:
    """Count a call of a route, known by its pattern."""
    _calls.labels(call, str(status)).inc()
    _seconds.labels(call).observe(seconds)
    _bytes.inc(size)


def told(database: ServerDatabase) -> bytes:
    """Return everything in Prometheus' text form, counted over all processes."""
    standing = CollectorRegistry()
    standing.register(_Standing(database))
    if os.environ.get(FOLDER):
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    else:
        counted = _own
    return generate_latest(counted) + generate_latest(standing)


class _Standing:
    """What is asked of the database when Prometheus asks."""

    def __init__(self, database: ServerDatabase) -> None:
        self._database = database

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the gauges."""
        with self._database.reading() as connection:
            for name, (meaning, sql) in _GAUGES.items():
                row = one(connection, sql)
                yield GaugeMetricFamily(name, meaning, int(row["n"]) if row else 0)
