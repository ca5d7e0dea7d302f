"""Profiles of imports: `profiles/NAME.toml` in the workspace, written by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from app.domain.batch import Profile
from app.domain.errors import UsageError
from app.domain.messages import Message
from app.domain.separation import SeparationProfile
from app.settings.choices import AUTO_LINK, FOLDER_FLAGS, QUALITIES

_FLAGS = [flag for flag in FOLDER_FLAGS if flag != "network"]
_KEYS = {"naming", "auto_link", "quality", "separation", "list_columns"}


def load_profile(folder: Path, name: str) -> Profile:
    """Return the profile of this name ("": the plain one); UsageError when it is missing or wrong."""
    if not name:
        return Profile()
    path = folder / f"{name}.toml"
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8")).unwrap()
    except FileNotFoundError as missing:
        raise UsageError(Message.of("import-no-such-profile", file=str(path))) from missing
    except (TOMLKitError, UnicodeDecodeError, OSError) as trouble:
        raise UsageError(Message.of("settings-unreadable", file=str(path), detail=str(trouble))) from trouble
    for key in document.keys() - _KEYS:
        raise _wrong(name, key, document[key])
    naming = document.get("naming", [])
    if not isinstance(naming, list) or not all(isinstance(rule, str) for rule in naming):
        raise _wrong(name, "naming", naming)
    return Profile(
        name=name,
        naming=tuple(naming),
        separation=_separation(name, document.get("separation", {})),
        auto_link=_one_of(name, "auto_link", document.get("auto_link", ""), ("", *AUTO_LINK)),
        quality=_one_of(name, "quality", document.get("quality", ""), ("", *QUALITIES)),
        list_columns=_columns(name, document.get("list_columns", {})),
    )


def _separation(name: str, table: Any) -> SeparationProfile:
    if not isinstance(table, dict) or table.keys() - {"pages_each", *_FLAGS}:
        raise _wrong(name, "separation", table)
    each = table.get("pages_each", 0)
    flags = {flag: table.get(flag, False) for flag in _FLAGS}
    if type(each) is not int or each < 0 or not all(type(value) is bool for value in flags.values()):
        raise _wrong(name, "separation", table)
    return SeparationProfile(every=each, **flags)


def _columns(name: str, table: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(table, dict) or not all(isinstance(header, str) for header in table.values()):
        raise _wrong(name, "list_columns", table)
    return tuple(table.items())


def _one_of(name: str, key: str, value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise _wrong(name, key, value)
    return str(value)


def _wrong(profile: str, key: str, value: object) -> UsageError:
    return UsageError(Message.of("settings-wrong-value", key=f"{profile}.toml: {key}", value=str(value)))
