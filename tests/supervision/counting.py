"""The indicators counted the slow way, dossier by dossier, straight from the words of the rules; and made registers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import strategies as st

from app.domain.dossier import Dossier, DossierState

HANOI = timezone(timedelta(hours=7))
RECEIVED = {2, 4, 5, 6, 7, 8, 9, 10}
OPEN = {2, 4, 5, 6}


def unit_of(dossier: Dossier) -> str:
    if dossier.unit_code:
        return dossier.unit_code
    front, dash, _ = dossier.code.partition("-")
    return front if dash else ""


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.astimezone(HANOI).date()


def _in(moment: datetime | None, first: date, last: date) -> bool:
    day = _day(moment)
    return day is not None and first <= day <= last


def _passed(moment: datetime | None, last: date) -> bool:
    day = _day(moment)
    return day is not None and day <= last


def slow(
    dossiers: Iterable[Dossier], stored: set[str], first: date, last: date, view: str
) -> dict[str, dict[str, int]]:
    """Return the counts of each unit that has dossiers with a day of receipt or of solving."""
    units: dict[str, dict[str, int]] = {}
    for one in dossiers:
        if one.received_at is None and one.solved_at is None:
            continue
        counts = units.setdefault(
            unit_of(one),
            dict.fromkeys(
                (
                    "received",
                    "solved",
                    "handled",
                    "overdue",
                    "results_due",
                    "results_stored",
                    "online",
                    "with_fee",
                    "paid_online",
                ),
                0,
            ),
        )
        for name, counts_it in _provincial(one, stored, first, last).items():
            counts[name] += counts_it if view == "provincial" or name not in NATIONAL else 0
        if view == "national":
            for name, counts_it in _national(one, stored, first, last).items():
                counts[name] += counts_it
    return units


def key_of(group: str, one: Dossier) -> str:
    return {
        "procedure": one.procedure_code,
        "field": one.field_code,
        "channel": str(one.channel or 0),
        "clerk": one.extra.get("CanBoXuLy", ""),
    }[group]


def slow_by(
    group: str, dossiers: Iterable[Dossier], stored: set[str], first: date, last: date, view: str
) -> dict[str, dict[str, int]]:
    """Return the counts by something else than the unit, without those in which nothing counts."""
    rows = list(dossiers)
    found: dict[str, dict[str, int]] = {}
    for key in {key_of(group, one) for one in rows}:
        right: Counter[str] = Counter()
        mine = [one for one in rows if key_of(group, one) == key]
        for counts in slow(mine, stored, first, last, view).values():
            right.update(counts)
        found[key] = dict(right)
    return {key: counts for key, counts in found.items() if any(counts.values())}


NATIONAL = ("solved", "handled", "overdue", "results_due", "results_stored")


def _provincial(one: Dossier, stored: set[str], first: date, last: date) -> dict[str, bool]:
    received = _in(one.received_at, first, last) and one.state in RECEIVED
    solved = _in(one.solved_at, first, last) and one.state in {7, 9, 10}
    waiting = _passed(one.received_at, last) and one.state in OPEN
    late = solved and one.due_at is not None and one.solved_at is not None and one.solved_at > one.due_at
    due = solved and one.state in {9, 10} and one.has_result
    fee = received and (one.fee or 0) > 0
    return {
        "received": received,
        "solved": solved,
        "handled": solved or waiting,
        "overdue": late or (waiting and _passed(one.due_at, last)),
        "results_due": due,
        "results_stored": due and one.code in stored,
        "online": received and one.channel == 2,
        "with_fee": fee,
        "paid_online": fee and one.paid_online in {1, 2},
    }


def _national(one: Dossier, stored: set[str], first: date, last: date) -> dict[str, bool]:
    received = _in(one.received_at, first, last) and one.state in RECEIVED
    ended_late = (
        one.state in {7, 9, 10} and None not in (one.solved_at, one.due_at) and one.solved_at > one.due_at
    )  # type: ignore[operator]
    return {
        "solved": received and one.state in {7, 9, 10},
        "handled": received,
        "overdue": received and (ended_late or (one.state in OPEN and _passed(one.due_at, last))),
        "results_due": received and one.has_result,
        "results_stored": received and one.has_result and one.code in stored,
    }


# --- registers, good and bad ---------------------------------------------------------------

_MIDNIGHTS = [
    datetime(2025, 12, 31, 17, tzinfo=UTC),
    datetime(2026, 1, 1, 17, tzinfo=UTC),
    datetime(2026, 2, 1, tzinfo=HANOI),
]
_EDGES = [moment + timedelta(microseconds=shift) for moment in _MIDNIGHTS for shift in (-1, 0, 1)]
_moments = st.none() | st.sampled_from(_EDGES) | st.builds(
    lambda hours, zone: datetime(2025, 12, 20, tzinfo=timezone(timedelta(hours=zone))) + timedelta(hours=hours),
    st.integers(0, 1500), st.sampled_from([0, 7, -5]),
)  # fmt: skip


@st.composite
def dossiers(draw: st.DrawFn, number: int) -> Dossier:
    """Any row that an import lets through: dates missing, backwards or to come, no state, no unit."""
    unit = draw(st.sampled_from(["", "H15.20", "H15.21", "H15.99", "H'15"]))
    return Dossier(
        code=f"{draw(st.sampled_from(['H15.20', 'H15.30']))}-260101-{number:04d}",
        procedure_code=draw(st.sampled_from(["1.004859", "2.000635"])),
        field_code=draw(st.sampled_from(["", "G15"])),
        extra=draw(st.sampled_from([{}, {"CanBoXuLy": "an"}, {"CanBoXuLy": "Bình 'B'", "GhiChu": "x"}])),
        channel=draw(st.sampled_from([None, 1, 2, 3])),
        unit_code=unit,
        received_at=draw(_moments),
        due_at=draw(_moments),
        solved_at=draw(_moments),
        state=draw(st.sampled_from([None, *DossierState])),
        has_result=draw(st.booleans()),
        fee=draw(st.sampled_from([None, 0, 8000])),
        paid_online=draw(st.sampled_from([None, 0, 1, 2])),
    )


registers = st.integers(0, 25).flatmap(
    lambda count: st.tuples(*(dossiers(number) for number in range(count)))
)
days = st.sampled_from(
    [
        date(2025, 12, 31),
        date(2026, 1, 1),
        date(2026, 1, 2),
        date(2026, 1, 31),
        date(2026, 2, 1),
        date(2026, 2, 20),
    ]
)
