"""Several readings, one text: who wins, what is never touched, and an engine that fails."""

from __future__ import annotations

import types

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.ocr import second_engine
from app.ocr.hocr import ReadLine, ReadWord, parse
from app.ocr.syllables import bare, syllables
from app.ocr.tidy import tidy
from app.ocr.vote import Opinion, settle


def _line(text: str, certainty: float = 0.9) -> ReadLine:
    words, left = [], 0
    for word in text.split():
        right = left + 12 * len(word)
        words.append(ReadWord(word, left, 100, right, 130, certainty))
        left = right + 10
    return ReadLine(tuple(words), 0, 100, max(left, 1), 130, 125, 125)


def _settled(first: str, *others: str, certainty: float = 0.9) -> str:
    opinions = [Opinion(tuple(other.split())) for other in others]
    return " ".join(word.text for word in settle(_line(first, certainty), opinions, syllables()).words)


@pytest.mark.parametrize(
    ("first", "second", "truth"),
    [
        ("theo quy định của pháp luật vê đất đai", "theo quy định của pháp luật về đất đai", "về"),
        ("sửa đối, bố sung một số điều", "sửa đổi, bổ sung một số điều", "đổi,"),
        ("sửa đối, bố sung một số điều", "sửa đối, bổ sung một số điều", "đổi,"),
        ("Căn cứ Luật Tố chức chính quyền địa phương", "Căn cứ Luật Tô chức chính quyền địa phương", "Luật"),
        ("ngày l6 tháng 6 năm 2025", "ngày 16 tháng 6 năm 2025", "16"),
        ("tại Tờ trình số 4017/T7-BNNMT ngày", "tại Tờ trình số 4017/TTr-BNNMT ngày", "4017/TTr-BNNMT"),
        ("ngày 16 tháng 6 năm 2025, Căn", "ngày 16 tháng 6 năm 2025; Căn", "2025;"),
        ("nêu có khó khăn, vướng mắc", "nếu có khó khăn, vướng mắc", "nếu"),
    ],
)
def test_the_better_word_wins(first: str, second: str, truth: str) -> None:
    assert truth in _settled(first, second).split()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Mã hồ sơ: H15.12-250715-0012", "Mã hồ sơ: H15.12-250715-0072"),
        ("ngày 05 tháng 02 năm 2026", "ngày 06 tháng 02 năm 2026"),
        ("số định danh 066090001234", "số định danh 066090001284"),
        ("Số: 123/QĐ-UBND", "Số: 128/QĐ-UBND"),
        ("bà Phạm Thị Hằng nộp", "bà Phạm Thị Hàng nộp"),
        ("ông Y Wan Hmok chịu", "ông Y Wan Hmôk chịu"),
    ],
)
def test_codes_dates_numbers_and_names_stay_as_read_against_one_other_reading(
    first: str, second: str
) -> None:
    assert _settled(first, second) == first


def test_a_name_gives_way_to_two_other_readings_that_agree() -> None:
    assert "Hằng" in _settled("bà Phạm Thị Hàng nộp", "bà Phạm Thị Hằng nộp", "bà Phạm Thị Hằng nộp")


def test_what_the_engines_disagree_on_is_less_certain_than_what_they_agree_on() -> None:
    line = settle(_line("Số: 123/QĐ-UBND ngày"), [Opinion(("Số:", "128/QĐ-UBND", "ngày"))], syllables())
    assert line.words[1].certainty < 0.8
    assert line.words[2].certainty > 0.9


@given(
    st.lists(st.text("abcđêổ0123456789/-., ", min_size=1, max_size=12), min_size=1, max_size=12), st.data()
)
def test_any_opinion_keeps_the_words_and_their_places(words: list[str], data: st.DataObject) -> None:
    line = _line(" ".join(words))
    other = tuple(data.draw(st.lists(st.sampled_from(["ngày", "2025", "tố", "x"]), max_size=12)))
    settled = settle(line, [Opinion(other)], syllables())
    assert [(w.left, w.right) for w in settled.words] == [(w.left, w.right) for w in line.words]
    assert all(word.text for word in settled.words)
    for before, after in zip(line.words, settled.words, strict=True):
        if before.text.isdigit():
            assert after.text == before.text


def test_a_lone_dash_stays_whatever_the_others_read() -> None:
    assert _settled("Độc lập - Tự do", "Độc lập to Tự do").split()[2] == "-"


def test_without_opinions_nothing_changes() -> None:
    line = _line("vê đất đai")
    assert settle(line, [], syllables()) is line


def test_marks_are_taken_off_whole() -> None:
    assert bare("đường ở Ủy Ỷ") == "duong o Uy Y"


def _word(
    text: str, left: int, right: int, top: int = 100, bottom: int = 130, certainty: float = 0.9
) -> ReadWord:
    return ReadWord(text, left, top, right, bottom, certainty)


def _tidied(*words: ReadWord) -> list[str]:
    return [word.text for line in tidy([ReadLine(words, 0, 100, 900, 130, 125, 125)]) for word in line.words]


def test_specks_at_the_ends_and_rules_of_tables_are_dropped_and_dashes_stay() -> None:
    assert _tidied(_word("Họ", 0, 40), _word("tên", 50, 90), _word(":", 400, 402, 110, 112)) == ["Họ", "tên"]
    assert _tidied(_word("|", 0, 4), _word("Tầng", 30, 90), _word("|", 120, 124)) == ["Tầng"]
    assert _tidied(_word("-", 0, 10, 114, 117), _word("Như", 22, 70)) == ["-", "Như"]
    assert _tidied(_word("~", 0, 10, 114, 117), _word("Như", 22, 70)) == ["-", "Như"]
    dash = [_word("lập", 0, 40), _word("-", 50, 60, 114, 117), _word("Tự", 70, 90)]
    assert _tidied(*dash) == ["lập", "-", "Tự"]
    assert _tidied(_word("._", 3, 9)) == []


def test_a_raised_two_is_mended_after_a_figure_only() -> None:
    assert _tidied(_word("108,1", 0, 60), _word("m?;", 70, 100)) == ["108,1", "m²;"]
    assert _tidied(_word("làm", 0, 60), _word("m?;", 70, 100)) == ["làm", "m?;"]


def test_a_second_engine_that_fails_costs_its_vote_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(second_engine, "_engine", lambda: broken)
    lines = [_line("vê đất đai")]
    assert second_engine.opinions(Image.new("L", (200, 200)), lines) == [None]


def test_a_machine_without_the_second_engine_reads_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    second_engine._engine.cache_clear()
    monkeypatch.setattr(second_engine, "PACKAGE", "an_engine_that_is_not_there")
    assert not second_engine.is_there()
    assert second_engine.opinions(Image.new("L", (200, 200)), [_line("x")]) == [None]
    second_engine._engine.cache_clear()


def test_an_engine_of_another_shape_is_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    second_engine._engine.cache_clear()
    monkeypatch.setattr(second_engine.importlib, "import_module", types.ModuleType)
    assert not second_engine.is_there()
    second_engine._engine.cache_clear()


def test_an_hocr_without_lines_is_no_lines() -> None:
    assert parse("") == []
    assert parse("<html></html>") == []
