"""Signing by another program: out to a folder, back by digest, and only a signature may have been added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.scan import ScanState
from app.domain.signing import SigningPlan
from app.pipeline.handover_watch import HandoverWatch
from tests.sealing.sign.office import Office, office_with
from tests.sealing.sign.pki import OFFICE, Town
from tests.sealing.sign.signing import signed
from tests.sealing.sign.test_examination import _draw_over, _simple


@pytest.fixture
def office(plan: SigningPlan, tmp_path: Path) -> Iterator[Office]:
    made = office_with(3, plan, tmp_path)
    yield made
    made.journal.close()


def troubles(office: Office, folder: Path) -> list[tuple[str | None, str | None]]:
    return [(one.scan, one.trouble.id if one.trouble else None) for one in office.handover.take_back(folder)]


def test_signed_files_come_back_under_any_name_and_are_known_by_their_bytes(
    office: Office, plan: SigningPlan, town: Town, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    given = dict(office.handover.export(out))
    assert sorted(given) == ["s-1", "s-2", "s-3"]
    assert office.handover.export(out) == list(given.items())
    assert troubles(office, out) == []  # as they were given: nothing came back yet
    back = tmp_path / "back"
    back.mkdir()
    signed(plan, given["s-1"], back / "văn bản đã ký.pdf")
    _simple(town, given["s-2"], back / "x.pdf")
    (back / "note.txt").write_text("not a file of ours")
    assert sorted(troubles(office, back)) == [("s-1", None), ("s-2", None)]
    scan = office.scan("s-1")
    assert (scan.state, scan.signer, scan.signature_level) == (ScanState.SIGNED, OFFICE, "B-B")
    assert scan.sealed is not None
    assert office.spool.path(scan.sealed.digest).read_bytes() == (back / "văn bản đã ký.pdf").read_bytes()
    assert office.scan("s-3").state is ScanState.SEALED


def test_what_was_changed_broken_or_is_nobodys_is_named_and_not_taken(
    office: Office, plan: SigningPlan, town: Town, tmp_path: Path
) -> None:
    given = dict(office.handover.export(tmp_path / "out"))
    back = tmp_path / "back"
    back.mkdir()
    first, second, third = (back / f"{n}.pdf" for n in (1, 2, 3))
    first.write_bytes(given["s-1"].read_bytes())
    _draw_over(first)
    _simple(town, first, first)  # signed, but another page than ours
    signed(plan, given["s-2"], second)
    data = bytearray(second.read_bytes())
    data[-200] ^= 1
    second.write_bytes(data)
    third.write_bytes(given["s-3"].read_bytes() + b"\n")
    (back / "4.pdf").write_bytes(b"%PDF-1.7 something else" * 1000)
    found = troubles(office, back)
    assert found[0] == ("s-1", "sign-returned-changed")
    assert found[1][0] == "s-2"
    assert found[1][1] is not None
    assert found[2] == ("s-3", "sign-returned-unsigned")
    assert found[3] == (None, "handover-unknown-file")
    assert all(office.scan(scan).state is ScanState.SEALED for scan in given)


def test_a_signature_of_a_stranger_is_not_taken(
    office: Office, plan: SigningPlan, town: Town, tmp_path: Path
) -> None:
    given = dict(office.handover.export(tmp_path / "out"))
    back = tmp_path / "back"
    back.mkdir()
    _simple(town, given["s-1"], back / "1.pdf", key="late")
    assert troubles(office, back) == [("s-1", "verify-signature-untrusted")]
    object.__setattr__(office.handover, "plan", replace(plan, trust=""))
    assert troubles(office, back) == [("s-1", None)]


def test_a_watched_folder_is_filled_and_emptied_by_itself(
    office: Office, plan: SigningPlan, tmp_path: Path
) -> None:
    folder = tmp_path / "watched"
    told: list[object] = []
    watch = HandoverWatch(office.handover, folder, told.append)
    assert watch.look() == []
    given = sorted(folder.glob("*.pdf"))
    assert len(given) == 3
    signed(plan, given[0], folder / "signed by another.pdf")
    assert watch.look() == []  # it may still be growing
    (one,) = watch.look()
    assert (one.scan, one.trouble) == ("s-1", None)
    assert [file.name for file in (folder / "done").iterdir()] == ["signed by another.pdf"]
    assert sorted(folder.glob("*.pdf")) == given[1:]
    _draw_over(given[1])  # changed and not signed
    watch.look()
    watch.look()
    watch.look()
    assert len(told) == 1
    assert office.scan("s-2").state is ScanState.SEALED


def test_the_watch_stops_when_it_is_told(office: Office, tmp_path: Path) -> None:
    watch = HandoverWatch(office.handover, tmp_path / "watched", lambda _: None)
    watch.start()
    watch.stop()
    assert watch._thread is not None
    assert not watch._thread.is_alive()
