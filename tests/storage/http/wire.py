"""A bad line to a server on this machine: cuts connections where a plan says, delays, and is as slow as asked."""

from __future__ import annotations

import contextlib
import queue
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PIECE_BYTES = 4096
RESET = struct.pack("ii", 1, 0)  # SO_LINGER of no seconds: the other side sees a reset, not an orderly end


@dataclass
class Line:
    """`cut_after(n)`: how many bytes of connection n (from 0) go up before it is cut, None: it is not.

    `answers_lost`: connections that are cut as soon as the server answers. `delay_seconds` is that of one way.
    """

    target: tuple[str, int]
    cut_after: Callable[[int], int | None] = lambda _: None
    answers_lost: set[int] = field(default_factory=set)
    delay_seconds: float = 0.0
    bytes_per_second: float = 0.0
    connections: int = 0
    cuts: int = 0
    carried_up: int = 0
    url: str = ""
    _free_at: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def carry(self, client: socket.socket, number: int) -> None:
        """Join a client with the server until either ends, or the plan cuts them."""
        try:
            server = socket.create_connection(self.target)
        except OSError:
            _reset(client)
            return
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        left = self.cut_after(number)
        down = threading.Thread(target=self._pump, args=(server, client, "down", number, None), daemon=True)
        down.start()
        self._pump(client, server, "up", number, left)
        down.join()
        client.close()
        server.close()

    def _pump(
        self, source: socket.socket, sink: socket.socket, way: str, number: int, left: int | None
    ) -> None:
        pieces: queue.Queue[tuple[float, bytes]] = queue.Queue()
        sender = threading.Thread(target=self._send, args=(pieces, source, sink), daemon=True)
        sender.start()
        with contextlib.suppress(OSError):
            while piece := source.recv(PIECE_BYTES if left is None else min(PIECE_BYTES, max(1, left))):
                if way == "down" and number in self.answers_lost:
                    self._cut(source, sink)
                    break
                self._go_through(way, len(piece))
                pieces.put((time.monotonic() + self.delay_seconds, piece))
                if left is not None:
                    left -= len(piece)
                    if left <= 0:
                        self._cut(source, sink)
                        break
        pieces.put((0.0, b""))
        sender.join()

    @staticmethod
    def _send(pieces: queue.Queue[tuple[float, bytes]], source: socket.socket, sink: socket.socket) -> None:
        while True:
            due, piece = pieces.get()
            time.sleep(max(0.0, due - time.monotonic()))
            try:
                if not piece:
                    sink.shutdown(socket.SHUT_WR)
                    return
                sink.sendall(piece)
            except OSError:
                with contextlib.suppress(OSError):
                    source.shutdown(socket.SHUT_RDWR)
                return

    def _go_through(self, way: str, size: int) -> None:
        with self._lock:
            self.carried_up += size if way == "up" else 0
            if not self.bytes_per_second:
                return
            now = time.monotonic()
            self._free_at[way] = max(now, self._free_at.get(way, 0.0)) + size / self.bytes_per_second
            pause = self._free_at[way] - now
        time.sleep(pause)

    def _cut(self, source: socket.socket, sink: socket.socket) -> None:
        with self._lock:
            self.cuts += 1
        _reset(source)
        _reset(sink)


def _reset(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextlib.contextmanager
def line_to(url: str) -> Iterator[Line]:
    """Yield a line to the server at `url`; its own `url` is what clients are given. Set its faults as you like."""
    address = urlsplit(url)
    line = Line((address.hostname or "", address.port or 0))
    listener = socket.create_server(("127.0.0.1", 0))
    line.url = f"http://127.0.0.1:{listener.getsockname()[1]}"

    def listen() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            number, line.connections = line.connections, line.connections + 1
            threading.Thread(target=line.carry, args=(client, number), daemon=True).start()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
