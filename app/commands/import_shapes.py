"""How imports are told: the published JSON, and the same in words."""

from __future__ import annotations

from typing import Any

from app.commands.session import Session
from app.domain.batch import Batch, FileState
from app.domain.batch_preview import Preview
from app.pipeline.batch_progress import Progress
from app.pipeline.batch_sums import BatchSums


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
        "seconds": None if found.seconds is None else round(found.seconds),
        "room_bytes": found.room_bytes,
        "free_bytes": found.free_bytes,
    }


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
    return "\n".join([*lines, *(f"  {path}" for path in found.unparsed_examples)])


def _span(session: Session, least: float, most: float) -> str:
    unit, seconds = ("import-minutes", 60) if most < 3 * 3600 else ("import-hours", 3600)
    return session.text(unit, least=max(0, round(least / seconds)), most=max(1, round(most / seconds)))
