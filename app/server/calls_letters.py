"""The calls of letters of apology and extension: written, allowed, numbered, listed, and their files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from app.domain.errors import UsageError
from app.server.access import account_of, bearer, may
from app.server.accounts import Account
from app.server.asked import Key, Text, cursor_of, period_of, place_of
from app.server.calls import LIMIT, Store
from app.server.calls_figures import rules_of
from app.server.letters import Form, Page, ServedLetters
from app.server.parts import ServedStore
from app.server.problems import ProblemError, translator_of
from app.supervision.letters import Wish

router = APIRouter(prefix="/letters", dependencies=[Depends(bearer), Depends(account_of)])
Looking = Annotated[Account, Depends(may("look"))]
_AT_ONCE = 200  # letters of one call
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class NewLetters(BaseModel):
    """For which dossiers, an entry of the catalogue of reasons, and the new day: named, in working days, or by rule."""

    dossiers: Annotated[list[Key], Field(min_length=1, max_length=_AT_ONCE)]
    reason: Key
    until: date | None = None
    days: Annotated[int | None, Field(ge=1, le=250)] = None


class Allowance(BaseModel):
    """The dossier for which one further letter may be written, and the ground."""

    dossier: Key
    note: Annotated[Text, Field(max_length=2000)] = ""


class Numbers(BaseModel):
    """Letters in the order in which they get the numbers from `first` on."""

    letters: Annotated[list[Key], Field(min_length=1, max_length=_AT_ONCE)]
    first: Annotated[int, Field(ge=1, le=1_000_000)]


@router.get("", operation_id="letters")
def letters(
    store: Store, account: Looking, *, first: Annotated[date, Query(alias="from")],
    last: Annotated[date, Query(alias="to")], unit: Text = "", cursor: str = "", limit: LIMIT = 100,
) -> dict[str, Any]:  # fmt: skip
    """Give the letters written in a period, as `sohoa letters list` does; `stored` once a signed one is deposited."""
    wanted = Page(period_of(first, last), unit, place_of(cursor), limit)
    found = _letters(store).page(account, wanted)
    more = cursor_of(found[-1][0]) if len(found) == limit else None
    return {"letters": [shape for _, shape in found], "next_cursor": more}


@router.get("/reasons", operation_id="letter_reasons")
def letter_reasons(store: Store, _: Looking) -> dict[str, Any]:
    """Give the catalogue of reasons in force today, and the working days to the new day where nobody names one."""
    rules = _letters(store).rules_today()
    reasons = [{"id": name, "text": text} for name, text in rules.reasons.items()]
    return {"reasons": reasons, "days": rules.days}


@router.post("", operation_id="write_letters")
def write_letters(
    store: Store, account: Annotated[Account, Depends(may("deposit"))], request: Request, wanted: NewLetters
) -> dict[str, Any]:
    """Write a letter for each dossier, still without a number, and tell why others could not be written."""
    with _refused(request):
        wish = Wish(wanted.reason, wanted.until, wanted.days)
        written, refused = _letters(store).write(account, wanted.dossiers, wish)
    say = translator_of(request).say
    return {"written": written, "refused": [say(reason) for reason in refused]}


@router.post("/allowances", operation_id="allow_letter")
def allow_letter(
    store: Store, account: Annotated[Account, Depends(may("allow"))], request: Request, wanted: Allowance
) -> dict[str, Any]:
    """Let one further letter be written for a dossier: a supervisor's act, not of who wrote the last one."""
    with _refused(request):
        _letters(store).allow(account, wanted.dossier, wanted.note)
    return {"dossier": wanted.dossier, "allowed": True}


@router.post("/numbers", operation_id="number_letters")
def number_letters(
    store: Store, account: Annotated[Account, Depends(may("number"))], request: Request, wanted: Numbers
) -> dict[str, Any]:
    """Number letters of one office, all or none: the records officer's act."""
    with _refused(request):
        return {"letters": _letters(store).number(account, wanted.letters, wanted.first)}


@router.get("/{letter_id}/content", operation_id="letter_content", response_class=Response)
def letter_content(
    store: Store, account: Looking, request: Request, letter_id: Text, form: Form = "pdf"
) -> Response:
    """Give the paper of a numbered letter, PDF/A to sign or DOCX; that it was read is written down."""
    with _refused(request):
        name, content = _letters(store).content(account, letter_id, form)
    plain = "".join(char if char.isascii() and char not in '"\\' else "_" for char in name)
    return Response(
        content, media_type=_TYPES[form], headers={"Content-Disposition": f'attachment; filename="{plain}"'}
    )


def _letters(store: ServedStore) -> ServedLetters:
    rules = rules_of(store)
    templates = (rules.folders[-1], store.translations.parent / "letters")
    return ServedLetters(store.database, store.key, rules, templates)


@contextmanager
def _refused(request: Request) -> Iterator[None]:
    """Answer with what the floor of supervision says to people."""
    try:
        yield
    except UsageError as trouble:
        said = translator_of(request).say(trouble.message)
        raise ProblemError(422, "letter-refused", detail=said) from trouble
