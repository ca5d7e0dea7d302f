"""How imports are told: the published JSON, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from app.commands.session import Session
from app.domain.batch import Batch, FileState
from app.domain.batch_preview import Preview
from app.domain.errors import UsageError
from app.domain.manifest_table import KNOWN_HEADERS
from app.domain.messages import Message
from app.domain.sampling import Verdict
from app.pipeline.batch_progress import Progress
from app.pipeline.batch_sums import BatchSums

REFUSED_ROWS_TOLD = 5


def progress_shape(progress: Progress) -> dict[str, Any]:
    """Return one line of progress of `sohoa import --json`."""
    left = progress.left_seconds
    return {
        "progress": progress.batch.id,
        "files": sum(progress.files.values()),
        "done": progress.done,
        "left": progress.left,
        "errors": progress.errors,
        "files_a_minute": round(progress.files_a_minute, 2),
        "left_seconds": None if left is None else [round(left[0]), round(left[1])],
        "current": progress.current,
        "paused": progress.paused,
    }


def sums_shape(sums: BatchSums, seconds: float | None = None) -> dict[str, Any]:
    """Return the last line of `sohoa import --json`: what the acceptance is about."""
    files, scans = sums.files, sums.scans
    return {
        "import": sums.batch.id,
        "folder": sums.batch.folder,
        "files": files.total,
        **{state.value: files[state] for state in FileState if state is not FileState.WAITING},
        "left": files[FileState.WAITING],
        "scans": scans.captured,
        "stored": scans.stored,
        "waiting": scans.waiting,
        "held": scans.held,
        "rejected": scans.rejected,
        "pages": sums.pages,
        "linked": sums.linked,
        "linked_by": sums.evidence,
        "held_because": sums.reasons,
        "balanced": sums.balanced,
        "seconds": None if seconds is None else round(seconds, 1),
    }


def preview_shape(batch: Batch, found: Preview) -> dict[str, Any]:
    """Return the line of `sohoa import --dry-run --json`."""
    return {
        "dry_run": True,
        "folder": batch.folder,
        "files": found.files,
        "bytes": found.bytes,
        "pages": found.pages,
        "kinds": dict(found.kinds),
        "duplicates": found.duplicates,
        "known": found.known,
        "refused": found.refused,
        "unreadable": found.unreadable,
        "unreadable_because": dict(found.troubles),
        "unreadable_examples": found.unreadable_examples,
        "unparsed": found.unparsed,
        "unparsed_examples": found.unparsed_examples,
        "expected": found.expected,
        "list": {
            "columns": dict(found.listed.columns),
            "headers": list(found.listed.headers),
            "rows": len(found.listed.entries),
            "refused": len(found.listed.refused),
        },
        "seconds": None if found.seconds is None else round(found.seconds),
        "room_bytes": found.room_bytes,
        "free_bytes": found.free_bytes,
    }


def verdict_shape(verdict: Verdict) -> dict[str, Any]:
    """Return the line of `sohoa imports verdict --json`."""
    return {
        "seed": verdict.seed,
        **asdict(verdict.plan),
        "bad": list(verdict.bad),
        "accepted": verdict.accepted,
        "by": verdict.by,
        "at": verdict.at.isoformat(),
    }


def mapped(columns: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return fields and headers from "code=Mã hồ sơ"; UsageError for anything else."""
    pairs = []
    for column in columns:
        field, _, header = (part.strip() for part in column.partition("="))
        if field not in KNOWN_HEADERS or not header:
            known = ", ".join(KNOWN_HEADERS)
            raise UsageError(Message.of("import-column-wrong", value=column, known=known))
        pairs.append((field, header))
    return tuple(pairs)


def plain_progress(session: Session, progress: Progress) -> str:
    """Return how far the import is, in one sentence."""
    left = progress.left_seconds
    time = session.text("import-time-unknown") if left is None else _span(session, *left)
    sentence = session.text(
        "import-progress",
        done=progress.done,
        files=sum(progress.files.values()),
        rate=round(progress.files_a_minute),
        errors=progress.errors,
        left=time,
    )
    return f"{sentence} {session.text('import-paused')}" if progress.paused else sentence


def plain_sums(session: Session, sums: BatchSums) -> str:
    """Return the sums in sentences."""
    files, scans = sums.files, sums.scans
    lines = [
        session.text(
            "import-sums-files",
            folder=sums.batch.folder,
            files=files.total,
            taken=files[FileState.TAKEN],
            known=files[FileState.KNOWN],
            refused=files[FileState.REFUSED],
            unreadable=files[FileState.UNREADABLE],
            gone=files[FileState.GONE],
            left=files[FileState.WAITING],
        ),
        session.text(
            "import-sums-scans",
            scans=scans.captured,
            stored=scans.stored,
            waiting=scans.waiting,
            held=scans.held,
            rejected=scans.rejected,
            pages=sums.pages,
        ),
    ]
    if not sums.balanced:
        lines.append(session.text("ledger-unbalanced"))
    return "\n".join(lines)


def plain_preview(session: Session, batch: Batch, found: Preview) -> str:
    """Return what an import would do, in sentences."""
    seconds = session.text("import-time-unknown")
    if found.seconds is not None:
        seconds = _span(session, found.seconds * 0.7, found.seconds * 1.5)
    lines = [
        session.text(
            "import-preview-files",
            folder=batch.folder,
            files=found.files,
            pages=found.pages,
            duplicates=found.duplicates,
            known=found.known,
            refused=found.refused,
            unreadable=found.unreadable,
        ),
        session.text("import-preview-names", expected=found.expected, unparsed=found.unparsed),
        session.text(
            "import-preview-needs",
            time=seconds,
            room=f"{found.room_bytes / 1e9:.2f}",
            free=f"{found.free_bytes / 1e9:.2f}",
        ),
    ]
    if batch.manifest:
        listed = found.listed
        columns = ", ".join(f"{field}={header}" for field, header in listed.columns.items()) or "-"
        rows, refused = len(listed.entries), len(listed.refused)
        lines.append(session.text("import-list-read", rows=rows, refused=refused, columns=columns))
        lines += [
            f"  {one.row}: {session.translator.say(one.reason)}" for one in listed.refused[:REFUSED_ROWS_TOLD]
        ]
    return "\n".join([*lines, *(f"  {path}" for path in found.unparsed_examples)])


def _span(session: Session, least: float, most: float) -> str:
    unit, seconds = ("import-minutes", 60) if most < 3 * 3600 else ("import-hours", 3600)
    return session.text(unit, least=max(0, round(least / seconds)), most=max(1, round(most / seconds)))
