"""The data store over HTTP: port DataStore against a `sohoa serve` somewhere else."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from app.domain.errors import NeedsPersonError, SohoaError, TryAgainError
from app.domain.messages import Message
from app.domain.paper_code import is_paper_code
from app.domain.receipt import Receipt
from app.domain.requests import Deposit
from app.storage.durable import digest_of, patient
from app.storage.http.answers import fields_of, problem_of, refused
from app.storage.http.connection import Connection
from app.storage.http.memory import RoadMemory
from app.storage.http.pace import Pace
from app.storage.http.read_back import read_back
from app.storage.http.receipts import receipt_of, require_signature, result_path
from app.storage.http.upload import Traffic, Uploader, UploadGoneError

_UPLOAD_LOST = (
    "upload-not-found",
    "upload-expired",
    "upload-incomplete",
)  # codes of problems: bring it again
_ALARM_AFTER = 8  # rounds of the runner in which reading back was in vain: some minutes
_UPLOADS_AT_MOST = 3  # for one call; when the store loses uploads again and again, it is in trouble


class HttpStore:
    """Port DataStore over one connection. Safe to call from any thread."""

    def __init__(self, connection: Connection, memory: RoadMemory, pace: Pace, keys: tuple[str, ...]) -> None:
        """Use a store whose receipts are signed with one of `keys` (Ed25519, base64), pinned when it was connected."""
        self.connection, self.memory, self.keys = connection, memory, keys
        self.traffic = Traffic()
        self._unreadable: Counter[str] = Counter()  # receipts whose bytes could not be had, how often
        self._uploader = Uploader(connection, memory, pace, self.traffic, time.monotonic)

    def close(self) -> None:
        """Close connections and memory."""
        self.connection.close()
        self.memory.close()

    def deposit(self, deposit: Deposit) -> Receipt:
        """Store the bytes durably as the dossier's next version; the same key gives the same receipt again.

        NeedsPersonError when the bytes do not have the digest, when the key was used for another deposit, and when the
        receipt is wrong (an alarm: it would be wrong again); TryAgainError for network, login, a full or busy store.
        """
        path = Path(deposit.path)
        if not path.is_file():
            return self._given_before(deposit)
        with patient(path):
            found, size = digest_of(path)
        if found != deposit.digest:
            raise NeedsPersonError(Message.of("storage-digest-differs", expected=deposit.digest, found=found))
        for _ in range(_UPLOADS_AT_MOST):
            receipt = self._upload_and_ask(deposit, path)
            if receipt is not None:
                if receipt.bytes != size:
                    raise NeedsPersonError(Message.of("receipt-differs", receipt=receipt.id))
                return receipt
            self.memory.forget_upload(deposit.key)
        raise TryAgainError(Message.of("store-upload-stuck", store=self.connection.url))

    def content(self, receipt_id: str) -> Iterator[bytes]:
        """Yield the bytes the store holds for this receipt, going on where the line was cut.

        NeedsPersonError when the store has them not, or answers again and again that it can't give them.
        """
        try:
            yield from read_back(self.connection, receipt_id)
        except TryAgainError as trouble:
            if trouble.message.id == "store-in-trouble":
                self._unreadable[receipt_id] += 1
            if self._unreadable[receipt_id] >= _ALARM_AFTER:
                raise NeedsPersonError(Message.of("store-cannot-read-back", receipt=receipt_id)) from trouble
            raise
        self._unreadable.pop(receipt_id, None)

    def receipts(self, dossier: str) -> list[Receipt]:
        """Return the receipts of a dossier, oldest version first; without the network, those last heard of."""
        try:
            found = list(self._all_results(dossier=dossier))
        except TryAgainError:
            return self.memory.receipts(dossier)
        return sorted(found, key=lambda receipt: receipt.version)

    def all_receipts(self, since: datetime | None = None) -> Iterator[Receipt]:
        """Yield every receipt not withdrawn, in the order of storing; with `since`, those stored then or later."""
        return self._all_results(**({} if since is None else {"since": since.isoformat()}))

    def metadata(self, receipt_id: str) -> dict[str, str]:
        """Return what was deposited beside the bytes."""
        return dict(self._of_receipt("GET", receipt_id).get("metadata", {}))

    def withdraw(self, receipt_id: str, reason: str) -> None:
        """Recall a result: it stays in the store, but no receipt speaks of it any more. Again does nothing."""
        self._of_receipt("POST", receipt_id, "/withdrawal", json={"reason": reason})

    def paper_code(self, prefix: str, key: str) -> str:
        """Return `<prefix>.<NN>` as the store counts; TryAgainError without network, or when the answer is no code."""
        fields = self.connection.json("POST", "paper-codes", json={"prefix": prefix, "key": key})
        code = str(fields.get("code", ""))
        if not is_paper_code(code, prefix):
            raise TryAgainError(Message.of("store-strange-answer", store=self.connection.url, status=200))
        return code

    # --- depositing ---

    def _upload_and_ask(self, deposit: Deposit, path: Path) -> Receipt | None:
        """Return the receipt; None when the upload is gone (expired), so that the next try begins anew."""
        try:
            url = self._uploader.bring(deposit.key, deposit.digest, path, first=deposit.first)
        except UploadGoneError:
            # It may be gone because a result was made of it, and the answer was lost: the key knows.
            url = self.memory.upload(deposit.key, deposit.digest) or ""
        return self._ask_receipt(deposit, url)

    def _given_before(self, deposit: Deposit) -> Receipt:
        receipt = self._ask_receipt(deposit, self.memory.upload(deposit.key, deposit.digest) or "")
        if receipt is None:
            raise NeedsPersonError(Message.of("store-source-missing", file=deposit.path))
        return receipt

    def _ask_receipt(self, deposit: Deposit, url: str) -> Receipt | None:
        answer = self.connection.call(
            "POST",
            "results",
            headers={"Idempotency-Key": deposit.key},
            json={
                "dossier": deposit.dossier,
                "digest": deposit.digest,
                "upload": url.rstrip("/").rpartition("/")[2],
                "metadata": deposit.metadata,
            },
        )
        if answer.ok:
            receipt = receipt_of(fields_of(answer, self.connection.url), self.connection.url)
            if (receipt.digest, receipt.dossier) != (deposit.digest, deposit.dossier):
                raise NeedsPersonError(Message.of("receipt-differs", receipt=receipt.id))
            require_signature(receipt, self.keys)
            return receipt
        problem = problem_of(answer)
        if problem.get("code") in _UPLOAD_LOST:
            return None
        raise (
            self._conflict(problem, deposit)
            if answer.status_code == 409
            else refused(answer, self.connection.url)
        )

    @staticmethod
    def _conflict(problem: dict[str, Any], deposit: Deposit) -> SohoaError:
        receipt = str(problem.get("receipt") or "-")
        dossier = str(problem.get("dossier") or deposit.dossier)
        return NeedsPersonError(Message.of("store-key-used", dossier=dossier, receipt=receipt))

    # --- asking ---

    def _all_results(self, **query: str) -> Iterator[Receipt]:
        cursor = ""
        while True:
            asked = query | ({"cursor": cursor} if cursor else {})
            page = self.connection.json("GET", "results", params=asked)
            for fields in page.get("results", ()):
                yield receipt_of(fields, self.connection.url)
            cursor = page.get("next_cursor") or ""
            if not cursor:
                return

    def _of_receipt(self, method: str, receipt_id: str, what: str = "", **how: Any) -> dict[str, Any]:
        answer = self.connection.call(method, result_path(receipt_id) + what, **how)
        if answer.status_code == 404:
            raise NeedsPersonError(Message.of("store-no-such-receipt", receipt=receipt_id))
        if not answer.ok:
            raise refused(answer, self.connection.url)
        return fields_of(answer, self.connection.url) if answer.content else {}
