"""Registers and journals of province size, generated quickly; no person in them is real."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from app.domain.dossier import Dossier, DossierState
from app.domain.evidence import Candidate, Evidence, EvidenceKind
from app.domain.facts import (
    Captured,
    DepositBegan,
    Fact,
    Held,
    Linked,
    Proposed,
    Read,
    Sealed,
    Separated,
    Stored,
)
from app.domain.ledger import VIETNAM, local_day
from app.domain.messages import Message
from app.domain.page import Box
from app.domain.receipt import Receipt, SealedFile
from app.domain.scan import Scan, Severity
from app.domain.transitions import apply
from app.storage.codec import fact_to_json, kind_of, scan_to_json
from app.storage.journal import SqliteJournal

FAMILY = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Lý", "Y", "H'",
]  # fmt: skip
SHARE = (38, 11, 9, 7, 5, 5, 4, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1)
MIDDLE = [
    "Văn", "Thị", "Hữu", "Đức", "Minh", "Ngọc", "Thanh", "Quốc", "Thu", "Hồng", "Xuân", "Kim", "Bá", "Công", "Đình",
    "Gia", "Bảo", "Thùy",
]  # fmt: skip
GIVEN = [
    "An", "Bình", "Cường", "Dũng", "Hải", "Hùng", "Lan", "Mai", "Nga", "Phương", "Quân", "Sơn", "Tâm", "Thảo", "Trang",
    "Tuấn", "Vinh", "Yến", "Linh", "Hạnh", "Ân", "Blui", "Niê", "Ayŭn", "Khánh", "Ngân", "Hòa", "Kđoh", "Mlô", "Êban",
    "Đạt", "Phúc", "Quỳnh", "Vy",
]  # fmt: skip
COLUMNS = [
    "MaHoSo", "MaHoSoKhac", "MaTTHC", "TenTTHC", "MaLinhVuc", "ChuHoSo", "SoDinhDanh", "LoaiDoiTuong", "KenhThucHien",
    "DonViXuLy", "MaDonVi", "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra", "TrangThaiHoSo", "CoKetQua",
    "PhiLePhi", "DuocThanhToanTrucTuyen", "GhiChu",
]  # fmt: skip
UNITS = 102
FIRST = datetime(2024, 1, 2, 1, tzinfo=UTC)


def dossiers(size: int, seed: int = 5) -> Iterator[Dossier]:
    """Yield dossiers of 102 units over three years."""
    random = Random(seed)
    serials: dict[tuple[int, str], int] = {}
    for _ in range(size):
        unit = random.randrange(1, UNITS + 1)
        received = datetime(2024, 1, 1, 7, tzinfo=VIETNAM) + timedelta(
            days=random.randrange(1000), minutes=random.randrange(600)
        )
        day = f"{received:%y%m%d}"
        serial = serials[unit, day] = serials.get((unit, day), 0) + 1
        given = random.sample(GIVEN, random.choice((1, 1, 2)))
        yield Dossier(
            code=f"H15.{unit:02}-{day}-{serial:04}",
            other_codes=(f"000.00.{unit:02}.H15-{day}-{9999 - serial:04}",) if random.random() < 0.05 else (),
            procedure_code="1.004859",
            procedure_name="Cấp bản sao trích lục hộ tịch",
            owner_name=" ".join((random.choices(FAMILY, SHARE)[0], random.choice(MIDDLE), *given)),
            owner_number=f"066{random.randrange(4)}{random.randrange(100):02}{random.randrange(1, 10**6):06}",
            owner_kind=1,
            channel=random.randrange(1, 4),
            unit_code=f"H15.{unit:02}",
            received_at=received,
            due_at=received + timedelta(days=5),
            state=DossierState.PROCESSED,
            fee=8000,
            paid_online=1,
        )


def write_csv(path: Path, size: int) -> None:
    """Write the dossiers as an office would send them."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for one in dossiers(size):
            received, due = (f"{moment:%Y%m%d%H%M%S}" for moment in (one.received_at, one.due_at))
            table.writerow(
                [one.code, ";".join(one.other_codes), one.procedure_code, one.procedure_name, "HT", one.owner_name,
                 one.owner_number, 1, one.channel, f"UBND xã {one.unit_code}", one.unit_code, received, due, due, "", 9,
                 1, 8000, 1, ""]
            )  # fmt: skip


def _life(scan: str, kind: str) -> list[Fact]:
    """The facts of one scan: stored as nineteen of twenty are, or held, or waiting for its seal."""
    code = "H15.12-260310-0003"
    evidence = Evidence(EvidenceKind.PRINTED_CODE, code, 1, Box(0.1, 0.1, 0.3, 0.02), 9.0)
    others = (
        Candidate(f"H15.12-260310-{n:04}", 0.01, (evidence, evidence), "Trần Thị Hòa") for n in range(2)
    )
    candidates = (Candidate(code, 0.98, (evidence,), "Nguyễn Văn An"), *others)
    sealed = SealedFile("e" * 64, 300_000, 2, "2b")
    receipt = Receipt(f"r-{scan}", code, sealed.digest, sealed.bytes, 1, FIRST, "embedded:bench")
    facts: list[Fact] = [
        Captured(scan=scan, at=FIRST, capture="c" * 64, bytes=900_000, source=f"{scan}.pdf", folder="/scans"),
        Read(scan=scan, at=FIRST, reading="d" * 64),
        Separated(scan=scan, at=FIRST, pages=(1, 2)),
        Proposed(scan=scan, at=FIRST, candidates=candidates),
    ]
    if kind == "held":
        return [*facts, Held(scan=scan, at=FIRST, message=Message.of("hold"), severity=Severity.ASKS)]
    facts += [
        Linked(scan=scan, at=FIRST, dossier=code, by="rule", evidence=(evidence,)),
        Sealed(scan=scan, at=FIRST, file=sealed),
    ]
    if kind == "waiting":
        return facts
    return [*facts, DepositBegan(scan=scan, at=FIRST), Stored(scan=scan, at=FIRST, receipt=receipt)]


def fill_journal(journal: SqliteJournal, scans: int, portion: int = 20_000) -> None:
    """Write whole lives, one scan in a minute, past `record`: a thousand times faster, the same rows."""
    lives = {kind: _Life(kind) for kind in ("stored", "held", "waiting")}
    random = Random(7)
    sequence = 0
    for start in range(0, scans, portion):
        facts, standings = [], []
        for number in range(start, min(start + portion, scans)):
            kind = "held" if number % 50 == 0 else "waiting" if number > scans - 50 else "stored"
            birth = sequence + 1
            rows, standing = lives[kind].rows(number, birth, random.randbytes(32).hex())
            sequence += len(rows)
            facts += rows
            standings.append(standing)
        with journal.database.writing() as connection:
            connection.executemany("INSERT INTO facts (scan, kind, body, born_on) VALUES (?, ?, ?, ?)", facts)
            connection.executemany(f"INSERT INTO standings VALUES ({', '.join('?' * 11)})", standings)


class _Life:
    """A life as texts, into which scan, time, capture and dossier are put."""

    def __init__(self, kind: str) -> None:
        facts = _life("SCAN", kind)
        scan: Scan | None = None
        for fact in facts:
            scan = apply(scan, fact)
        assert scan is not None
        self._facts = [(kind_of(type(fact)), self._hollow(fact_to_json(fact))) for fact in facts]
        self._scan, self._body = scan, self._hollow(scan_to_json(scan))

    @staticmethod
    def _hollow(text: str) -> str:
        json.loads(text)
        plain = text.replace("{", "{{").replace("}", "}}")
        for old, new in (
            ("SCAN", "{0}"),
            (FIRST.isoformat(), "{1}"),
            ("c" * 64, "{2}"),
            ("-260310-0003", "-{3}"),
        ):
            plain = plain.replace(old, new)
        return plain

    def rows(
        self, number: int, birth: int, capture: str
    ) -> tuple[list[tuple[object, ...]], tuple[object, ...]]:
        """Return the rows of the facts, and the row of the standing."""
        at = FIRST + timedelta(minutes=number)
        values = (f"s{number:09}", at.isoformat(), capture, f"260310-{number:06}")
        day = local_day(at).isoformat()
        facts: list[tuple[object, ...]] = [
            (values[0], kind, body.format(*values), None if place else day)
            for place, (kind, body) in enumerate(self._facts)
        ]
        scan = self._scan
        dossier = f"H15.12-{values[3]}" if scan.dossier else None
        ticks = int(at.timestamp()) * 1_000_000
        standing = (birth, values[0], scan.state.value, int(scan.hold is not None), scan.bucket.value, day, ticks,
                    capture, dossier, scan.lane.value, self._body.format(*values))  # fmt: skip
        return facts, standing
