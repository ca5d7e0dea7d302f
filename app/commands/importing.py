"""`import`: legacy scans, years of them, from a folder."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from app.commands.import_shapes import mapped, plain_preview, plain_sums, preview_shape, sums_shape
from app.commands.import_telling import Teller
from app.commands.options import QUALITY, command, option, pass_session
from app.commands.session import ENVIRONMENT, Session
from app.commands.station import Stop, stop_signal, tell_interrupted
from app.compose.books import open_books
from app.compose.doctor import environment_lacks
from app.compose.import_preview import preview
from app.compose.importing import begun, import_crew, planned, sums
from app.compose.station import Station, open_station
from app.domain.batch import Batch, Choices

POLL_SECONDS = 0.1
SETTLED_POLLS = 3
TELL_SECONDS = 5.0
OWN_NICENESS = 10  # the counter's programs come first, whichever they are


@command("import", "cli-import")
@click.argument("folder", type=click.Path())
@option("--manifest", type=click.Path(path_type=Path), help="cli-import-manifest")
@option("--column", "columns", multiple=True, help="cli-imports-column")
@option("--profile", help="cli-import-profile")
@option("--quality", type=QUALITY, help="cli-quality")
@option("--auto-link/--no-auto-link", default=None, help="cli-import-auto-link")
@option("--jobs", type=click.IntRange(1, 256), help="cli-import-jobs")
@option("--cluster", help="cli-import-cluster")
@option("--nights", help="cli-import-nights")
@option("--dry-run", is_flag=True, help="cli-import-dry-run")
@pass_session
def import_folder(session: Session, /, folder: str, manifest: Path | None, **how: Any) -> None:
    """Import the scans of a folder; again goes on where it stopped."""
    workspace = session.workspace
    jobs, cluster, dry_run = (how.pop(name) for name in ("jobs", "cluster", "dry_run"))
    columns = mapped(how.pop("columns")) or None
    choices = Choices(manifest=str(manifest) if manifest else None, columns=columns, **how)
    session.workspace = replace(
        workspace, settings=replace(workspace.settings, workers=jobs or workspace.settings.workers)
    )
    _step_back()
    if dry_run:
        _preview(session, folder, choices)
    else:
        _import(session, folder, choices, cluster)


def _preview(session: Session, folder: str, choices: Choices) -> None:
    with open_books(session.workspace) as books:
        batch = planned(books, folder, choices)
        crew = import_crew(session.workspace.settings, None)
        try:
            with Teller(session) as teller:
                found = preview(books, batch, crew, teller.looks_at)
        finally:
            crew.close()
    if found.unreadable or found.unparsed or found.room_bytes > found.free_bytes:
        session.something_waits()
    session.give(preview_shape(batch, found), lambda: plain_preview(session, batch, found))


def _import(session: Session, folder: str, choices: Choices, cluster: str | None) -> None:
    began = time.monotonic()
    lacks = environment_lacks() if cluster is None else []
    for lack in lacks:
        session.tell(lack)
    crew = import_crew(session.workspace.settings, cluster)
    with open_station(session.workspace, session.translator, crew) as station, Teller(session) as teller:
        station.news.subscribe(teller.heard)
        batch = begun(station.books, folder, choices)
        with stop_signal() as stop:
            station.start(watch=False)
            station.imports.start(batch)
            done = _wait(station, stop, teller)
        station.imports.stop()
        _give_sums(session, station, batch, time.monotonic() - began)
        if lacks:
            session.exit_code = ENVIRONMENT
        if not done:
            tell_interrupted(session)


def _wait(station: Station, stop: Stop, teller: Teller) -> bool:
    """Wait until nothing is left to do without a person (True), or somebody stops it (False); tell how far it is."""
    idle_polls = 0
    told = 0.0
    while not stop.wait(POLL_SECONDS):
        now = time.monotonic()
        if now - told >= (TELL_SECONDS if teller.by_lines else 1.0):
            told = now
            progress = station.imports.progress()
            if progress is not None:
                teller.tell(progress)
        idle = station.imports.idle and station.runner.idle
        idle_polls = idle_polls + 1 if idle else 0
        if idle_polls >= SETTLED_POLLS:
            return True
    return False


def _give_sums(session: Session, station: Station, batch: Batch, seconds: float) -> None:
    found = sums(station.books, batch)
    if not (found.complete and found.balanced):
        session.something_waits()
    session.give(sums_shape(found, seconds), lambda: plain_sums(session, found))


def _step_back() -> None:
    """Lower this process's priority: the counter's programs are not to feel an import."""
    if sys.platform != "win32" and os.nice(0) < OWN_NICENESS:
        os.nice(OWN_NICENESS - os.nice(0))
