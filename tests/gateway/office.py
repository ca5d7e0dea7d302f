"""A served store with results, and a gateway beside it, without processes: the stories of synchronisation."""

from __future__ import annotations

import contextlib
import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.gateway.dvcqg import NationalGateway
from app.gateway.form import Form
from app.gateway.igate import IGate
from app.gateway.line import Line
from app.gateway.port import Gateway
from app.server.accounts import Account, Role
from app.server.database import many
from app.server.outbox import switch
from app.server.parts import ServedStore, open_store
from app.server.results import Handed
from app.server.sync.errors import Asked, errors, shown
from app.server.sync.parcels import Links
from app.server.sync.rules import SyncRules
from app.server.sync.sender import Sender, Sum
from tests.gateway.igate_peer import CLIENT, SECRET, IGatePeer
from tests.gateway.national import ACCOUNT, PASSWORD, UNIT, NationalPortal
from tests.gateway.peer import Peer, standing
from tests.server.served import PROJECT, place_in

RULES = PROJECT / "resources" / "rules"
LINKS = "https://kho.example.vn/api/v1/linked"
MORNING = datetime(2026, 3, 10, 1, tzinfo=UTC)  # 8 o'clock in Vietnam


def rules() -> SyncRules:
    return SyncRules(tomllib.loads((RULES / "sync_2025-07-01.toml").read_text("utf-8")))


def form_of(name: str) -> Form:
    return Form(tomllib.loads((RULES / f"gateway_{name}_2025-07-01.toml").read_text("utf-8")))


def code(number: int) -> str:
    return f"H15.12-260302-{number:05}"


@dataclass
class Office:
    """A store whose clock the story moves, one clerk, and senders to one system."""

    store: ServedStore
    clerk: Account
    gateway: Gateway
    now: datetime = MORNING
    number: int = 0

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def register(self, number: int, **columns: str) -> str:
        row = {
            "MaHoSo": code(number), "MaTTHC": "1.004859", "TenTTHC": "Cấp bản sao", "ChuHoSo": "Ân",
            "TrangThaiHoSo": "9", "NgayTiepNhan": "20260302080000", "NgayHenTra": "20260310170000",
            "NgayKetThucXuLy": "20260310070000", "DonViXuLy": "UBND phường", "MaDonVi": "H15.12",
        } | columns  # fmt: skip
        taken = self.store.register.take(self.clerk, [{name: value for name, value in row.items() if value}])
        assert not taken.refused, taken.refused
        return code(number)

    def deposit(self, dossier: str, data: bytes, **metadata: str) -> str:
        """Store bytes as a result; return its id."""
        self.number += 1
        upload = self.store.uploads.create(self.clerk, len(data))
        chunk = self.store.uploads.begin_chunk(upload)
        chunk.write(data)
        self.store.uploads.take(chunk)
        digest = hashlib.sha256(data).hexdigest()
        told = {"title": "Quyết định", "result_type": "KQ.G15.000032"} | metadata
        handed = Handed(f"key {self.number}", dossier, digest, upload.id, told)
        return self.store.results.deposit(self.clerk, handed).id

    def sender(self) -> Sender:
        return Sender(self.store, self.gateway, rules(), Links(self.store.key, LINKS), None)

    def send(self, at_once: int = 1) -> Sum:
        return self.sender().until_idle(at_once)

    def causes(self) -> dict[str, str]:
        """The dossiers with an error, and the first cause of each."""
        return {row["dossier"]: row["cause"] for row in self.errors()}

    def errors(self) -> list[dict[str, Any]]:
        with self.store.database.reading() as connection:
            return [shown(row, rules()) for row in errors(connection, None, Asked(), 100_000)]

    def rows(self, sql: str) -> list[dict[str, Any]]:
        with self.store.database.reading() as connection:
            return [dict(row) for row in many(connection, sql)]

    def links(self, *results: str) -> list[str]:
        links = Links(self.store.key, LINKS)
        digests = {row["id"]: row["digest"] for row in self.rows("SELECT id, digest FROM results")}
        return [links.of(result, digests[result]) for result in results]


@contextlib.contextmanager
def office(folder: Path, peer: Peer, database: str = "", timeout: float = 5.0) -> Iterator[Office]:
    """Open a store with synchronisation to this peer switched on."""
    place = place_in(folder, database)
    made: list[Office] = []

    def clock() -> datetime:
        if not made:
            return MORNING
        made[0].later(microseconds=10)  # changes are dated one after the other
        return made[0].now

    store = open_store(place, clock)
    with standing(peer), contextlib.closing(store):
        gateway: Gateway
        if isinstance(peer, NationalPortal):
            gateway = NationalGateway(
                Line(peer.url, clock, timeout), form_of("dvcqg"), UNIT, ACCOUNT, PASSWORD
            )
        else:
            assert isinstance(peer, IGatePeer)
            gateway = IGate(Line(peer.url, clock, timeout), form_of("igate"), CLIENT, SECRET)
        with contextlib.closing(gateway):
            clerk = store.accounts.find("lan") or store.accounts.add("lan", Role.CLERK, ("H15",), None)
            switch(store.database, {gateway.name})
            made.append(Office(store, clerk, gateway))
            yield made[0]
