"""`imports`: what people do with imports beside running them: look, mend groups, take over by sheet and sample."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import click

from app.commands.import_shapes import mapped, plain_sums, sums_shape, verdict_shape
from app.commands.options import command, option, pass_session, subgroup
from app.commands.session import Session
from app.compose.books import open_books
from app.compose.import_acceptance import Handover
from app.compose.import_review import Review
from app.compose.importing import sums
from app.domain.messages import Message
from app.pipeline.batch_intake import written_path
from app.pipeline.batch_mending import Change, Mend

PREVIEWED = 20


@subgroup("imports", "cli-imports")
def imports() -> None:
    """Group the commands about imports."""


@contextmanager
def _review(session: Session, name: str) -> Iterator[Review]:
    with open_books(session.workspace) as books:
        yield Review.of(books, name)


@contextmanager
def _handover(session: Session, name: str) -> Iterator[Handover]:
    with open_books(session.workspace) as books:
        yield Handover.of(books, name)


@command("list", "cli-imports-list", imports)
@pass_session
def imports_list(session: Session) -> None:
    """Give the sums of every import."""
    with open_books(session.workspace) as books:
        for batch in books.batches.batches():
            found = sums(books, batch)
            session.give(sums_shape(found), f"{batch.id}  {plain_sums(session, found)}")


@command("reasons", "cli-imports-reasons", imports)
@click.argument("name")
@pass_session
def imports_reasons(session: Session, name: str) -> None:
    """Give what is held or was set aside, grouped by reason."""
    with _review(session, name) as review:
        for group in review.groups():
            text = session.translator.say(group.message)
            record = {
                "reason": group.message.id,
                "text": text,
                "scans": group.count,
                "examples": group.examples,
            }
            session.give(
                record, f"{group.count:>7}  {group.message.id}  {text}\n         {group.examples[0]}"
            )
        for file in review.set_aside():
            text = session.translator.say(file.reason) if file.reason else session.text("import-gone")
            record = {"file": written_path(file.path), "state": file.state.value, "text": text}
            session.give(record, f"      -  {written_path(file.path)}: {text}")


@command("mend", "cli-imports-mend", imports)
@click.argument("name")
@option("--reason", default="", help="cli-imports-reason")
@option("--naming", multiple=True, help="cli-imports-naming")
@option("--manifest", default="", help="cli-import-manifest")
@option("--column", "columns", multiple=True, help="cli-imports-column")
@option("--unit", default="", help="cli-imports-unit")
@option("--apply", "applied", is_flag=True, help="cli-imports-apply")
@pass_session
def imports_mend(session: Session, /, name: str, applied: bool, **how: Any) -> None:
    """Show what other names, another list or a unit would change for a group; with --apply, do it."""
    way = Mend(how["reason"], how["naming"], how["manifest"], mapped(how["columns"]), how["unit"])
    with _review(session, name) as review:
        if applied:
            done = review.mend(way)
            session.give(
                {"import": review.batch.id, "mended": done}, session.text("import-mended", scans=done)
            )
            return
        changes = review.plan(way)
        for change in islice(changes, PREVIEWED):
            session.give(_change_shape(change), _plain_change(session, change))
        more = sum(1 for _ in changes)
        if more:
            session.tell(Message.of("import-mend-more", scans=more))


@command("undo", "cli-imports-undo", imports)
@click.argument("name")
@pass_session
def imports_undo(session: Session, name: str) -> None:
    """Undo the last mend."""
    with _review(session, name) as review:
        undone, beyond = review.undo()
        if beyond:
            session.something_waits()
        record = {"import": review.batch.id, "undone": undone, "beyond": beyond}
        session.give(record, session.text("import-undone", scans=undone, beyond=len(beyond)))


@command("sheet", "cli-imports-sheet", imports)
@click.argument("name")
@click.argument("output", type=click.Path(file_okay=False, path_type=Path))
@option("--seed", default="", help="cli-imports-seed")
@option("--level", default="", help="cli-imports-level")
@option("--aql", default="", help="cli-imports-aql")
@pass_session
def imports_sheet(session: Session, name: str, output: Path, seed: str, level: str, aql: str) -> None:
    """Write the acceptance sheet and the sample, as XLSX and PDF."""
    with _handover(session, name) as handover:
        seed = seed or secrets.token_hex(4)
        told = handover.acceptance(seed, level, aql)
        files = handover.write_sheet(output, told, session.text)
        record = {
            "import": handover.batch.id,
            "files": [str(file) for file in files],
            "seed": seed,
            "sample": [scan.id for scan in told.sample],
            "accept": told.plan.accept,
            "a4_pages": told.sheet.total.a4_pages,
            "pages": told.sheet.total.pages,
        }
        session.give(
            record, session.text("import-sheet-written", files=", ".join(map(str, files)), seed=seed)
        )


@command("verdict", "cli-imports-verdict", imports)
@click.argument("name")
@option("--seed", required=True, help="cli-imports-seed")
@option("--bad", multiple=True, help="cli-imports-bad")
@option("--level", default="", help="cli-imports-level")
@option("--aql", default="", help="cli-imports-aql")
@pass_session
def imports_verdict(session: Session, name: str, seed: str, bad: Sequence[str], level: str, aql: str) -> None:
    """Record what was found in the sample; the import is accepted or refused by the plan's number."""
    with _handover(session, name) as handover:
        verdict = handover.give_verdict(seed, tuple(bad), level, aql)
        if not verdict.accepted:
            session.something_waits()
        session.give(verdict_shape(verdict), session.translator.say(verdict.told))


def _change_shape(change: Change) -> dict[str, object]:
    return {
        "scan": change.scan.id,
        "path": change.scan.path,
        "expected": list(change.scan.expected),
        "then": list(change.codes),
        "known": change.dossier is not None,
        "owner": change.dossier.owner_name if change.dossier else None,
    }


def _plain_change(session: Session, change: Change) -> str:
    owner = change.dossier.owner_name if change.dossier else session.text("import-code-unknown")
    return (
        f"{change.scan.path}: {', '.join(change.scan.expected) or '-'} → {', '.join(change.codes)}  {owner}"
    )
