"""Puts together what is sent of a dossier: its row of the register and every result that stands, in order."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Connection

from app.domain.scan import Relation
from app.domain.synchronisation import Cause, Paper, Parcel, SyncTrouble
from app.server.database import Row, many, moment_of, one
from app.server.signing import StoreKey
from app.storage.figures_schema import NO_LETTER
from app.storage.register_schema import COLUMNS, from_row

_RESULTS = f"""
SELECT results.id, digest, version, stored_at, metadata, withdrawn_at, account FROM results
JOIN accounts ON accounts.id = account_id WHERE dossier = :dossier AND {NO_LETTER} ORDER BY version"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses under which results can be fetched without a login. Each names one result's bytes and can't be guessed:
    its end is the store's signature over both.
    """

    key: StoreKey
    address: str = ""

    def of(self, result: str, digest: str) -> str:
        """Return the link of a result."""
        return f"{self.address.rstrip('/')}/{result}/{self.token(result, digest)}"

    def token(self, result: str, digest: str) -> str:
        """Return the end of the link."""
        signature = self.key.sign(f"sohoa-link\n{result}\n{digest}".encode())
        return signature.rstrip("=").replace("+", "-").replace("/", "_")


def parcel_of(connection: Connection, dossier: str, links: Links) -> Parcel:
    """Return everything that is sent of a dossier; SyncTrouble UNFIT when the register does not know it."""
    names = ", ".join(COLUMNS)
    row = one(connection, f"SELECT {names} FROM dossiers WHERE lower(code) = lower(:code)", code=dossier)  # noqa: S608
    if row is None:
        raise SyncTrouble(Cause.UNFIT, "MaHoSo", dossier)
    results = many(connection, _RESULTS, dossier=dossier)
    told = {result["id"]: json.loads(result["metadata"]) for result in results}
    standing = _standing(results, told)
    papers: list[Paper] = []
    recalled: list[Paper] = []
    for result in results:
        paper = Paper(
            result["id"],
            result["digest"],
            told[result["id"]].get("title") or told[result["id"]].get("code") or dossier,
            told[result["id"]].get("result_type", ""),
            links.of(result["id"], result["digest"]),
        )
        (papers if result["id"] in standing else recalled).append(paper)
    last = results[-1]
    return Parcel(
        from_row(tuple(row[name] for name in COLUMNS)),
        tuple(papers),
        tuple(recalled),
        last["account"],
        moment_of(last["withdrawn_at"] or last["stored_at"]),
    )


def _standing(results: list[Row], told: dict[str, dict[str, str]]) -> set[str]:
    """The results that count: not withdrawn, and not replaced by a later version of the same scan, or of that paper.

    What a withdrawn version had replaced does not come back: it had been found wrong.
    """
    newest: dict[str, Row] = {}  # by scan, or by result where no scan is told
    for result in results:
        metadata = told[result["id"]]
        if metadata.get("relation") == Relation.VERSION and newest:
            newest.pop(metadata.get("related") or list(newest)[-1], None)
        key = metadata.get("scan") or result["id"]
        newest.pop(key, None)  # a later version stands in a later place
        newest[key] = result
    return {result["id"] for result in newest.values() if result["withdrawn_at"] is None}
