"""The generator of samples keeps its promises: same seed same bytes, and a truth that is true."""

import csv
import hashlib
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from random import Random

import pytesseract
import pytest
import zxingcpp
from rapidfuzz.distance import Levenshtein

from tests.generator import (
    AS_OF,
    KINDS,
    Corpus,
    Dossier,
    Plan,
    Recipe,
    Shot,
    ambiguous_twin,
    control_slip,
    handover_slip,
    make_recipe,
    make_register,
    make_result,
    make_strangers,
    page_truth,
    patch_t,
    read_truth,
    receipt,
    scan,
    set_letter,
    write_corpus,
    write_register,
)
from tests.generator.corpus import Rivals
from tests.generator.dates import date_in_words, words
from tests.generator.people import TAX_WEIGHTS

CODE = re.compile(r"[A-Z]\d\d(\.\d\d)+-\d{6}-\d{4}")


@pytest.fixture(scope="module")
def register() -> list[Dossier]:
    return make_register(Random(4), 400)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    plan = Plan(seed=12, count=6, damage="clean", stacks=0.4, register_size=150, dpi=200)
    return write_corpus(tmp_path_factory.mktemp("corpus"), plan)


def of_kind(register: list[Dossier], kind: str) -> Dossier:
    return next(dossier for dossier in register if dossier.procedure.kind == kind)


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_gives_the_same_bytes(corpus: Corpus, tmp_path: Path) -> None:
    plan = Plan(seed=12, count=3, damage="clean", stacks=0.4, register_size=150, dpi=200)
    again = write_corpus(tmp_path, plan)
    before, after = digests(corpus.folder), digests(tmp_path)
    for file in again.files:
        assert after[f"scans/{file.file}"] == before[f"scans/{file.file}"]
    assert after["register.csv"] == before["register.csv"]


def test_the_truth_read_back_is_the_truth_written(corpus: Corpus) -> None:
    assert read_truth(corpus.folder / "truth.json") == corpus.files


def test_every_page_of_a_file_is_told_once(corpus: Corpus) -> None:
    for file in corpus.files:
        told = [page for result in file.scans for page in (*result.separator_pages, *result.pages)]
        results = [page.page for page in file.pages if page.kind != "handover_slip"]
        assert sorted(told) == results


def test_known_results_have_their_dossier_in_the_register_and_strangers_have_none(corpus: Corpus) -> None:
    codes = {dossier.code for dossier in corpus.register}
    named = {result.dossier for file in corpus.files for result in file.scans} - {None}
    assert named <= codes
    strangers = make_strangers(Random(3), 20, corpus.register)
    assert not codes & {stranger.code for stranger in strangers}


def test_dossier_codes_are_unique_and_have_their_form(register: list[Dossier]) -> None:
    codes = [dossier.code for dossier in register]
    assert len(set(codes)) == len(codes)
    assert all(CODE.fullmatch(code) for code in codes)


def test_dates_come_in_order(register: list[Dossier]) -> None:
    for dossier in register:
        assert dossier.received.date() <= dossier.issued_on <= AS_OF
        assert dossier.received < dossier.due
        assert dossier.finished is None or dossier.received < dossier.finished
        assert dossier.returned is None or (dossier.finished and dossier.finished < dossier.returned)
        assert (dossier.finished is None) == (dossier.state not in ("9", "10"))


def test_personal_numbers_tell_sex_and_year_of_birth(register: list[Dossier]) -> None:
    for person in (dossier.applicant for dossier in register):
        assert re.fullmatch(r"\d{12}", person.number)
        assert int(person.number[3]) == 2 * (person.born.year // 100 - 19) + (not person.male)
        assert int(person.number[4:6]) == person.born.year % 100


def test_tax_codes_pass_their_check_digit(register: list[Dossier]) -> None:
    firms = [dossier.firm for dossier in register if dossier.firm]
    assert firms
    for firm in firms:
        total = sum(int(digit) * weight for digit, weight in zip(firm.tax_code, TAX_WEIGHTS, strict=False))
        assert int(firm.tax_code[-1]) == 10 - total % 11


def test_the_register_holds_look_alikes_of_every_sort(register: list[Dossier]) -> None:
    people = [dossier.applicant for dossier in register]
    pairs = list(pairwise(people))
    assert any(a.name == b.name and a.number != b.number for a, b in pairs)
    assert any(a.born == b.born and a.name != b.name for a, b in pairs)
    assert any(a == b for a, b in pairs)


def test_the_register_is_written_in_the_dialect_asked_for(register: list[Dossier], tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    write_register(path, register, delimiter=";", bom=False, date_format="%d/%m/%Y %H:%M:%S")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    assert [row["MaHoSo"] for row in rows] == [dossier.code for dossier in register]
    assert re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d", rows[0]["NgayTiepNhan"])


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_fields_say_stands_on_the_paper(kind: str, register: list[Dossier]) -> None:
    random = Random(8)
    for dossier in [d for d in register if d.procedure.kind == kind][:6]:
        letter = make_result(dossier, random, handwritten=False, print_code=True)
        sheets = set_letter(letter, random, dpi=60)
        text = " ".join(" ".join(line.text for line in sheet.lines) for sheet in sheets)
        packed = text.casefold().replace(" ", "")
        fields = letter.fields
        expected = (
            fields.document_number,
            *fields.personal_numbers,
            *fields.names,
            *fields.dossier_codes,
            *fields.other_names,
        )
        assert all(value and value.casefold().replace(" ", "") in packed for value in expected), expected
        assert all(code in packed.replace(".", "") for code in fields.tax_codes)
        assert f"ngày {dossier.issued_on:%d} tháng" in text


def test_a_handwritten_number_is_drawn_and_not_in_the_text(register: list[Dossier]) -> None:
    random = Random(2)
    letter = make_result(of_kind(register, "decision"), random, handwritten=True)
    sheet = set_letter(letter, random, dpi=100)[0]
    assert letter.fields.document_number is None
    assert letter.fields.handwritten_number
    assert "Số: /QĐ-" in page_truth(1, "decision", Shot(sheet.image, 100, sheet=sheet)).text


def test_most_results_do_not_print_their_code(register: list[Dossier]) -> None:
    random = Random(5)
    printed = sum(bool(make_result(dossier, random).fields.dossier_codes) for dossier in register)
    assert 0.05 < printed / len(register) < 0.25


@pytest.mark.parametrize("draw", [control_slip, receipt])
def test_barcodes_of_slips_decode_to_their_truth(
    draw: Callable[..., object], register: list[Dossier]
) -> None:
    sheet = control_slip(register[3], Random(6)) if draw is control_slip else receipt(register[3], Random(6))
    shot = scan(sheet, Recipe((("skew", 0.2), ("noise", 0.1))), Random(1))
    found = {(code.format.name, code.text) for code in zxingcpp.read_barcodes(shot.image)}
    assert found == {(code.format, code.text) for code in sheet.barcodes}
    assert register[3].code in {code.text for code in sheet.barcodes}


def test_a_handover_slip_lists_its_codes_in_order(register: list[Dossier]) -> None:
    sheets = handover_slip(register[:40], AS_OF, Random(2), dpi=60)
    text = "\n".join(line.text for sheet in sheets for line in sheet.lines)
    assert [match.group() for match in CODE.finditer(text)] == [dossier.code for dossier in register[:40]]
    assert len(sheets) > 1


def test_patch_t_has_narrow_wide_narrow_wide_bars() -> None:
    sheet = patch_t(dpi=300)
    heights = [rule.box[3] - rule.box[1] for rule in sheet.rules]
    assert [height > 40 for height in heights] == [False, True, False, True]


@pytest.mark.parametrize("kind", ["decision", "marriage_status"])
def test_tesseract_reads_a_clean_page_to_more_than_97_percent(kind: str, register: list[Dossier]) -> None:
    random = Random(3)
    letter = make_result(of_kind(register, kind), random, handwritten=False, long=False)
    shot = scan(set_letter(letter, random)[0], make_recipe("clean", random), random)
    body = page_truth(1, kind, shot).body
    read = " ".join(pytesseract.image_to_string(shot.image, lang="vie", config="--dpi 300").split())
    # The body lies inside the page's text: the best alignment of it there counts.
    errors = min(
        Levenshtein.distance(" ".join(body.split()), read[start : start + len(body)])
        for start in range(0, max(1, len(read) - len(body) // 2), 1)
    )
    assert errors / len(body) < 0.03


def test_a_dossier_that_fits_as_well_is_named(register: list[Dossier]) -> None:
    first = next(dossier for dossier in register if dossier.procedure.kind == "marriage_status")
    second = ambiguous_twin(first, Random(1))
    letter = make_result(first, Random(3))
    assert second.code in Rivals([*register, second]).of(first, letter)
    assert not Rivals([first]).of(first, letter)


def test_numbers_and_dates_are_read_aloud() -> None:
    assert words(1_250_000) == "một triệu hai trăm năm mươi nghìn"
    assert words(5_040_000) == "năm triệu không trăm bốn mươi nghìn"
    assert words(1985) == "một nghìn chín trăm tám mươi lăm"
    assert words(21) == "hai mươi mốt"
    assert date_in_words(AS_OF) == "Ngày ba mươi mốt, tháng ba, năm hai nghìn không trăm hai mươi sáu"


def test_the_ready_samples_are_there_and_small() -> None:
    folder = Path(__file__).parents[1] / "resources" / "samples"
    files = read_truth(folder / "truth.json")
    assert len(files) == 12
    assert all((folder / file.file).is_file() for file in files)
    assert sum(path.stat().st_size for path in folder.iterdir()) < 3_000_000
