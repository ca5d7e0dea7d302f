"""The road of one dossier: look up, send, look up again, compare. Nothing is sent before the other side was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from app.domain.synchronisation import Cause, Difference, Parcel, Seen, SyncTrouble, differences
from app.gateway.port import Gateway, Kept, Read

OpenLink = Callable[[str], str]  # the digest of what a link gives, "" when nothing


@dataclass(slots=True)
class Attempt:
    """What became of one try; `other_codes`: codes under which the other side also knows the dossier."""

    problems: list[Difference] = field(default_factory=list)
    other_codes: tuple[str, ...] = ()
    kept: Kept = field(default_factory=Kept)

    @property
    def cause(self) -> Cause | None:
        """The first problem's cause, None when both sides are equal."""
        return self.problems[0].cause if self.problems else None


def deliver(gateway: Gateway, parcel: Parcel, read: Read, open_link: OpenLink | None) -> Attempt:
    """Let the other side show what the parcel says, and prove it; what a lost answer did is seen by the first look."""
    attempt = Attempt()
    code = parcel.dossier.code
    try:
        found = gateway.look_up(code, attempt.kept)
        attempt.other_codes = _codes_there(code, found)
        ambiguous = [
            one for one in differences(parcel, found, gateway.key_of) if one.cause in _NEVER_OVERWRITTEN
        ]
        if ambiguous:
            attempt.problems = ambiguous  # sending would change, or mint, one dossier more
            return attempt
        if differences(parcel, found, gateway.key_of):
            gateway.send(parcel, found, read, attempt.kept)
            found = gateway.look_up(code, attempt.kept)
            attempt.other_codes = _codes_there(code, found)
        attempt.problems = differences(parcel, found, gateway.key_of)
        if not attempt.problems and open_link:
            attempt.problems = list(_behind_links(parcel, open_link))
    except SyncTrouble as trouble:
        attempt.problems = [trouble.difference]
    return attempt


_NEVER_OVERWRITTEN = {Cause.DUPLICATE, Cause.CODE_REPLACED}


def _codes_there(code: str, found: list[Seen]) -> tuple[str, ...]:
    every = [other for one in found for other in (one.code, *one.other_codes)]
    return tuple(dict.fromkeys(other for other in every if other and other != code))


def _behind_links(parcel: Parcel, open_link: OpenLink) -> Iterator[Difference]:
    for paper in parcel.papers:
        if (found := open_link(paper.link)) != paper.digest:
            yield Difference(Cause.DIGEST_DIFFERS, "result", paper.digest, found)
