"""The line to another system: one call, what it means when none or a strange answer comes, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3.exceptions import MaxRetryError, NewConnectionError

from app.domain.synchronisation import Cause, SyncTrouble
from app.gateway.port import Exchange, Kept

CONNECT_SECONDS = 10.0
AT_ONCE = 32  # connections kept open
_LONGEST_KEPT = 2000  # characters of an answer that is no JSON


class Line:
    """Calls over HTTP(S). Safe from any thread; it holds no credential."""

    def __init__(
        self, url: str, clock: Callable[[], datetime], timeout_seconds: float, authority: str = ""
    ) -> None:
        """Prepare; nothing is sent yet. `authority`: a PEM file of the other side's own certificate authority."""
        self.url = url.rstrip("/")
        self._clock, self._timeout = clock, (CONNECT_SECONDS, timeout_seconds)
        self._session = requests.Session()
        self._session.trust_env = False  # a .netrc must not add credentials of its own
        self._session.proxies = dict(get_environ_proxies(self.url))
        self._session.verify = authority or True
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(pool_connections=1, pool_maxsize=AT_ONCE))

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def post(self, path: str, told: Exchange, kept: Kept | None, **how: Any) -> tuple[int, Any]:
        """Send, and return status and JSON of the answer. `told` says what is kept of the request.

        SyncTrouble: LOST_ANSWER when it may have arrived all the same, UNREACHABLE when it can't have, or when the
        other side is in trouble.
        """
        status, answer, trouble = 0, None, None
        try:
            got = self._session.post(
                f"{self.url}/{path}".rstrip("/"), timeout=self._timeout, allow_redirects=False, **how
            )
            status = got.status_code
            answer = _fields(got)
        except requests.RequestException as broken:
            cause = Cause.UNREACHABLE if _not_connected(broken) else Cause.LOST_ANSWER
            trouble = SyncTrouble(cause, told.operation, "", type(broken).__name__)
        if kept is not None:
            kept.exchanges.append(Exchange(told.operation, told.at, told.request, answer, status))
        if trouble:
            raise trouble
        if (
            status >= 500
            or status in {408, 429}
            or 300 <= status < 400
            or not isinstance(answer, (dict, list))
        ):
            raise SyncTrouble(Cause.UNREACHABLE, told.operation, "", f"HTTP {status}")
        return status, answer

    def telling(self, operation: str, request: Any) -> Exchange:
        """Return what is to be kept of a request that is sent now."""
        return Exchange(operation, self._clock(), request, None)


def _fields(got: requests.Response) -> Any:
    try:
        return got.json()
    except ValueError:
        return got.text[:_LONGEST_KEPT]


def _not_connected(trouble: requests.RequestException) -> bool:
    cause = trouble.args[0] if trouble.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return isinstance(trouble, (requests.ConnectTimeout, requests.exceptions.SSLError)) or isinstance(
        reason, NewConnectionError
    )
