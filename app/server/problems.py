"""What the store answers when it does not do what was asked: RFC 9457 problems, in the asker's language."""

from __future__ import annotations

import http
import logging
import sqlite3
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from app.domain.errors import NeedsPersonError, SohoaError, TryAgainError
from app.domain.messages import Message
from app.language import LANGUAGES, Translator

_log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = "5"

# Every code, with the text that a person is shown.
TEXTS = {
    "not-logged-in": Message.of("problem-not-logged-in"),
    "wrong-login": Message.of("problem-wrong-login"),
    "too-many-attempts": Message.of("problem-too-many-attempts"),
    "too-many-calls": Message.of("problem-too-many-calls"),
    "quota-reached": Message.of("problem-quota-reached"),
    "not-allowed": Message.of("problem-not-allowed"),
    "foreign-unit": Message.of("problem-foreign-unit"),
    "not-found": Message.of("problem-not-found"),
    "malformed": Message.of("problem-malformed"),
    "cursor-malformed": Message.of("problem-cursor-malformed"),
    "too-large": Message.of("problem-too-large"),
    "key-used": Message.of("problem-key-used"),
    "digest-differs": Message.of("problem-digest-differs"),
    "upload-not-found": Message.of("problem-upload-not-found"),
    "upload-expired": Message.of("problem-upload-expired"),
    "upload-incomplete": Message.of("problem-upload-incomplete"),
    "offset-differs": Message.of("problem-offset-differs"),
    "checksum-differs": Message.of("problem-checksum-differs"),
    "tus-version": Message.of("problem-tus-version"),
    "letter-refused": Message.of("problem-letter-refused"),
    "disk-full": Message.of("problem-disk-full"),
    "unavailable": Message.of("problem-unavailable"),
    "result-unreadable": Message.of("problem-result-unreadable"),
    "range-not-there": Message.of("problem-range-not-there"),
    "defect": Message.of("problem-defect"),
}


class ProblemError(Exception):
    """An answer that refuses: status, a code for programs, and what else the asker should know."""

    def __init__(self, status: int, code: str, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        """Keep status and code (one of TEXTS); `more` becomes members of the problem."""
        super().__init__(code)
        self.status, self.code, self.headers, self.more = status, code, headers, more


def language_of(request: Request) -> str:
    """Return the asker's language by Accept-Language: the first known one, else Vietnamese."""
    for part in request.headers.get("accept-language", "").split(","):
        if (wanted := part.split(";")[0].strip().lower()[:2]) in LANGUAGES:
            return wanted
    return "vi"


def translator_of(request: Request) -> Translator:
    """Return the texts in the asker's language."""
    return Translator(language_of(request), request.app.state.store.translations)


def answer(request: Request, problem: ProblemError) -> JSONResponse:
    """Return the problem as an answer."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": _title(problem.status),
        "status": problem.status,
        "code": problem.code,
        "detail": translator_of(request).say(TEXTS[problem.code]),
    }
    return JSONResponse(body | problem.more, problem.status, problem.headers, MEDIA_TYPE)


def _title(status: int) -> str:
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return "Checksum Mismatch"  # 460, of tus


def install(app: FastAPI) -> None:
    """Let every trouble leave the app as a problem; what is not expected is logged, and told without its inside."""
    app.add_exception_handler(ProblemError, _known)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(DBAPIError, _database)
    app.add_exception_handler(PoolTimeoutError, _database)
    app.add_exception_handler(SohoaError, _of_storage)
    app.add_exception_handler(Exception, _defect)


def _known(request: Request, trouble: Exception) -> JSONResponse:
    assert isinstance(trouble, ProblemError)
    return answer(request, trouble)


_OF_STATUS = {404: "not-found", 405: "not-found", 401: "not-logged-in", 403: "not-allowed", 413: "too-large"}


def _of_http(request: Request, trouble: Exception) -> JSONResponse:
    assert isinstance(trouble, HTTPException)
    code = _OF_STATUS.get(trouble.status_code, "malformed" if trouble.status_code < 500 else "defect")
    return answer(request, ProblemError(trouble.status_code, code, trouble.headers))


def _malformed(request: Request, trouble: Exception) -> JSONResponse:
    assert isinstance(trouble, RequestValidationError)
    # Where and what, but never the values: they may be personal data, and what came is known to who sent it.
    errors = [
        {"at": ".".join(str(step) for step in error["loc"])[:200], "why": error["type"]}
        for error in trouble.errors()[:20]
    ]
    return answer(request, ProblemError(422, "malformed", errors=errors))


def _database(request: Request, trouble: Exception) -> JSONResponse:
    if isinstance(trouble, DBAPIError) and not _passing(trouble):
        return _defect(request, trouble)
    _log.warning("the database can't be used: %s", type(trouble).__name__)
    return answer(request, ProblemError(503, "unavailable", {"Retry-After": RETRY_SECONDS}))


def _passing(trouble: DBAPIError) -> bool:
    """Whether the database is gone, busy or full: not a defect of this program's."""
    if getattr(trouble.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
        return False  # wrong SQL, or a table that is not there
    return type(trouble).__name__ in ("OperationalError", "InterfaceError") or trouble.connection_invalidated


def _of_storage(request: Request, trouble: Exception) -> JSONResponse:
    assert isinstance(trouble, SohoaError)
    _log.warning("storage: %s", trouble.message.id)
    if isinstance(trouble, TryAgainError):
        full = trouble.message.id == "storage-disk-full"
        problem = (507, "disk-full") if full else (503, "unavailable")
        return answer(request, ProblemError(*problem, {"Retry-After": RETRY_SECONDS}))
    if isinstance(trouble, NeedsPersonError):
        return answer(request, ProblemError(500, "result-unreadable"))
    return _defect(request, trouble)


def _defect(request: Request, trouble: Exception) -> JSONResponse:
    _log.error("a defect at %s", request.scope.get("route", ""), exc_info=trouble)
    return answer(request, ProblemError(500, "defect"))
