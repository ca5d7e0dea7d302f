"""A list of a batch as a table: which column is which, and what its rows promise; for scanner folders and imports."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domain.codes import parse_dossier_code
from app.domain.dates import parse_birth
from app.domain.folding import fold
from app.domain.messages import Message

HEADER_WITHIN_ROWS = 30  # offices put titles above the table
_SUFFIXES = (".csv", ".xlsx", ".xls", ".ods")
_LEAST_DIGITS = 4  # of anything that may be the code of a dossier
# field of Entry -> headers under which offices write it, without case, spaces and tone marks
KNOWN_HEADERS: Mapping[str, tuple[str, ...]] = {
    "code": ("mahoso", "mahs", "mahosotthc", "sohoso", "sobiennhan", "mabiennhan", "dossier", "dossiercode", "code"),
    "file": ("tep", "tentep", "tentaptin", "taptin", "tenfile", "file", "filename", "duongdan", "path"),
    "document_number": ("sokyhieu", "sokihieu", "sohieu", "sovanban", "soketqua", "soquyetdinh", "documentnumber"),
    "issued_on": ("ngaybanhanh", "ngayky", "ngaycap", "ngayvanban", "ngayketqua", "issuedon", "issuedate"),
    "owner_name": ("chuhoso", "hoten", "hovaten", "tenchuhoso", "tencongdan", "tochuccanhan", "owner", "ownername"),
    "owner_number": ("sodinhdanh", "cccd", "socccd", "sodinhdanhcanhan", "cmnd", "masothue", "ownernumber"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a result that is promised. `row` as a person sees it; what the table does not say is empty."""

    row: int
    code: str = ""
    file: str = ""
    document_number: str = ""
    issued_on: date | None = None
    owner_name: str = ""
    owner_number: str = ""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that can't be understood, and why."""

    row: int
    reason: Message


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a table promises. `headers` as they came (() without any), `columns`: field of Entry -> its header."""

    entries: tuple[Entry, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    headers: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def expected(self) -> tuple[str, ...]:
        """The codes in order, each once."""
        return tuple(dict.fromkeys(entry.code for entry in self.entries if entry.code))


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a table, for a person who maps its columns: the row that looks like its header, and some below.

    `columns`: field of Entry -> header, as far as the headers are known.
    """

    headers: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


def head_of(rows: Iterable[tuple[int, Sequence[str]]], most: int) -> Head:
    """Return the head with at most so many rows. Where no header is known, it is the first row with the most cells."""
    first = [tuple(cells) for _, cells in itertools.islice(rows, HEADER_WITHIN_ROWS + most)]
    filled = [sum(bool(cell.strip()) for cell in cells) for cells in first]
    known = (place for place, cells in enumerate(first) if columns_in(cells) is not None)
    place = next(known, filled.index(max(filled)) if first else 0)
    if not first:
        return Head()
    return Head(first[place], tuple(first[place + 1 : place + 1 + most]), columns_in(first[place]) or {})


def is_list_name(name: str) -> bool:
    """Whether a file of this name, lying among scans, is a table and no scan."""
    return name.casefold().endswith(_SUFFIXES)


def columns_in(cells: Sequence[str], wanted: Mapping[str, str] | None = None) -> dict[str, str] | None:
    """Return field -> header if the cells are a header: they name all that is `wanted`, or a code or a file; else None.

    `wanted` maps fields of Entry to headers as a person chose them; without it, known headers are looked for.
    """
    folded = {_folded(cell): cell for cell in reversed(cells) if cell.strip()}
    if wanted is not None:
        found = {
            name: folded[_folded(header)] for name, header in wanted.items() if _folded(header) in folded
        }
        return found if wanted and len(found) == len(wanted) else None
    found = {}
    for name, headers in KNOWN_HEADERS.items():
        header = next((folded[one] for one in headers if one in folded), None)
        if header is not None:
            found[name] = header
    return found if "code" in found or "file" in found else None


def parse(rows: Iterable[tuple[int, Sequence[str]]], wanted: Mapping[str, str] | None = None) -> Manifest:
    """Return what the rows (number as a person sees it, cells as texts) promise; see `columns_in` for `wanted`.

    Without a header, the first cell of each row that is a dossier's code counts. Rows without code and file (titles,
    sums, signatures) are passed over; a code or day that is none refuses its row.
    """
    every = iter(rows)
    first = list(itertools.islice(every, HEADER_WITHIN_ROWS))
    for place, (_, cells) in enumerate(first):
        columns = columns_in(cells, wanted)
        if columns is not None:
            return _under(tuple(cells), columns, itertools.chain(first[place + 1 :], every))
    return Manifest() if wanted else _bare(itertools.chain(first, every))


def _under(
    headers: tuple[str, ...], columns: Mapping[str, str], rows: Iterable[tuple[int, Sequence[str]]]
) -> Manifest:
    places = {name: headers.index(header) for name, header in columns.items()}
    entries, refused = [], []
    for number, cells in rows:
        values = {name: cells[place].strip() for name, place in places.items() if place < len(cells)}
        made = _entry(number, values)
        if isinstance(made, Entry):
            entries.append(made)
        elif made is not None:
            refused.append(made)
    return Manifest(tuple(entries), tuple(refused), headers, columns)


def _entry(number: int, values: dict[str, str]) -> Entry | RefusedRow | None:
    code, issued = values.pop("code", ""), values.pop("issued_on", "")
    if not code and not values.get("file"):
        return None
    day = parse_birth(issued) if issued else None
    if issued and not isinstance(day, date):
        return RefusedRow(number, Message.of("manifest-row-wrong-day", value=issued[:40]))
    proper = parse_dossier_code(code) or code
    if code and sum(char.isdigit() for char in proper) < _LEAST_DIGITS:
        return RefusedRow(number, Message.of("manifest-row-wrong-code", value=code[:40]))
    if re.fullmatch(
        r"\d{11}", values.get("owner_number", "")
    ):  # a spreadsheet's number: its first zero is lost
        values["owner_number"] = f"0{values['owner_number']}"
    return Entry(number, proper, issued_on=day if isinstance(day, date) else None, **values)


def _bare(rows: Iterable[tuple[int, Sequence[str]]]) -> Manifest:
    return Manifest(tuple(_codes(rows)))


def _codes(rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Entry]:
    for number, cells in rows:
        code = next((code for cell in cells if (code := parse_dossier_code(cell))), None)
        if code:
            yield Entry(number, code)


def _folded(header: str) -> str:
    return fold(header).replace(" ", "")
