"""The condition (SQL) under which a dossier stands behind a figure, in each view."""

from __future__ import annotations

from app.domain.indicators import View
from app.storage.figures_schema import OPEN, STORED, condition

IN_RECEIPT = "received_at >= :begin AND received_at < :end"
IN_SOLVING = "solved_at >= :begin AND solved_at < :end"
OPEN_AT_END = f"{OPEN} AND received_at < :end"
OVERDUE = "due_at < :end"

# What stands behind each figure, and behind what is missing in it.
PROVINCIAL = {
    "received": f"{IN_RECEIPT} AND {condition('received')}",
    "solved": f"{IN_SOLVING} AND {condition('solved')}",
    "handled": f"(({IN_SOLVING} AND {condition('solved')}) OR ({OPEN_AT_END}))",
    "overdue": f"(({IN_SOLVING} AND {condition('solved_late')}) OR ({OPEN_AT_END} AND {OVERDUE}))",
    "results_due": f"{IN_SOLVING} AND {condition('results_due')}",
    "results_stored": f"{IN_SOLVING} AND {condition('results_stored')}",
    "results_missing": f"{IN_SOLVING} AND {condition('results_due')} AND NOT {STORED}",
    "online": f"{IN_RECEIPT} AND {condition('online')}",
    "with_fee": f"{IN_RECEIPT} AND {condition('with_fee')}",
    "paid_online": f"{IN_RECEIPT} AND {condition('paid_online')}",
    "open": OPEN_AT_END,
}
NATIONAL = PROVINCIAL | {
    "solved": f"{IN_RECEIPT} AND {condition('received_solved')}",
    "handled": f"{IN_RECEIPT} AND {condition('received')}",
    "overdue": f"{IN_RECEIPT} AND ({condition('received_late')} OR ({OPEN} AND {OVERDUE}))",
    "results_due": f"{IN_RECEIPT} AND {condition('received_due')}",
    "results_stored": f"{IN_RECEIPT} AND {condition('received_stored')}",
    "results_missing": f"{IN_RECEIPT} AND {condition('received_due')} AND NOT {STORED}",
}
BEHIND = {View.PROVINCIAL: PROVINCIAL, View.NATIONAL: NATIONAL}
