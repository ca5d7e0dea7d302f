"""Dossiers as the API exchanges them: JSON objects under the columns of the national gateway, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.domain.dossier import Dossier
from app.storage.register_files import folded_header
from app.storage.register_rows import COLUMNS, fields_of

_EMPTY = Dossier("")


def dossier_of(row: Mapping[str, Any]) -> Dossier:
    """Return the dossier in a JSON object; RefusedRowError when one of its values can't be understood."""
    headers = {folded_header(name): name for name in row}
    return Dossier(**fields_of({header: row[name] for header, name in headers.items()}, headers))


def exchanged(dossier: Dossier) -> dict[str, Any]:
    """Return the dossier as a JSON object: columns that say something, times in ISO 8601, and the columns of extra."""
    row: dict[str, Any] = dict(dossier.extra)
    for name, field, _ in COLUMNS.values():
        value = getattr(dossier, field)
        if value != getattr(_EMPTY, field):
            row[name] = _cell(value)
    return row


def _cell(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat()
        case tuple():
            return ";".join(value)
        case bool():
            return int(value)
        case _:
            return value
