"""Letters of apology and extension: who may write which, when the new day is, and what stands on the paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from pikepdf import Pdf, pdfa

from app.domain.dossier import Dossier, DossierState
from app.domain.errors import UsageError
from app.domain.indicators import Period
from app.domain.letters import LetterKind, message_parts, plain_letters, telephone_text
from app.settings import resources
from app.storage.acts import ActBook
from app.supervision.letter_files import write_docx, write_letter_pdf
from app.supervision.letter_texts import fields, for_telephone
from app.supervision.letters import Letters, Wish
from app.supervision.rules import Rules
from tests.supervision.counting import HANOI

RULES = Rules((resources() / "rules",))
BEFORE_TET = datetime(2026, 2, 12, 10, tzinfo=HANOI)
TEMPLATE = resources() / "letters" / "mau04_2025-07-01.docx"
BUSY = Wish("khoi-luong")


def dossier(number: int, **others: object) -> Dossier:
    made = Dossier(
        f"H15.20-260201-{number:04d}",
        procedure_name="Cấp phép xây dựng",
        owner_name="Nguyễn Thị Mẫu",
        unit_name="Xã Thử",
        state=DossierState.IN_PROCESS,
        received_at=datetime(2026, 2, 1, 8, tzinfo=HANOI),
        due_at=datetime(2026, 2, 6, 17, tzinfo=HANOI),
    )
    return replace(made, **others)  # type: ignore[arg-type]


LATE, ALSO_LATE = dossier(1), dossier(2)
IN_TIME = dossier(3, due_at=datetime(2026, 2, 13, 17, tzinfo=HANOI))
ENDED, UNPROMISED = dossier(4, state=DossierState.PROCESSED), dossier(5, due_at=None)
REGISTER = {one.code: one for one in (LATE, ALSO_LATE, IN_TIME, ENDED, UNPROMISED)}


@dataclass
class Office:
    letters: Letters
    wait: Callable[[timedelta], None]

    def written(self, *codes: str, wish: Wish = BUSY, by: str = "an") -> list[str]:
        return [one.id for one in self.letters.write(codes, wish, by)[0]]

    def refusal(self, code: str, wish: Wish = BUSY) -> str:
        written, refused = self.letters.write([code], wish, "an")
        assert written == []
        return refused[0].id


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    now = [BEFORE_TET]
    ids = iter(f"letter-{number}" for number in range(1000))
    acts = ActBook(tmp_path / "supervision.sqlite")

    def wait(time: timedelta) -> None:
        now[0] += time

    yield Office(Letters(acts, REGISTER.get, RULES, lambda: now[0], lambda: next(ids)), wait)
    acts.close()


def test_the_new_day_is_counted_in_working_days_over_tet(office: Office) -> None:
    (letter,), _ = office.letters.write([LATE.code], BUSY, "an")
    assert (letter.kind, letter.until) == (LetterKind.APOLOGY, date(2026, 2, 26))
    (other,), _ = office.letters.write([IN_TIME.code], replace(BUSY, days=2), "an")
    assert (other.kind, other.until) == (LetterKind.EXTENSION, date(2026, 2, 23))


def test_a_worked_saturday_can_be_promised_and_a_holiday_can_not(office: Office) -> None:
    office.wait(datetime(2026, 8, 20, 9, tzinfo=HANOI) - BEFORE_TET)
    (letter,), _ = office.letters.write([LATE.code], replace(BUSY, until=date(2026, 8, 22)), "an")
    assert letter.until == date(2026, 8, 22)
    for day in (date(2026, 8, 31), date(2026, 8, 23), date(2026, 8, 20), date(2031, 1, 6)):
        with pytest.raises(UsageError):
            office.letters.write([ALSO_LATE.code], replace(BUSY, until=day), "an")


def test_many_letters_are_written_at_once_and_each_refusal_is_told(office: Office) -> None:
    codes = [LATE.code, "H15.99-260201-0001", ENDED.code, UNPROMISED.code, ALSO_LATE.code, LATE.code]
    written, refused = office.letters.write(codes, BUSY, "an")
    assert [one.dossier for one in written] == [LATE.code, ALSO_LATE.code]
    assert [one.id for one in refused] == ["letters-no-dossier", "letters-not-open", "letters-no-promise"]
    assert office.refusal(LATE.code) == "letters-one-waits"
    with pytest.raises(UsageError):
        office.letters.write([IN_TIME.code], Wish("no such reason"), "an")


def test_a_day_that_is_not_later_than_the_promised_one_is_no_extension(office: Office) -> None:
    far = replace(IN_TIME, due_at=datetime(2026, 3, 30, 17, tzinfo=HANOI))
    letters = replace(office.letters, find={far.code: far}.get)
    written, refused = letters.write([far.code], BUSY, "an")
    assert (written, refused[0].id) == ([], "letters-no-later")


def test_a_second_extension_needs_another_person_s_recorded_act_and_the_act_serves_once(
    office: Office,
) -> None:
    office.letters.number(office.written(LATE.code), 1, "van-thu")
    office.wait(timedelta(days=20))
    assert office.refusal(LATE.code) == "letters-needs-supervisor"
    with pytest.raises(UsageError):
        office.letters.allow(LATE.code, "an", "I wrote it myself")
    assert office.refusal(LATE.code) == "letters-needs-supervisor"
    office.letters.allow(LATE.code, "binh", "chờ Sở trả lời")
    office.letters.number(office.written(LATE.code), 2, "van-thu")
    office.wait(timedelta(days=20))
    assert office.refusal(LATE.code) == "letters-needs-supervisor"


def test_a_number_belongs_to_one_letter_of_a_year_and_nothing_is_numbered_by_halves(office: Office) -> None:
    one, two = office.written(LATE.code, ALSO_LATE.code)
    assert [x.told_number for x in office.letters.number([one], 7, "van-thu")] == ["7/PXL"]
    (three,) = office.written(IN_TIME.code)
    for wrong in ([two, three], [one]):
        with pytest.raises(UsageError):
            office.letters.number(wrong, 6 if wrong == [two, three] else 9, "van-thu")
    assert [x.number for x in office.letters.all()] == [7, 0, 0]
    office.wait(timedelta(days=330))
    assert [x.number for x in office.letters.number([two], 7, "van-thu")] == [7]
    with pytest.raises(UsageError):
        office.letters.number(["letter-of-nobody"], 50, "van-thu")


def test_the_list_of_a_period_goes_by_days_in_vietnam(office: Office) -> None:
    office.wait(datetime(2026, 2, 28, 17, 30, tzinfo=UTC) - BEFORE_TET)  # 0:30 of the first of March there
    office.written(LATE.code)
    march = office.letters.of_period(Period(date(2026, 3, 1), date(2026, 3, 31)))
    assert [one.dossier for one in march] == [LATE.code]
    assert office.letters.of_period(Period(date(2026, 2, 1), date(2026, 2, 28))) == []


# --- on paper --------------------------------------------------------------------------------------------------------


def _told(office: Office, one: Dossier) -> dict[str, object]:
    (letter,) = office.letters.number(office.written(one.code), 12, "van-thu")
    earlier = [replace(letter, number=3, until=date(2026, 2, 11), dated=date(2026, 1, 5))]
    return dict(fields(letter, one, earlier, RULES.letters(BEFORE_TET.date()), "UBND xã Thử"))


def test_docx_and_pdf_say_the_same_and_the_pdf_is_a_pdf_a_with_its_fonts_inside(
    office: Office, tmp_path: Path, artefacts: Path
) -> None:
    docx, pdf = tmp_path / "letter.docx", artefacts / "letter.pdf"
    write_docx(TEMPLATE, _told(office, LATE), docx)
    write_letter_pdf(docx.read_bytes(), "Phiếu", pdf)
    assert pdfa.validate_written(pdf, "2b").findings == []
    said = pypdfium2.PdfDocument(pdf)
    text = " ".join(said[0].get_textpage().get_text_range().split())
    said.close()
    document = Document(str(docx))
    tables = [cell.text for table in document.tables for cell in table.rows[0].cells]
    for line in "\n".join([*(one.text for one in document.paragraphs), *tables]).splitlines():
        assert " ".join(line.split()) in text
    for wanted in (
        "Số: 12/PXL",
        "ngày 12 tháng 02 năm 2026",
        "26/02/2026",
        "phiếu số 3/PXL, ngày 05 tháng 01",
    ):
        assert wanted in text
    with Pdf.open(pdf) as opened:
        fonts = opened.pages[0].Resources.Font
        assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts.values())


def test_a_name_stays_a_name_whatever_it_holds(office: Office, tmp_path: Path) -> None:
    name = "H'Blui <w:p> & {{ 7 * 7 }} {% if %}"
    docx = tmp_path / "letter.docx"
    write_docx(TEMPLATE, _told(office, LATE) | {"owner": name}, docx)
    assert f"Kính gửi: {name}" in [one.text for one in Document(str(docx)).paragraphs]


@pytest.mark.parametrize("text", ["{{ salary }}", "{{ owner", "{{ owner.__class__.__mro__ }}"])
def test_a_template_that_asks_for_what_letters_do_not_have_is_refused(text: str, tmp_path: Path) -> None:
    made = Document()
    made.add_paragraph(text)
    made.save(str(tmp_path / "own.docx"))
    with pytest.raises(UsageError):
        write_docx(tmp_path / "own.docx", {"owner": "Mẫu"}, tmp_path / "letter.docx")
    assert not (tmp_path / "letter.docx").exists()


def test_a_damaged_or_missing_template_is_told(tmp_path: Path) -> None:
    (tmp_path / "own.docx").write_bytes(b"PK not a document")
    for name in ("own.docx", "none.docx"):
        with pytest.raises(UsageError):
            write_docx(tmp_path / name, {}, tmp_path / "letter.docx")


# --- beside the paper ------------------------------------------------------------------------------------------------


def test_the_sms_is_one_message_without_tone_marks_and_zalo_gets_the_whole_text(office: Office) -> None:
    known = _told(office, LATE)
    for owner in ("Nguyễn Thị Mẫu", "Công ty " + "Rất Dài " * 20):
        beside = for_telephone(known | {"owner": owner}, RULES.letters(BEFORE_TET.date()))
        sms = str(beside["sms"])
        assert beside["sms_parts"] == 1
        assert sms.isascii()
        for wanted in (LATE.code, "26/02/2026", "12/PXL"):
            assert wanted in sms
        assert owner in str(beside["zalo"])


@pytest.mark.parametrize(
    ("text", "parts"),
    [("", 1), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2),
     ("ư" * 70, 1), ("ư" * 71, 2), ("ư" * 134, 2), ("ư" * 135, 3), ("😀" * 35, 1), ("😀" * 36, 2)],
)  # fmt: skip
def test_messages_are_counted_as_operators_charge_them(text: str, parts: int) -> None:
    assert message_parts(text) == parts


def test_tone_marks_go_and_capitals_stay() -> None:
    assert plain_letters("Đặng Thị Ưởng đã nhận") == "Dang Thi Uong da nhan"
    with pytest.raises(UsageError):
        telephone_text([])
