"""Calls of the command line, in this process (quick) or in one of their own (real)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.commands import sohoa
from app.commands.line import run

PROJECT = Path(__file__).resolve().parents[2]
SAMPLES = PROJECT / "resources" / "samples"
LANGUAGES = ("vi", "en", "uk")


@dataclass(frozen=True)
class Answer:
    """What a call came to."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """Standard output as one JSON object a line; anything else there fails the test."""
        found = [json.loads(line) for line in self.out.splitlines()]
        assert all(isinstance(record, dict) for record in found), self.out
        return found

    @property
    def record(self) -> dict[str, Any]:
        """The one object given."""
        assert len(self.records) == 1, self.out
        return self.records[0]


@dataclass(frozen=True)
class Line:
    """A command line over one workspace."""

    workspace: Path
    capture: pytest.CaptureFixture[str]

    def __call__(self, *words: object) -> Answer:
        """Run in this process, with --json."""
        return self.plain("--json", *words)

    def plain(self, *words: object) -> Answer:
        """Run in this process."""
        self.capture.readouterr()
        code = run(sohoa, ["--workspace", str(self.workspace), *map(str, words)])
        said = self.capture.readouterr()
        return Answer(code, said.out, said.err)


def program(*words: object, **environment: str) -> Answer:
    """Run `sohoa` in a process of its own."""
    command = [sys.executable, "-m", "app", *map(str, words)]
    done = subprocess.run(
        command,
        cwd=PROJECT,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    return Answer(done.returncode, done.stdout, done.stderr)
