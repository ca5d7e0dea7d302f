"""The records officer's desk: looking, one PIN, stop, tokens that go away, and what is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pkcs11
import pytest

from app.domain.errors import UsageError
from app.domain.facts import Signed
from app.domain.ledger import local_day
from app.domain.receipt import SealedFile
from app.domain.scan import ScanState
from app.domain.signing import KeyPlace, SignatureLevel, SigningPlan
from app.sealing.sign.examination import examine
from app.sealing.sign.trust import trust_of
from tests.sealing.sign.office import Office, office_with
from tests.sealing.sign.pki import OFFICE, Town
from tests.sealing.sign.tokens import MODULE, PIN


@pytest.fixture
def office(plan: SigningPlan, tmp_path: Path) -> Iterator[Office]:
    made = office_with(3, plan, tmp_path)
    yield made
    made.journal.close()


def see_all(office: Office) -> None:
    for scan in office.desk.waiting():
        office.desk.saw(scan, 1)


ALL = ["s-1", "s-2", "s-3"]


def test_a_day_is_signed_with_one_pin_and_it_is_written_down_who_saw_what(
    office: Office, plan: SigningPlan
) -> None:
    assert office.desk.page_picture(office.scan("s-1"), 1, 400).startswith((b"P5", b"P6"))
    see_all(office)
    told: list[tuple[int, int]] = []
    batch = office.desk.sign(ALL, PIN, progress=lambda done, count: told.append((done, count)))
    assert (batch.signed, batch.refused, batch.waiting, batch.stopped) == (tuple(ALL), (), (), None)
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert office.changed == ALL
    for scan_id in ALL:
        scan = office.scan(scan_id)
        assert (scan.state, scan.signer, scan.signature_level) == (ScanState.SIGNED, OFFICE, "B-B")
        assert scan.sealed is not None
        seen = examine(office.spool.path(scan.sealed.digest), trust_of(plan.trust))
        assert seen.problems == ()
        (fact,) = [one for one in office.journal.facts(scan_id) if isinstance(one, Signed)]
        assert (fact.by, fact.seen_pages, fact.look_percent) == ("văn thư", 1, 100)
    assert office.desk.waiting() == []


def test_what_waits_for_a_signature_counts_as_waiting(office: Office) -> None:
    ledger = office.journal.ledger(local_day(office.scan("s-1").captured_at))
    assert (ledger.total.captured, ledger.total.waiting, ledger.total.balanced) == (3, 3, True)
    assert [scan.id for scan in office.desk.waiting()] == ALL


def test_nothing_is_signed_before_the_pages_that_the_rule_wants_were_seen(office: Office) -> None:
    with pytest.raises(UsageError) as refused:
        office.desk.sign(ALL, PIN)
    assert refused.value.message.id == "sign-look-first"
    office.desk.look_percent = 34  # of three, two
    drawn = office.desk.to_look_at(office.desk.waiting())
    assert len(drawn) == 2
    assert office.desk.to_look_at(office.desk.waiting()) == drawn
    for scan in drawn:
        office.desk.saw(scan, 1)
    assert len(office.desk.sign(ALL, PIN).signed) == 3


def test_stop_leaves_the_rest_waiting(office: Office) -> None:
    see_all(office)
    stop = Event()
    batch = office.desk.sign(ALL, PIN, stop=stop, progress=lambda done, _: stop.set() if done == 1 else None)
    assert (batch.signed, batch.waiting) == (("s-1",), ("s-2", "s-3"))
    assert batch.stopped is not None
    assert batch.stopped.id == "sign-stopped"
    assert len(office.desk.sign(["s-2", "s-3"], PIN).signed) == 2


def test_a_token_unplugged_in_the_middle_leaves_the_rest_waiting(office: Office) -> None:
    see_all(office)

    def pull(done: int, _: int) -> None:
        if done == 1:
            pkcs11.lib(MODULE).reinitialize()

    batch = office.desk.sign(ALL, PIN, progress=pull)
    assert (batch.signed, batch.refused, batch.waiting) == (("s-1",), (), ("s-2", "s-3"))
    assert batch.stopped is not None
    assert batch.stopped.id == "sign-token-gone"
    assert office.scan("s-2").state is ScanState.SEALED
    assert len(office.desk.sign(["s-2", "s-3"], PIN).signed) == 2


def test_after_two_wrong_pins_the_token_is_asked_no_more(
    office: Office, plan: SigningPlan, new_token: Callable[..., KeyPlace], monkeypatch: pytest.MonkeyPatch
) -> None:
    office.desk.plan = replace(plan, place=new_token())
    see_all(office)
    for _ in range(2):
        with pytest.raises(UsageError) as refused:
            office.desk.sign(ALL, "111111")
        assert refused.value.message.id == "sign-pin-wrong"
    monkeypatch.setattr("app.sealing.sign.token.find_token", lambda _: pytest.fail("the token was asked"))
    with pytest.raises(UsageError) as refused:
        office.desk.sign(ALL, PIN)
    assert refused.value.message.id == "sign-pin-twice"


def test_a_certificate_that_must_not_sign_stops_before_the_first_file(
    office: Office, plan: SigningPlan, new_token: Callable[..., KeyPlace]
) -> None:
    office.desk.plan = replace(plan, place=new_token("late"))
    see_all(office)
    batch = office.desk.sign(ALL, PIN)
    assert (batch.signed, batch.waiting) == ((), tuple(ALL))
    assert batch.stopped is not None
    assert batch.stopped.id == "sign-certificate-expired"


def test_signatures_without_the_wanted_timestamp_are_counted(
    office: Office, plan: SigningPlan, town: Town
) -> None:
    office.desk.plan = replace(plan, level=SignatureLevel.TIMED)
    town.away.add("/tsa/")
    batch = office.desk.sign(ALL, PIN, by_script=True)
    assert (len(batch.signed), batch.untimed) == (3, 3)
    assert town.asked.count("/town/tsa/tsa") >= 1
    assert office.scan("s-1").signature_level == "B-B"


def test_a_file_that_came_signed_waits_for_nobody(office: Office) -> None:
    scan = office.scan("s-1")
    assert scan.sealed is not None
    born = replace(scan, sealed=replace(scan.sealed, note="seal-note-kept-signed"))
    from app.pipeline.signing_desk import waits
    from app.pipeline.stages.sign import goes_unsigned

    assert waits(scan, office.desk.plan)
    assert not waits(born, office.desk.plan)
    assert goes_unsigned(born)
    assert not goes_unsigned(scan)
    assert not SealedFile("a" * 64, 1, 1, None).born_signed


def test_by_script_it_is_written_down_that_nothing_was_seen(office: Office) -> None:
    assert office.desk.sign(["s-1"], PIN, by_script=True).unseen == 1
    (fact,) = [one for one in office.journal.facts("s-1") if isinstance(one, Signed)]
    assert (fact.seen_pages, fact.look_percent) == (0, 100)
    office.desk.look_percent = 0
    assert office.desk.sign(["s-2"], PIN, by_script=True).unseen == 0
