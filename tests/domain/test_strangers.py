"""Pages of somebody else among a result's pages are found, however clearly the others name the owner."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.arrangement import PageRef
from app.domain.decision import disagreements
from app.domain.evidence import Candidate, Evidence, EvidenceKind
from app.domain.face import look
from app.domain.messages import Message
from app.domain.page import PageReading
from app.domain.scan import Scan, ScanState
from app.domain.strangers import strange_pages
from tests.domain.offices import NOW, dossier, paper
from tests.domain.readings import page

SEN = dossier("H15.41-260302-0005", "Trần Thị Sen", "066150001234")
TU = dossier("H15.41-260309-0036", "Nguyễn Văn Tư", "066060007777")


def of_tu(**other: str) -> PageReading:
    return paper(**{"owner": TU.owner_name, "number": TU.owner_number} | other, first=2)  # type: ignore[arg-type]


def strange(*pages: PageReading, captures: str = "", meant: tuple[str, ...] = ()) -> Message | None:
    refs = [
        PageRef(captures[n : n + 1] or "c", one.page, meant=meant[n] if meant else "")
        for n, one in enumerate(pages)
    ]
    return strange_pages(pages, refs, SEN)


def test_a_second_paper_of_another_person_is_found_though_the_whole_names_the_owner() -> None:
    pages = [paper(), of_tu()]
    assert disagreements(look(pages), SEN) == ()
    found = strange(*pages)
    assert found is not None
    assert (found.id, found.arguments["page"]) == ("stop-page-of-another", 2)
    assert found.arguments["read"] == TU.owner_number


@pytest.mark.parametrize(
    ("other", "read"),
    [
        ({"number": ""}, "Nguyễn Văn Tư"),
        ({"owner": ""}, "066060007777"),
        ({"owner": "", "number": "", "code": TU.code}, TU.code),
    ],
)
def test_name_number_or_code_alone_tell_the_stranger(other: dict[str, str], read: str) -> None:
    found = strange(paper(), of_tu(**other), captures="ab")
    assert found is not None
    assert found.arguments["read"] == read


def test_a_headless_page_from_another_capture_is_a_part_of_its_own() -> None:
    rest = page(
        ["Điều 3. Trợ cấp cho ông Nguyễn Văn Tư, sinh năm 1960,", "số định danh cá nhân 066060007777"],
        number=2,
    )
    assert strange(paper(), rest) is None  # of one capture: the paper's own next page
    found = strange(paper(), rest, captures="ab")
    assert found is not None
    assert found.arguments["page"] == 2


def test_an_attachment_that_names_nobody_else_is_no_stranger() -> None:
    plan = page(["BẢN VẼ MẶT BẰNG TẦNG 1", "Tỷ lệ 1:100"], number=2)
    assert strange(paper(), plan, captures="ab") is None
    assert strange(paper(), paper(day="01 tháng 02 năm 2020", first=2), captures="ab") is None


def test_a_page_that_was_meant_for_another_dossier_is_told_whatever_was_read_on_it() -> None:
    unread = page(["~~~"], number=2)
    found = strange(paper(), unread, captures="ab", meant=(SEN.code, TU.code))
    assert found is not None
    assert (found.id, found.arguments["other"]) == ("stop-page-meant-for", TU.code)
    assert strange(paper(), unread, captures="ab", meant=(SEN.code, "")) is None


@pytest.mark.parametrize(
    ("kind", "weight", "points_at"),
    [
        (EvidenceKind.NAME, 4.0, SEN.code),
        (EvidenceKind.NAME, -4.0, ""),
        (EvidenceKind.PROCEDURE, 4.0, ""),
    ],
)
def test_a_scan_points_at_a_dossier_only_by_code_number_or_name(
    kind: EvidenceKind, weight: float, points_at: str
) -> None:
    scan = Scan("s1", ScanState.SEPARATED, "c", "a.pdf", "/in", NOW)
    proposed = (Candidate(SEN.code, 0.5, (Evidence(kind, "x", 1, None, weight),)),)
    assert replace(scan, candidates=proposed).points_at == points_at
    assert replace(scan, candidates=proposed, dossier=TU.code).points_at == TU.code
