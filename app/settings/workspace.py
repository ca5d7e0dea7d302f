"""The folders of one workspace, and where resources lie."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import platformdirs

from app.settings.choices import Settings
from app.settings.file import load

PRACTICE_MARK = ".sohoa-demo"  # only a workspace that the demo made itself is ever emptied


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders of one workspace; `root` holds everything that must be backed up together."""

    root: Path
    settings: Settings = field(default_factory=Settings)

    @property
    def practice(self) -> bool:
        """Whether it holds samples only, made to be emptied: for the demo, and for practice."""
        return (self.root / PRACTICE_MARK).exists()

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
    def imports(self) -> Path:
        """The SQLite file of imports: what their folders hold, and what became of each file."""
        return self.root / "imports.sqlite"

    @property
    def supervision(self) -> Path:
        """The SQLite file of supervisors' acts: work given to people, notes, verdicts."""
        return self.root / "supervision.sqlite"

    @property
    def letters(self) -> Path:
        """Letters of apology and extension to print: copies, the store keeps the letters themselves."""
        return self.root / "letters"

    @property
    def spool(self) -> Path:
        """Working files by digest."""
        return self.root / "spool"

    @property
    def store(self) -> Path:
        """The embedded data store."""
        return self.root / "store"

    @property
    def road(self) -> Path:
        """The SQLite file of what is under way to a served store."""
        return self.root / "road.sqlite"

    @property
    def store_login(self) -> Path:
        """The login at a served store, when it is not in the keyring."""
        return self.root / "store-login.json"

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


def resources() -> Path:
    """Return the folder with translations, rules, samples and icons, in a checkout and in a packaged program."""
    packaged = getattr(sys, "_MEIPASS", None)
    return Path(packaged) / "resources" if packaged else Path(__file__).resolve().parents[2] / "resources"
