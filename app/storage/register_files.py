"""Reads the files that registers come in: CSV (UTF-8 or UTF-16; , ; or tab), spreadsheets, and JSON of DongBoHoSoMC."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import json
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from app.domain.errors import UsageError
from app.domain.folding import fold
from app.domain.messages import Message

Row = Mapping[str, Any]  # folded header: cell as it came
CODE_HEADER = "mahoso"
_HEADER_WITHIN_ROWS = 30  # offices put titles above the table
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # xlsx and ods; xls
_SNIFFED_BYTES = 1 << 16
_LONGEST_RECORD_LINES = 200  # a cell with more line breaks is a quotation mark that nobody closed
_LARGEST_SHEET_BYTES = 1 << 31  # unpacked; a province's dossiers of ten years take half of it


@dataclass(frozen=True, slots=True)
class Misshapen:
    """A row that can't be read as cells, and why."""

    reason: Message


@dataclass(frozen=True, slots=True)
class NumberCell:
    """A cell that a spreadsheet or JSON holds as a number: zeros in front of an identifier are lost in it."""

    value: float | int

    def __str__(self) -> str:
        """The digits as a person would type them."""
        whole = isinstance(self.value, int) or self.value.is_integer()
        return str(int(self.value)) if whole else repr(self.value)


def folded_header(text: str) -> str:
    """Return a column's name without case, spaces, punctuation and tone marks ("Mã hồ sơ" is "mahoso")."""
    return fold(text).replace(" ", "")


def rows_of(path: Path) -> Iterator[tuple[int, Row | Misshapen, Mapping[str, str]]]:
    """Yield number, cells, and the headers as they came, for each row that is not empty.

    Numbers are those a person sees: rows of the sheet or records of the CSV from 1, the header counted; elements of
    the JSON list from 1. UsageError when the file is missing, of no known kind, damaged, or has no column MaHoSo.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_SNIFFED_BYTES)
        if start.startswith(_SPREADSHEETS):
            return _table(path, _sheet_rows(path))
        encoding = _encoding(path, start)
        first = start.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")[:1]
        if first and first in "[{":
            return _json_rows(path, encoding)
        return _table(path, _csv_rows(path, encoding, start))
    except OSError as trouble:
        raise _unreadable(path, trouble.strerror or str(trouble)) from trouble


def _unreadable(path: Path, detail: str) -> UsageError:
    return UsageError(Message.of("register-file-unreadable", file=str(path), detail=detail))


def _encoding(path: Path, start: bytes) -> str:
    """Find how the text is written, reading all of it: a wrong byte is said before the first row is taken."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = "utf-16"
    elif start[1:2] == b"\0":
        name = "utf-16-le"
    elif start[:1] == b"\0":
        name = "utf-16-be"
    else:
        name = "utf-8-sig"
    decoder = codecs.getincrementaldecoder(name)()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError as trouble:
        raise UsageError(Message.of("register-file-encoding", file=str(path))) from trouble
    return name


# --- tables: a header row somewhere near the top, then rows of cells --------------------------------------------------


def _table(
    path: Path, rows: Iterator[tuple[int, Sequence[Any] | Misshapen]]
) -> Iterator[tuple[int, Row | Misshapen, Mapping[str, str]]]:
    for _, cells in itertools.islice(rows, _HEADER_WITHIN_ROWS):
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


def _csv_rows(path: Path, encoding: str, start: bytes) -> Iterator[tuple[int, Sequence[Any] | Misshapen]]:
    delimiter = _delimiter(start.decode(encoding, "ignore"))
    with path.open(encoding=encoding, newline="") as text:
        lines = _Lines(text)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        for number in itertools.count(1):
            lines.begin_record()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as trouble:
                lines.give_back_all_but_the_first()
                reader = csv.reader(lines, delimiter=delimiter, strict=True)
                yield number, Misshapen(Message.of("register-row-misshapen", detail=str(trouble)))
            else:
                yield number, cells


class _Lines:
    """The lines of a CSV file, some of which can be read again: an open quotation mark must not swallow the rest."""

    def __init__(self, text: Iterable[str]) -> None:
        self._text = iter(text)
        self._again: deque[str] = deque()
        self._record: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self._record) == _LONGEST_RECORD_LINES:
            raise StopIteration
        line = self._again.popleft() if self._again else next(self._text)
        self._record.append(line)
        return line

    def begin_record(self) -> None:
        """Forget the lines of the record before."""
        self._record.clear()

    def give_back_all_but_the_first(self) -> None:
        """Let the lines of this record be read again, without the one that could not be understood."""
        self._again.extendleft(reversed(self._record[1:]))


def _delimiter(start: str) -> str:
    """Choose the delimiter under which a first line has the column MaHoSo, and most columns."""
    lines = start.lstrip("\ufeff").splitlines()[:_HEADER_WITHIN_ROWS]

    def columns(delimiter: str) -> int:
        rows = csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)
        headers = [row for row in rows if CODE_HEADER in map(folded_header, row)]
        return max(map(len, headers), default=0)

    return max(",;\t|", key=columns)


def _sheet_rows(path: Path) -> Iterator[tuple[int, Sequence[Any] | Misshapen]]:
    _refuse_bomb(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for name in book.sheet_names:
                rows = [
                    [_cell(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python(False)
                ]
                top = itertools.chain.from_iterable(rows[:_HEADER_WITHIN_ROWS])
                if any(isinstance(cell, str) and folded_header(cell) == CODE_HEADER for cell in top):
                    yield from enumerate(rows, 1)
                    return
    except CalamineError as trouble:
        raise _unreadable(path, str(trouble)) from trouble


def _refuse_bomb(path: Path) -> None:
    """Look at what a packed spreadsheet says of its size before anything unpacks it."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as packed:
        size = sum(entry.file_size for entry in packed.infolist())
    if size > _LARGEST_SHEET_BYTES:
        raise _unreadable(path, f"{size} bytes unpacked")


def _cell(value: Any) -> Any:
    return NumberCell(value) if type(value) in (int, float) else value


# --- JSON: a list of objects, or the envelope {data: [...]} -----------------------------------------------------------


def _json_rows(path: Path, encoding: str) -> Iterator[tuple[int, Row | Misshapen, Mapping[str, str]]]:
    try:
        document = json.loads(path.read_text(encoding=encoding), parse_constant=str)
    except (ValueError, RecursionError) as trouble:
        raise _unreadable(path, str(trouble)) from trouble
    if isinstance(document, dict):
        lists = {folded_header(key): value for key, value in document.items()}
        document = lists.get("data", [document] if CODE_HEADER in lists else None)
    if not isinstance(document, list):
        raise UsageError(Message.of("register-file-without-code", file=str(path)))
    return _json_objects(document)


def _json_objects(elements: list[Any]) -> Iterator[tuple[int, Row | Misshapen, Mapping[str, str]]]:
    for number, element in enumerate(elements, 1):
        if not isinstance(element, dict):
            yield number, Misshapen(Message.of("register-row-misshapen", detail=repr(element)[:80])), {}
            continue
        columns = _distinct([folded_header(key) for key in element])
        cells = dict(zip(columns, map(_cell, element.values()), strict=True))
        yield number, cells, dict(zip(columns, element, strict=True))
