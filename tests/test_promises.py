"""What is promised is kept: every text in every language, and what the documents say of commands, settings, files."""

from __future__ import annotations

import ast
import functools
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

from app import settings

PROJECT = Path(__file__).resolve().parent.parent
LANGUAGES = ("vi", "en", "uk")
TRANSLATIONS = PROJECT / "resources" / "translations"


def _place(path: Path, node: ast.AST | None = None) -> str:
    return f"{path.relative_to(PROJECT)}:{getattr(node, 'lineno', 1)}"


def _none(offences: list[str]) -> None:
    if offences:
        pytest.fail("\n".join(["", *offences]), pytrace=False)


def _program() -> list[tuple[Path, ast.Module]]:
    paths = sorted((PROJECT / "app").rglob("*.py"))
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


# --- languages -----------------------------------------------------------------------------------------------------


def _variables(node: ftl.BaseNode) -> set[str]:
    found = {node.id.name} if isinstance(node, ftl.VariableReference) else set()
    for value in vars(node).values():
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ftl.BaseNode):
                found |= _variables(child)
    return found


def _messages(language: str) -> dict[str, tuple[str, set[str]]]:
    """Every text of one language: id -> (file, variables)."""
    texts: dict[str, tuple[str, set[str]]] = {}
    for path in sorted((TRANSLATIONS / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{_place(path)} cannot be parsed: {entry.content[:80]}"
            if isinstance(entry, (ftl.Message, ftl.Term)):
                name = entry.id.name if isinstance(entry, ftl.Message) else f"-{entry.id.name}"
                assert name not in texts, f"{_place(path)}: {name} is there twice"
                texts[name] = (path.name, _variables(entry))
    return texts


def test_every_text_exists_in_every_language_with_the_same_variables_in_the_same_file() -> None:
    texts = {language: _messages(language) for language in LANGUAGES}
    names = sorted(set().union(*texts.values()))
    assert names, f"no texts under {TRANSLATIONS}"
    offences = [
        f"{name} is missing in {k}" for name in names for k, known in texts.items() if name not in known
    ]
    for name in names:
        versions = {language: known[name] for language, known in texts.items() if name in known}
        if any(version != versions["vi"] for version in versions.values() if "vi" in versions):
            offences.append(f"{name} differs: {versions}")
    _none(offences)


def _said(tree: ast.Module) -> list[tuple[ast.Call, str, set[str] | None]]:
    """Calls of `Message.of("id", ...)` and `x.text("id", ...)`: the id, and the values given (None: unknown)."""
    found = []
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.args):
            continue
        says = ast.unparse(call.func) == "Message.of" or call.func.attr == "text"
        first = call.args[0]
        if says and isinstance(first, ast.Constant) and isinstance(first.value, str):
            names = [keyword.arg for keyword in call.keywords]
            found.append((call, first.value, None if None in names else {name for name in names if name}))
    return found


def test_every_message_that_the_program_says_has_a_text_and_is_given_its_variables() -> None:
    known = _messages("vi")
    offences = []
    for path, tree in _program():
        for call, text_id, given in _said(tree):
            if text_id not in known:
                offences.append(f"{_place(path, call)} says {text_id!r}, which has no text")
            elif given is not None and (lacking := known[text_id][1] - given):
                offences.append(f"{_place(path, call)} says {text_id!r} without {sorted(lacking)}")
    _none(offences)


# --- promises ------------------------------------------------------------------------------------------------------


def _documents() -> list[Path]:
    return [PROJECT / "README.md", PROJECT / "ARCHITECTURE.md", *sorted((PROJECT / "docs").rglob("*.md"))]


def _code(path: Path) -> str:
    """What stands in code blocks and between backticks."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return "\n".join(re.findall(r"```.*?```", text, re.DOTALL) + re.findall(r"`[^`\n]+`", text))


def test_every_make_command_of_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    _none(
        [
            f"{path.name} names `make {target}`, which the Makefile does not have"
            for path in _documents()
            for target in sorted(set(re.findall(r"\bmake ([a-z]+)", _code(path))) - targets)
        ]
    )


@functools.cache
def _command_line_help() -> str:
    environment = os.environ | {
        "COLUMNS": "200",
        "NO_COLOR": "1",
        "TERM": "dumb",
        "PYTHONWARNINGS": "default",
    }
    command = [sys.executable, "-m", "app", "--lang", "en", "--help"]
    done = subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_sohoa_command_of_the_documents_exists() -> None:
    words = set(re.findall(r"[a-z][a-z-]+", _command_line_help()))
    _none(
        [
            f"{path.name} names `sohoa {command}`, which `sohoa --help` does not show"
            for path in _documents()
            for command in sorted(set(re.findall(r"\bsohoa ([a-z][a-z-]+)", _code(path))) - words)
        ]
    )


def test_the_readme_names_every_command_and_every_setting() -> None:
    code = _code(PROJECT / "README.md")
    commands = set(re.findall(r"^  ([a-z][a-z-]+)(?:  |$)", _command_line_help(), re.MULTILINE))
    assert commands, _command_line_help()
    offences = [
        f"README.md lacks `sohoa {command}`" for command in sorted(commands) if f"sohoa {command}" not in code
    ]
    offences += [f"README.md lacks the setting `{key}`" for key in settings.SIMPLE if f"`{key}`" not in code]
    _none(offences)


def test_every_file_that_the_readme_links_to_exists() -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    _none(
        [f"README.md links to {link}, which is not there" for link in links if not (PROJECT / link).exists()]
    )
