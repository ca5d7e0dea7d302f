"""A data store in memory that keeps the whole contract of the port: for the pipeline's tests, and as a measure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock

from app.domain.errors import NeedsPersonError, TryAgainError
from app.domain.messages import Message
from app.domain.receipt import Receipt
from app.domain.requests import Deposit
from app.domain.scan import Clock


@dataclass
class FakeStore:
    """Port DataStore in memory. With `trouble` set, the next deposit fails with it, before or `after` it was kept."""

    clock: Clock
    name: str = "fake"
    trouble: TryAgainError | None = None
    after: bool = False
    _receipts: dict[str, Receipt] = field(default_factory=dict)  # by key, in the order of storing
    _bytes: dict[str, bytes] = field(default_factory=dict)
    _metadata: dict[str, dict[str, str]] = field(default_factory=dict)
    _withdrawn: set[str] = field(default_factory=set)
    _codes: dict[str, tuple[str, int]] = field(default_factory=dict)  # prefix and number by key
    _counting: Lock = field(default_factory=Lock)

    def deposit(self, deposit: Deposit) -> Receipt:
        if self.trouble and not self.after:
            self._fail()
        receipt = self._receipts.get(deposit.key) or self._add(deposit)
        if (receipt.dossier, receipt.digest) != (deposit.dossier, deposit.digest):
            raise NeedsPersonError(Message.of("store-key-used", dossier=receipt.dossier, receipt=receipt.id))
        if self.trouble:
            self._fail()
        return receipt

    def _fail(self) -> None:
        trouble, self.trouble = self.trouble, None
        assert trouble is not None
        raise trouble

    def _add(self, deposit: Deposit) -> Receipt:
        path = Path(deposit.path)
        if not path.is_file():
            raise NeedsPersonError(Message.of("store-source-missing", file=deposit.path))
        data = path.read_bytes()
        found = hashlib.sha256(data).hexdigest()
        if found != deposit.digest:
            raise NeedsPersonError(Message.of("storage-digest-differs", expected=deposit.digest, found=found))
        version = 1 + sum(receipt.dossier == deposit.dossier for receipt in self._receipts.values())
        number = f"{self.name}-{len(self._receipts) + 1}"
        receipt = Receipt(number, deposit.dossier, found, len(data), version, self.clock(), self.name)
        self._receipts[deposit.key] = receipt
        self._bytes[number] = data
        self._metadata[number] = dict(deposit.metadata)
        return receipt

    def content(self, receipt_id: str) -> Iterator[bytes]:
        self._known(receipt_id)
        yield self._bytes[receipt_id]

    def receipts(self, dossier: str) -> list[Receipt]:
        return [receipt for receipt in self.all_receipts() if receipt.dossier == dossier]

    def all_receipts(self, since: datetime | None = None) -> Iterator[Receipt]:
        for receipt in list(self._receipts.values()):
            if receipt.id not in self._withdrawn and (since is None or receipt.stored_at >= since):
                yield receipt

    def metadata(self, receipt_id: str) -> dict[str, str]:
        self._known(receipt_id)
        return dict(self._metadata[receipt_id])

    def paper_code(self, prefix: str, key: str) -> str:
        with self._counting:
            number = 1 + sum(first == prefix for first, _ in self._codes.values())
            first, number = self._codes.setdefault(key, (prefix, number))
        if first != prefix:
            raise NeedsPersonError(Message.of("store-code-key-used", prefix=first))
        return f"{prefix}.{number:02}"

    def withdraw(self, receipt_id: str, reason: str) -> None:
        self._known(receipt_id)
        self._withdrawn.add(receipt_id)

    def _known(self, receipt_id: str) -> None:
        if receipt_id not in self._bytes:
            raise NeedsPersonError(Message.of("store-no-such-receipt", receipt=receipt_id))
