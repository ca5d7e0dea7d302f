"""Makes a dossier of one row: which column is which field, and how its cell is understood.

The columns are those of the national gateway (DongBoHoSoMC); times without a zone are Vietnam's.
"""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from app.domain.dossier import Dossier, DossierState
from app.domain.ledger import VIETNAM
from app.domain.messages import Message
from app.storage.register_files import CODE_HEADER
from app.storage.tables import NumberCell

LONGEST_CODE = 60
LARGEST_AMOUNT = 10**15  # VND; more is a number that slipped into the wrong column
_CODE = re.compile(r"[0-9A-Za-z]+(?:[._/-][0-9A-Za-z]+)*", re.ASCII)
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_LIST = re.compile(r"[;,|\n]")
_AMOUNT = re.compile(r"(\d{1,3}(?:[., ]\d{3})+|\d+)(?:[.,]0{1,2})?\s*(?:đ|d|vnđ|vnd|đồng)?", re.IGNORECASE)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?", re.ASCII)
_DAY_FIRST = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?", re.ASCII
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].+)?", re.ASCII)
_PROCEDURE_CUT_SHORT = re.compile(r"\d\.\d{1,5}", re.ASCII)
_NO_DAY_YEAR = 1  # systems of our neighbours write 0001-01-01 for a day that is not known
_YES = {"1": True, "0": False, "true": True, "false": False, "x": True}


class RefusedRowError(Exception):
    """A row can't be taken; `reason` is told to the person who imports."""

    def __init__(self, reason: Message) -> None:
        """Keep the reason."""
        super().__init__(reason.id)
        self.reason = reason


def plain(cell: Any) -> str:
    """Return a cell as one line of text in NFC; a number as its digits, lists and objects as JSON."""
    text = cell if isinstance(cell, str) else _as_text(cell)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())  # no lone surrogates
    return " ".join(text.replace("\0", "").split())


def _as_text(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return str(int(cell))
        case date() | time():
            return cell.isoformat()
        case list() | dict():
            return json.dumps(cell, ensure_ascii=False, default=str)
        case _:
            return str(cell)


def _code(cell: Any) -> str:
    text = _DASHES.sub("-", plain(cell)).replace(" ", "")
    if not text:
        raise RefusedRowError(Message.of("register-row-without-code"))
    if not _CODE.fullmatch(text) or sum(map(str.isdigit, text)) < 4 or len(text) > LONGEST_CODE:
        raise RefusedRowError(Message.of("register-row-code-malformed", value=text[:LONGEST_CODE]))
    return text


def _codes(cell: Any) -> tuple[str, ...]:
    parts = cell if isinstance(cell, list) else _LIST.split(str(cell))
    codes = (_DASHES.sub("-", plain(part)).replace(" ", "") for part in parts)
    return tuple(dict.fromkeys(code for code in codes if code))


def _number(cell: Any) -> str:
    """A personal number or tax code. A number cell has lost the zero before provinces 001 to 096: it is put back."""
    text = plain(cell).lstrip("'")
    return text.zfill(12) if isinstance(cell, NumberCell) and len(text) == 11 else text


def _procedure(cell: Any) -> str:
    """1.00119 is what a spreadsheet makes of 1.001190: the part behind the dot has six digits."""
    text = plain(cell)
    return text.ljust(8, "0") if _PROCEDURE_CUT_SHORT.fullmatch(text) else text


def _whole(lowest: int, highest: int) -> Callable[[Any], int]:
    def parse(cell: Any) -> int:
        text = plain(cell)
        if not re.fullmatch(r"\d{1,9}(?:\.0+)?", text, re.ASCII) or not lowest <= int(float(text)) <= highest:
            raise ValueError(text)
        return int(float(text))

    return parse


def _state(cell: Any) -> DossierState:
    return DossierState(_whole(1, 10)(cell))


def _amount(cell: Any) -> int:
    match = _AMOUNT.fullmatch(plain(cell))
    if not match:
        raise ValueError(cell)
    amount = int(re.sub(r"\D", "", match[1]))
    if amount > LARGEST_AMOUNT:
        raise ValueError(cell)
    return amount


def _yes(cell: Any) -> bool:
    text = plain(cell).lower()
    return _YES[text.removesuffix(".0")]


def moment(cell: Any) -> datetime | None:
    """Return the moment in a cell, None for "no day" (year 1 or all zeros); ValueError when it is none.

    Forms: yyyyMMddHHmmss, yyyyMMdd, ISO 8601, dd/MM/yyyy[ HH:mm[:ss]], and the date cells of spreadsheets.
    """
    if isinstance(cell, datetime):
        found = cell
    elif isinstance(cell, date):
        found = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - the zone is given below
    else:
        text = plain(cell)
        if not text.strip("0"):
            return None
        found = _moment_in(text)
    if found.year == _NO_DAY_YEAR:
        return None
    return found.astimezone(VIETNAM) if found.tzinfo else found.replace(tzinfo=VIETNAM)


def _moment_in(text: str) -> datetime:
    if match := _COMPACT.fullmatch(text):
        return datetime(*(int(part or 0) for part in match.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year, *clock = (int(part or 0) for part in match.groups())
        return datetime(year, month, day, *clock)  # type: ignore[arg-type]  # noqa: DTZ001
    if _ISO.fullmatch(text):
        return datetime.fromisoformat(text)
    raise ValueError(text)


def _birth(cell: Any) -> str:
    """Birth dates stay texts, since only the year of many is known; a date cell becomes dd/mm/yyyy."""
    return cell.strftime("%d/%m/%Y") if isinstance(cell, date) else plain(cell)


# folded header: (the column's name as the gateway writes it, field of Dossier, how its cell is understood)
COLUMNS: Mapping[str, tuple[str, str, Callable[[Any], Any]]] = {
    name.lower(): (name, field, parse)
    for name, field, parse in (
        ("MaHoSo", "code", _code),
        ("MaHoSoKhac", "other_codes", _codes),
        ("MaTTHC", "procedure_code", _procedure),
        ("TenTTHC", "procedure_name", plain),
        ("MaLinhVuc", "field_code", plain),
        ("ChuHoSo", "owner_name", plain),
        ("SoDinhDanh", "owner_number", _number),
        ("LoaiDoiTuong", "owner_kind", _whole(1, 4)),
        ("KenhThucHien", "channel", _whole(1, 3)),
        ("DonViXuLy", "unit_name", plain),
        ("MaDonVi", "unit_code", plain),
        ("NgayTiepNhan", "received_at", moment),
        ("NgayHenTra", "due_at", moment),
        ("NgayKetThucXuLy", "solved_at", moment),
        ("NgayTra", "returned_at", moment),
        ("TrangThaiHoSo", "state", _state),
        ("CoKetQua", "has_result", _yes),
        ("PhiLePhi", "fee", _amount),
        ("DuocThanhToanTrucTuyen", "paid_online", _whole(0, 2)),
        ("NgaySinh", "birth_date", _birth),
    )
}
_EMPTY = {field: getattr(Dossier(""), field) for _, field, _ in COLUMNS.values()}


def fields_of(row: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of Dossier that the row has columns for; an empty cell empties its field.

    RefusedRowError names the column and the value that can't be understood. Columns not known are in `extra`, under
    the names they came with (`titles`).
    """
    fields: dict[str, Any] = {}
    extra: dict[str, str] = {}
    for header, cell in row.items():
        if header in COLUMNS:
            fields[COLUMNS[header][1]] = (
                _of_text(header, cell) if type(cell) is str else _of_cell(header, cell)
            )
        elif text := plain(cell):
            extra[titles.get(header) or header] = text
    if "code" not in fields:
        raise RefusedRowError(Message.of("register-row-without-code"))
    if fields.get("other_codes"):
        fields["other_codes"] = tuple(c for c in fields["other_codes"] if c != fields["code"])
    fields["extra"] = extra
    return fields


def _of_cell(header: str, cell: Any) -> Any:
    name, field, parse = COLUMNS[header]
    if header != CODE_HEADER and not plain(cell):
        return _EMPTY[field]
    try:
        return parse(cell)
    except (ValueError, OverflowError, KeyError) as trouble:
        value = plain(cell)[:60]
        raise RefusedRowError(Message.of("register-row-wrong-value", column=name, value=value)) from trouble


_of_text = functools.lru_cache(maxsize=1 << 14)(
    _of_cell
)  # units, procedures, states and days come again and again
