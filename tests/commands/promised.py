"""The JSON that scripts were promised, as forms to hold answers against. Names may be added, none may go or change."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

Form = Any  # a type, a predicate, a set of literals, a tuple of alternatives, [form of each], {name: form}


def misfits(value: object, form: Form, where: str = "") -> list[str]:
    """What in `value` does not have the form."""
    match form:
        case dict():
            return _misfits_of_object(value, form, where)
        case list():
            if not isinstance(value, list):
                return [f"{where}: {value!r} is no list"]
            return [bad for n, one in enumerate(value) for bad in misfits(one, form[0], f"{where}[{n}]")]
        case tuple():
            tried = [misfits(value, one, where) for one in form]
            return [] if [] in tried else min(tried, key=len)
        case _:
            return [] if _fits(value, form) else [f"{where}: {value!r} is not {form}"]


def _misfits_of_object(value: object, form: dict[str, Form], where: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{where}: {value!r} is no object"]
    missing = [f"{where}.{name} is missing" for name in form if name not in value]
    wrong = [
        bad
        for name, one in form.items()
        if name in value
        for bad in misfits(value[name], one, f"{where}.{name}")
    ]
    return missing + wrong


def _fits(value: object, form: type | set[object] | Callable[[Any], bool] | None) -> bool:
    if form is None:
        return value is None
    if isinstance(form, set):
        return value in form and type(value) in {type(one) for one in form}
    if isinstance(form, type):
        return type(value) is form
    return form(value)


def number(value: object) -> bool:
    """A number that JSON can carry."""
    return type(value) in {int, float} and math.isfinite(value)  # type: ignore[arg-type]


def share(value: object) -> bool:
    """A number from 0 to 1."""
    return number(value) and 0 <= value <= 1  # type: ignore[operator]


def box(value: object) -> bool:
    """Left, top, width, height in fractions of the page."""
    return isinstance(value, list) and len(value) == 4 and all(share(side) for side in value)


def day(value: object) -> bool:
    """A day, YYYY-MM-DD."""
    return isinstance(value, str) and date.fromisoformat(value).isoformat() == value


def moment(value: object) -> bool:
    """A time with its offset."""
    return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None


def digest(value: object) -> bool:
    """A SHA-256, in hex."""
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) is not None


def words(value: object) -> bool:
    """Something said, not the id of a text."""
    return isinstance(value, str) and re.search(r"\s", value.strip()) is not None


FAILURES = {"empty", "unreadable", "truncated", "encrypted", "unsupported_type", "too_large", "timeout"}
KINDS = {
    *("barcode", "printed_code", "manifest", "personal_number", "tax_code", "name", "birth_date"),
    *("document_number", "procedure", "date", "unit"),
}
STATES = {"captured", "read", "separated", "linked", "sealed", "signed", "stored", "rejected"}

PAGE = {
    "page": int,
    "text": str,
    "rotation": {0, 90, 180, 270},
    "skew_degrees": number,
    "dpi": number,
    "blank": bool,
    "confidence": (None, share),
    "barcodes": [{"format": {"CODE128", "QR"}, "text": str}],
}
FIELDS = {
    "dossier_codes": [str],
    "document_number": (None, str),
    "issued_on": (None, day),
    "personal_numbers": [str],
    "tax_codes": [str],
    "names": [str],
}
READ = {
    "file": str,
    "pages": [PAGE],
    "fields": FIELDS,
    "seconds": number,
    "first_fields_seconds": number,
}
ERROR = {"file": str, "error": {"code": FAILURES, "message": words}}
EVIDENCE = {"kind": KINDS, "value": str, "page": int, "box": (None, box)}
MATCH = {
    "file": str,
    "scans": [
        {
            "pages": [int],
            "separator_pages": [int],
            "decision": {"linked", "held"},
            "dossier": (None, str),
            "hold": (None, words),
            "candidates": [{"dossier": str, "score": share, "evidence": [EVIDENCE]}],
        }
    ],
}
VERIFY = {
    "file": str,
    "ok": bool,
    "pdfa": (None, {"2b", "1b", "3b"}),
    "pages": int,
    "dossier": (None, str),
    "digest": digest,
    "text_found": bool,
    "signatures": [
        {
            "signer": str,
            "valid": bool,
            "trusted": bool,
            "time": (None, moment),
            "covers_whole_file": bool,
        }
    ],
    "problems": [words],
}
TALLY = {
    "captured": int,
    "stored": int,
    "waiting": int,
    "held": int,
    "rejected": int,
    "letters": int,
    "balanced": bool,
}
LEDGER = {"day": day, **TALLY, "total": TALLY}
IMPORT = {
    "file": str,
    "added": int,
    "updated": int,
    "unchanged": int,
    "refused": [{"row": int, "reason": words}],
}
SCAN = {
    "scan": str,
    "state": STATES,
    "hold": (None, words),
    "dossier": (None, str),
    "pages": int,
    "digest": digest,
    "source": str,
    "captured_at": moment,
    "receipt": (None, {"id": str, "digest": digest, "stored_at": moment}),
}
DOSSIER = {"dossier": str, "other_codes": [str], "owner_name": str, "owner_number": str, "procedure": str}
FOLDER = {"folder": str, "network": bool, "after_pickup": {"move", "keep", "delete"}}
CHECK = {"check": str, "ok": bool, "message": str}
EXPORT = {"folder": str, "results": int, "since": (None, day)}
SEAL = {"file": str, "dossier": str, "digest": digest, "bytes": int, "pages": int, "pdfa": (None, str)}
