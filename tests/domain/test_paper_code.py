"""The code of a digitized paper: what is in it, and what stands for what is missing."""

from __future__ import annotations

import pytest

from app.domain.paper_code import code_prefix, file_name, is_paper_code, paper_code

DOSSIER = "H15.12-260310-0003"


def test_the_code_is_that_of_the_domain() -> None:
    prefix = code_prefix("066090001234", "KQ.G15.000032", "12/2025", DOSSIER)
    assert paper_code(prefix, 1) == "066090001234.KQ.G15.000032.12/2025.01"
    assert file_name(paper_code(prefix, 1)) == "066090001234.KQ.G15.000032.12_2025.01"


@pytest.mark.parametrize("owner", ["", "000000001", "không có", "066090"])
def test_without_the_owners_number_the_dossier_stands_for_the_owner(owner: str) -> None:
    assert code_prefix(owner, "KQ.G15.000032", "12/2025", DOSSIER) == f"{DOSSIER}.KQ.G15.000032.12/2025"


def test_a_type_or_number_that_nobody_knows_is_said_and_not_invented() -> None:
    assert code_prefix("066090001234", "", "", DOSSIER) == "066090001234.KQ.KS"


def test_blanks_and_composed_letters_make_no_second_prefix() -> None:
    one = code_prefix(" 066090001234", "KQ.G15.000032", "12/QĐ -UBND ", DOSSIER)
    assert one == code_prefix("066090001234", "KQ.G15.000032", "12/QĐ-UBND", DOSSIER)
    assert code_prefix("", "", "1/TTrẢ", DOSSIER) == code_prefix("", "", "1/TTrA\u0309", DOSSIER)


@pytest.mark.parametrize("code", ["a.b.c", "a.b.c.1", "a.b.c.001x", "a.b.cd.01", "x.a.b.c.01", "a.b.c.01.01"])
def test_other_codes_are_not_of_the_prefix(code: str) -> None:
    assert is_paper_code("a.b.c.01", "a.b.c")
    assert not is_paper_code(code, "a.b.c")


def test_a_file_name_holds_nothing_that_a_file_system_refuses() -> None:
    assert file_name('a/b\\c:d*e?"<>|\n.01') == "a_b_c_d_e______.01"
