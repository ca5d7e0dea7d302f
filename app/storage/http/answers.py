"""What the store's answers mean: passing troubles, refusals with their reason, and answers that are none of its own."""

from __future__ import annotations

from typing import Any

import requests

from app.domain.errors import NeedsPersonError, SohoaError, TryAgainError
from app.domain.messages import Message

_FULL = 507
_PASSING = {408, 423, 425, 429}
_TOO_LARGE = 413


def passing(answer: requests.Response, store: str) -> TryAgainError | None:
    """Return the trouble that passes by itself, or None. A redirection is a door of the network, not the store."""
    status = answer.status_code
    if status == _FULL:
        return TryAgainError(Message.of("store-full", store=store))
    if status >= 500 or status in _PASSING:
        return TryAgainError(Message.of("store-in-trouble", store=store, status=status))
    if 300 <= status < 400:
        return strange(answer, store)
    return None


def refused(answer: requests.Response, store: str) -> SohoaError:
    """Return what a refusal (4xx) means to a person."""
    problem = problem_of(answer)
    if answer.status_code == _TOO_LARGE:
        return NeedsPersonError(Message.of("store-too-large", store=store))
    if answer.status_code == 403:
        return NeedsPersonError(Message.of("store-not-allowed", store=store, detail=_told(problem)))
    if not problem:
        return strange(answer, store)  # a proxy's page, perhaps: the store always says why
    status = answer.status_code
    return NeedsPersonError(Message.of("store-refused", store=store, status=status, detail=_told(problem)))


def strange(answer: requests.Response, store: str) -> TryAgainError:
    """Return the trouble of an answer that the store does not give: a portal or proxy stands between."""
    return TryAgainError(Message.of("store-strange-answer", store=store, status=answer.status_code))


def fields_of(answer: requests.Response, store: str) -> dict[str, Any]:
    """Return the JSON object of a good answer; TryAgainError when it is none."""
    try:
        fields = answer.json()
    except ValueError as trouble:
        raise strange(answer, store) from trouble
    if not isinstance(fields, dict):
        raise strange(answer, store)
    return fields


def problem_of(answer: requests.Response) -> dict[str, Any]:
    """Return the fields of a problem (RFC 9457), empty when the answer is none."""
    try:
        fields = answer.json()
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) and "code" in fields else {}


def _told(problem: dict[str, Any]) -> str:
    return str(problem.get("detail") or problem.get("title") or problem.get("code") or "-")
