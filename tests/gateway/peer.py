"""A system beside ours over real HTTP, for tests: it answers, or does what real ones have been seen to do instead."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Fault(StrEnum):
    """What goes wrong with one call. Those of the second group are done to the record, silently."""

    LOSE_ANSWER = "lose-answer"  # done, and the line cut
    LOSE_ORDER = "lose-order"  # the line cut, nothing done
    DELAY = "delay"  # done, and answered only when the test says so
    REFUSE = "refuse"
    EXPIRE = "expire"  # the session
    TROUBLE = "trouble"  # HTTP 503
    GARBAGE = "garbage"  # a page of a proxy

    DROP_RESULTS = "drop-results"
    MAP_STATE = "map-state"  # to 9, whatever it was
    SHIFT_DATE = "shift-date"
    MINT = "mint"  # a second code beside ours
    REPLACE = "replace"  # the code by another one
    DOUBLE = "double"  # the dossier is kept twice


class Refusal(Exception):  # noqa: N818
    """An answer that refuses, with code and message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


Plan = Callable[[str, str], Fault | None]  # operation and dossier: what goes wrong


def nothing_wrong(_operation: str, _dossier: str) -> Fault | None:
    return None


def once(operation: str, fault: Fault) -> Plan:
    """A plan in which the first call of this operation goes wrong, and no other."""
    left = [fault]
    return lambda asked, _: left.pop() if left and asked == operation else None


def always(operation: str, fault: Fault) -> Plan:
    return lambda asked, _: fault if asked == operation else None


class Peer:
    """What both simulators share: a plan of faults, and a lock around what they hold."""

    def __init__(self) -> None:
        self.plan: Plan = nothing_wrong
        self.lock = threading.RLock()
        self.release = threading.Event()  # for DELAY
        self.calls: list[str] = []
        self.url = ""

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, Any]:
        """Status and JSON of one call; Cut when there is none."""
        raise NotImplementedError


def sent(peer: Peer) -> list[str]:
    return [call.split()[0] for call in peer.calls if not call.startswith("TraCuuHoSo")]


class Cut(Exception):  # noqa: N818
    """The line is cut instead of an answer."""


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body leave together
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            status, answer = self.server.peer.answer(self.path.strip("/"), dict(self.headers), body)
        except Cut:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        data = answer if isinstance(answer, bytes) else json.dumps(answer, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None: ...


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    peer: Peer

    def handle_error(self, *_: object) -> None:
        """A client that went away is no trouble of the server."""


@contextlib.contextmanager
def standing(peer: Peer) -> Iterator[Peer]:
    """Let the peer listen on a free port until the block ends."""
    with _Server(("127.0.0.1", 0), _Door) as server:
        server.peer = peer
        peer.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield peer
        finally:
            peer.release.set()
            server.shutdown()
            thread.join()
