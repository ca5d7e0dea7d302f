"""A small office: a register in memory that answers as the real one does, and papers for its dossiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from app.domain.codes import code_key
from app.domain.decision import Decision, LinkPolicy, decide
from app.domain.dossier import Dossier, DossierState
from app.domain.evidence import Candidate
from app.domain.face import Face, clues, look
from app.domain.folding import name_key
from app.domain.linking import Surroundings, propose
from app.domain.page import PageReading
from app.domain.requests import Clues
from tests.domain.readings import code128, page

NOW = datetime(2026, 3, 31, 3, 0, tzinfo=UTC)
ALLOWANCE = "Thực hiện, điều chỉnh, thôi hưởng trợ cấp xã hội hàng tháng"
MARRIAGE_STATUS = "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân"


class MemoryRegister:
    """Dossiers in a list, asked as the port Register is."""

    def __init__(self, dossiers: Sequence[Dossier]) -> None:
        self.dossiers = list(dossiers)

    def answering(self, wanted: Clues) -> list[Dossier]:
        codes, names = {code_key(code) for code in wanted.codes}, {name_key(name) for name in wanted.names}
        return [
            one
            for one in self.dossiers
            if codes & {code_key(code) for code in one.codes}
            or (one.owner_number and one.owner_number in wanted.numbers)
            or name_key(one.owner_name) in names
        ]

    def name_counts(self, names: Sequence[str]) -> dict[str, int]:
        keys = [name_key(one.owner_name) for one in self.dossiers]
        return {name: keys.count(name_key(name)) for name in names}


def dossier(code: str, owner: str, number: str = "", **other: object) -> Dossier:
    """A dossier of an allowance, received on the day its code names, in process."""
    day = code.split("-")[1]
    known: dict[str, object] = {
        "procedure_code": "1.001776",
        "procedure_name": ALLOWANCE,
        "unit_name": "Xã Ea Kar",
        "received_at": datetime(2000 + int(day[:2]), int(day[2:4]), int(day[4:]), 2, 0, tzinfo=UTC),
        "state": DossierState.IN_PROCESS,
    }
    return Dossier(code=code, owner_name=owner, owner_number=number, **(known | other))  # type: ignore[arg-type]


def paper(
    owner: str = "Trần Thị Sen",
    number: str = "066150001234",
    day: str = "20 tháng 3 năm 2026",
    *,
    code: str = "",
    title: str = "Về việc trợ cấp xã hội hàng tháng",
    born: str = "năm 1950",
    confidence: float = 0.95,
    first: int = 1,
    more: Sequence[str] = (),
) -> PageReading:
    """A decision on an allowance; what is "" is not printed."""
    lines = [
        "ỦY BAN NHÂN DÂN", "XÃ EA KAR", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Số: 41/QĐ-UBND", f"Mã hồ sơ: {code}" if code else "", f"Ea Kar, ngày {day}" if day else "",
        "QUYẾT ĐỊNH", title, "Căn cứ Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ;",
        f"Điều 1. Trợ cấp xã hội hàng tháng đối với bà {owner}, sinh {born}," if owner else "Điều 1.",
        f"số định danh cá nhân {number}, cư trú tại Thôn 4, xã Ea Kar." if number else "",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.", *more, "CHỦ TỊCH", "Phan Đình Lộc",
    ]  # fmt: skip
    return page(lines, number=first, confidence=confidence)


def slip(code: str, number: int = 1) -> PageReading:
    """A control slip with its barcode."""
    return page(
        ["PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", f"Mã hồ sơ: {code}"],
        number=number,
        barcodes=[code128(code)],
    )


def around(register: MemoryRegister, dossiers: Sequence[Dossier], stored: Sequence[str] = ()) -> Surroundings:
    """The surroundings of this register, as large as a commune's."""
    return Surroundings(
        now=NOW,
        register_size=max(len(register.dossiers), 2000) if register.dossiers else 0,
        name_counts=register.name_counts([one.owner_name for one in dossiers]),
        stored=frozenset(stored),
    )


def opinion(
    known: Sequence[Dossier],
    *pages: PageReading,
    slip_codes: Sequence[str] = (),
    stored: Sequence[str] = (),
    expected: Sequence[str] = (),
    policy: LinkPolicy | None = None,
) -> tuple[Face, tuple[Candidate, ...], Decision]:
    """What is proposed and decided for a paper in an office with these dossiers."""
    register = MemoryRegister(known)
    slips = [slip(code, 90 + place) for place, code in enumerate(slip_codes)]
    face = look(pages, slip_codes, slips)
    dossiers = register.answering(clues(face, expected))
    surroundings = replace(around(register, dossiers, stored), expected=tuple(expected))
    candidates = propose(face, dossiers, surroundings)
    return face, candidates, decide(face, candidates, dossiers, surroundings, policy or LinkPolicy())


def said(decision: Decision) -> str:
    """The dossier linked, or the id of the hold's message."""
    if decision.link:
        assert decision.hold is None
        return decision.link.dossier
    assert decision.hold is not None
    return decision.hold.id
