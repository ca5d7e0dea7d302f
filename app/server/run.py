"""Runs the store: one socket, one or several processes, TLS, a graceful end, and a log of JSON lines."""

from __future__ import annotations

import json
import logging
import os
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from app.domain.errors import EnvironmentLackError
from app.domain.messages import Message
from app.server.app import application
from app.server.blobs import S3Place
from app.server.limits import Limits
from app.server.metrics import FOLDER as METRICS_FOLDER
from app.server.parts import Place, open_store

_PLACE = (
    "SOHOA_SERVED_PLACE"  # how the processes learn what to serve; set by this program for its children only
)
_GRACE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Door:
    """Where the store listens. `proxies`: addresses whose X-Forwarded-… headers are believed, separated by commas."""

    host: str
    port: int
    workers: int = 1
    certificate: Path | None = None
    private_key: Path | None = None
    proxies: str = ""


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record; calls are objects already."""
        fields: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "process": record.process,
        }
        told = isinstance(record.args, dict) and record.name == "app.server.calls"
        fields |= cast("dict[str, Any]", record.args) if told else {"message": record.getMessage()}
        if record.exc_info and record.exc_info[1]:
            fields["trace"] = _trace(record.exc_info[1])
        return json.dumps(fields, ensure_ascii=False)


def _trace(trouble: BaseException) -> list[str]:
    """Where it happened and of what kind it is; not its words, which may hold what somebody sent."""
    before = trouble.__cause__ or trouble.__context__
    steps = [
        f"{step.filename}:{step.lineno} {step.name}" for step in traceback.extract_tb(trouble.__traceback__)
    ]
    return [*(_trace(before) if before else []), *steps, type(trouble).__qualname__]


def serve(place: Place, door: Door, announce: Callable[[str], None]) -> None:
    """Serve until the process is told to end; `announce` is given the address when it listens.

    EnvironmentLackError when database, key or certificate can't be used, or the port is taken.
    """
    open_store(place, _now).close()  # whatever is wrong is said here, by one process
    os.environ[_PLACE] = json.dumps(asdict(place), default=str)
    try:
        config = uvicorn.Config(
            "app.server.run:served",
            factory=True,
            host=door.host,
            port=door.port,
            workers=door.workers,
            ssl_certfile=door.certificate,
            ssl_keyfile=door.private_key,
            forwarded_allow_ips=door.proxies or None,
            proxy_headers=bool(door.proxies),
            server_header=False,
            access_log=False,
            log_config=None,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
        if door.certificate:
            config.load()  # a wrong certificate is said now
        listening = _listening(door)
    except (OSError, SystemExit) as trouble:
        detail = getattr(trouble, "strerror", None) or str(trouble)
        raise EnvironmentLackError(
            Message.of("serve-door-closed", host=door.host, port=door.port, detail=detail)
        ) from trouble
    scheme = "https" if door.certificate else "http"
    announce(f"{scheme}://{door.host}:{listening.getsockname()[1]}")
    if door.workers > 1:
        with tempfile.TemporaryDirectory(prefix="sohoa-metrics-") as folder:
            os.environ[METRICS_FOLDER] = folder
            Multiprocess(config, sockets=[listening]).run()
    else:
        _log_to_standard_error()
        uvicorn.Server(config).run(sockets=[listening])


def served() -> FastAPI:
    """Return the application of the place in the environment (called in each process)."""
    _log_to_standard_error()
    told = json.loads(os.environ[_PLACE])
    blobs = S3Place(**told["blobs"]) if isinstance(told["blobs"], dict) else Path(told["blobs"])
    limits = Limits(**told["limits"])
    place = Place(told["database"], blobs, Path(told["home"]), Path(told["translations"]), limits)
    return application(open_store(place, _now))


def _listening(door: Door) -> socket.socket:
    family = socket.AF_INET6 if ":" in door.host else socket.AF_INET
    # With its protocol named: only then does asyncio send small answers at once (TCP_NODELAY; 40 ms otherwise).
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((door.host, door.port))
    listening.listen(512)
    listening.set_inheritable(True)
    return listening


def _log_to_standard_error() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def _now() -> datetime:
    return datetime.now(UTC)
