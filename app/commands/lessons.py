"""`lessons`: what people's corrections say of the program's proposals."""

from __future__ import annotations

from typing import Any

from app.commands.options import command, pass_session
from app.commands.session import Session
from app.compose.books import open_books
from app.domain.lessons import Lessons, learn


@command("lessons", "cli-lessons")
@pass_session
def lessons(session: Session) -> None:
    """Give the counts of right and wrong proposals, by evidence and by score."""
    with open_books(session.workspace) as books:
        learned = learn(books.journal.lives())
    session.give(_shape(learned), lambda: _plain(session, learned))


def _shape(learned: Lessons) -> dict[str, Any]:
    kinds = sorted(learned.right | learned.wrong)
    return {
        "by_rule": learned.by_rule,
        "by_rule_taken_back": learned.by_rule_taken_back,
        "first_taken": learned.first_taken,
        "other_taken": learned.other_taken,
        "stops_heeded": learned.stops_heeded,
        "stops_overruled": learned.stops_overruled,
        "evidence": [
            {"kind": kind, "right": learned.right[kind], "wrong": learned.wrong[kind]} for kind in kinds
        ],
        "thresholds": [
            {"threshold": threshold, "decisions": counts[0], "wrong": counts[1]}
            for threshold, counts in learned.above.items()
        ],
    }


def _plain(session: Session, learned: Lessons) -> str:
    shape = _shape(learned)
    lines = [
        session.text("lessons-rule", links=learned.by_rule, back=learned.by_rule_taken_back),
        session.text("lessons-people", first=learned.first_taken, other=learned.other_taken),
        session.text("lessons-stops", heeded=learned.stops_heeded, overruled=learned.stops_overruled),
    ]
    lines += [session.text("lessons-evidence", **one) for one in shape["evidence"]]
    # As text: a number would be rounded, and 0.9999 told as 1.
    lines += [
        session.text("lessons-threshold", **one | {"threshold": str(one["threshold"])})
        for one in shape["thresholds"]
    ]
    return "\n".join(lines)
