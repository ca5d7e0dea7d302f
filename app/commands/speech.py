"""Help and wrong usage in the session's language: whatever click would say in English is said from the catalogue."""

from __future__ import annotations

import re
from weakref import WeakKeyDictionary

import click

from app.language import Translator

# what stands for the value of an option or argument in the help, by its name in the code
_VALUES = {
    "workspace": "cli-value-folder",
    "folder": "cli-value-folder",
    "file": "cli-value-file",
    "files": "cli-value-file",
    "register_file": "cli-value-file",
    "output": "cli-value-file",
    "trust": "cli-value-folder",
    "text": "cli-value-text",
    "reason": "cli-value-text",
    "name": "cli-value-import",
    "naming": "cli-value-text",
    "columns": "cli-value-text",
    "unit": "cli-value-code",
    "seed": "cli-value-text",
    "level": "cli-value-text",
    "aql": "cli-value-number",
    "bad": "cli-value-scan",
    "manifest": "cli-value-file",
    "profile": "cli-value-text",
    "jobs": "cli-value-number",
    "cluster": "cli-value-text",
    "nights": "cli-value-text",
    "limit": "cli-value-number",
    "days": "cli-value-number",
    "pages_each": "cli-value-number",
    "day": "cli-value-day",
    "since": "cli-value-day",
    "first": "cli-value-day",
    "last": "cli-value-day",
    "of_unit": "cli-value-text",
    "subjects": "cli-value-code",
    "scan": "cli-value-scan",
    "scans": "cli-value-scan",
    "pin_from": "cli-value-variable",
    "account": "cli-value-text",
    "ca": "cli-value-file",
    "units": "cli-value-text",
    "label": "cli-value-text",
    "database": "cli-value-address",
    "blobs": "cli-value-folder",
    "backup": "cli-value-folder",
    "host": "cli-value-address",
    "port": "cli-value-number",
    "workers": "cli-value-number",
    "certificate": "cli-value-file",
    "private_key": "cli-value-file",
    "proxies": "cli-value-text",
    "url": "cli-value-address",
    "code": "cli-value-code",
    "dossier": "cli-value-code",
    "dossiers": "cli-value-code",
    "cause": "cli-value-text",
    "target": "cli-value-text",
    "at_once": "cli-value-number",
    "s3_endpoint": "cli-value-address",
    "s3_region": "cli-value-text",
    "s3_key": "cli-value-text",
    "until": "cli-value-day",
    "note": "cli-value-text",
    "number": "cli-value-number",
    "ids": "cli-value-text",
    "codes": "cli-value-code",
    "kind": "cli-value-list",
    "keys": "cli-value-text",
    "against": "cli-value-file",
}
_ids: WeakKeyDictionary[click.Command | click.Parameter, str] = WeakKeyDictionary()


def speak(command: click.Command, translator: Translator) -> None:
    """Let the command and those below it speak the translator's language; in the code, texts stand as their ids."""
    _speak(command, translator, _context_speaking(translator))


def _speak(command: click.Command, translator: Translator, context_class: type[click.Context]) -> None:
    command.context_class = context_class
    command.help = _text_of(command, command.help, translator)
    command.options_metavar = translator.text("cli-options-metavar")
    for parameter in command.params:
        _speak_of(parameter, translator)
    if isinstance(command, click.Group):
        command.subcommand_metavar = translator.text("cli-command-metavar")
        for one in command.commands.values():
            _speak(one, translator, context_class)


def _speak_of(parameter: click.Parameter, translator: Translator) -> None:
    if parameter.name in _VALUES:
        parameter.metavar = translator.text(_VALUES[parameter.name]) + (
            "..." if parameter.nargs == -1 else ""
        )
    if isinstance(parameter, click.Option):
        text = _text_of(parameter, parameter.help, translator)
        parameter.help = f"{text} {translator.text('cli-required')}" if parameter.required else text


def _text_of(spoken: click.Command | click.Parameter, text_id: str | None, translator: Translator) -> str:
    # What was said in another language before (a second call in one process) hides the id: it is remembered.
    return translator.text(_ids.setdefault(spoken, text_id or ""))


def _context_speaking(translator: Translator) -> type[click.Context]:
    class Formatter(click.HelpFormatter):
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:  # noqa: ARG002
            super().write_usage(prog, args, translator.text("cli-heading-usage") + " ")

        def write_heading(self, heading: str) -> None:
            super().write_heading(translator.text(f"cli-heading-{heading.lower()}"))

    class Context(click.Context):
        formatter_class = Formatter

    return Context


def wrong_usage(trouble: click.ClickException, translator: Translator) -> str:
    """Return what is wrong with the arguments, and where help is found."""
    if isinstance(trouble, click.exceptions.NoArgsIsHelpError):
        return trouble.message  # a group without its command: the help that lists them
    return f"{_what_is_wrong(trouble, translator)}\n{translator.text('usage-see-help')}"


def _what_is_wrong(trouble: click.ClickException, translator: Translator) -> str:
    match trouble:
        case click.NoSuchOption():
            return translator.text("usage-no-such-option", option=trouble.option_name)
        case click.exceptions.NoSuchCommand():
            return translator.text("usage-no-such-command", command=trouble.command_name)
        case click.MissingParameter():
            return translator.text("usage-missing", name=_name(trouble.param))
        case click.BadParameter():
            return _bad_value(trouble, translator)
        case click.BadOptionUsage():
            return translator.text("usage-option-misused", option=trouble.option_name)
    surplus = re.fullmatch(r"Got unexpected extra arguments? \((.*)\)", trouble.message, re.DOTALL)
    if surplus:
        return translator.text("usage-surplus", arguments=surplus[1])
    return translator.text("usage-wrong", detail=trouble.format_message())


def _bad_value(trouble: click.BadParameter, translator: Translator) -> str:
    name, kind = _name(trouble.param), trouble.param.type if trouble.param else None
    match kind:
        case click.Choice():
            return translator.text("usage-bad-choice", name=name, choices=", ".join(map(str, kind.choices)))
        case click.DateTime():
            return translator.text("usage-bad-day", name=name)
        case click.IntRange(min=least, max=None):
            return translator.text("usage-bad-number-least", name=name, least=int(least or 0))
        case click.IntRange(min=least, max=most):
            bounds = {"least": int(least or 0), "most": int(most or 0)}
            return translator.text("usage-bad-number", name=name, **bounds)
        case click.Path():
            return translator.text("usage-bad-path", name=name)
        case _:
            return translator.text("usage-bad-value", name=name, detail=trouble.message)


def _name(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return "?"
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.human_readable_name
