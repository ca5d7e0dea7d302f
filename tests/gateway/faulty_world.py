"""Many dossiers through all faults at once, with a plain model of what the portal should show in the end."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from app.domain.synchronisation import Cause
from app.server.database import many
from app.server.sync.errors import Asked, resend
from tests.gateway.national import NationalPortal
from tests.gateway.office import Office
from tests.gateway.peer import Fault, nothing_wrong

STATES = ("4", "5", "6", "8", "9", "9", "9", "9", "10")
PASSING = (Fault.LOSE_ANSWER, Fault.LOSE_ORDER, Fault.EXPIRE, Fault.TROUBLE, Fault.GARBAGE, Fault.REFUSE)
SILENT = (Fault.DROP_RESULTS, Fault.MAP_STATE, Fault.SHIFT_DATE, Fault.MINT, Fault.REPLACE, Fault.DOUBLE)
_ROUNDS = 3000


@dataclass
class World:
    """An office, the portal, and for each dossier the results that should be shown there, in order."""

    room: Office
    portal: NationalPortal
    chance: random.Random
    expected: dict[str, list[str]] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)  # faults by kind

    def fill(self, count: int) -> None:
        """Register and deposit; some dossiers get a second paper, a correction, or lose what they had."""
        for number in range(1, count + 1):
            state = self.chance.choice(STATES)
            dossier = self.room.register(number, TrangThaiHoSo=state, NgayKetThucXuLy="")
            self.states[dossier] = state
            self.expected[dossier] = [
                self.room.deposit(dossier, f"paper {number}".encode(), scan=f"s{number}")
            ]

    def change(self, part: float) -> None:
        """Change a part of the dossiers: another paper, a correction, a withdrawal, a state."""
        for dossier in self.chance.sample(sorted(self.expected), int(len(self.expected) * part)):
            match self.chance.randrange(4):
                case 0:
                    paper = f"{dossier} beside {self.room.number}"
                    self.expected[dossier].append(self.room.deposit(dossier, paper.encode(), scan=paper))
                case 1:
                    paper, scan = f"{dossier} again {self.room.number}", f"s{int(dossier[-5:])}"
                    self.expected[dossier][:1] = []
                    self.expected[dossier].append(self.room.deposit(dossier, paper.encode(), scan=scan))
                case 2 if self.expected[dossier]:
                    self.room.store.results.withdraw(self.room.clerk, self.expected[dossier].pop(), "nhầm")
                case _ if self.states[dossier] in {"4", "8"}:
                    self.states[dossier] = "9"
                    self.room.register(int(dossier[-5:]), TrangThaiHoSo="9")

    def trouble(self, rate: float) -> None:
        """From now on, this part of the calls goes wrong, each in a way drawn by chance.

        Every kind happens at least once: to the first order of one of the first dossiers.
        """
        lock, first = threading.Lock(), dict(zip(self.expected, (*PASSING, *SILENT), strict=False))

        def plan(operation: str, dossier: str) -> Fault | None:
            with lock:
                kinds = (*PASSING, *SILENT) if operation == "DongBoHoSoMC" else PASSING
                if operation == "DongBoHoSoMC" and dossier in first:
                    fault = first.pop(dossier)
                elif self.chance.random() < rate:
                    fault = self.chance.choice(kinds)
                else:
                    return None
                self.done[fault] = self.done.get(fault, 0) + 1
                return fault

        self.portal.plan = plan

    def settle(self, senders: int, at_once: int) -> int:
        """Let several senders work until nothing is tried again by itself; return how many rounds it took."""
        made = [self.room.sender() for _ in range(senders)]
        for rounds in range(1, _ROUNDS + 1):
            with ThreadPoolExecutor(senders) as pool:
                list(pool.map(lambda sender: sender.until_idle(at_once), made))
            (waiting,) = self.room.rows("SELECT min(due_at) AS due FROM outbox")
            if waiting["due"] is None:
                return rounds
            self.room.now += timedelta(minutes=30)
        raise AssertionError(f"not settled after {_ROUNDS} rounds")

    def mend(self) -> int:
        """Let the portal's people mend what is listed, and send all of it again; return how many."""
        self.portal.plan = nothing_wrong
        for theirs in self.portal.renamed.values():
            self.portal.records.pop(theirs)
        self.portal.renamed.clear()
        for dossier in self.room.causes():
            for record in self.portal.records.get(dossier, ()):
                record["TrangThaiHoSo"] = self.states[dossier]
            self.portal.records.get(dossier, [])[1:] = []
        again = sum(resend(self.room.store, None, Asked(cause=cause)) for cause in Cause)
        self.settle(3, 4)
        return again

    def unequal(self) -> set[str]:
        """The dossiers that the portal shows otherwise than they are here, by a comparison of its own."""
        with self.room.store.database.reading() as connection:
            ids = [row["id"] for row in many(connection, "SELECT id FROM results")]
        link_of = dict(zip(ids, self.room.links(*ids), strict=True))
        dates = {"NgayTiepNhan": "20260302080000", "NgayHenTra": "20260310170000"}
        return {
            dossier
            for dossier, results in self.expected.items()
            if [_shown(record, dates) for record in self.portal.records.get(dossier, [])]
            != [(dossier, self.states[dossier], dates, [link_of[result] for result in results])]
        }


def _shown(record: dict[str, Any], dates: dict[str, str]) -> tuple[str, str, dict[str, str], list[str]]:
    links = [paper["DuongDanTepTinKetQua"] for paper in record["DanhSachGiayToKetQua"]]
    return record["MaHoSo"], record["TrangThaiHoSo"], {name: record[name] for name in dates}, links


def through_faults(
    room: Office, portal: NationalPortal, count: int, seed: int, tell: Callable[[str], None] = lambda _: None
) -> World:
    """Fill, send through faults while dossiers change, and settle."""
    world = World(room, portal, random.Random(seed))
    world.fill(count)
    tell("filled")
    world.trouble(0.12)
    rounds = world.settle(3, 4)
    tell(f"settled after {rounds} rounds")
    world.change(0.2)
    tell("changed")
    rounds = world.settle(3, 4)
    tell(f"settled after {rounds} rounds")
    return world
