"""A served store in one process, for the client's tests: its uploads are those of `resumable-upload` (an independent
implementation of tus), its results those of FakeStore. A test may meddle with any of its answers."""

from __future__ import annotations

import base64
import contextlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from resumable_upload import TusServer
from resumable_upload.storage import SQLiteStorage

from app.domain.errors import NeedsPersonError
from app.domain.receipt import Receipt, published, signed_bytes
from app.domain.requests import Deposit
from app.domain.scan import Clock
from tests.contract.fake_store import FakeStore

UPLOADS = "/api/v1/uploads"
Answer = tuple[int, dict[str, str], bytes]
Meddle = Callable[["Asked", Callable[[], Answer]], Answer | None]


@dataclass(frozen=True)
class Asked:
    """One request as it came. `number` counts those of the same method."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    number: int


@dataclass
class Peer:
    """The store itself. `meddle` is asked for every request; it may answer otherwise, or not at all (None: cut)."""

    tus: TusServer
    store: FakeStore
    key: Ed25519PrivateKey
    meddle: Meddle = lambda _, go_on: go_on()
    tokens: set[str] = field(default_factory=lambda: {"token-0"})
    asked: list[Asked] = field(default_factory=list)
    url: str = ""
    dossiers: list[dict[str, Any]] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def public_key(self) -> str:
        return base64.b64encode(self.key.public_key().public_bytes_raw()).decode()

    def count(self, method: str, path: str = "") -> int:
        return sum(one.method == method and path in one.path for one in self.asked)

    def answer(self, asked: Asked) -> Answer | None:
        return self.meddle(asked, lambda: self._answer(asked))

    def _answer(self, asked: Asked) -> Answer:
        if asked.path == "/api/v1/sessions":
            return self._log_in(json.loads(asked.body))
        if asked.path == "/api/v1/keys":
            return told(200, {"store": self.store.name, "keys": [{"id": "1", "public_key": self.public_key}]})
        if asked.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return problem(401, "not-logged-in")
        if asked.path.startswith(UPLOADS):
            status, headers, body = self.tus.handle_request(
                asked.method, asked.path, asked.headers, asked.body
            )
            return status, headers, bytes(body) if isinstance(body, (bytes, bytearray)) else body.read()
        if asked.path == "/api/v1/dossiers":
            return self._dossiers(asked)
        with self.lock:
            try:
                return self._of_results(asked)
            except NeedsPersonError as trouble:
                codes = {"store-no-such-receipt": (404, "not-found"), "store-key-used": (409, "key-used"),
                         "store-code-key-used": (409, "key-used")}  # fmt: skip
                return problem(*codes.get(trouble.message.id, (422, trouble.message.id)))

    def _log_in(self, fields: dict[str, str]) -> Answer:
        if fields != {"account": "lan", "password": "đúng"}:
            return problem(401, "wrong-login")
        token = f"token-{len(self.tokens)}"
        self.tokens.add(token)
        return told(201, {"token": token, "expires_at": "2030-01-01T00:00:00+00:00", "account": "lan"})

    def _dossiers(self, asked: Asked) -> Answer:
        """The register: pages of two, in the order of `updated_at`."""
        if asked.method == "POST":
            stamp = self.store.clock().isoformat()
            self.dossiers += [row | {"updated_at": stamp} for row in json.loads(asked.body)["dossiers"]]
            return told(200, {})
        since = asked.query.get("updated_since", "")
        changed = [row for row in self.dossiers if row["updated_at"] >= since]
        begin = int(asked.query.get("cursor", "0"))
        more = str(begin + 2) if begin + 2 < len(changed) else None
        page = changed[begin : begin + 2]
        return told(200, {"dossiers": page, "next_cursor": more, "as_of": self.store.clock().isoformat()})

    def _of_results(self, asked: Asked) -> Answer:
        number = unquote(asked.path).removeprefix("/api/v1/results").strip("/")
        match asked.method, number:
            case "POST", _ if asked.path == "/api/v1/paper-codes":
                return told(200, {"code": self.store.paper_code(**json.loads(asked.body))})
            case "POST", "":
                return self._deposit(asked)
            case "POST", _:
                self.store.withdraw(number.removesuffix("/withdrawal"), json.loads(asked.body)["reason"])
                return 204, {}, b""
            case "GET", "":
                return self._list(asked.query)
        if number.endswith("/content"):
            data = b"".join(self.store.content(number.removesuffix("/content")))
            begin = int((re.findall(r"bytes=(\d+)-", asked.headers.get("range", "")) or ["0"])[0])
            return (206 if begin else 200), {}, data[begin:]
        known = next((one for one in self.store.all_receipts() if one.id == number), None)
        fields = self.published(known) if known else {}
        return told(200, fields | {"metadata": self.store.metadata(number)})

    def _list(self, query: dict[str, str]) -> Answer:
        since = datetime.fromisoformat(query["since"]) if "since" in query else None
        every = [
            one for one in self.store.all_receipts(since) if query.get("dossier", one.dossier) == one.dossier
        ]
        begin = int(query.get("cursor", "0"))
        more = str(begin + 2) if begin + 2 < len(every) else None
        page = [self.published(one) for one in every[begin : begin + 2]]
        return told(200, {"results": page, "next_cursor": more, "as_of": self.store.clock().isoformat()})

    def _deposit(self, asked: Asked) -> Answer:
        fields = json.loads(asked.body)
        upload = self.tus.storage.get_upload(fields["upload"]) if fields["upload"] else None
        if upload and upload["offset"] < upload["upload_length"]:
            return problem(409, "upload-incomplete")
        path = self.tus.storage.get_file_path(fields["upload"]) if upload else "/nonexistent"
        key = asked.headers["idempotency-key"]
        deposit = Deposit(key, fields["dossier"], fields["digest"], path, fields["metadata"])
        try:
            receipt = self.store.deposit(deposit)
        except NeedsPersonError as trouble:
            if trouble.message.id != "store-source-missing":
                raise
            return problem(404, "upload-not-found")
        if upload:
            self.tus.storage.delete_upload(fields["upload"])
        return told(201, self.published(receipt))

    def published(self, receipt: Receipt) -> dict[str, Any]:
        signature = base64.b64encode(self.key.sign(signed_bytes(receipt))).decode()
        return published(replace(receipt, signature=signature))


def told(status: int, fields: Any) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(fields).encode()


def problem(status: int, code: str) -> Answer:
    body = json.dumps({"type": "about:blank", "title": code, "status": status, "code": code}).encode()
    return status, {"Content-Type": "application/problem+json"}, body


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body go out together
    disable_nagle_algorithm = True
    peer: Peer

    def _asked(self) -> Asked | None:
        """The request, None when the line was cut within it."""
        address = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", "0")))
        if len(body) < int(headers.get("content-length", "0")):
            return None
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        with self.peer.lock:
            number = self.peer.count(self.command) + 1
            asked = Asked(self.command, address.path, query, headers, body, number)
            self.peer.asked.append(asked)
        return asked

    def do_GET(self) -> None:
        asked = self._asked()
        answer = self.peer.answer(asked) if asked else None
        if answer is None:
            self.close_connection = True
            return
        status, headers, body = answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204 and "content-length" not in {name.lower() for name in headers}:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_POST = do_PATCH = do_HEAD = do_DELETE = do_GET  # noqa: N815

    def log_message(self, *args: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """The other side went away in the middle: that is what these tests are about."""


@contextlib.contextmanager
def peer_at(folder: Path, clock: Clock) -> Iterator[Peer]:
    """Run a store on a free port of this machine."""
    folder.mkdir(parents=True, exist_ok=True)
    storage = SQLiteStorage(db_path=str(folder / "uploads.db"), upload_dir=str(folder / "uploads"))
    tus = TusServer(storage=storage, base_path=UPLOADS, checksum_algorithms=("sha256",))
    peer = Peer(tus, FakeStore(clock, name="peer"), Ed25519PrivateKey.generate())
    server = _Server(("127.0.0.1", 0), type("Answering", (_Answering,), {"peer": peer}))
    peer.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield peer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
