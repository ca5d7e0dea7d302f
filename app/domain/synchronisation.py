"""National synchronisation: what another system should show of a dossier, what it shows, and what differs. No I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.domain.dossier import Dossier

TIMES = ("received_at", "due_at", "solved_at", "returned_at")  # of a dossier, compared to the second


class Cause(StrEnum):
    """Why a dossier is not the same on the other side."""

    NOT_THERE = "not-there"  # sent and accepted, but not found there
    MISSING_LINK = "missing-link"  # a stored result is not shown there
    LINK_DIFFERS = "link-differs"  # results are shown in another order
    RECALLED_SHOWN = "recalled-shown"  # a withdrawn or replaced result is still shown
    DIGEST_DIFFERS = "digest-differs"  # what the other side holds, or our link gives, has other bytes
    STATE_DIFFERS = "state-differs"
    DATE_DIFFERS = "date-differs"
    CODE_REPLACED = "code-replaced"  # it is kept there under another code
    DUPLICATE = "duplicate"  # it is there more than once
    UNKNOWN_PROCEDURE = "unknown-procedure"
    REFUSED = "refused"  # with a code and a message
    STATE_TAKES_NO_RESULT = "state-takes-no-result"  # the other side takes results in other states only
    UNFIT = "unfit"  # what the register holds does not have the form
    LOST_ANSWER = "lost-answer"  # sent, and no answer came
    UNREACHABLE = "unreachable"
    LOGIN_REFUSED = "login-refused"
    DEFECT = "defect"  # a bug of ours, in the log


class Mender(StrEnum):
    """Whose it is to mend an error."""

    UNIT = "unit"  # people of the unit: what is wrong stands in the register
    ADMINISTRATOR = "administrator"  # who runs this store
    GATEWAY = "gateway"  # who runs the other side


@dataclass(frozen=True, slots=True)
class NotSynchronised:
    """A dossier with an error, as the served store tells workstations; `told`: cause and mender in words."""

    dossier: str
    target: str
    unit: str
    since: datetime | None
    told: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it should be: the field, what it is here and there."""

    cause: Cause
    field: str = ""
    ours: str = ""
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A stored result as it is sent. `link`: the address under which the other side fetches it."""

    id: str
    digest: str
    name: str
    type_code: str
    link: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """Everything that is sent of a dossier: all results that stand, in order, and those that no longer do."""

    dossier: Dossier
    papers: tuple[Paper, ...]
    recalled: tuple[Paper, ...]
    by: str  # who deposited last
    at: datetime  # when


@dataclass(frozen=True, slots=True)
class SeenPaper:
    """A result that the other side shows. `key` is what it is known by there: its link, or its digest."""

    key: str
    digest: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """A dossier as the other side shows it. `times` holds those of TIMES that it can show, None where it is empty."""

    code: str
    state: str
    times: Mapping[str, datetime | None]
    papers: tuple[SeenPaper, ...]
    other_codes: tuple[str, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)


class SyncTrouble(Exception):  # noqa: N818 - an expected end of an attempt, told by its differences
    """An attempt ended early; `differences` say why."""

    def __init__(self, cause: Cause, name: str = "", ours: str = "", theirs: str = "") -> None:
        """Keep why."""
        super().__init__(f"{cause} {name}")
        self.difference = Difference(cause, name, ours, theirs)


def differences(parcel: Parcel, found: Sequence[Seen], key_of: Callable[[Paper], str]) -> list[Difference]:
    """Return what the other side shows otherwise; nothing when both are equal. States are compared as they are."""
    if not found:
        return [Difference(Cause.NOT_THERE, ours=parcel.dossier.code)]
    if len(found) > 1:
        return [
            Difference(Cause.DUPLICATE, ours=parcel.dossier.code, theirs=", ".join(one.code for one in found))
        ]
    (seen,) = found
    return [*_of_dossier(parcel.dossier, seen), *_of_papers(parcel, seen, key_of)]


def _of_dossier(dossier: Dossier, seen: Seen) -> Iterator[Difference]:
    if seen.code != dossier.code:
        yield Difference(Cause.CODE_REPLACED, "code", dossier.code, seen.code)
    state = "" if dossier.state is None else str(int(dossier.state))
    if seen.state != state:
        yield Difference(Cause.STATE_DIFFERS, "state", state, seen.state)
    for name in TIMES:
        ours: datetime | None = getattr(dossier, name)
        if ours is None or name not in seen.times:
            continue  # what the register does not know can't be held against the other side
        theirs = seen.times[name]
        if theirs is None or theirs != ours.replace(microsecond=0):
            yield Difference(Cause.DATE_DIFFERS, name, ours.isoformat(), theirs.isoformat() if theirs else "")


def _of_papers(parcel: Parcel, seen: Seen, key_of: Callable[[Paper], str]) -> Iterator[Difference]:
    theirs = [paper.key for paper in seen.papers]
    ours = [key_of(paper) for paper in parcel.papers]
    for key in ours:
        if key not in theirs:
            yield Difference(Cause.MISSING_LINK, "result", key)
    if set(ours) <= set(theirs) and [key for key in theirs if key in ours] != ours:
        yield Difference(Cause.LINK_DIFFERS, "result", " ".join(ours), " ".join(theirs))
    for paper in parcel.recalled:
        if (key := key_of(paper)) in theirs and key not in ours:
            yield Difference(Cause.RECALLED_SHOWN, "result", "", key)
    digests = {paper.key: paper.digest for paper in seen.papers}
    for paper in parcel.papers:
        if (shown := digests.get(key_of(paper))) and shown != paper.digest:
            yield Difference(Cause.DIGEST_DIFFERS, "result", paper.digest, shown)
