"""Codes of digitized papers when two programs ask one store at once: none twice, none left out, none lost by a kill."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from app.storage.store import EmbeddedStore

PREFIX = "066090001234.KQ.G15.000032.12/2025"
EACH = 60


def _asking(root: Path, prefix: str = PREFIX) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.storage.asks_for_codes", str(root), prefix]
    program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    return program


def _tell(program: subprocess.Popen[str], keys: list[str]) -> None:
    assert program.stdin is not None
    program.stdin.write(" ".join(keys) + "\n")
    program.stdin.flush()


def _answers(programs: list[subprocess.Popen[str]]) -> list[dict[str, str]]:
    told = [program.communicate(timeout=120)[0] for program in programs]
    assert [program.returncode for program in programs] == [0] * len(programs)
    return [dict(line.split(" ", 1) for line in lines.splitlines()) for lines in told]


def test_two_programs_at_once_never_get_the_same_code_and_leave_no_gap(tmp_path: Path) -> None:
    root = tmp_path / "store"
    EmbeddedStore(root, lambda: datetime(2026, 3, 10, tzinfo=UTC)).close()
    programs = [_asking(root), _asking(root)]
    keys = [[f"{name}-{number}" for number in range(EACH)] for name in ("one", "two")]
    for program, own in zip(programs, keys, strict=True):
        _tell(program, own)
    one, two = _answers(programs)
    assert (list(one), list(two)) == (keys[0], keys[1])
    given = sorted((*one.values(), *two.values()), key=lambda code: int(code.rsplit(".", 1)[1]))
    assert given == [f"{PREFIX}.{number:02}" for number in range(1, 2 * EACH + 1)]


def test_two_programs_that_ask_for_the_same_papers_at_once_get_the_same_codes(tmp_path: Path) -> None:
    root = tmp_path / "store"
    EmbeddedStore(root, lambda: datetime(2026, 3, 10, tzinfo=UTC)).close()
    programs = [_asking(root), _asking(root)]
    keys = [f"scan-{number}" for number in range(EACH)]
    _tell(programs[0], keys)
    _tell(programs[1], keys[::-1])
    one, two = _answers(programs)
    assert one == two
    assert sorted(int(code.rsplit(".", 1)[1]) for code in one.values()) == list(range(1, EACH + 1))


def test_a_program_killed_while_it_asks_loses_no_code(tmp_path: Path) -> None:
    root = tmp_path / "store"
    EmbeddedStore(root, lambda: datetime(2026, 3, 10, tzinfo=UTC)).close()
    keys = [f"scan-{number}" for number in range(EACH)]
    program = _asking(root)
    _tell(program, keys)
    assert program.stdout is not None
    heard = [program.stdout.readline().split() for _ in range(5)]
    program.kill()
    heard += [
        line.split() for line in program.communicate(timeout=120)[0].splitlines(keepends=True) if "\n" in line
    ]
    store = EmbeddedStore(root, lambda: datetime(2026, 3, 10, tzinfo=UTC))
    codes = {key: store.paper_code(PREFIX, key) for key in keys}
    store.close()
    assert len(heard) >= 5
    assert all(codes[key] == code for key, code in heard)
    assert list(codes.values()) == [f"{PREFIX}.{number:02}" for number in range(1, EACH + 1)]
