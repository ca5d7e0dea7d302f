"""Reads lists of batches (CSV, spreadsheets): what lies beside the scans of a folder, or comes with an import."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.domain.manifest_table import Head, Manifest, RefusedRow, columns_in, head_of, parse
from app.storage.register_rows import plain
from app.storage.tables import Misshapen, table_rows


def manifest_of(path: Path, columns: Mapping[str, str] | None = None) -> Manifest:
    """Return what the table in the file promises; `columns` maps fields of Entry to headers as a person chose them.

    UsageError when the file can't be read as a table. Rows that are no cells are refused like those of wrong values.
    """
    misshapen: list[RefusedRow] = []
    made = parse(_texts(path, columns, misshapen), columns)
    refused = sorted((*made.refused, *misshapen), key=lambda one: one.row)
    return Manifest(made.entries, tuple(refused), made.headers, made.columns)


def list_head(path: Path, most: int) -> Head:
    """Return the beginning of the table in the file, with at most so many rows; UsageError when it is no table."""
    return head_of(_texts(path, None, []), most)


def _texts(
    path: Path, columns: Mapping[str, str] | None, misshapen: list[RefusedRow]
) -> Iterator[tuple[int, Sequence[str]]]:
    for number, cells in table_rows(path, lambda row: columns_in(row, columns) is not None):
        if isinstance(cells, Misshapen):
            misshapen.append(RefusedRow(number, cells.reason))
        else:
            yield number, [plain(cell) for cell in cells]
