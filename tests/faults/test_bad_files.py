"""Every kind of bad file at once beside good ones: each is held with its reason, the queue goes on, all is counted."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from random import Random

import pytest

from tests.commands.calls import SAMPLES
from tests.faults.road import DIGITAL, Office, open_office
from tests.generator import BROKEN, Recipe, make_register, make_result, scan, set_letter, write_broken

GOOD = (DIGITAL, SAMPLES / "03-ma-ho-so-in-san.jpg", SAMPLES / "04-phieu-kiem-soat.pdf")

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def make_bad_files(folder: Path) -> dict[str, tuple[str, ...]]:
    """Write one bad file of each kind; return the error codes that fit, by file name."""
    random = Random(11)
    shot = scan(
        set_letter(make_result(make_register(random, 1)[0], random), random, dpi=150)[0],
        Recipe((), dpi=150),
        random,
    )
    fitting = {}
    for name, (suffix, _, _) in BROKEN.items():
        fitting[f"{name}{suffix}"] = write_broken(name, folder / f"{name}{suffix}", shot)
    for name, data, codes in (
        ("nul.jpg", bytes(5000), ("unreadable", "unsupported_type")),
        ("head only.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", ("truncated", "unreadable")),
        ("head only.png", b"\x89PNG\r\n\x1a\n", ("truncated", "unreadable")),
        ("head only.pdf", b"%PDF-1.7\n", ("truncated", "unreadable")),
        ("head only.tif", b"II*\x00\x08\x00\x00\x00", ("truncated", "unreadable")),
        ("program.pdf", b"MZ" + random.randbytes(4000), ("unsupported_type", "unreadable")),
        ("table.xlsx", b"PK\x03\x04" + random.randbytes(4000), ("register_file_unreadable",)),
        ("one byte.pdf", b"\n", ("unreadable", "unsupported_type")),
    ):
        (folder / name).write_bytes(data)
        fitting[name] = codes
    return fitting


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_bad_files_are_held_by_name_while_good_ones_are_stored(office: Office) -> None:
    fitting = make_bad_files(office.inbox)
    office.scan(*GOOD)
    bytes_of = {digest(path): path.name for path in office.inbox.iterdir()}

    answer = office("run", "--until-idle")

    assert answer.code == 1, answer.err
    assert "Traceback" not in answer.err
    scans = {scan["digest"]: scan for scan in office.scans()}
    assert set(scans) == set(bytes_of), "each content is one scan"
    for found, name in bytes_of.items():
        if name in fitting:
            said = scans[found]["hold_code"] or ""
            assert said.removeprefix("unreadable-").replace("-", "_") in fitting[name], (name, said)
            assert scans[found]["receipt"] is None
    stored = {scan["source"] for scan in scans.values() if scan["state"] == "stored"}
    assert stored == {path.name for path in GOOD}
    sums = answer.record["total"]
    assert sums["balanced"]
    assert (sums["captured"], sums["waiting"]) == (len(bytes_of), 0)
    assert sorted(one.name for one in (office.inbox / "done").iterdir()) == sorted(
        {*fitting, *(p.name for p in GOOD)}
    )


def test_what_is_no_scan_is_left_alone(office: Office, tmp_path: Path) -> None:
    outside = tmp_path / "outside.jpg"
    outside.write_bytes(GOOD[1].read_bytes())
    (office.inbox / ".hidden.jpg").write_bytes(b"x")
    (office.inbox / "half.pdf.part").write_bytes(b"x")
    if sys.platform != "win32":
        (office.inbox / "link.jpg").symlink_to(outside)
        os.mkfifo(office.inbox / "pipe.pdf")
    office.scan(DIGITAL)
    answer = office("run", "--until-idle")
    assert answer.code == 0, answer.err
    assert [scan["source"] for scan in office.scans()] == [DIGITAL.name]
    assert outside.exists()
    left = {one.name for one in office.inbox.iterdir()}
    assert {".hidden.jpg", "half.pdf.part"} <= left
    if sys.platform != "win32":
        assert {"link.jpg", "pipe.pdf"} <= left
        assert "link.jpg" in answer.err


def test_the_same_paper_dropped_twice_under_two_names_is_one_scan(office: Office) -> None:
    (office.inbox / "a.pdf").write_bytes(DIGITAL.read_bytes())
    (office.inbox / "b.pdf").write_bytes(DIGITAL.read_bytes())
    answer = office("run", "--until-idle")
    assert answer.record["total"]["captured"] == 1
    assert not [one for one in office.inbox.iterdir() if one.is_file()]
