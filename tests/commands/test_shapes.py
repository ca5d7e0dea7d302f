"""Every command gives the JSON that scripts were promised, one object a line, and ends with the promised code."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.ledger import local_day
from tests.commands import promised
from tests.commands.calls import SAMPLES, Line, program
from tests.commands.conftest import Demo
from tests.commands.promised import misfits

REGISTER = SAMPLES / "register.csv"


def test_the_demo_ends_with_the_ledger_and_stores_what_is_beyond_doubt(demo: Demo) -> None:
    assert demo.answer.code == 0, demo.answer.err
    sums = demo.answer.records[-1]
    assert misfits(sums, promised.LEDGER) == []
    assert sums["balanced"]
    assert sums["total"]["stored"] > 0
    assert sums["total"]["held"] > 0
    assert sums["total"]["waiting"] == 0


def test_the_demo_empties_only_a_workspace_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("not a demo's", encoding="utf-8")
    answer = program("--lang", "en", "demo", "--headless", "--workspace", tmp_path)
    assert answer.code == 2
    assert str(tmp_path) in answer.err
    assert (tmp_path / "letters.txt").exists()


def test_read_gives_pages_fields_and_barcodes_and_goes_on_behind_a_file_that_is_not_there(line: Line) -> None:
    slip, missing = SAMPLES / "04-phieu-kiem-soat.pdf", SAMPLES / "none.pdf"
    answer = line("read", missing, slip, SAMPLES / "11-ban-dien-tu.pdf", "--quality", "swift")
    absent, scanned, digital = answer.records
    assert answer.code == 1
    assert misfits(absent, promised.ERROR) == []
    assert absent["file"] == str(missing)
    assert misfits([scanned, digital], [promised.READ]) == []
    assert [record["file"] for record in (scanned, digital)] == [
        str(slip),
        str(SAMPLES / "11-ban-dien-tu.pdf"),
    ]
    assert [page["page"] for page in scanned["pages"]] == [1, 2]
    codes = [code for page in scanned["pages"] for code in page["barcodes"]]
    assert {"format": "CODE128", "text": "H15.21-251206-0002"} in codes
    assert "H15.21-251206-0002" in scanned["fields"]["dossier_codes"]
    assert answer.err == ""


def test_a_page_upside_down_is_said_to_need_half_a_turn(line: Line) -> None:
    answer = line("read", SAMPLES / "08-lon-nguoc.jpg", "--quality", "swift")
    assert answer.code == 0
    assert misfits(answer.record, promised.READ) == []
    assert [page["rotation"] for page in answer.record["pages"]] == [180]


def test_a_page_that_takes_too_long_is_told_by_its_code(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOHOA_READING_PAGE_SECONDS", "0.05")
    answer = line("read", SAMPLES / "03-ma-ho-so-in-san.jpg")
    assert answer.code == 1
    assert misfits(answer.record, promised.ERROR) == []
    assert answer.record["error"]["code"] == "timeout"


def test_match_cuts_a_stack_links_what_is_exact_and_records_nothing(line: Line) -> None:
    stack, twins = SAMPLES / "05-chong-ho-so.pdf", SAMPLES / "06-hai-ho-so-cung-khop.jpg"
    answer = line("match", stack, twins, "--register", REGISTER, "--quality", "swift")
    assert answer.code == 1  # the twins wait for a person
    of_stack, of_twins = answer.records
    assert misfits([of_stack, of_twins], [promised.MATCH]) == []
    linked = [scan for scan in of_stack["scans"] if scan["decision"] == "linked"]
    assert [scan["dossier"] for scan in linked] == ["H15.41-250912-0007", "H15.52-251226-0005"]
    assert all(scan["separator_pages"] and scan["hold"] is None for scan in linked)
    pages = [page for scan in of_stack["scans"] for page in scan["pages"] + scan["separator_pages"]]
    assert len(pages) == len(set(pages)), "every page is in one place only"
    (held,) = of_twins["scans"]
    assert (held["decision"], held["dossier"]) == ("held", None)
    assert {one["dossier"] for one in held["candidates"][:2]} == {"H15.64-251113-0006", "H15.64-251113-0008"}
    assert not (line.workspace / "journal.sqlite").exists()


def test_seal_makes_a_file_that_verify_proves_and_does_not_write_over_it(line: Line, tmp_path: Path) -> None:
    output = tmp_path / "new folder" / "Kết quả số 1.pdf"
    sealing = (
        "seal",
        SAMPLES / "03-ma-ho-so-in-san.jpg",
        "--dossier",
        "H15.20-260314-0008",
        "--output",
        output,
    )
    made = line(*sealing)
    assert made.code == 0, made.err
    assert misfits(made.record, promised.SEAL) == []
    before = output.read_bytes()
    again = line(*sealing)
    assert (again.code, again.out) == (2, "")
    assert output.read_bytes() == before
    proof = line("verify", output)
    assert proof.code == 0
    assert misfits(proof.record, promised.VERIFY) == []
    assert proof.record["ok"]
    assert proof.record["text_found"]
    assert proof.record["dossier"] == "H15.20-260314-0008"
    assert proof.record["digest"] == made.record["digest"]


def test_verify_says_what_is_wrong_with_files_that_are_not_final(line: Line, tmp_path: Path) -> None:
    empty, text = tmp_path / "empty.pdf", tmp_path / "text.pdf"
    empty.touch()
    text.write_text("no PDF", encoding="utf-8")
    answer = line("verify", empty, text, SAMPLES / "02-trich-luc-khai-sinh.pdf", tmp_path / "none.pdf")
    assert answer.code == 1
    assert len(answer.records) == 4
    for record in answer.records:
        assert not record["ok"]
        assert record["problems"]
        assert misfits(record, promised.VERIFY | {"digest": (None, str), "pages": int}) == []


def test_the_ledger_of_today_and_of_another_day_balances(after_demo: Line) -> None:
    today = after_demo("ledger")
    assert today.code == 0
    assert misfits(today.record, promised.LEDGER) == []
    assert today.record["captured"] == today.record["total"]["captured"] == 13
    other = after_demo("ledger", "--day", "2001-02-03").record
    assert (other["day"], other["captured"], other["balanced"]) == ("2001-02-03", 0, True)
    assert other["total"] == today.record["total"]
    days = {scan["captured_at"] for scan in after_demo("scans").records}
    assert {str(local_day(datetime.fromisoformat(day).astimezone(UTC))) for day in days} == {
        today.record["day"]
    }


def test_scans_are_listed_whole_by_state_and_held_ones_alone(after_demo: Line) -> None:
    every = after_demo("scans")
    assert every.code == 0
    assert misfits(every.records, [promised.SCAN]) == []
    stored = after_demo("scans", "--state", "stored").records
    held = after_demo("scans", "--held").records
    assert len(every.records) == 13
    assert len(stored) + len(held) == 13
    assert all(scan["receipt"] and scan["dossier"] for scan in stored)
    assert all(scan["hold"] and scan["receipt"] is None for scan in held)
    assert [scan["captured_at"] for scan in every.records] == sorted(s["captured_at"] for s in every.records)


def test_a_register_is_taken_in_and_taking_it_again_changes_nothing(line: Line) -> None:
    first = line("register", "import", REGISTER)
    assert first.code == 0
    assert misfits(first.record, promised.IMPORT) == []
    assert (first.record["added"], first.record["unchanged"]) == (120, 0)
    again = line("register", "import", REGISTER).record
    assert (again["added"], again["updated"], again["unchanged"], again["refused"]) == (0, 0, 120, [])


def test_rows_of_a_register_are_refused_with_their_number_and_reason(line: Line, tmp_path: Path) -> None:
    file = tmp_path / "sổ hồ sơ.csv"
    file.write_text("MaHoSo;ChuHoSo\nH15.21-260105-0001;Trần Thị Nụ\n;Không Mã\n", encoding="utf-8")
    answer = line("register", "import", file)
    assert answer.code == 1
    assert misfits(answer.record, promised.IMPORT) == []
    assert answer.record["added"] == 1
    assert [one["row"] for one in answer.record["refused"]] == [3]


def test_dossiers_are_found_without_tone_marks(after_demo: Line) -> None:
    answer = after_demo("register", "find", "ho bich", "tram")
    assert answer.code == 0
    assert misfits(answer.records, [promised.DOSSIER]) == []
    assert answer.records[0]["dossier"] == "H15.62-260206-0007"
    assert after_demo("register", "find", "zzzzqq").out == ""
    assert len(after_demo("register", "find", "H15", "--limit", "3").records) == 3


def test_watched_folders_are_added_once_listed_and_removed(line: Line, tmp_path: Path) -> None:
    folder = tmp_path / "Máy quét 1"
    folder.mkdir()
    added = line("watch-folder", "add", folder)
    assert misfits(added.record, promised.FOLDER) == []
    assert added.record == {"folder": str(folder), "network": False, "after_pickup": "move"}
    line("watch-folder", "add", folder, "--network", "--after-pickup", "keep")
    assert line("watch-folder", "list").record == {
        "folder": str(folder),
        "network": True,
        "after_pickup": "keep",
    }
    assert line("watch-folder", "remove", folder).out == ""
    assert line("watch-folder", "list").records == []
    assert line("watch-folder", "remove", folder).code == 2


def test_doctor_names_every_check_and_is_content_with_a_machine_that_can_read(after_demo: Line) -> None:
    answer = after_demo("doctor")
    assert misfits(answer.records, [promised.CHECK]) == []
    bad = [check for check in answer.records if not check["ok"] and check["check"] != "disk"]
    assert bad == []
    assert {"tesseract", "tesseract-vie", "disk", "folder", "journal", "register"} <= {
        check["check"] for check in answer.records
    }


def test_doctor_tells_of_a_folder_that_is_away(line: Line, tmp_path: Path) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    line("watch-folder", "add", folder)
    shutil.rmtree(folder)
    answer = line("doctor")
    assert answer.code == 3
    assert [check["ok"] for check in answer.records if check["check"] == "folder"] == [False]


def test_plain_answers_are_text_in_the_language_asked_for(after_demo: Line) -> None:
    said = {language: after_demo.plain("ledger", "--lang", language).out for language in ("vi", "en", "uk")}
    assert "đã lưu" in said["vi"]
    assert "stored" in said["en"]
    assert "збережено" in said["uk"]
    assert "SOHOA" not in said["en"]
