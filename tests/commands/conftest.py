"""One demo run for all tests of a run; each test that changes something gets a copy of its workspace."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from filelock import FileLock

from tests.commands.calls import Answer, Line, program
from tests.generator import BROKEN, Recipe, make_register, make_result, scan, set_letter, write_broken

PATIENCE_SECONDS = 600  # for a busy machine: whichever test comes first waits for the demo


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of this folder time to wait for the demo."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.timeout(PATIENCE_SECONDS))


@dataclass(frozen=True)
class Demo:
    """A workspace after `sohoa demo --headless`, and what the program said."""

    root: Path
    answer: Answer


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Demo:
    """The demo, run once even when several processes test."""
    base = tmp_path_factory.getbasetemp()
    place = (base if worker_id == "master" else base.parent) / "demo"
    root, said = place / "workspace", place / "said.json"
    with FileLock(f"{place}.lock"):
        if not said.exists():
            answer = program(
                "demo", "--headless", "--workspace", root, "--lang", "en", SOHOA_READING_QUALITY="swift"
            )
            said.write_text(json.dumps([answer.code, answer.out, answer.err]), encoding="utf-8")
    return Demo(root, Answer(*json.loads(said.read_text(encoding="utf-8"))))


@pytest.fixture
def after_demo(demo: Demo, capsys: pytest.CaptureFixture[str]) -> Line:
    """A command line over the demo's workspace, for questions only."""
    return Line(demo.root, capsys)


@pytest.fixture
def office(demo: Demo, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    """A command line over a copy of the demo's workspace."""
    root = tmp_path / "office"
    shutil.copytree(demo.root, root)
    return Line(root, capsys)


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    """A command line over an empty workspace."""
    return Line(tmp_path / "workspace", capsys)


@pytest.fixture(scope="session")
def broken_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One file of each kind that can't be read, by the generator's name of its kind."""
    random, folder = Random(5), tmp_path_factory.mktemp("broken")
    letter = make_result(make_register(random, 1)[0], random)
    shot = scan(set_letter(letter, random, dpi=150)[0], Recipe((), dpi=150), random)
    files = {name: folder / f"{name}{suffix}" for name, (suffix, _, _) in BROKEN.items()}
    for name, path in files.items():
        write_broken(name, path, shot)
    return files
