"""One call of the command line: its workspace, language, and how it speaks (JSON on standard output, or plain text)."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from app.domain.errors import UsageError
from app.domain.messages import Argument, Message
from app.language import Translator
from app.settings import Workspace, default_root, load, open_workspace, resources

DONE = 0
WAITING = 1  # done, but something waits for a person or was refused
WRONG_USAGE = 2
ENVIRONMENT = 3
INTERRUPTED = 130


@dataclass
class Session:
    """What the global options say; `exit_code` is what the program ends with unless an error ends it."""

    root: Path | None = None
    language: str | None = None
    as_json: bool = False
    exit_code: int = DONE
    environment: Mapping[str, str] = field(default_factory=dict)
    _counted_tenths: int = 0

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace, made when it does not exist yet; UsageError when it can't be."""
        try:
            return open_workspace(self.root)
        except OSError as trouble:
            place, detail = str(self.root or default_root()), trouble.strerror or ""
            raise UsageError(Message.of("workspace-unusable", folder=place, detail=detail)) from trouble

    @cached_property
    def translator(self) -> Translator:
        """Texts in the language asked for, else the workspace's, else Vietnamese."""
        return Translator(self.language or self.workspace.settings.language, translations())

    def text(self, text_id: str, /, **arguments: Argument) -> str:
        """Return a text in the session's language."""
        return self.translator.text(text_id, **arguments)

    def give(self, record: Mapping[str, Any], plain: str | Callable[[], str]) -> None:
        """Give one result: as a line of JSON, or as plain text."""
        if self.as_json:
            click.echo(json.dumps(record, ensure_ascii=False))
        else:
            click.echo(plain if isinstance(plain, str) else plain())

    def tell(self, message: Message) -> None:
        """Tell a person something beside the result (standard error)."""
        click.echo(self.translator.say(message), err=True)

    def counting(self, done: float) -> None:
        """Tell how far the dossiers are counted for the figures, at each tenth."""
        if (tenth := int(10 * done)) > self._counted_tenths:
            self._counted_tenths = tenth
            self.tell(Message.of("figures-being-counted", percent=10 * tenth))

    def something_waits(self) -> None:
        """Let the program end with 1: done, but something waits for a person or was refused."""
        self.exit_code = max(self.exit_code, WAITING)


def translations() -> Path:
    """Return the folder of the texts."""
    return resources() / "translations"


def language_of(arguments: list[str], environment: Mapping[str, str]) -> str:
    """Return the language to speak before the arguments are parsed (for help and for errors in the arguments)."""
    asked = _after(arguments, "--lang") or environment.get("SOHOA_LANGUAGE")
    if asked in ("vi", "en", "uk"):
        return asked
    root = _after(arguments, "--workspace") or default_root()
    if (Path(root) / "sohoa.toml").is_file():
        try:
            return load(Path(root) / "sohoa.toml", environment).language
        except Exception:  # noqa: BLE001 - whatever is wrong there is said when the settings are really opened
            return "vi"
    return "vi"


def _after(arguments: list[str], option: str) -> str | None:
    for index, argument in enumerate(arguments):
        if argument == option and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith(option + "="):
            return argument.partition("=")[2]
    return None


def utf8_output() -> None:
    """Let Vietnamese through on consoles that speak another encoding (Windows)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
