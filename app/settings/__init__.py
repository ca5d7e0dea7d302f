"""Settings of a workspace (sohoa.toml, overridden by the environment), its folders, and where resources lie."""

from app.settings.choices import (
    AFTER_PICKUP,
    AUTO_LINK,
    CREDENTIAL_PLACES,
    PDFA_LEVELS,
    PIN_SOURCES,
    QUALITIES,
    SIGNATURE_LEVELS,
    SIGNING_RULES,
    SIMPLE,
    Settings,
    WatchedFolder,
)
from app.settings.file import load, save
from app.settings.workspace import PRACTICE_MARK, Workspace, default_root, open_workspace, resources

__all__ = [
    "AFTER_PICKUP",
    "AUTO_LINK",
    "CREDENTIAL_PLACES",
    "PDFA_LEVELS",
    "PIN_SOURCES",
    "PRACTICE_MARK",
    "QUALITIES",
    "SIGNATURE_LEVELS",
    "SIGNING_RULES",
    "SIMPLE",
    "Settings",
    "WatchedFolder",
    "Workspace",
    "default_root",
    "load",
    "open_workspace",
    "resources",
    "save",
]
