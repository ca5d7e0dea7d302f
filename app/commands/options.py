"""The root command with its global options, and what the commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from app import __version__
from app.commands.session import Session
from app.language import LANGUAGES

QUALITY = click.Choice(["exact", "swift"])

pass_session = click.make_pass_decorator(Session)


class OrderedGroup(click.Group):
    """Lists its commands in the order of a scan's life, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order in which they were added."""
        return list(self.commands)


@click.group(
    cls=OrderedGroup,
    name="sohoa",
    help="cli-sohoa",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--workspace", type=click.Path(file_okay=False, path_type=Path), help="cli-workspace")
@click.option("--lang", type=click.Choice(LANGUAGES), help="cli-lang")
@click.option("--json", "as_json", is_flag=True, help="cli-json")
@click.version_option(__version__, message="sohoa %(version)s", help="cli-version")
@click.pass_context
def sohoa(context: click.Context, workspace: Path | None, lang: str | None, as_json: bool) -> None:
    """Keep the global options; without a command, open the workstation."""
    session = context.ensure_object(Session)
    session.root, session.language, session.as_json = workspace, lang, as_json
    if context.invoked_subcommand is None:
        from app.commands.station import open_window  # noqa: PLC0415 - Qt is loaded only for the window

        session.exit_code = open_window(session)


def command(name: str, text_id: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Return a decorator that adds a command to `sohoa`; its help is the text `text_id`."""
    return sohoa.command(name, help=text_id)


def existing_files(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the argument FILE… (one or more; missing files are reported one by one, the others are still done)."""
    return click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))(function)


def has_display() -> bool:
    """Whether a window can be opened here."""
    import os  # noqa: PLC0415

    return sys.platform in ("win32", "darwin") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
