"""How things are told in words: states, ages, likelihoods. Nothing of Qt's widgets here."""

from __future__ import annotations

from datetime import datetime

from app.domain.facts import BY_RULE, LIST_SERVED, MERGED, REPLACED, SAME_SHEET
from app.domain.ledger import local_day
from app.domain.scan import Scan, ScanState
from app.ui.texts import Texts, clock_time, day

ALMOST_CERTAIN, LIKELY, POSSIBLE = 0.98, 0.85, 0.5  # where one word for a probability gives way to the next


def age(texts: Texts, moment: datetime, now: datetime) -> str:
    """Return how long ago `moment` was, in one or two words."""
    seconds = max(0.0, (now - moment).total_seconds())
    if seconds < 60:
        return texts.text("station-age-now")
    if seconds < 3600:
        return texts.text("station-age-minutes", n=int(seconds // 60))
    days = (local_day(now) - local_day(moment)).days
    if days == 0:
        return texts.text("station-age-hours", n=int(seconds // 3600))
    if days == 1:
        return texts.text("station-age-yesterday", time=clock_time(moment))
    return day(moment)


def sureness(texts: Texts, score: float) -> str:
    """Return the words for a probability from 0 to 1."""
    for bound, name in ((ALMOST_CERTAIN, "certain"), (LIKELY, "likely"), (POSSIBLE, "possible")):
        if score >= bound:
            return texts.text(f"station-sure-{name}")
    return texts.text("station-sure-unlikely")


def step(texts: Texts, stage: str) -> str:
    """Return what is being done in a stage, as a present participle."""
    return texts.text(f"station-step-{stage}")


def pages(texts: Texts, scan: Scan) -> str:
    """Return how many pages the scan has, or "" before that is known."""
    return texts.text("station-pages", n=len(scan.pages)) if scan.pages else ""


def linked_by(texts: Texts, scan: Scan) -> str:
    """Return who linked the scan."""
    if scan.linked_by == BY_RULE:
        return texts.text("station-linked-by-rule")
    return texts.text("station-linked-by", who=scan.linked_by or "–")


def reason(texts: Texts, given: str) -> str:
    """Return why a scan was rejected: a person's own words, or the text of what the program or an answer says."""
    return texts.text(given) if given in (LIST_SERVED, SAME_SHEET, REPLACED, MERGED) else given


def state_icon(state: ScanState, *, held: bool, blocks: bool) -> str:
    """Return the name of the icon that stands for where a scan is."""
    if held and not state.finished:
        return "blocks" if blocks else "needs-person"
    return {
        ScanState.CAPTURED: "waiting",
        ScanState.READ: "working",
        ScanState.SEPARATED: "working",
        ScanState.LINKED: "linked",
        ScanState.SEALED: "sealed",
        ScanState.SIGNED: "sealed",
        ScanState.STORED: "stored",
        ScanState.REJECTED: "rejected",
    }[state]


def state_tone(state: ScanState, *, held: bool, blocks: bool) -> str:
    """Return the tone (a field of look.Colours) of where a scan is: red blocks, amber asks, green done."""
    if held and not state.finished:
        return "blocks" if blocks else "asks"
    if state is ScanState.STORED:
        return "done"
    return "quiet" if state is ScanState.REJECTED else "working"


def state_word(texts: Texts, state: ScanState, *, held: bool, blocks: bool, to_sign: bool = False) -> str:
    """Return one or two words for where a scan is; `to_sign`: it waits for the records officer."""
    if held and not state.finished:
        return texts.text("station-state-blocks" if blocks else "station-state-asks")
    if to_sign:
        return texts.text("state-waits-for-signature")
    return texts.text(f"station-state-{state.value}")
