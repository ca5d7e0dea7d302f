"""A store served by real processes (`sohoa serve`) on a free port of this machine, for tests."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

from app.domain.receipt import Receipt
from app.server.accounts import Account, Role
from app.server.blobs import S3Place
from app.server.parts import Place, ServedStore, open_store
from app.server.results import Handed

PROJECT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "mật khẩu đủ dài"
TUS = {"Tus-Resumable": "1.0.0"}


def place_in(folder: Path, database: str = "") -> Place:
    home = folder / "server"
    home.mkdir(parents=True, exist_ok=True)
    url = database or f"sqlite:///{home / 'store.sqlite'}"
    return Place(url, home / "objects", home, PROJECT / "resources" / "translations")


def opened(place: Place) -> ServedStore:
    return open_store(place, lambda: datetime.now(UTC))


def hand_in(store: ServedStore, account: Account, dossier: str, data: bytes) -> Receipt:
    """Store bytes as a result, without HTTP."""
    upload = store.uploads.create(account, len(data))
    chunk = store.uploads.begin_chunk(upload)
    chunk.write(data)
    store.uploads.take(chunk)
    digest = hashlib.sha256(data).hexdigest()
    return store.results.deposit(account, Handed(f"{dossier} {digest}", dossier, digest, upload.id))


@dataclass
class Served:
    """A store at work: its address, and its insides as another process of the same store has them."""

    url: str
    inside: ServedStore
    process: subprocess.Popen[str]
    sessions: dict[str, str] = field(default_factory=dict)
    line: requests.Session | None = None  # kept open between calls, when given

    @property
    def api(self) -> str:
        return f"{self.url}/api/v1"

    def token(self, role: str, *units: str) -> str:
        """A workstation's token of an account with this role and these units; made when first asked for."""
        name = f"{role} {' '.join(units)}"
        if name not in self.sessions:
            if self.inside.accounts.find(name) is None:
                self.inside.accounts.add(name, Role(role), units, None)
            self.sessions[name] = self.inside.accounts.workstation_token(name, "test").secret
        return self.sessions[name]

    def ask(self, method: str, path: str, token: str = "", **how: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers |= how.pop("headers", {})
        return (self.line or requests).request(
            method, f"{self.api}/{path}", headers=headers, timeout=60, **how
        )

    def upload(self, token: str, data: bytes, *, at_once: bool = False) -> str:
        """Upload a file by the two calls of the core of tus, or by the one of creation-with-upload."""
        length = {"Upload-Length": str(len(data))}
        how = {"headers": _bytes(data) | length, "data": data} if at_once else {"headers": TUS | length}
        made = self.ask("POST", "uploads", token, **how)
        assert made.status_code == 201, made.text
        upload = made.headers["Location"].rpartition("/")[2]
        if at_once:
            return upload
        sent = self.patch(token, upload, 0, data)
        assert sent.status_code == 204, sent.text
        return upload

    def patch(self, token: str, upload: str, offset: int, data: bytes, **headers: str) -> requests.Response:
        given = _bytes(data) | {"Upload-Offset": str(offset)}
        return self.ask("PATCH", f"uploads/{upload}", token, headers=given | headers, data=data)

    def deposit(
        self, token: str, dossier: str, data: bytes, key: str = "", *, at_once: bool = False, **more: Any
    ) -> requests.Response:
        digest, upload = hashlib.sha256(data).hexdigest(), self.upload(token, data, at_once=at_once)
        fields = {"dossier": dossier, "digest": digest, "upload": upload, "metadata": {}}
        return self.ask(
            "POST",
            "results",
            token,
            headers={"Idempotency-Key": key or f"{dossier} {digest}"},
            json=fields | more,
        )


def _bytes(data: bytes) -> dict[str, str]:
    """Return the headers of a call that brings these bytes of an upload."""
    checksum = base64.b64encode(hashlib.sha256(data).digest()).decode()
    return TUS | {"Content-Type": "application/offset+octet-stream", "Upload-Checksum": f"sha256 {checksum}"}


@contextmanager
def served(
    folder: Path, database: str = "", options: Sequence[str] = (), blobs: S3Place | None = None
) -> Iterator[Served]:
    """Serve until the block ends; the processes are told to end, and must."""
    place = place_in(folder, database)
    if blobs:
        place = replace(place, blobs=blobs)
    inside = opened(place)
    process = start(folder, place, options)
    try:
        yield Served(address(process), inside, process)
    finally:
        inside.close()
        end(process)


def start(folder: Path, place: Place, options: Sequence[str] = ()) -> subprocess.Popen[str]:
    environment = os.environ | {"SOHOA_DATABASE": place.database} | _blobs(place.blobs)
    command = [sys.executable, "-m", "app", "--workspace", str(folder), "--json", "serve", "--port", "0"]
    log = (folder / "log.jsonl").open("a")
    with log:
        return subprocess.Popen(
            [*command, *options],
            cwd=PROJECT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )


def _blobs(place: Path | S3Place) -> dict[str, str]:
    if isinstance(place, Path):
        return {"SOHOA_BLOBS": str(place)}
    return {
        "SOHOA_BLOBS": f"s3://{place.bucket}/{place.prefix}",
        "SOHOA_S3_ENDPOINT": place.endpoint,
        "AWS_ACCESS_KEY_ID": place.key,
    }


def address(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    line = process.stdout.readline()
    assert line, f"it did not start: {process.wait(10)}"
    return str(json.loads(line)["url"])


def end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    process.wait(40)
    if process.stdout:
        process.stdout.close()
