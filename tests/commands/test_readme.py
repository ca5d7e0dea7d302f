"""What README.md says of commands, options, settings and the workspace is so."""

from __future__ import annotations

import re

import click
import pytest

from app import settings
from app.commands import sohoa
from tests.commands.calls import PROJECT
from tests.commands.conftest import Demo

README = (PROJECT / "README.md").read_text(encoding="utf-8")
DEFAULTS = settings.Settings()


def table(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, without its head."""
    part = README.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def code(text: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`]+)`", text)


def words_of(command: click.Command) -> set[str]:
    """The options and commands that a command knows."""
    below = set(command.commands) if isinstance(command, click.Group) else set()
    return below | {word for parameter in command.params for word in parameter.opts}


COMMAND_ROWS = [row for row in table("Command line") if code(row[0]) != ["sohoa"]]


@pytest.mark.parametrize("row", COMMAND_ROWS, ids=lambda row: row[0])
def test_commands_know_the_options_and_the_words_that_their_row_names(row: list[str]) -> None:
    names, told = row[0], row[1]
    for name in code(names):
        command = sohoa.commands[name.removeprefix("sohoa ")]
        named = {word.split()[0] for word in code(told) if re.match(r"(--)?[a-z]", word)}
        assert named <= words_of(command), name


def test_global_options_are_those_that_every_command_is_said_to_understand() -> None:
    assert {"--workspace", "--lang", "--json", "--help"} <= words_of(sohoa)


@pytest.mark.parametrize("row", [row for row in table("Settings") if code(row[1])], ids=lambda row: row[0])
def test_settings_have_the_default_and_take_the_values_that_are_told(row: list[str], demo: Demo) -> None:
    (key,), (default,), values = code(row[0]), code(row[1]), code(row[2])
    attribute, allowed = settings.SIMPLE[key]
    assert str(getattr(DEFAULTS, attribute)).removesuffix(".0") == default.removesuffix(".0")
    if isinstance(allowed, tuple):
        told = [value for value in values if value in allowed]
        assert set(told) == set(allowed), "each value is told"
    variable = "SOHOA_" + key.upper().replace(".", "_")
    for value in [default, *(value for value in values if isinstance(allowed, tuple) and value in allowed)]:
        settings.load(demo.root / "sohoa.toml", {variable: value})


def test_a_watched_folder_has_the_keys_that_are_told() -> None:
    (row,) = [row for row in table("Settings") if code(row[0]) == ["folders"]]
    told = set(code(row[2]))
    assert {"path", "network", "after_pickup", *settings.AFTER_PICKUP} <= told


def test_the_workspace_holds_what_is_told(demo: Demo) -> None:
    assert demo.answer.code == 0
    told = {name.rstrip("/") for row in table("The workspace") for name in code(row[0])}
    assert told >= {one.name for one in demo.root.iterdir() if one.name in told}
    for name in told - {"logs"}:
        assert (demo.root / name).exists(), name
