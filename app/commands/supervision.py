"""`indicators`: the figures by which units are judged, and the dossiers behind each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from app.commands.options import command, of_period, option, pass_session
from app.commands.session import Session
from app.compose.books import open_books
from app.compose.supervision import indicators as indicators_of
from app.compose.supervision import rules_of
from app.domain.dossier import Dossier
from app.domain.indicators import Figures, Period, View
from app.domain.ledger import VIETNAM
from app.supervision.behind import PROVINCIAL
from app.supervision.difference import differences
from app.supervision.figures import GROUPS, Indicators, Listed
from app.supervision.published import COUNTS, indicators_shape
from app.supervision.rules import IndicatorRules


@command("indicators", "cli-indicators")
@of_period
@option("--by", type=click.Choice(list(GROUPS)), help="cli-indicators-by")
@option("--list", "behind", type=click.Choice(list(PROVINCIAL)), help="cli-indicators-list")
@option("--difference", is_flag=True, help="cli-indicators-difference")
@pass_session
def indicators(
    session: Session,
    *,
    first: datetime,
    last: datetime,
    of_unit: str | None,
    view: str,
    by: str | None,
    behind: str | None,
    difference: bool,
) -> None:
    """Give the figures of a period, or the dossiers behind one of them, or what makes the two views differ."""
    period = Period(first.date(), last.date())
    rules = rules_of(session.workspace).indicators(period.last)
    with open_books(session.workspace) as books:
        figures = indicators_of(books, session.counting)
        own = None if of_unit is None else figures.units.at(of_unit, period.last)
        if behind:
            for listed in figures.behind(behind, period, View(view), own):
                session.give(listed_shape(listed), _line(listed))
        elif difference:
            _give_differences(session, figures, period, own)
        elif by:
            _give(session, figures.by(by, period, View(view), own), period, View(view), rules, by)
        else:
            found = figures.by_unit(period, View(view))
            if own is not None:
                found = {own: found.get(own, Figures())}
            _give(session, found, period, View(view), rules, "unit", figures)


def _give(
    session: Session,
    found: dict[str, Figures],
    period: Period,
    view: View,
    rules: IndicatorRules,
    key: str,
    named: Indicators | None = None,
) -> None:
    names = named.names() if named else None
    record = indicators_shape(found, period, view, rules, names, key)
    rows, total = record["units" if key == "unit" else key], record["total"]
    session.give(record, lambda: _table(session, rows, total, key))


def _table(session: Session, rows: list[dict[str, Any]], total: dict[str, Any], key: str) -> str:
    lines = [_row(session, f"{row[key]} {row.get('name', '')}".strip() or "-", row) for row in rows]
    return "\n".join([*lines, _row(session, session.text("indicators-total"), total)])


def _row(session: Session, name: str, figures: dict[str, Any]) -> str:
    def percent(rate: float | None) -> str:
        return "–" if rate is None else f"{rate:.1%}"

    rates = {name: percent(figures[name]) for name in COUNTS if name.endswith("_rate")}
    counts = {name: str(figures[name]) for name in COUNTS if not name.endswith("_rate")}
    flagged = [session.text(_FLAGS[flag]) for flag in figures["flags"]]
    told = session.text("indicators-row", name=name, **counts, **rates)
    return f"{told}  ! {', '.join(flagged)}" if flagged else told


_FLAGS = {
    "overdue": "flag-overdue",
    "digitization": "flag-digitization",
    "online": "flag-online",
    "payment": "flag-payment",
}


def _give_differences(session: Session, figures: Indicators, period: Period, unit: str | None) -> None:
    for one in differences(figures, period, unit):
        reason = session.text(one.reason)
        record = {"only": one.only.value, "reason": one.reason.removeprefix("difference-"), "told": reason,
                  **listed_shape(one.listed)}  # fmt: skip
        session.give(record, f"{one.only.value:10}  {one.listed.dossier.code}  {reason}")


def listed_shape(listed: Listed) -> dict[str, Any]:
    """Return the published shape of a dossier in a list."""
    dossier = listed.dossier
    return {
        "dossier": dossier.code,
        "unit": dossier.unit_code,
        "procedure": dossier.procedure_code,
        "procedure_name": dossier.procedure_name,
        "owner": dossier.owner_name,
        "state": None if dossier.state is None else int(dossier.state),
        "stored": listed.stored,
        **_times(dossier),
    }


def _times(dossier: Dossier) -> dict[str, str | None]:
    names = ("received_at", "due_at", "solved_at")
    times = {name: getattr(dossier, name) for name in names}
    return {
        name: None if time is None else time.astimezone(VIETNAM).isoformat() for name, time in times.items()
    }


def _line(listed: Listed) -> str:
    dossier = listed.dossier
    due = dossier.due_at.astimezone(VIETNAM).strftime("%d/%m/%Y") if dossier.due_at else "–"
    return f"{dossier.code}  {due}  {dossier.owner_name}  {dossier.procedure_name}"
