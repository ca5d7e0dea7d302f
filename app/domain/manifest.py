"""What a list of a batch expects at each place, and how what came differs: missing, extra, and out of order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.codes import code_key
from app.domain.messages import Message

NO_PLACE = ""  # stands first where the list does not reach a result's place


def expected_at(codes: Sequence[str], place: int) -> tuple[str, ...]:
    """Return a list's codes as the result at `place` (from 0) expects them: its own or NO_PLACE, then the nearest."""
    own = codes[place] if place < len(codes) else NO_PLACE
    others = sorted(range(len(codes)), key=lambda index: abs(index - place))
    return (own, *(codes[index] for index in others if codes[index] != own))


@dataclass(frozen=True, slots=True)
class Deviations:
    """Codes, as the list (missing, out of order) or the results (extra) write them, in order."""

    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    out_of_order: tuple[str, ...] = ()

    def messages(self) -> tuple[Message, ...]:
        """Return one message for each deviation, in the order: missing, extra, out of order."""
        kinds = (
            ("manifest-missing", self.missing),
            ("manifest-extra", self.extra),
            ("manifest-out-of-order", self.out_of_order),
        )
        return tuple(Message(message_id, {"code": code}) for message_id, codes in kinds for code in codes)


def deviations(expected: Sequence[str], came: Sequence[str]) -> Deviations:
    """Compare the list's codes with the codes of the results that came, both in order.

    Out of order are the fewest codes that would have to be moved; a code that came twice is extra the second time.
    """
    wanted = [code_key(code) for code in expected]
    seen: list[str] = []
    extra = []
    for code in came:
        key = code_key(code)
        if key not in wanted or key in seen:
            extra.append(code)
        else:
            seen.append(key)
    kept = _in_order([wanted.index(key) for key in seen])
    moved = (code for code in expected if code_key(code) in seen and wanted.index(code_key(code)) not in kept)
    return Deviations(
        missing=tuple(code for code in expected if code_key(code) not in seen),
        extra=tuple(extra),
        out_of_order=tuple(moved),
    )


def _in_order(places: list[int]) -> set[int]:
    """The longest run of growing places (not necessarily neighbours): what need not be moved."""
    runs: list[list[int]] = []
    for place in places:
        longest: list[int] = []
        for run in runs:
            if run[-1] < place and len(run) > len(longest):
                longest = run
        runs.append([*longest, place])
    return set(max(runs, key=len, default=()))
