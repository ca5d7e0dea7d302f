"""Facts, scans and readings survive being written and read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import IllegalFactError
from app.domain.facts import Captured, Fact, Held
from app.domain.messages import Message
from app.domain.page import Barcode, Box, Line, PageReading, Reading, Word
from app.domain.scan import Scan, Severity
from app.domain.transitions import apply
from app.storage.codec import (
    FACT_KINDS,
    MisfitError,
    fact_from_json,
    fact_to_json,
    kind_of,
    reading_from_bytes,
    reading_to_bytes,
    scan_from_json,
    scan_to_json,
)
from tests.storage.lives import NOON, captured, every_kind_of_fact, lives

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
BOXES = st.builds(Box, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
WORDS = st.lists(st.builds(Word, st.text(), BOXES, NUMBERS), max_size=3).map(tuple)
LINES = st.lists(st.builds(Line, WORDS, BOXES, NUMBERS, NUMBERS), max_size=3).map(tuple)
PAGES = st.builds(
    PageReading,
    skew_degrees=NUMBERS,
    confidence=st.none() | NUMBERS,
    lines=LINES,
    barcodes=st.lists(st.builds(Barcode, st.text(), st.text(), BOXES), max_size=2).map(tuple),
)
READINGS = st.builds(Reading, pages=st.lists(PAGES, max_size=3).map(tuple), seconds=NUMBERS)


@pytest.mark.parametrize("fact", every_kind_of_fact(), ids=lambda fact: kind_of(type(fact)))
def test_a_fact_comes_back_as_it_was(fact: Fact) -> None:
    text = fact_to_json(fact)
    again = fact_from_json(text)
    assert again == fact
    assert type(again) is type(fact)
    assert json.loads(text)["kind"] == kind_of(type(fact))


def test_every_kind_of_fact_is_tried_here() -> None:
    assert {type(fact) for fact in every_kind_of_fact()} == set(get_args(Fact)) == set(FACT_KINDS.values())


@given(lives())
def test_a_scan_comes_back_as_it_was_at_every_step_of_its_life(life: list[Fact]) -> None:
    standings: dict[str, Scan] = {}
    for fact in life:
        try:
            scan = standings[fact.scan] = apply(standings.get(fact.scan), fact)
        except IllegalFactError:
            continue
        assert scan_from_json(scan_to_json(scan)) == scan


@given(READINGS)
def test_a_reading_comes_back_as_it_was(reading: Reading) -> None:
    assert reading_from_bytes(reading_to_bytes(reading)) == reading


@given(
    st.dictionaries(st.text(), st.text() | st.integers() | st.floats(allow_nan=False, allow_infinity=False))
)
def test_the_values_of_a_message_keep_their_types(values: dict[str, str | int | float]) -> None:
    fact = Held(scan="s", at=NOON, message=Message("m", values), severity=Severity.BLOCKS)
    again = fact_from_json(fact_to_json(fact))
    assert isinstance(again, Held)
    assert {k: (type(v), v) for k, v in again.message.arguments.items()} == {
        k: (type(v), v) for k, v in values.items()
    }


def test_a_name_that_is_no_proper_text_is_kept() -> None:
    fact = replace(captured("s"), source="qu\udce9t.pdf")
    text = fact_to_json(fact)
    text.encode()
    assert fact_from_json(text) == fact


def test_keys_of_a_later_program_are_ignored() -> None:
    document = json.loads(fact_to_json(captured("s"))) | {"colour": "red", "more": [1]}
    assert fact_from_json(json.dumps(document)) == captured("s")


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "eaten"},
        {"kind": None},
        {"scan": 3},
        {"scan": None},
        {"bytes": "1000"},
        {"bytes": 1000.5},
        {"bytes": True},
        {"at": "2026-03-10T05:00:00"},
        {"at": "yesterday"},
        {"at": 5},
        {"lane": "fast"},
    ],
)
def test_a_value_of_another_type_is_refused_and_never_converted(change: dict[str, object]) -> None:
    document = json.loads(fact_to_json(captured("s"))) | change
    with pytest.raises(MisfitError):
        fact_from_json(json.dumps(document))


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "3", '"captured"', "{", '{"kind":"captured"}'])
def test_what_is_no_fact_is_refused(text: str) -> None:
    with pytest.raises(MisfitError):
        fact_from_json(text)


@given(st.binary())
def test_bytes_that_are_no_reading_are_refused(data: bytes) -> None:
    with pytest.raises(MisfitError):
        reading_from_bytes(data)


def test_a_time_without_a_zone_is_not_written() -> None:
    with pytest.raises(MisfitError):
        fact_to_json(captured("s", datetime(2026, 3, 10)))  # noqa: DTZ001 - it is what is tested


def test_what_equals_its_default_is_left_out() -> None:
    assert isinstance(captured("s"), Captured)
    assert "lane" not in json.loads(fact_to_json(captured("s")))
