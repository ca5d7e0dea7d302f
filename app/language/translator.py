"""Turns a Message into the text of one language (Fluent files, so that Ukrainian plurals come out right)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

from app.domain.messages import Argument, Message

LANGUAGES = ("vi", "en", "uk")


class Translator:
    """The texts of one language; Vietnamese, which is always complete, stands in for anything missing."""

    def __init__(self, language: str, folder: Path, files: str = "*.ftl") -> None:
        """Load `files` of `folder`/<language> (all take 0.2 s); ValueError for a language that does not exist."""
        if language not in LANGUAGES:
            raise ValueError(language)
        self.language = language
        self._bundles = [_bundle(name, folder, files) for name in dict.fromkeys((language, "vi"))]
        self._plain: dict[str, str] = {}  # texts without values, which a window asks for again and again

    def say(self, message: Message) -> str:
        """Return the message's text; its id when no language knows it (a test keeps that from happening)."""
        return self.text(message.id, **message.arguments)

    def text(self, text_id: str, /, **arguments: Argument) -> str:
        """Return the text with this id and these values."""
        if arguments:
            return self._made(text_id, arguments)
        if text_id not in self._plain:
            self._plain[text_id] = self._made(text_id, arguments)
        return self._plain[text_id]

    def _made(self, text_id: str, arguments: Mapping[str, Argument]) -> str:
        for bundle in self._bundles:
            if bundle.has_message(text_id):
                pattern = bundle.get_message(text_id).value
                if pattern is not None:
                    return str(bundle.format_pattern(pattern, dict(arguments))[0])
        return text_id


@functools.cache
def _bundle(language: str, folder: Path, files: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    for path in sorted((folder / language).glob(files)):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle
