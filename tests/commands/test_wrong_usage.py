"""Wrong usage ends with 2 and a sentence in the language asked for; standard output stays empty, nothing is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.calls import LANGUAGES, SAMPLES, Line, program
from tests.generator.odd import BROKEN

SAMPLE = SAMPLES / "03-ma-ho-so-in-san.jpg"
REGISTER = SAMPLES / "register.csv"

WRONG = {
    "a command that does not exist": ["frobnicate"],
    "an option that does not exist": ["ledger", "--colour"],
    "an option without its value": ["ledger", "--day"],
    "a flag with a value": ["scans", "--held=yes"],
    "too many arguments": ["ledger", "today"],
    "a day that is none": ["ledger", "--day", "2026-02-30"],
    "a day written another way": ["export", "bag", "--since", "03/02/2026"],
    "a state that does not exist": ["scans", "--state", "lost"],
    "a quality that does not exist": ["read", SAMPLE, "--quality", "best"],
    "no file to read": ["read"],
    "no register to match with": ["match", SAMPLE],
    "a register that is not there": ["match", SAMPLE, "--register", "nowhere.csv"],
    "a register file that is not there": ["register", "import", "nowhere.csv"],
    "a register that is none": ["register", "import", SAMPLE],
    "a group without its command": ["register"],
    "a number that is too large": ["register", "find", "an", "--limit", "99999"],
    "a number that is none": ["register", "find", "an", "--limit", "many"],
    "a file to seal that is not there": [
        "seal",
        "no.jpg",
        "--dossier",
        "H15.1-260101-0001",
        "--output",
        "x.pdf",
    ],
    "no dossier to seal for": ["seal", SAMPLE, "--output", "x.pdf"],
    "a folder as the final file": ["seal", SAMPLE, "--dossier", "H15.1-260101-0001", "--output", "."],
    "a scan that does not exist": ["link", "260101-nowhere1", "H15.62-260206-0007"],
    "a scan that does not exist to reject": ["reject", "260101-nowhere1", "--reason", "twice"],
    "a scan that does not exist to release": ["release", "260101-nowhere1"],
    "a rejection without a reason": ["reject", "260101-nowhere1"],
    "a folder to watch that is not there": ["watch-folder", "add", "nowhere"],
    "a folder that is not watched": ["watch-folder", "remove", "nowhere"],
    "nothing to watch": ["run"],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", WRONG.values(), ids=WRONG)
def test_wrong_usage_is_told_and_ends_with_2(
    line: Line, language: str, words: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = line("--lang", language, *words)
    assert (answer.code, answer.out) == (2, "")
    assert " " in answer.err.strip(), answer.err
    assert not [
        word
        for word in ("Traceback", "Usage", "Error:", "Invalid")
        if word in answer.err and language != "en"
    ]
    assert language == "en" or not answer.err.isascii()
    assert not (tmp_path / "x.pdf").exists()


def test_the_three_languages_do_not_say_the_same(line: Line) -> None:
    for words in WRONG.values():
        if words[0] not in ("read", "seal"):
            said = {line("--lang", language, *words).err for language in LANGUAGES}
            assert len(said) == len(LANGUAGES), said


def test_global_options_may_stand_anywhere(line: Line, tmp_path: Path) -> None:
    root = str(tmp_path / "elsewhere")
    first = line.plain("--json", "--lang", "uk", "ledger")
    last = line.plain("ledger", "--lang=uk", "--json")
    between = program("register", "--workspace", root, "find", "--json", "an", "--lang", "uk")
    assert first.record == last.record
    assert (between.code, between.out) == (0, "")
    assert (tmp_path / "elsewhere" / "register.sqlite").exists()


def test_an_unknown_language_and_settings_that_make_no_sense_are_wrong_usage(line: Line) -> None:
    assert line("ledger", "--lang", "fr").code == 2
    line.workspace.mkdir()
    (line.workspace / "sohoa.toml").write_text(
        'language = "en"\n[reading]\nquality = "best"\n', encoding="utf-8"
    )
    answer = line("ledger")
    assert (answer.code, answer.out) == (2, "")
    assert "reading.quality" in answer.err
    (line.workspace / "sohoa.toml").write_bytes(b"language = [")
    assert line("ledger").code == 2


def test_the_workspace_s_language_is_spoken_when_none_is_asked_for(line: Line) -> None:
    line.workspace.mkdir()
    (line.workspace / "sohoa.toml").write_text('language = "uk"\n', encoding="utf-8")
    assert "збережено" in line.plain("ledger").out
    assert "Довідка" in line.plain("ledger", "--colour").err


def test_a_workspace_that_does_not_exist_is_made_and_is_empty(line: Line) -> None:
    assert not line.workspace.exists()
    assert line("ledger").record["total"]["captured"] == 0
    assert line("scans").out == ""


def test_a_workspace_that_is_a_file_is_wrong_usage(line: Line) -> None:
    line.workspace.write_text("a file", encoding="utf-8")
    answer = line("--lang", "en", "ledger")
    assert (answer.code, answer.out) == (2, "")
    assert "--workspace" in answer.err


def test_a_workspace_that_cannot_be_made_is_told(line: Line, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    answer = program("--workspace", tmp_path / "file" / "below", "--lang", "en", "ledger")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("The workspace")


def test_an_export_goes_only_into_a_folder_that_is_new_or_empty(after_demo: Line, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    answer = after_demo("export", tmp_path)
    assert (answer.code, answer.out) == (2, "")
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


def test_a_code_that_is_not_in_the_register_links_nothing(office: Line) -> None:
    held = office("scans", "--held").records[0]
    answer = office("link", held["scan"], "H15.99-260101-0001")
    assert (answer.code, answer.out) == (2, "")
    assert "H15.99-260101-0001" in answer.err
    assert held in office("scans", "--held").records


def test_an_act_that_the_scan_s_state_forbids_changes_nothing(office: Line) -> None:
    stored = office("scans", "--state", "stored").records[0]
    for words in (
        ("link", stored["scan"], stored["dossier"]),
        ("reject", stored["scan"], "--reason", "too late"),
        ("release", stored["scan"]),
        ("confirm", stored["scan"], "--reason", "it is right"),
    ):
        answer = office(*words)
        assert (answer.code, answer.out) == (1, ""), words
        assert stored["scan"] in answer.err
    assert stored in office("scans", "--state", "stored").records


def test_a_reason_of_spaces_is_none(office: Line) -> None:
    held = office("scans", "--held").records[0]
    assert office("reject", held["scan"], "--reason", "   ").code == 2
    assert held in office("scans", "--held").records


UGLY = (
    "-dash first.jpg",
    "Giấy 'hẹn' \"trả\" & kết quả; $(rm) %s {0}.jpg",
    "e\u0301 NFD ở Ea H\u2019leo.jpg",
    "a\nb.jpg",
)


def test_files_with_ugly_names_are_named_as_they_are(line: Line, tmp_path: Path) -> None:
    files = [tmp_path / name for name in UGLY] + [tmp_path / f"{'dài ' * 40}.jpg"]
    for file in files:
        file.write_bytes(b"")
    answer = line("read", "--", *files)
    assert answer.code == 1
    assert [record["file"] for record in answer.records] == [str(file) for file in files]
    assert {record["error"]["code"] for record in answer.records} == {"empty"}


def test_a_name_beginning_with_a_dash_is_readable_behind_two_dashes(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("--json").write_bytes(b"")
    answer = line("read", "--", "--json")
    assert answer.record["file"] == "--json"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_broken_file_is_named_by_its_code(
    broken_files: dict[str, Path], line: Line, language: str
) -> None:
    answer = line("--lang", language, "read", *broken_files.values())
    assert answer.code == 1
    assert len(answer.records) == len(broken_files)
    for name, record in zip(broken_files, answer.records, strict=True):
        assert record["file"] == str(broken_files[name])
        assert record["error"]["code"] in BROKEN[name][2].split(), name
        assert language == "en" or not record["error"]["message"].isascii()
