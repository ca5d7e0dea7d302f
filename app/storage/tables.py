"""Tables as offices keep them: CSV (UTF-8 or UTF-16; , ; or tab) and spreadsheets, row by row as a person sees them."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from app.domain.errors import UsageError
from app.domain.messages import Message

IsHeader = Callable[[Sequence[str]], bool]  # whether cells (as texts) are the header of the table wanted
Rows = Iterator[tuple[int, "Sequence[Any] | Misshapen"]]
HEADER_WITHIN_ROWS = 30  # offices put titles above the table
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # xlsx and ods; xls
SNIFFED_BYTES = 1 << 16
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


def table_rows(path: Path, is_header: IsHeader) -> Rows:
    """Yield number (from 1, as a person sees it) and cells of each row of a CSV file or of one sheet of a spreadsheet.

    `is_header` chooses the delimiter and the sheet, among the first rows; where nothing is such a header, the delimiter
    that makes most columns and the first sheet are taken. UsageError when the file is missing, damaged or of no such
    kind, at once or while it is read.
    """
    try:
        with path.open("rb") as file:
            start = file.read(SNIFFED_BYTES)
        if start.startswith(SPREADSHEETS):
            return sheet_rows(path, is_header)
        return csv_rows(path, encoding_of(path, start), start, is_header)
    except OSError as trouble:
        raise unreadable(path, trouble.strerror or str(trouble)) from trouble


def unreadable(path: Path, detail: str) -> UsageError:
    """Return what to tell of a file that is no table; `detail` is the system's own word for it."""
    return UsageError(Message.of("register-file-unreadable", file=str(path), detail=detail))


def encoding_of(path: Path, start: bytes) -> str:
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


def csv_rows(path: Path, encoding: str, start: bytes, is_header: IsHeader) -> Rows:
    """Yield the records of a CSV file in this encoding whose first bytes are `start`."""
    delimiter = _delimiter(start.decode(encoding, "ignore"), is_header)
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


def _delimiter(start: str, is_header: IsHeader) -> str:
    """Choose the delimiter under which a first line is the header, and most columns."""
    lines = start.lstrip("\ufeff").splitlines()[:HEADER_WITHIN_ROWS]

    def columns(delimiter: str) -> tuple[int, int]:
        rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter))
        headed = max((len(row) for row in rows if is_header(row)), default=0)
        return headed, min((len(row) for row in rows if row), default=0)

    return max(",;\t|", key=columns)


def sheet_rows(path: Path, is_header: IsHeader) -> Rows:
    """Yield the rows of the first sheet with such a header, or of the first sheet; numbers come as NumberCell."""
    _refuse_bomb(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            sheets = (book.get_sheet_by_name(name).to_python(False) for name in book.sheet_names)
            first: list[list[Any]] = []
            for rows in sheets:
                if any(is_header([_text(cell) for cell in row]) for row in rows[:HEADER_WITHIN_ROWS]):
                    first = rows
                    break
                first = first or rows
            yield from ((number, [cell_of(cell) for cell in row]) for number, row in enumerate(first, 1))
    except CalamineError as trouble:
        raise unreadable(path, str(trouble)) from trouble


def _text(cell: Any) -> str:
    return cell if isinstance(cell, str) else ""


def _refuse_bomb(path: Path) -> None:
    """Look at what a packed spreadsheet says of its size before anything unpacks it."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as packed:
        size = sum(entry.file_size for entry in packed.infolist())
    if size > _LARGEST_SHEET_BYTES:
        raise unreadable(path, f"{size} bytes unpacked")


def cell_of(value: Any) -> Any:
    """Return a cell as it came, a number as NumberCell."""
    return NumberCell(value) if type(value) in (int, float) else value
