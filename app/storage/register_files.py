"""Reads the files that registers come in: tables (CSV, spreadsheets) and JSON of DongBoHoSoMC."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.domain.errors import UsageError
from app.domain.folding import fold
from app.domain.messages import Message
from app.storage.tables import (
    HEADER_WITHIN_ROWS,
    SNIFFED_BYTES,
    SPREADSHEETS,
    Misshapen,
    Rows,
    cell_of,
    csv_rows,
    encoding_of,
    sheet_rows,
    unreadable,
)

Row = Mapping[str, Any]  # folded header: cell as it came
CODE_HEADER = "mahoso"


def folded_header(text: str) -> str:
    """Return a column's name without case, spaces, punctuation and tone marks ("Mã hồ sơ" is "mahoso")."""
    return fold(text).replace(" ", "")


def _has_code(cells: Sequence[str]) -> bool:
    return any(folded_header(cell) == CODE_HEADER for cell in cells)


def rows_of(path: Path) -> Iterator[tuple[int, Row | Misshapen, Mapping[str, str]]]:
    """Yield number, cells, and the headers as they came, for each row that is not empty.

    Numbers are those a person sees: rows of the sheet or records of the CSV from 1, the header counted; elements of
    the JSON list from 1. UsageError when the file is missing, of no known kind, damaged, or has no column MaHoSo.
    """
    try:
        with path.open("rb") as file:
            start = file.read(SNIFFED_BYTES)
        if start.startswith(SPREADSHEETS):
            return _table(path, sheet_rows(path, _has_code))
        encoding = encoding_of(path, start)
        first = start.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")[:1]
        if first and first in "[{":
            return _json_rows(path, encoding)
        return _table(path, csv_rows(path, encoding, start, _has_code))
    except OSError as trouble:
        raise unreadable(path, trouble.strerror or str(trouble)) from trouble


# --- tables: a header row somewhere near the top, then rows of cells --------------------------------------------------


def _table(path: Path, rows: Rows) -> Iterator[tuple[int, Row | Misshapen, Mapping[str, str]]]:
    for _, cells in itertools.islice(rows, HEADER_WITHIN_ROWS):
        if isinstance(cells, Misshapen):
            continue
        names = [folded_header(str(cell)) for cell in cells]
        if CODE_HEADER in names:
            return _under_header(rows, names, [str(cell).strip() for cell in cells])
    raise UsageError(Message.of("register-file-without-code", file=str(path)))


def _under_header(
    rows: Iterable[tuple[int, Sequence[Any] | Misshapen]], names: list[str], titles: list[str]
) -> Iterator[tuple[int, Row | Misshapen, Mapping[str, str]]]:
    columns = _distinct(names)
    came = dict(zip(columns, titles, strict=True))
    for number, cells in rows:
        if isinstance(cells, Misshapen):
            yield number, cells, came
        elif any(_filled(cell) for cell in cells[len(columns) :]):
            yield number, Misshapen(Message.of("register-row-too-wide", columns=len(columns))), came
        elif any(_filled(cell) for cell in cells):
            yield number, dict(zip(columns, cells, strict=False)), came


def _filled(cell: Any) -> bool:
    return not (cell is None or (isinstance(cell, str) and not cell.strip()))


def _distinct(names: list[str]) -> list[str]:
    """Give columns without a name, or with one that is there already, a name of their own; they are kept as extra."""
    seen: set[str] = set()
    result = []
    for place, name in enumerate(names, 1):
        own = name if name and name not in seen else f"{name}#{place}"
        seen.add(own)
        result.append(own)
    return result


# --- JSON: a list of objects, or the envelope {data: [...]} -----------------------------------------------------------


def _json_rows(path: Path, encoding: str) -> Iterator[tuple[int, Row | Misshapen, Mapping[str, str]]]:
    try:
        document = json.loads(path.read_text(encoding=encoding), parse_constant=str)
    except (ValueError, RecursionError) as trouble:
        raise unreadable(path, str(trouble)) from trouble
    if isinstance(document, dict):
        lists = {folded_header(key): value for key, value in document.items()}
        document = lists.get("data", [document] if CODE_HEADER in lists else None)
    if not isinstance(document, list):
        raise UsageError(Message.of("register-file-without-code", file=str(path)))
    return json_rows(document)


def json_rows(elements: list[Any]) -> Iterator[tuple[int, Row | Misshapen, Mapping[str, str]]]:
    """Yield number, cells, and the headers as they came, for each object of a JSON list; a reason for what is none."""
    for number, element in enumerate(elements, 1):
        if not isinstance(element, dict):
            yield number, Misshapen(Message.of("register-row-misshapen", detail=repr(element)[:80])), {}
            continue
        columns = _distinct([folded_header(key) for key in element])
        cells = dict(zip(columns, map(cell_of, element.values()), strict=True))
        yield number, cells, dict(zip(columns, element, strict=True))
