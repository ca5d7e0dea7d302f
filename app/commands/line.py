"""The command line as a whole: global options anywhere, help in three languages, errors as exit codes."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

import click

from app.commands.session import (
    DONE,
    ENVIRONMENT,
    INTERRUPTED,
    WAITING,
    WRONG_USAGE,
    Session,
    language_of,
    translations,
    utf8_output,
)
from app.commands.speech import speak, wrong_usage
from app.domain.errors import EnvironmentLackError, SohoaError, TryAgainError, UsageError
from app.language import Translator

_VALUED = ("--workspace", "--lang")
_FLAGS = ("--json",)


def run(group: click.Group, arguments: Sequence[str]) -> int:
    """Run the command that the arguments name; return the exit code (0, 1, 2, 3 or 130)."""
    utf8_output()
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s"
    )
    ordered = _globals_first(list(arguments))
    translator = Translator(language_of(ordered, os.environ), translations())
    speak(group, translator)
    session = Session(environment=os.environ)
    try:
        group.main(args=ordered, prog_name="sohoa", standalone_mode=False, obj=session)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as trouble:
        click.echo(wrong_usage(trouble, translator), err=True)
        return WRONG_USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo(translator.text("interrupted"), err=True)
        return INTERRUPTED
    except SohoaError as trouble:
        click.echo(translator.say(trouble.message), err=True)
        return _exit_code(trouble)
    except BrokenPipeError:  # the reader of our output has gone (`sohoa scans | head`)
        sys.stderr.close()
        return DONE
    return session.exit_code


def _exit_code(trouble: SohoaError) -> int:
    if isinstance(trouble, UsageError):
        return WRONG_USAGE
    # What passes by itself is waited out by the stages; here nothing was done, and the message says what is lacking.
    return ENVIRONMENT if isinstance(trouble, (EnvironmentLackError, TryAgainError)) else WAITING


def _globals_first(arguments: list[str]) -> list[str]:
    """Move the global options before the command, so that they may stand anywhere."""
    moved: list[str] = []
    rest: list[str] = []
    index = 0
    while index < len(arguments):
        argument = arguments[index]
        if argument == "--":
            rest += arguments[index:]
            break
        if argument in _VALUED and index + 1 < len(arguments):
            moved += arguments[index : index + 2]
            index += 2
            continue
        known = argument in _FLAGS or argument.startswith(tuple(f"{name}=" for name in _VALUED))
        (moved if known else rest).append(argument)
        index += 1
    return moved + rest
