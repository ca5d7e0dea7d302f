"""The rules of the house that no other tool guards: sizes, names, purity of `domain`, declared dependencies."""

from __future__ import annotations

import ast
import functools
import importlib.metadata
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parent.parent

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

# Their licences (AGPL, GPL) or their size keep them out; pyside6-addons holds the GPL parts of Qt.
FORBIDDEN_PACKAGES = {"ghostscript", "pymupdf", "fitz", "archive-pdf-tools", "pyside6-addons", "pyside6"}

OF_EXTRAS = {"app/server/": "server", "app/pipeline/cluster.py": "cluster"}

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
            f"{_place(path, node)} {node.name} has {_lines(node)} lines, {FUNCTION_LINES} at most"
            for path in _sources(*OURS)
            for node in ast.walk(_tree(path))
            if isinstance(node, FUNCTIONS) and _lines(node) > FUNCTION_LINES
            if f"{path.relative_to(PROJECT).as_posix()}:{node.name}" not in LONG_ON_PURPOSE
        ]
    )


def test_no_class_outgrows_one_purpose() -> None:
    offences = []
    for path in _sources(*OURS):
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.ClassDef):
                methods = [m for m in node.body if isinstance(m, FUNCTIONS) and not m.name.startswith("_")]
                if _lines(node) > CLASS_LINES:
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
    clock = re.compile(r"(datetime|date)\.(now|today|utcnow)$")
    _none(
        [
            f"{_place(path, node)} reads the clock: time is an argument"
            for path in _sources("app/domain")
            for node in ast.walk(_tree(path))
            if isinstance(node, ast.Attribute) and clock.search(ast.unparse(node))
        ]
    )


# --- dependencies --------------------------------------------------------------------------------------------------


def _project() -> dict[str, Any]:
    return tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _plain(requirement: str) -> str:
    """The name of a requirement as registries compare it: `Pillow>=11` is `pillow`."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement)[0]).lower()


def _pins() -> list[tuple[str, bool]]:
    """What the lock pins: names, and whether with hashes."""
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    return [
        (_plain(name), bool(more))
        for name, more in re.findall(r"^([\w.-]+)==[^\\\n]+(\\?)$", lock, re.MULTILINE)
    ]


def _extra(path: Path) -> str:
    """The extra without which this file is not imported, "" for most."""
    place = path.relative_to(PROJECT).as_posix()
    return next((extra for start, extra in OF_EXTRAS.items() if place.startswith(start)), "")


def test_the_program_imports_only_what_it_declares() -> None:
    extras = _project()["optional-dependencies"]
    always = {_plain(name) for name in _project()["dependencies"]} | {
        "shiboken6"
    }  # shiboken6 is PySide6's other half
    homes = importlib.metadata.packages_distributions()
    _none(
        [
            f"{_place(path, node)} imports {name}, which no entry of `dependencies` in pyproject.toml brings"
            for path in _sources("app")
            for node, name in _imports(_tree(path))
            if (top := name.split(".")[0]) not in sys.stdlib_module_names | {"app"}
            if not (always | {_plain(one) for one in extras.get(_extra(path), ())})
            & {_plain(home) for home in homes.get(top, [])}
        ]
    )


def test_the_lock_holds_every_dependency_with_hashes_and_no_address() -> None:
    project = _project()
    wanted = {_plain(name) for name in [*project["dependencies"], *project["optional-dependencies"]["dev"]]}
    pins = dict(_pins())
    offences = [f"{name} is not in requirements.lock: make lock" for name in sorted(wanted - set(pins))]
    offences += [f"{name} has no hash" for name, hashed in pins.items() if not hashed]
    offences += (
        ["an address stands in it"] if "://" in (PROJECT / "requirements.lock").read_text("utf-8") else []
    )
    _none(offences)


def test_the_lock_holds_no_package_whose_licence_keeps_it_out() -> None:
    _none([f"{name} is kept out" for name, _ in _pins() if name in FORBIDDEN_PACKAGES])
