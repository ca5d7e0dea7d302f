"""The root command with its global options, and what the commands share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from app import __version__
from app.commands.session import Session
from app.domain.indicators import View
from app.language import LANGUAGES

QUALITY = click.Choice(["exact", "swift"])

pass_session = click.make_pass_decorator(Session)


# the order of an office's day, in the help
ORDER = (
    *(
        "demo",
        "run",
        "watch-folder",
        "register",
        "import",
        "imports",
        "read",
        "match",
        "scans",
        "link",
        "confirm",
        "release",
        "reject",
    ),
    *("ledger", "indicators", "report", "worklist", "assign", "letters", "quality", "judge"),
    *("seal", "sign", "sign-handover", "verify", "serve", "store", "sync", "export", "check", "doctor"),
)


class OrderedGroup(click.Group):
    """Lists its commands in the order of an office's day, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order of ORDER, those that it does not name behind them as they were added."""
        return sorted(self.commands, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))


class PlainOption(click.Option):
    """An option whose text says all: click's own English additions (required, default) are left out."""

    def get_help_extra(self, ctx: click.Context) -> click.types.OptionHelpExtra:
        """Return only what needs no language: the range of a number."""
        extra = super().get_help_extra(ctx)
        return {"range": extra["range"]} if "range" in extra else {}


DAY = click.DateTime(["%Y-%m-%d"])

option = functools.partial(click.option, cls=PlainOption)
help_option = functools.partial(click.help_option, "-h", "--help", help="cli-help")


@click.group(
    cls=OrderedGroup,
    name="sohoa",
    help="cli-sohoa",
    invoke_without_command=True,
    add_help_option=False,
)
@option("--workspace", type=click.Path(file_okay=False, path_type=Path), help="cli-workspace")
@option("--lang", type=click.Choice(LANGUAGES), help="cli-lang")
@option("--json", "as_json", is_flag=True, help="cli-json")
@click.version_option(__version__, message="sohoa %(version)s", help="cli-version")
@help_option()
@click.pass_context
def sohoa(context: click.Context, workspace: Path | None, lang: str | None, as_json: bool) -> None:
    """Keep the global options; without a command, open the workstation."""
    session = context.ensure_object(Session)
    session.root, session.language, session.as_json = workspace, lang, as_json
    if context.invoked_subcommand is None:
        from app.commands.window import open_window  # noqa: PLC0415 - opening the books is not needed for --help

        session.exit_code = open_window(session)


def command(
    name: str, text_id: str, group: click.Group = sohoa
) -> Callable[[Callable[..., Any]], click.Command]:
    """Return a decorator that adds a command to `sohoa`, or to a group of it; its help is the text `text_id`."""

    def add(function: Callable[..., Any]) -> click.Command:
        return help_option()(group.command(name, help=text_id, add_help_option=False)(function))

    return add


def subgroup(name: str, text_id: str) -> Callable[[Callable[..., Any]], click.Group]:
    """Return a decorator that adds a group of commands to `sohoa`; its help is the text `text_id`."""

    def add(function: Callable[..., Any]) -> click.Group:
        made = sohoa.group(name, cls=OrderedGroup, help=text_id, add_help_option=False, no_args_is_help=True)
        return help_option()(made(function))

    return add


def existing_files(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the argument FILE… (one or more; missing files are reported one by one, the others are still done)."""
    return click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))(function)


def of_period(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add what says which figures are asked for: the days `first` and `last`, the unit `of_unit`, and the `view`."""
    views = click.Choice([view.value for view in View])
    for add in (
        option("--view", type=views, default=View.PROVINCIAL.value, help="cli-indicators-view"),
        option("--unit", "of_unit", help="cli-indicators-unit"),
        option("--to", "last", type=DAY, required=True, help="cli-indicators-to"),
        option("--from", "first", type=DAY, required=True, help="cli-indicators-from"),
    ):
        function = add(function)
    return function
