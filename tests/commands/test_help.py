"""Help speaks the language asked for, whole: no word of the option parser is left in English."""

from __future__ import annotations

import re

import click
import pytest

from app.commands import sohoa
from app.supervision.worklists import Kind
from tests.commands.calls import LANGUAGES, Line, program

CLICK_SAYS = (
    *("Usage:", "Options", "Commands", "Show this message", "required", "default", "ARGS", "COMMAND", "TEXT"),
    *("DIRECTORY", "INTEGER", "PATH", "FILENAME", "FILES", "%Y", "[OPTIONS]"),
)
TECHNICAL = {  # words that are the same in every language
    *(
        "sohoa",
        "pin",
        "json",
        "pdf",
        "bagit",
        "csv",
        "xlsx",
        "workspace",
        "help",
        "lang",
        "version",
        "exact",
        "swift",
    ),
    *("move", "keep", "delete", "done", "python", "yyyy", "mm", "dd", "vi", "en", "uk"),
    *("beside", "both", "discard", "replace", "code", "file"),  # values of options
    *(
        "api",
        "http",
        "https",
        "tls",
        "sftp",
        "postgresql",
        "sqlite",
        "sql",
        "pem",
        "cluster",
        "tcp",
        "dask",
        "docs",
        "md",
        "toml",
        "profiles",
        "iso",
        "aql",
        "ii",
        "iii",
        "igate",
        "dvcqg",
        "docx",
        "amazon",
        "base",  # base64
    ),
    *(part for kind in Kind for part in kind.value.split("_")),  # the work lists
}


def paths(command: click.Command = sohoa, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The words that lead to each command."""
    below = command.commands.items() if isinstance(command, click.Group) else ()
    return [before, *(path for name, one in below for path in paths(one, (*before, name)))]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", paths(), ids=lambda path: " ".join(path) or "sohoa")
def test_help_of_every_command_is_in_the_language_asked_for(
    line: Line, path: tuple[str, ...], language: str
) -> None:
    answer = line.plain(*path, "--help", "--lang", language)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith({"vi": "Cách dùng:", "en": "Usage:", "uk": "Використання:"}[language])
    assert not re.search(r"\bcli-[a-z]", answer.out), "an id where a text should be"
    if language != "en":
        assert [word for word in CLICK_SAYS if word in answer.out] == []
    assert not line.workspace.exists(), "asking for help makes nothing"


@pytest.mark.parametrize("path", paths(), ids=lambda path: " ".join(path) or "sohoa")
def test_nothing_but_names_is_left_in_latin_letters_in_ukrainian_help(
    line: Line, path: tuple[str, ...]
) -> None:
    said = line.plain(*path, "--help", "--lang", "uk").out
    names = {word for one in paths() for name in one for word in name.split("-")}
    told = re.sub(r"--?[a-z0-9-]+|[\[{][a-z_|]+[\]}]|[A-Z0-9]+(?:_[A-Z0-9]+)+|x<=|<=x|x>=", " ", said)
    left = set(re.findall(r"[a-z]{2,}", told.lower())) - TECHNICAL - names
    assert left == set()


def test_the_same_process_can_help_in_one_language_after_the_other(line: Line) -> None:
    said = [line.plain("seal", "--help", "--lang", language).out for language in ("vi", "en", "vi")]
    assert said[0] == said[2] != said[1]


def test_help_lists_the_commands_in_the_order_of_an_office_s_day(line: Line) -> None:
    said = line.plain("--help", "--lang", "en").out
    listed = re.findall(r"^  ([a-z][a-z-]+)  ", said, re.MULTILINE)
    assert listed[:3] == ["demo", "run", "watch-folder"]
    assert sorted(listed) == sorted(sohoa.commands)


def test_the_version_is_given() -> None:
    answer = program("--version")
    assert answer.code == 0
    assert re.fullmatch(r"sohoa \d+\.\d+\.\d+\n", answer.out)


def test_without_a_display_the_window_is_refused_in_words(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    answer = line("--lang", "en")
    assert (answer.code, answer.out) == (3, "")
    assert "sohoa run" in answer.err
