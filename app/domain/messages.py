"""Messages for people, kept free of any language until they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Argument = str | int | float


@dataclass(frozen=True, slots=True)
class Message:
    """What a person is to be told: the id of a text in resources/translations and the values that go into it.

    The journal keeps messages in this form, so that a hold made in Vietnamese can be read in Ukrainian.
    """

    id: str
    arguments: Mapping[str, Argument] = field(default_factory=dict)

    @classmethod
    def of(cls, message_id: str, **arguments: Argument) -> Message:
        """Return the message `message_id` with `arguments`."""
        return cls(message_id, arguments)
