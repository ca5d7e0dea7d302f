"""Missing, extra and out of order are told, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.manifest import Deviations, deviations

CODES = tuple(f"H15.41-260302-{n:04d}" for n in range(1, 9))


def test_a_batch_as_listed_has_no_deviations() -> None:
    assert deviations(CODES, CODES) == Deviations()
    assert deviations(CODES, CODES).messages() == ()


def test_what_did_not_come_is_missing_and_what_is_not_listed_is_extra() -> None:
    came = (*CODES[:2], "H15.41-260302-0099", *CODES[3:])
    found = deviations(CODES, came)
    assert (found.missing, found.extra, found.out_of_order) == ((CODES[2],), ("H15.41-260302-0099",), ())
    assert [message.id for message in found.messages()] == ["manifest-missing", "manifest-extra"]


def test_one_sheet_put_elsewhere_is_the_only_one_out_of_order() -> None:
    came = (*CODES[1:6], CODES[0], *CODES[6:])
    assert deviations(CODES, came).out_of_order == (CODES[0],)


def test_a_code_that_came_twice_is_extra_the_second_time() -> None:
    assert deviations(CODES[:2], (CODES[0], CODES[1], CODES[0])).extra == (CODES[0],)


@given(st.permutations(CODES), st.integers(0, 8))
def test_every_listed_code_came_or_is_missing(came: list[str], size: int) -> None:
    found = deviations(CODES, came[:size])
    assert set(found.missing) == set(CODES) - set(came[:size])
    assert not found.extra
    assert set(found.out_of_order) <= set(came[:size])
