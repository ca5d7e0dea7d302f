"""Facts, scans and readings as JSON and back.

Compact: what equals its default is left out, so a default of a fact must never change. Keys of a later program are
ignored; a value of another type is refused, never converted.
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar, get_args

from cattrs import Converter
from cattrs.strategies import configure_tagged_union

from app.domain.facts import Fact
from app.domain.messages import Argument
from app.domain.page import PageReading, Reading
from app.domain.scan import Scan

T = TypeVar("T")
LARGEST_READING_BYTES = 1 << 28  # a thousand dense pages take a tenth of it; more is a damaged file


class MisfitError(ValueError):
    """The JSON is not what it should be."""


def kind_of(fact: type[Fact]) -> str:
    """Return the name under which a kind of fact is written: SplitOff is "split_off"."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", fact.__name__).lower()


def fact_to_json(fact: Fact) -> str:
    """Return the fact as JSON with its kind."""
    return _dump(_CONVERTER.unstructure(fact, Fact))


def fact_from_json(text: str) -> Fact:
    """Return the fact; MisfitError when the text is none."""
    return _load(text, Fact)  # type: ignore[arg-type] # a union is not a type to mypy


def scan_to_json(scan: Scan) -> str:
    """Return the scan as JSON."""
    return _dump(_CONVERTER.unstructure(scan))


def scan_from_json(text: str) -> Scan:
    """Return the scan; MisfitError when the text is none."""
    return _load(text, Scan)


def reading_to_bytes(reading: Reading) -> bytes:
    """Return the reading as deflated JSON."""
    return zlib.compress(_dump(_CONVERTER.unstructure(reading)).encode(), 6)


def reading_from_bytes(data: bytes) -> Reading:
    """Return the reading; MisfitError when the bytes are none."""
    inflate = zlib.decompressobj()
    try:
        text = inflate.decompress(data, LARGEST_READING_BYTES)
    except zlib.error as trouble:
        raise MisfitError(str(trouble)) from trouble
    if not inflate.eof:
        raise MisfitError("cut short or too large")
    try:
        return _page_by_page(text.decode())
    except (ValueError, TypeError, LookupError, AttributeError) as trouble:
        raise MisfitError(repr(trouble)) from trouble


def _page_by_page(text: str) -> Reading:
    """Return the reading, each page decoded and built for itself.

    Python's decoder lets no other thread run meanwhile: over a batch of 500 pages the window would stand still, and
    all its words would lie in memory twice.
    """
    scan, opening = json.JSONDecoder().raw_decode, ',"pages":['
    if not text.startswith('{"shape":'):
        return _load(text, Reading)
    shape, at = scan(text, len('{"shape":'))
    if not text.startswith(opening, at) or text.startswith("]", at + len(opening)):
        return _load(text, Reading)
    pages, at = [], at + len(opening) - 1
    while text[at] in "[,":
        page, at = scan(text, at + 1)
        pages.append(_CONVERTER.structure(page, PageReading))
    if text[at : at + 2] not in ("],", "]}"):
        raise ValueError(at)
    rest = json.loads("{" + text[at + 2 :] if text[at + 1] == "," else "{}")
    whole: Reading = _CONVERTER.structure({"shape": shape, "pages": [], **rest}, Reading)
    return replace(whole, pages=tuple(pages))


def _dump(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        text.encode()
    except (
        UnicodeEncodeError
    ):  # a file's name that is no proper UTF-8 comes with lone surrogates: they are escaped
        return json.dumps(value, separators=(",", ":"), allow_nan=False)
    return text


def _load(text: str | bytes, kind: type[T]) -> T:
    try:
        return _CONVERTER.structure(json.loads(text), kind)
    except (ValueError, TypeError, LookupError, AttributeError) as trouble:
        raise MisfitError(repr(trouble)) from trouble


def _exactly(*allowed: type) -> Any:
    def structure(value: Any, wanted: Any) -> Any:
        if type(value) not in allowed:
            raise MisfitError(f"{value!r} is not {wanted}")
        return value

    return structure


def _member(value: Any, wanted: type[StrEnum]) -> StrEnum:
    return wanted(value)


def _float(value: Any, _: Any) -> float:
    if type(value) not in (int, float):
        raise MisfitError(f"{value!r} is not a number")
    return float(value)


def _moment(value: Any, _: Any = None) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise MisfitError(f"{value} has no zone")
    return moment


def _moment_text(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise MisfitError(f"{moment} has no zone")
    return moment.isoformat()


def _converter() -> Converter:
    converter = Converter(omit_if_default=True, detailed_validation=False)
    for primitive in (str, int, bool):
        converter.register_structure_hook(primitive, _exactly(primitive))
    converter.register_structure_hook(float, _float)
    converter.register_structure_hook(StrEnum, _member)  # or the hook of `str` would take it
    converter.register_structure_hook(Argument, _exactly(str, int, float))
    converter.register_structure_hook(datetime, _moment)
    converter.register_unstructure_hook(datetime, _moment_text)
    configure_tagged_union(Fact, converter, tag_name="kind", tag_generator=kind_of)
    return converter


FACT_KINDS = {kind_of(fact): fact for fact in get_args(Fact)}
_CONVERTER = _converter()
