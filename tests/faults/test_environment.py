"""A machine without Tesseract, or without its Vietnamese: said at once; scans are safe, and read afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.calls import SAMPLES, program
from tests.faults.road import DIGITAL, SCANNED, Office, open_office

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


@pytest.fixture(params=["no Tesseract", "no Vietnamese"])
def lack(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The environment of a machine that lacks something."""
    empty = tmp_path / "empty"
    empty.mkdir()
    if request.param == "no Tesseract":
        return {"PATH": str(empty), "SOHOA_TESSERACT": str(empty / "tesseract")}
    return {"TESSDATA_PREFIX": str(empty)}


def test_scans_wait_safely_and_are_read_when_it_is_there_again(office: Office, lack: dict[str, str]) -> None:
    office.scan(SCANNED, DIGITAL)
    ran = office("run", "--until-idle", **lack)
    assert ran.code == 3, ran.err
    assert "apt-get install" in ran.err.splitlines()[0], "said before anything else"
    assert "Traceback" not in ran.err
    assert (ran.record["total"]["captured"], ran.record["total"]["waiting"]) == (2, 1)
    assert ran.record["total"]["stored"] == 1, "a born-digital file needs no OCR"
    assert sorted(one.name for one in (office.inbox / "done").iterdir()) == [SCANNED.name, DIGITAL.name]

    healed = office("run", "--until-idle")

    assert healed.code == 0, healed.err
    assert (healed.record["total"]["stored"], healed.record["total"]["balanced"]) == (2, True)


def test_doctor_says_what_is_missing_and_how_to_mend_it(office: Office, lack: dict[str, str]) -> None:
    for language in ("vi", "en", "uk"):
        answer = office("doctor", "--lang", language, **lack)
        assert answer.code == 3
        bad = [check for check in answer.records if not check["ok"] and check["check"] != "disk"]
        assert [check["check"] for check in bad] in (["tesseract"], ["tesseract-vie"])
        assert "tesseract-ocr" in bad[0]["message"]
        assert language == "en" or not bad[0]["message"].isascii()


def test_commands_that_read_end_with_3_and_do_not_wait(
    office: Office, lack: dict[str, str], tmp_path: Path
) -> None:
    register = SAMPLES / "register.csv"
    for words in (
        ("read", SCANNED),
        ("match", SCANNED, "--register", register),
        ("seal", SCANNED, "--dossier", "H15.20-260314-0008", "--output", tmp_path / "x.pdf"),
    ):
        answer = office(*words, **lack)
        assert (answer.code, answer.out) == (3, ""), words
        assert "tesseract-ocr" in answer.err
        assert "Traceback" not in answer.err
    assert not (tmp_path / "x.pdf").exists()


def test_the_demo_is_refused_before_it_begins(lack: dict[str, str], tmp_path: Path) -> None:
    answer = program("--workspace", tmp_path / "demo", "--lang", "en", "demo", "--headless", **lack)
    assert (answer.code, answer.out) == (3, "")
    assert "tesseract-ocr" in answer.err
