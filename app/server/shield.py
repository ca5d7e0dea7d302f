"""Stands before every call: size of bodies, headers for safety, and one line of log without personal data."""

from __future__ import annotations

import logging
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.server.metrics import count
from app.server.problems import ProblemError, answer

LARGEST_BODY_BYTES = 16 << 20  # of everything but chunks of uploads
SAFETY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "Cache-Control": "no-store",
}
UPLOADS = "/api/v1/uploads"
TUS_VERSION = "1.0.0"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_log = logging.getLogger("app.server.calls")


class Shield:
    """An ASGI middleware. A body that turns out too large is answered 413, and not read to its end."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        call = _Call(scope, receive, send)
        try:
            if refusal := call.refusal():
                await answer(Request(scope), refusal)(scope, receive, call.send)
                return
            await self._app(scope, call.receive, call.send)
        finally:
            call.write_line()


class _Call:
    """One call as it passes."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._began = time.monotonic()
        self._status, self._body_bytes = 0, 0
        self._limited = scope["method"] != "PATCH"

    def refusal(self) -> ProblemError | None:
        """What is refused by its headers alone: bodies too large, and packed ones, for nothing is unpacked here."""
        headers = Headers(scope=self._scope)
        length = headers.get("content-length", "")
        if self._limited and length.isdecimal() and int(length[:20]) > LARGEST_BODY_BYTES:
            return ProblemError(413, "too-large", {"Connection": "close"})
        if headers.get("content-encoding", "identity").lower() != "identity":
            return ProblemError(415, "malformed", {"Accept-Encoding": "identity"})
        return None

    async def receive(self) -> Message:
        message = await self._receive()
        self._body_bytes += len(message.get("body", b""))
        if self._limited and self._body_bytes > LARGEST_BODY_BYTES:
            raise HTTPException(
                413, headers={"Connection": "close"}
            )  # FastAPI lets nothing else through here
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, text in SAFETY.items():
                headers.setdefault(name, text)
            if self._scope["path"].startswith(UPLOADS):  # tus: in every answer, refusals of ours among them
                headers.setdefault("Tus-Resumable", TUS_VERSION)
        await self._send(message)

    def write_line(self) -> None:
        """Log the call by its route, never by its address, which may hold names and numbers."""
        route = getattr(self._scope.get("route"), "path", "-")
        method = self._scope["method"] if self._scope["method"] in _METHODS else "?"
        call, seconds = f"{method} {route}", time.monotonic() - self._began
        count(call, self._status, seconds, self._body_bytes)
        fields = {
            "call": call,
            "status": self._status,
            "milliseconds": round(seconds * 1000, 1),
            "bytes": self._body_bytes,
            "account": self._scope.get("sohoa_account"),
        }
        _log.info("%(call)s %(status)s", fields)
