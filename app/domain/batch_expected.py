"""Which dossiers the files of an import are expected to be: by a list that came with them, else by their names."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable

from app.domain.batch_naming import Named, Naming, number_key
from app.domain.folding import fold
from app.domain.manifest_table import Entry


class Expectations:
    """Answers for each path. A row of the list is found by its file (path or name), else by document number and day."""

    def __init__(self, naming: Naming, entries: Iterable[Entry] = ()) -> None:
        self.naming = naming
        self._by_path: dict[str, list[Entry]] = defaultdict(list)
        self._by_number: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            if entry.file:
                self._by_path[_path_key(entry.file)].append(entry)
            if entry.document_number:
                self._by_number[number_key(entry.document_number)].append(entry)

    def codes(self, path: str) -> tuple[str, ...]:
        """Return the codes expected of the file, in the order of its results; () when nothing is known."""
        rows = self._of_file(path)
        named = self.naming.read(path)
        if not rows and named is not None:
            rows = self._of_number(named)
        codes = tuple(dict.fromkeys(row.code for row in rows if row.code))
        return codes or ((named.code,) if named is not None and named.code else ())

    def named(self, path: str) -> Named | None:
        """Return what the path says by itself; None when no rule fits."""
        return self.naming.read(path)

    def _of_file(self, path: str) -> list[Entry]:
        """The rows of the list that name the file: by the longest end of its path that the list has."""
        parts = path.split("/")
        for start in range(len(parts)):
            whole = "/".join(parts[start:])
            bare = posixpath.splitext(whole)[0]
            rows = self._by_path.get(_path_key(whole)) or self._by_path.get(_path_key(bare))
            if rows:
                return rows
        return []

    def _of_number(self, named: Named) -> list[Entry]:
        """The rows with the document's number; one that was given twice counts only where the day tells which."""
        rows = self._by_number.get(number_key(named.number), []) if named.number else []
        if named.issued_on is not None:
            rows = [row for row in rows if row.issued_on in (None, named.issued_on)]
        return rows if len({row.code for row in rows}) == 1 else []


def _path_key(path: str) -> str:
    return fold(path)
