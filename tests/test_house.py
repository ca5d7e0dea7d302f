"""The rules of the house that no other tool guards: sizes, names, purity of `domain`, languages, promises kept."""

from __future__ import annotations

import ast
import functools
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

PROJECT = Path(__file__).resolve().parent.parent
LANGUAGES = ("vi", "en", "uk")
TRANSLATIONS = PROJECT / "resources" / "translations"

FILE_LINES = 300
FUNCTION_LINES = 40
CLASS_LINES = 200
CLASS_METHODS = 15
LONG_ON_PURPOSE = {
    "app/domain/transitions.py:_after": "the one table of which fact may follow which state, readable in one piece",
}

EMPTY_NAMES = {"utils.py", "util.py", "helpers.py", "helper.py", "common.py", "misc.py"}
EMPTY_CLASS_NAME = re.compile(
    r"(Manager|Handler|Processor|Service|Base|Info)$|^(Manager|Handler|Processor|Base)"
)
# Standard modules through which a program touches the world; `pathlib` is here for its reading and writing paths.
WORLD = {
    "asyncio", "builtins", "concurrent", "ctypes", "fcntl", "ftplib", "getpass", "glob", "http", "importlib", "io",
    "logging", "mmap", "msvcrt", "multiprocessing", "os", "pathlib", "pickle", "random", "secrets", "select", "shelve",
    "shutil", "signal", "smtplib", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time",
    "urllib", "winreg",
}  # fmt: skip
FORBIDDEN_PACKAGES = {"ghostscript", "pymupdf", "fitz", "archive-pdf-tools", "pyside6-addons", "pyside6"}

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@functools.cache
def _sources(*roots: str) -> tuple[Path, ...]:
    found = [path for root in roots for path in sorted((PROJECT / root).rglob("*.py"))]
    return tuple(path for path in found if "__pycache__" not in path.parts)


@functools.cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def _place(path: Path, node: ast.AST | None = None) -> str:
    return f"{path.relative_to(PROJECT)}:{getattr(node, 'lineno', 1)}"


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _none(offences: list[str]) -> None:
    if offences:
        pytest.fail("\n".join(["", *offences]), pytrace=False)


OURS = ("app", "tests", "bench", "build")


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in _sources(*OURS)}
    _none(
        [
            f"{_place(path)} has {n} lines, {FILE_LINES} at most"
            for path, n in lengths.items()
            if n > FILE_LINES
        ]
    )


def test_no_function_is_longer_than_a_screen() -> None:
    _none(
        [
            f"{_place(path, node)} {node.name} has {_lines(node)} lines, fewer than {FUNCTION_LINES} wanted"
            for path in _sources(*OURS)
            for node in ast.walk(_tree(path))
            if isinstance(node, FUNCTIONS) and _lines(node) >= FUNCTION_LINES
            if f"{path.relative_to(PROJECT).as_posix()}:{node.name}" not in LONG_ON_PURPOSE
        ]
    )


def test_no_class_outgrows_one_purpose() -> None:
    offences = []
    for path in _sources(*OURS):
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.ClassDef):
                methods = [m for m in node.body if isinstance(m, FUNCTIONS) and not m.name.startswith("_")]
                if _lines(node) >= CLASS_LINES:
                    offences.append(f"{_place(path, node)} {node.name} has {_lines(node)} lines")
                if len(methods) > CLASS_METHODS:
                    offences.append(f"{_place(path, node)} {node.name} has {len(methods)} public methods")
    _none(offences)


def test_no_module_is_named_for_nothing() -> None:
    _none(
        [
            f"{_place(path)}: name it for what it is for"
            for path in _sources(*OURS)
            if path.name in EMPTY_NAMES
        ]
    )


def test_no_class_is_named_for_nothing() -> None:
    _none(
        [
            f"{_place(path, node)} {node.name}: name it for what it is"
            for path in _sources(*OURS)
            for node in ast.walk(_tree(path))
            if isinstance(node, ast.ClassDef) and EMPTY_CLASS_NAME.search(node.name)
        ]
    )


def test_every_module_and_public_function_says_what_it_is_for() -> None:
    offences = []
    for path in _sources("app"):
        tree = _tree(path)
        if not ast.get_docstring(tree):
            offences.append(f"{_place(path)} has no docstring")
        for node in tree.body:
            public = isinstance(node, (*FUNCTIONS, ast.ClassDef)) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                offences.append(f"{_place(path, node)} {node.name} has no docstring")
    _none(offences)


def _imports(tree: ast.Module) -> list[tuple[ast.stmt, str]]:
    found: list[tuple[ast.stmt, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node, node.module or ""))
    return found


def test_domain_knows_the_standard_library_only_and_does_not_touch_the_world() -> None:
    allowed = sys.stdlib_module_names - WORLD
    offences = []
    for path in _sources("app/domain"):
        for node, name in _imports(_tree(path)):
            if not name.startswith("app.domain") and name.split(".")[0] not in allowed:
                offences.append(f"{_place(path, node)} imports {name}")
        for call in ast.walk(_tree(path)):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Name)
                and call.func.id in {"open", "print"}
            ):
                offences.append(f"{_place(path, call)} calls {call.func.id}")
    _none(offences)


def test_domain_does_not_ask_what_time_it_is() -> None:
    _none(
        [
            f"{_place(path, node)} calls .{node.attr}(): time is an argument"
            for path in _sources("app/domain")
            for node in ast.walk(_tree(path))
            if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}
        ]
    )


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


def test_every_message_that_the_program_says_has_a_text() -> None:
    known = set(_messages("vi"))
    offences = []
    for path in _sources("app"):
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Message.of" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and first.value not in known:
                    offences.append(f"{_place(path, node)} says {first.value!r}, which has no text")
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


@pytest.mark.skipif(
    not (PROJECT / "app" / "__main__.py").exists(), reason="the command line does not exist yet"
)
def test_every_sohoa_command_of_the_documents_exists() -> None:
    words = set(re.findall(r"[a-z][a-z-]+", _command_line_help()))
    _none(
        [
            f"{path.name} names `sohoa {command}`, which `sohoa --help` does not show"
            for path in _documents()
            for command in sorted(set(re.findall(r"\bsohoa ([a-z][a-z-]+)", _code(path))) - words)
        ]
    )


def test_every_file_that_the_readme_links_to_exists() -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    _none(
        [f"README.md links to {link}, which is not there" for link in links if not (PROJECT / link).exists()]
    )


def test_the_lock_holds_no_package_of_a_licence_that_is_kept_out_and_every_package_has_hashes() -> None:
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([A-Za-z0-9._-]+)==[^\\\n]+(\\?)$", lock, re.MULTILINE)
    assert pins
    offences = [f"{name} is kept out" for name, _ in pins if name.lower() in FORBIDDEN_PACKAGES]
    offences += [f"{name} has no hash" for name, more in pins if not more]
    offences += [f"an address in the lock: {line}" for line in lock.splitlines() if "://" in line]
    _none(offences)


def test_every_dependency_of_the_project_is_pinned_in_the_lock() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[\[<>=!~; ]", name)[0].lower().replace("_", "-").replace(".", "-") for name in wanted}
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8").lower()
    pinned = {
        name.replace("_", "-").replace(".", "-")
        for name in re.findall(r"^([a-z0-9._-]+)==", lock, re.MULTILINE)
    }
    _none([f"{name} is not in requirements.lock: make lock" for name in sorted(names - pinned)])
