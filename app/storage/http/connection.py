"""One served store as this workstation reaches it: address, authority, login; answers told apart at the border."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urljoin

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from requests.utils import get_environ_proxies
from urllib3.exceptions import MaxRetryError, NewConnectionError

from app.domain.errors import TryAgainError
from app.domain.messages import Message
from app.storage.http.answers import fields_of, passing, refused

CONNECT_SECONDS, ANSWER_SECONDS = 10.0, 60.0
AT_ONCE = 16  # connections kept open
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 30.0
API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Credential:
    """Who logs in: an account with its password, or a workstation's long-lived token."""

    account: str = ""
    password: str = ""
    token: str = ""


class _Bearer(AuthBase):
    """Sets the token itself: left to requests, a .netrc of the machine would replace it."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self.token:
            request.headers["Authorization"] = f"Bearer {self.token}"
        return request


class Connection:
    """Calls the API with a valid token. Safe to call from any thread.

    Every call raises TryAgainError for whatever passes by itself: no network, a server in trouble, a login refused (it
    is not tried again before the credential changes: a wrong password would only lock the account).
    """

    def __init__(
        self,
        url: str,
        credential: Callable[[], Credential],
        authority: str = "",
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare; nothing is sent yet. `authority` is a PEM file of the store's own certificate authority."""
        self.url = url.rstrip("/")
        self.reachable: bool | None = None  # None: not tried yet
        self._credential, self._monotonic = credential, monotonic
        self._verify: str | bool = authority or True
        self._session = requests.Session()
        self._session.trust_env = False  # REQUESTS_CA_BUNDLE would win over our own authority
        self._session.proxies = dict(get_environ_proxies(self.url))
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(pool_connections=1, pool_maxsize=AT_ONCE))
        self._login_lock = threading.Lock()
        self._token = ""
        self._refused: Credential | None = None
        self._pause = 0.0
        self._closed_until = 0.0

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def call(self, method: str, path: str, *, anonymous: bool = False, **how: Any) -> requests.Response:
        """Return the answer, whatever its status below 500; a 401 is answered by logging in anew, once.

        `path` is one of the API, or a whole address that the store named; `how` is what requests takes (data, json,
        headers, params, stream).
        """
        token = "" if anonymous else self._valid_token(expired="")
        answer = self._send(method, path, auth=_Bearer(token), **how)
        if answer.status_code == 401 and not anonymous:
            answer.close()
            answer = self._send(method, path, auth=_Bearer(self._valid_token(expired=token)), **how)
            if answer.status_code == 401:
                raise TryAgainError(Message.of("store-login-refused", store=self.url))
        if trouble := passing(answer, self.url):
            answer.close()
            raise trouble
        return answer

    def json(self, method: str, path: str, **how: Any) -> dict[str, Any]:
        """Return the fields of a good answer; NeedsPersonError for a refusal that is not expected."""
        answer = self.call(method, path, **how)
        if not answer.ok:
            raise refused(answer, self.url)
        return fields_of(answer, self.url)

    def _send(self, method: str, path: str, **how: Any) -> requests.Response:
        self._admit()
        try:
            answer = self._session.request(
                method,
                urljoin(self.url + API + "/", path),
                allow_redirects=False,
                verify=self._verify,
                timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
                **how,
            )
        except requests.RequestException as trouble:
            detail = type(trouble).__name__
            if _not_connected(trouble):
                self._stand_back()
            raise TryAgainError(Message.of("store-unreachable", store=self.url, detail=detail)) from trouble
        self.reachable, self._pause, self._closed_until = True, 0.0, 0.0
        return answer

    def _admit(self) -> None:
        """Fail at once while the store can't be reached: hundreds of scans must not each wait for a dead line."""
        now = self._monotonic()
        if now < self._closed_until:
            raise TryAgainError(Message.of("store-unreachable", store=self.url, detail="-"))
        if self._pause:
            self._closed_until = now + self._pause  # this call is the one that tries

    def _stand_back(self) -> None:
        self.reachable = False
        self._pause = min(LONGEST_PAUSE_SECONDS, max(FIRST_PAUSE_SECONDS, self._pause * 2))
        self._closed_until = self._monotonic() + self._pause * random.uniform(0.7, 1.0)  # noqa: S311

    # --- login ---

    def _valid_token(self, expired: str) -> str:
        """Return the token; log in when there is none, or when it is the one that has expired."""
        with self._login_lock:
            if self._token and self._token != expired:
                return self._token
            credential = self._credential()
            if credential == self._refused:
                raise TryAgainError(Message.of("store-login-refused", store=self.url))
            if credential.token and credential.token == expired:
                self._refuse(credential)
            self._token = credential.token or self._log_in(credential)
            return self._token

    def _log_in(self, credential: Credential) -> str:
        fields = {"account": credential.account, "password": credential.password}
        answer = self._send("POST", "sessions", json=fields)
        if trouble := passing(answer, self.url):
            raise trouble
        if not answer.ok:
            self._refuse(credential)
        return str(fields_of(answer, self.url).get("token", ""))

    def _refuse(self, credential: Credential) -> None:
        self._refused, self._token = credential, ""
        raise TryAgainError(Message.of("store-login-refused", store=self.url))


def _not_connected(trouble: requests.RequestException) -> bool:
    """Whether not even a connection came about (a cut in the middle is no reason to stand back)."""
    cause = trouble.args[0] if trouble.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return isinstance(trouble, (requests.ConnectTimeout, requests.exceptions.SSLError)) or isinstance(
        reason, NewConnectionError
    )
