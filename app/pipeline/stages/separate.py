"""READ → Separated (+ SplitOff …): which pages of a capture are a result, and what a hand-over slip says of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.domain.errors import NeedsPersonError
from app.domain.facts import Fact, Separated, SplitOff
from app.domain.likeness import marks
from app.domain.manifest import deviations
from app.domain.messages import Message
from app.domain.page import PageReading, Reading
from app.domain.scan import Clock, Lane, Scan
from app.domain.secrecy import secret_mark
from app.domain.separation import Part, Separation, SeparationProfile, separate, with_expected
from app.pipeline.folder_lists import list_mark
from app.pipeline.ports import Spool

NewId = Callable[[], str]
FlawsOf = Callable[[Sequence[PageReading]], tuple[Message, ...]]


@dataclass(frozen=True, slots=True)
class SeparateStage:
    """Cuts a capture into results. The first keeps the scan's id; each further one is a new scan."""

    spool: Spool
    profile_of: Callable[[str], SeparationProfile]  # by the folder a capture came from
    clock: Clock
    new_id: NewId
    flaws_of: FlawsOf = lambda _: ()  # how the pages of a result were scanned badly

    def work(self, scan: Scan) -> Sequence[Fact]:
        """Return Separated, and SplitOff for each further result."""
        if scan.reading is None:
            raise ValueError(scan.id)  # a read scan has a reading: domain.transitions sees to it
        reading = self.spool.reading(scan.reading)
        _refuse_secrets(scan, reading)
        if scan.arrangement is not None:
            return [self._as_arranged(scan, reading)]
        separation = expecting(separate(reading.pages, self.profile_of(scan.folder)), scan.expected)
        if scan.lane is Lane.COUNTER and _is_list(separation):
            return [self._list(scan, separation)]
        parts = warned(separation)
        first = parts[0]
        own = Separated(
            scan=scan.id,
            at=self.clock(),
            pages=first.pages,
            separator_pages=first.separator_pages,
            slip_codes=first.slip_codes,
            expected=first.expected,
            marks=marks(reading.only(first.pages)),
            caution=first.message,
            flaws=self._flaws(scan, reading, first.pages or first.separator_pages),
        )
        born = (split_off(scan, reading, part, self.new_id(), self.clock) for part in parts[1:])
        return [own, *(replace(one, flaws=self._flaws(scan, reading, one.pages)) for one in born)]

    def _as_arranged(self, scan: Scan, reading: Reading) -> Fact:
        """A person has said which pages are the result."""
        return Separated(
            scan=scan.id,
            at=self.clock(),
            pages=scan.pages,
            separator_pages=scan.separator_pages,
            slip_codes=scan.slip_codes,
            expected=scan.expected,
            marks=marks(reading.only(scan.pages)),
            caution=scan.caution,
            flaws=self._flaws(scan, reading, scan.pages),
        )

    def _flaws(self, scan: Scan, reading: Reading, pages: tuple[int, ...]) -> tuple[Message, ...]:
        """Only the counter has the paper still in hand; an import's acceptance sheet counts such pages."""
        return self.flaws_of(reading.only(pages)) if scan.lane is Lane.COUNTER else ()

    def _list(self, scan: Scan, separation: Separation) -> Fact:
        """A hand-over slip that was scanned by itself: the list of what comes after it in its folder."""
        return Separated(
            scan=scan.id,
            at=self.clock(),
            pages=(),
            separator_pages=tuple(page for part in separation.parts for page in part.separator_pages),
            expected=separation.expected,
            marks=(list_mark(scan.folder),),
        )


def _is_list(separation: Separation) -> bool:
    return bool(separation.expected) and not any(part.pages or part.slip_codes for part in separation.parts)


def split_off(scan: Scan, reading: Reading, part: Part, scan_id: str, clock: Clock) -> SplitOff:
    """Return the birth of a further scan from the pages of `part` of a scan's capture."""
    if scan.reading is None:
        raise ValueError(scan.id)
    return SplitOff(
        scan=scan_id,
        at=clock(),
        origin=scan.id,
        capture=scan.capture,
        bytes=scan.bytes,
        source=scan.source,
        folder=scan.folder,
        lane=scan.lane,
        batch=scan.batch,
        path=scan.path,
        reading=scan.reading,
        pages=part.pages,
        separator_pages=part.separator_pages,
        slip_codes=part.slip_codes,
        expected=part.expected,
        marks=marks(reading.only(part.pages)),
        caution=part.message,
    )


def _refuse_secrets(scan: Scan, reading: Reading) -> None:
    """State secrets never go into the data store: they are stopped before anything is made of them."""
    mark = None if scan.confirmed else secret_mark(reading.pages)
    if mark:
        raise NeedsPersonError(Message.of("hold-secret", mark=mark.value, page=mark.page))


def expecting(separation: Separation, codes: tuple[str, ...]) -> Separation:
    """Return the separation with the codes that an import's list or names give; a hand-over slip inside it wins."""
    if not codes or separation.expected:
        return separation
    return replace(separation, parts=tuple(with_expected(list(separation.parts), codes)), expected=codes)


def warned(separation: Separation) -> tuple[Part, ...]:
    """Return the parts, with a warning where they are not what the hand-over slip lists."""
    if not separation.expected:
        return separation.parts
    results = [part for part in separation.parts if part.pages]
    if any(part.slip_codes for part in results):
        return _warned_by_codes(separation, results)
    if len(results) == len(separation.expected):
        return separation.parts
    # Without slips only the number tells that something is wrong, and then every place may be off.
    warning = Message.of("hold-manifest-differs", listed=len(separation.expected), found=len(results))
    return tuple(replace(part, message=part.message or warning) for part in separation.parts)


def _warned_by_codes(separation: Separation, results: list[Part]) -> tuple[Part, ...]:
    came = [code for part in results for code in part.slip_codes[:1]]
    found = deviations(separation.expected, came)
    of_code = {message.arguments["code"]: message for message in found.messages()}
    missing = next((of_code[code] for code in found.missing), None)
    parts = []
    for part in separation.parts:
        own = next((of_code[code] for code in part.slip_codes if code in of_code), None)
        # What is missing belongs to no part: the first result tells it.
        first = missing if results and part is results[0] else None
        parts.append(replace(part, message=part.message or own or first))
    return tuple(parts)
