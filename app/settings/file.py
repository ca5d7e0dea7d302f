"""The settings file (sohoa.toml), overridden by the environment."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from app.domain.errors import UsageError
from app.domain.messages import Message
from app.settings.choices import AFTER_PICKUP, FOLDER_FLAGS, SIMPLE, Settings, WatchedFolder


def load(path: Path, environment: Mapping[str, str]) -> Settings:
    """Return the settings in the file (defaults when it is missing), overridden by SOHOA_* variables.

    The variable of `reading.quality` is SOHOA_READING_QUALITY. UsageError names what is wrong, and where.
    """
    document: dict[str, Any] = {}
    if path.exists():
        try:
            document = tomlkit.parse(path.read_text(encoding="utf-8")).unwrap()
        except (TOMLKitError, UnicodeDecodeError) as trouble:
            raise UsageError(
                Message.of("settings-unreadable", file=str(path), detail=str(trouble))
            ) from trouble
    chosen: dict[str, Any] = {}
    for key, (attribute, allowed) in SIMPLE.items():
        value = environment.get("SOHOA_" + key.upper().replace(".", "_"), _look_up(document, key))
        if value is not None:
            chosen[attribute] = _checked(key, value, allowed)
    return Settings(**chosen, folders=tuple(_folder(entry) for entry in document.get("folders", ())))


def save(path: Path, settings: Settings) -> None:
    """Write the settings durably, keeping comments and keys that this version does not know."""
    document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
    for key, (attribute, _) in SIMPLE.items():
        value = getattr(settings, attribute)
        if value != getattr(Settings(), attribute) or _look_up(document, key) is not None:
            _put(document, key, value)
    folders = tomlkit.aot()
    for folder in settings.folders:
        folders.append(tomlkit.item(_written(folder)))
    document.pop("folders", None)
    if settings.folders:
        document["folders"] = folders
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as out:
        out.write(tomlkit.dumps(document))
        out.flush()
        os.fsync(out.fileno())
    Path(out.name).replace(path)


def _look_up(document: Mapping[str, Any], key: str) -> Any:
    value: Any = document
    for part in key.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value


def _put(document: Any, key: str, value: object) -> None:
    *tables, last = key.split(".")
    for name in tables:
        document = document.setdefault(name, tomlkit.table())
    document[last] = value


def _checked(key: str, value: Any, allowed: Any) -> Any:
    wrong = UsageError(Message.of("settings-wrong-value", key=key, value=str(value)))
    if allowed in (int, float):
        try:
            number = allowed(value)
        except (TypeError, ValueError) as trouble:
            raise wrong from trouble
        if number < 0:
            raise wrong
        return number
    text = str(value)
    if allowed is not None and text not in allowed:
        raise wrong
    return text


def _folder(entry: Mapping[str, Any]) -> WatchedFolder:
    if "path" not in entry:
        raise UsageError(Message.of("settings-wrong-value", key="folders", value=str(dict(entry))))
    after = _checked("folders.after_pickup", entry.get("after_pickup", "move"), AFTER_PICKUP)
    each = _checked("folders.pages_each", entry.get("pages_each", 0), int)
    settle = _checked("folders.settle_seconds", entry.get("settle_seconds", 0.0), float)
    procedure = str(entry.get("procedure", "")).strip()
    flags = {name: bool(entry.get(name, False)) for name in FOLDER_FLAGS}
    return WatchedFolder(
        str(entry["path"]),
        after_pickup=after,
        pages_each=each,
        settle_seconds=settle,
        procedure=procedure,
        **flags,
    )


def _written(folder: WatchedFolder) -> dict[str, Any]:
    """What is written of a folder: how it is divided only where that is not the usual way."""
    usual = WatchedFolder(folder.path)
    always = ("path", "network", "after_pickup")
    return {
        name: value
        for name, value in asdict(folder).items()
        if name in always or value != getattr(usual, name)
    }
