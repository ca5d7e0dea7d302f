"""`report`: what a unit sends to the province for a period."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from app.commands.options import command, of_period, pass_session
from app.commands.session import Session
from app.compose.books import open_books
from app.compose.supervision import overlook, write_report
from app.domain.indicators import Period, View


@command("report", "cli-report")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@of_period
@pass_session
def report(
    session: Session, *, folder: Path, first: datetime, last: datetime, of_unit: str | None, view: str
) -> None:
    """Write workbook, CSV and PDF/A of a period into a folder."""
    period = Period(first.date(), last.date())
    span = {"first": f"{period.first:%d/%m/%Y}", "last": f"{period.last:%d/%m/%Y}"}
    title = session.text("report-title", **span)
    with open_books(session.workspace) as books:
        files, dossiers = write_report(
            folder, title, overlook(books, session.counting), (period, View(view), of_unit), session.text
        )
    record = {"files": [str(file) for file in files], "dossiers": dossiers}
    session.give(record, session.text("report-written", folder=str(folder), dossiers=dossiers))
