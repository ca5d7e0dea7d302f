"""Cutting a scan that holds several results, as the heads of its papers propose and a person accepts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.domain.errors import UsageError
from app.domain.facts import Fact, Recut
from app.domain.likeness import marks
from app.domain.messages import Message
from app.domain.page import Reading
from app.domain.scan import Clock, Scan
from app.domain.separation import Part, proposed_cut
from app.pipeline.stages.separate import split_off


def cut(scan: Scan, reading: Reading, by: str, clock: Clock, new_id: Callable[[], str]) -> list[Fact]:
    """Return the facts of cutting the scan as proposed; UsageError when there is nothing to cut."""
    first, *others = proposed_cut(reading.only(scan.pages))
    if not others:
        raise UsageError(Message.of("nothing-to-cut", scan=scan.id))
    facts: list[Fact] = [
        Recut(scan=scan.id, at=clock(), pages=first, by=by, marks=marks(reading.only(first)))
    ]
    bare = replace(scan, slip_codes=())  # the slip speaks for the first result only
    facts += [split_off(bare, reading, Part(pages), new_id(), clock) for pages in others]
    return facts
