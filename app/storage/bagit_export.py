"""Writes stored results as a BagIt 1.0 package (RFC 8493): for archives, and for whoever must check every byte.

The package is built in a folder inside the target and moved up when it is whole, `bagit.txt` last: a target without
`bagit.txt` is no package, and an interrupted export is begun anew.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app import __version__
from app.domain.errors import NeedsPersonError, UsageError
from app.domain.ledger import local_day
from app.domain.messages import Message
from app.domain.receipt import Receipt
from app.storage.durable import make_folder, move, patient, sync_folder, write_file

_UNFINISHED = ".sohoa-unfinished"
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_HASHES = ("sha256", "sha512")
_UNSAFE = re.compile(r"[^0-9A-Za-z._-]+")
_RESERVED = re.compile(
    r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE
)  # names that Windows keeps for itself
_LONGEST_NAME = 100
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = ("file", "dossier", "version", "digest", "bytes", "stored_at", "receipt", "store", "signature")


class Results(Protocol):
    """What is asked of a data store."""

    def all_receipts(self, since: datetime | None = None) -> Iterator[Receipt]:
        """Yield every receipt not withdrawn, in the order of storing."""

    def content(self, receipt_id: str) -> Iterator[bytes]:
        """Yield the bytes the store holds for this receipt."""

    def metadata(self, receipt_id: str) -> dict[str, str]:
        """Return what was deposited beside the bytes."""


@dataclass(frozen=True, slots=True)
class Package:
    """What was exported: how many results, and how many bytes of payload in how many files."""

    target: Path
    results: int
    files: int
    bytes: int


@dataclass(slots=True)
class _Bag:
    """A package being written: every file's digests by its path in the package."""

    root: Path
    digests: dict[str, dict[str, str]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def write(self, path: str, chunks: Iterable[bytes]) -> str:
        """Write a file durably; return its SHA-256."""
        hashes = {name: hashlib.new(name) for name in _HASHES}

        def watched() -> Iterator[bytes]:
            for chunk in chunks:
                for digest in hashes.values():
                    digest.update(chunk)
                yield chunk

        target = self.root / path
        _, self.sizes[path] = write_file(target, watched())
        self.digests[path] = {name: digest.hexdigest() for name, digest in hashes.items()}
        return self.digests[path]["sha256"]

    def payload(self) -> list[str]:
        """Return the paths under data/, sorted."""
        return sorted(path for path in self.digests if path.startswith("data/"))

    def manifest(self, algorithm: str, paths: Iterable[str]) -> bytes:
        """Return the lines of a manifest."""
        return "".join(f"{self.digests[path][algorithm]}  {path}\n" for path in paths).encode()


def export_bag(
    store: Results, target: Path, now: datetime, *, since: datetime | None = None, office: str = ""
) -> Package:
    """Write the results stored `since` then (all, without) as a package in the folder `target`.

    UsageError when the target is not empty; NeedsPersonError naming a result whose bytes are missing or do not have
    the receipt's digest (an archive must not hold it silently); TryAgainError when the disk is full or in trouble.
    """
    _refuse_used(target)
    unfinished = target / _UNFINISHED
    with patient(unfinished):
        if unfinished.exists():
            shutil.rmtree(unfinished)
    make_folder(unfinished / "data" / "results")
    bag = _Bag(unfinished)
    rows = [_add_result(bag, store, receipt) for receipt in store.all_receipts(since)]
    bag.write("data/manifest.json", [json.dumps(rows, ensure_ascii=False, indent=1).encode()])
    bag.write("data/manifest.csv", [_as_csv(rows)])
    payload = bag.payload()
    size = sum(bag.sizes[path] for path in payload)
    _write_tags(bag, payload, _about(now, size, len(payload), office))
    _move_up(unfinished, target)
    return Package(target, len(rows), len(payload), size)


def _refuse_used(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise UsageError(Message.of("export-target-not-empty", folder=str(target)))
    if target.exists() and {path.name for path in target.iterdir()} - {_UNFINISHED}:
        raise UsageError(Message.of("export-target-not-empty", folder=str(target)))


def _add_result(bag: _Bag, store: Results, receipt: Receipt) -> dict[str, object]:
    metadata = store.metadata(receipt.id)
    path = f"data/results/{_name(receipt, metadata.get('code', ''))}"
    digest = bag.write(path, store.content(receipt.id))
    if digest != receipt.digest:
        raise NeedsPersonError(
            Message.of(
                "export-result-altered", dossier=receipt.dossier, receipt=receipt.id, found=digest[:12]
            )
        )
    values = (path, receipt.dossier, receipt.version, digest, receipt.bytes, receipt.stored_at.isoformat(), receipt.id,
              receipt.store, receipt.signature)  # fmt: skip
    return dict(zip(_COLUMNS, values, strict=True)) | {"metadata": metadata}


def _name(receipt: Receipt, code: str) -> str:
    """The paper's code (or the dossier's) as a file name that every system takes.

    The end of the receipt keeps names apart that differ in odd letters only.
    """
    plain = _UNSAFE.sub("_", code or receipt.dossier).strip("._-")[:_LONGEST_NAME] or "result"
    front = f"_{plain}" if _RESERVED.match(plain) else plain
    end = hashlib.sha256(receipt.id.encode()).hexdigest()[:8]
    return f"{front}_v{receipt.version}_{end}.pdf"


def _as_csv(rows: list[dict[str, object]]) -> bytes:
    """Return the manifest as a table, with a byte order mark so that Excel shows Vietnamese; each datum is a column."""
    keys = sorted({key for row in rows for key in _metadata(row)})
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow([*_COLUMNS, *map(_harmless, keys)])
    for row in rows:
        data = _metadata(row)
        table.writerow(
            [_harmless(value) for value in (*(row[c] for c in _COLUMNS), *(data.get(k, "") for k in keys))]
        )
    return out.getvalue().encode("utf-8-sig")


def _metadata(row: dict[str, object]) -> dict[str, str]:
    data = row["metadata"]
    return data if isinstance(data, dict) else {}


def _harmless(value: object) -> str:
    """Keep a spreadsheet from taking a text for a formula; the JSON beside has every value as it is."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _about(now: datetime, size: int, files: int, office: str) -> bytes:
    lines = {
        "Source-Organization": " ".join(office.split()),
        "Bag-Software-Agent": f"sohoa {__version__}",
        "Bagging-Date": local_day(now).isoformat(),
        "Payload-Oxum": f"{size}.{files}",
    }
    return "".join(f"{name}: {value}\n" for name, value in lines.items() if value).encode()


def _write_tags(bag: _Bag, payload: list[str], about: bytes) -> None:
    bag.write("bagit.txt", [_DECLARATION])
    bag.write("bag-info.txt", [about])
    for algorithm in _HASHES:
        bag.write(f"manifest-{algorithm}.txt", [bag.manifest(algorithm, payload)])
    tags = sorted(set(bag.digests) - set(payload))
    for algorithm in _HASHES:
        bag.write(f"tagmanifest-{algorithm}.txt", [bag.manifest(algorithm, tags)])


def _move_up(unfinished: Path, target: Path) -> None:
    with patient(target):
        for path in sorted(unfinished.iterdir(), key=lambda path: path.name == "bagit.txt"):
            move(path, target / path.name)
        unfinished.rmdir()
        sync_folder(target)
