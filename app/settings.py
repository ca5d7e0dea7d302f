"""Settings of a workspace (sohoa.toml, overridden by the environment), its folders, and where resources lie."""

from __future__ import annotations

import getpass
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import platformdirs
import tomlkit
from tomlkit.exceptions import TOMLKitError

from app.domain.errors import UsageError
from app.domain.messages import Message

AFTER_PICKUP = ("move", "keep", "delete")
AUTO_LINK = ("exact", "off", "probable")
QUALITIES = ("exact", "swift")
_FLAGS = ("network", "blanks_cut", "heads_cut", "slips_behind", "interleaved")
PDFA_LEVELS = ("2b", "1b", "3b")
SIGNING_RULES = ("none", "before")
SIGNATURE_LEVELS = ("B-B", "B-T", "B-LT")
PIN_SOURCES = ("ask", "keyring")
_SIMPLE = {
    # key in sohoa.toml: (attribute, allowed values)
    "language": ("language", ("vi", "en", "uk")),
    "account": ("account", None),
    "office.unit": ("unit_code", None),
    "office.name": ("unit_name", None),
    "linking.auto": ("auto_link", AUTO_LINK),
    "linking.threshold": ("link_threshold", float),
    "reading.quality": ("quality", QUALITIES),
    "reading.workers": ("workers", int),
    "reading.page_seconds": ("page_seconds", float),
    "reading.megapixels": ("megapixels", float),
    "sealing.pdfa": ("pdfa", PDFA_LEVELS),
    "signing.rule": ("signing_rule", SIGNING_RULES),
    "signing.level": ("signing_level", SIGNATURE_LEVELS),
    "signing.tsa": ("signing_tsa", None),
    "signing.module": ("signing_module", None),
    "signing.token": ("signing_token", None),
    "signing.key": ("signing_key", None),
    "signing.file": ("signing_file", None),
    "signing.trust": ("signing_trust", None),
    "signing.look_percent": ("signing_look_percent", int),
    "signing.pin": ("signing_pin", PIN_SOURCES),
    "signing.handover": ("signing_handover", None),
}


@dataclass(frozen=True, slots=True)
class WatchedFolder:
    """A scanner folder. `network` folders are polled; `after_pickup` is what becomes of the original.

    The others say how its captures are divided, besides by slips: see domain.separation.SeparationProfile.
    `interleaved`: all fronts were scanned first, then all backs from the last to the first.
    """

    path: str
    network: bool = False
    after_pickup: str = "move"
    pages_each: int = 0
    blanks_cut: bool = False
    heads_cut: bool = False
    slips_behind: bool = False
    interleaved: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """What an office can choose. `workers` 0 means one for each core; docs/signing.md tells of the signing_… ones."""

    language: str = "vi"
    account: str = ""
    unit_code: str = ""
    unit_name: str = ""
    auto_link: str = "exact"
    link_threshold: float = 0.999
    quality: str = "exact"
    workers: int = 0
    page_seconds: float = 60.0
    megapixels: float = 200.0
    pdfa: str = "2b"
    signing_rule: str = "none"
    signing_level: str = "B-B"
    signing_tsa: str = ""
    signing_module: str = ""
    signing_token: str = ""
    signing_key: str = ""
    signing_file: str = ""
    signing_trust: str = ""
    signing_look_percent: int = 100
    signing_pin: str = "ask"
    signing_handover: str = ""
    folders: tuple[WatchedFolder, ...] = ()

    @property
    def who(self) -> str:
        """The account that a person's acts are recorded under."""
        return self.account or getpass.getuser()


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders of one workspace; `root` holds everything that must be backed up together."""

    root: Path
    settings: Settings = field(default_factory=Settings)

    @property
    def settings_file(self) -> Path:
        """Where the settings are written."""
        return self.root / "sohoa.toml"

    @property
    def journal(self) -> Path:
        """The SQLite file of facts and standings."""
        return self.root / "journal.sqlite"

    @property
    def register(self) -> Path:
        """The SQLite file of dossiers."""
        return self.root / "register.sqlite"

    @property
    def spool(self) -> Path:
        """Working files by digest."""
        return self.root / "spool"

    @property
    def store(self) -> Path:
        """The embedded data store."""
        return self.root / "store"

    @property
    def lock(self) -> Path:
        """Held by the one program that works on this workspace."""
        return self.root / "lock"

    @property
    def logs(self) -> Path:
        """Logs for developers; no personal data."""
        return self.root / "logs"


def default_root() -> Path:
    """Return where the workspace lies when nobody says otherwise."""
    return Path(os.environ.get("SOHOA_WORKSPACE") or platformdirs.user_data_path("sohoa"))


def open_workspace(root: Path | None = None) -> Workspace:
    """Return the workspace at `root` with its settings, making the folder; UsageError when the settings are wrong."""
    place = (root or default_root()).absolute()
    place.mkdir(parents=True, exist_ok=True)
    workspace = Workspace(place)
    return replace(workspace, settings=load(workspace.settings_file, os.environ))


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
    for key, (attribute, allowed) in _SIMPLE.items():
        value = environment.get("SOHOA_" + key.upper().replace(".", "_"), _look_up(document, key))
        if value is not None:
            chosen[attribute] = _checked(key, value, allowed)
    return Settings(**chosen, folders=tuple(_folder(entry) for entry in document.get("folders", ())))


def save(path: Path, settings: Settings) -> None:
    """Write the settings durably, keeping comments and keys that this version does not know."""
    document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
    for key, (attribute, _) in _SIMPLE.items():
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


def resources() -> Path:
    """Return the folder with translations, rules, samples and icons, in a checkout and in a packaged program."""
    packaged = getattr(sys, "_MEIPASS", None)
    return Path(packaged) / "resources" if packaged else Path(__file__).resolve().parent.parent / "resources"


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
    flags = {name: bool(entry.get(name, False)) for name in _FLAGS}
    return WatchedFolder(str(entry["path"]), after_pickup=after, pages_each=each, **flags)


def _written(folder: WatchedFolder) -> dict[str, Any]:
    """What is written of a folder: how it is divided only where that is not the usual way."""
    usual = WatchedFolder(folder.path)
    always = ("path", "network", "after_pickup")
    return {
        name: value
        for name, value in asdict(folder).items()
        if name in always or value != getattr(usual, name)
    }
