"""Secret marks at the head of a paper are found, however badly read; the words in a text are left alone."""

from __future__ import annotations

from random import Random

import pytest

from app.domain.page import Box, Line, Word
from app.domain.secrecy import secret_mark
from tests.domain.readings import page
from tests.generator import make_register, make_result, set_letter
from tests.sealing.papers import reading_of

HEAD = ["ỦY BAN NHÂN DÂN", "Số: 12/QĐ-UBND"]


@pytest.mark.parametrize(
    ("mark", "degree"),
    [
        ("MẬT", "MẬT"),
        ("TỐI MẬT", "TỐI MẬT"),
        ("TUYỆT MẬT", "TUYỆT MẬT"),
        ("TUYÊT MÂT", "TUYỆT MẬT"),
        ("T0I MAT", "TỐI MẬT"),
        ("| MẬT |", "MẬT"),
        ("M Ậ T", "MẬT"),
        ("[MẶT]", "MẬT"),
        ("Độ mật: Mật", "MẬT"),
        ("ĐỘ MẬT: TUYỆT MẬT", "TUYỆT MẬT"),
    ],
)
def test_a_mark_on_a_line_of_its_own_is_found(mark: str, degree: str) -> None:
    found = secret_mark([page([*HEAD, mark, "Về việc bổ nhiệm"])])
    assert found is not None
    assert (found.value, found.page) == (degree, 1)


@pytest.mark.parametrize(
    "text",
    [
        "Hộ kinh doanh MẬT ONG Ea Kar",
        "BÍ MẬT",
        "Mật",
        "bảo vệ bí mật nhà nước",
        "MẬT ĐỘ XÂY DỰNG",
        "Độ mật:",
        "Mật độ xây dựng",
        "KHÔNG MẬT",
        "MA T 12",
    ],
)
def test_words_that_only_sound_like_it_are_left_alone(text: str) -> None:
    assert secret_mark([page([*HEAD, text, "Về việc bổ nhiệm"])]) is None


def test_a_mark_read_as_one_line_with_the_date_beside_it_is_found() -> None:
    words = (
        Word("MẬT", Box(0.2, 0.12, 0.05, 0.015), 0.7),
        Word("Ea", Box(0.5, 0.12, 0.02, 0.012), 0.9),
        Word("Kar,", Box(0.53, 0.12, 0.03, 0.012), 0.9),
        Word("ngày", Box(0.57, 0.12, 0.04, 0.012), 0.9),
    )
    line = Line(words, Box(0.2, 0.12, 0.41, 0.015), 0.135, 0.135)
    base = page(HEAD)
    found = secret_mark([type(base)(**{**_fields(base), "lines": (*base.lines, line)})])
    assert found is not None
    assert found.box == words[0].box


def test_the_highest_degree_of_all_pages_counts() -> None:
    found = secret_mark([page([*HEAD, "MẬT"]), page(["TUYỆT MẬT", "Phụ lục"], number=2)])
    assert found is not None
    assert (found.value, found.page) == ("TUYỆT MẬT", 2)


def test_a_mark_in_the_body_is_no_mark_of_the_paper() -> None:
    assert secret_mark([page([*HEAD, ("MẬT", (0.2, 0.6, 0.05, 0.012))])]) is None


@pytest.mark.parametrize("seed", range(6))
def test_ordinary_results_bear_no_mark(seed: int) -> None:
    random = Random(seed)
    register = make_register(random, 6)
    letter = make_result(register[seed], random, print_code=True, handwritten=False, long=False)
    pages = [reading_of(sheet, n) for n, sheet in enumerate(set_letter(letter, random, dpi=72), 1)]
    assert secret_mark(pages) is None


def _fields(base: object) -> dict[str, object]:
    return {name: getattr(base, name) for name in base.__slots__}  # type: ignore[attr-defined]
