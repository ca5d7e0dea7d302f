"""What is said of a digitized paper: read, from the register, corrected by a person, as long as the rules allow."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.domain.dossier import Dossier
from app.domain.face import Face, look
from app.domain.page import Found
from app.domain.paper import PERMANENT, PaperMetadata
from app.domain.paper_describing import Digitized, describe
from app.settings.paper_rules import paper_rules_on

RULES = paper_rules_on(date(2026, 3, 10))
DIGITIZED = Digitized(
    "lan", datetime(2026, 3, 10, 1, tzinfo=UTC), "ab" * 32, "Sohoa 1; Tesseract", "UBND phường Mẫu"
)
DOSSIER = Dossier(
    "H15.12-260310-0003",
    procedure_code="1.004859",
    procedure_name="Đăng ký khai sinh",
    owner_name="Đặng Thị Ân",
    owner_number="066090001234",
    unit_name="Ủy ban nhân dân phường Thử",
    unit_code="H15.12",
)


def face(title: str = "", number: str = "", issued_on: str = "") -> Face:
    def found(value: str) -> Found | None:
        return Found(value, value, 1, None) if value else None

    blank = look(())
    fields = replace(
        blank.fields, title=found(title), document_number=found(number), issued_on=found(issued_on)
    )
    return replace(blank, fields=fields)


def described(paper: Face, dossier: Dossier | None = DOSSIER, **corrections: str) -> PaperMetadata:
    return describe(paper, DOSSIER.code, dossier, DIGITIZED, RULES, corrections)


def test_reading_and_register_together_fill_every_entry_they_can() -> None:
    paper = described(face("Trích lục khai sinh", "12/TLKS-BS", "2026-03-09"))
    assert paper.entries() == {
        "title": "Trích lục khai sinh", "summary": "Trích lục khai sinh", "number": "12/TLKS-BS",
        "issued_on": "2026-03-09", "owner_number": "066090001234", "owner_name": "Đặng Thị Ân",
        "agency": "Ủy ban nhân dân phường Thử", "validity": PERMANENT, "dossier": DOSSIER.code,
        "procedure": "1.004859", "procedure_name": "Đăng ký khai sinh", "unit": "H15.12", "digitized_by": "lan",
        "digitized_at": "2026-03-10T01:00:00+00:00", "capture": "ab" * 32, "versions": "Sohoa 1; Tesseract",
    }  # fmt: skip
    assert paper.prefix == "066090001234.KQ.12/TLKS-BS"


@pytest.mark.parametrize(
    "title", ["Trích lục khai sinh (bản sao)", "GIẤY KHAI SINH", "Giấy chứng nhận kết hôn"]
)
def test_civil_status_is_valid_for_ever(title: str) -> None:
    assert described(face(title)).validity == PERMANENT


@pytest.mark.parametrize(
    "title", ["Giấy phép xây dựng", "Giấy xác nhận tình trạng hôn nhân", "", "Quyết định"]
)
def test_what_the_table_does_not_know_is_given_no_end(title: str) -> None:
    assert described(face(title)).validity == ""


def test_the_type_is_that_of_the_registers_column_when_it_has_the_form_of_one() -> None:
    known = replace(DOSSIER, extra={"Mã kết quả": "KQ.G15.000032"})
    assert described(face(), known).result_type == "KQ.G15.000032"
    assert described(face(), replace(DOSSIER, extra={"MaKetQua": "có"})).result_type == ""


def test_a_person_has_the_last_word() -> None:
    corrected = described(face("Quyết định", "1O/QĐ"), number="10/QĐ-UBND", validity="2030-01-01", signer="")
    assert (corrected.number, corrected.validity, corrected.signer) == ("10/QĐ-UBND", "2030-01-01", "")
    assert corrected.prefix.endswith(".10/QĐ-UBND")


def test_texts_are_cut_to_what_the_systems_take_but_a_number_is_never_cut() -> None:
    paper = described(
        face("Quyết định"), summary="x" * 1001, agency="y" * 200, signer="z" * 51, number="1" * 61
    )
    assert (len(paper.summary), paper.summary[-1]) == (1000, "…")
    assert paper.agency == "y" * 200
    assert (len(paper.signer), paper.number) == (50, "")


def test_a_dossier_that_the_register_does_not_know_leaves_nothing_invented() -> None:
    paper = described(face(), None)
    assert (paper.owner_number, paper.title, paper.agency) == ("", "", "UBND phường Mẫu")
    assert paper.prefix == f"{DOSSIER.code}.KQ.KS"
