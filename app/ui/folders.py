"""Asking for a folder that files are written into, and telling what was written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui.texts import Texts


def ask_folder(parent: QWidget, title: str, take: Callable[[Path], None]) -> None:
    """Ask for a folder and hand it to `take`; when none is chosen, nothing happens."""
    chosen = QFileDialog.getExistingDirectory(parent, title)
    if chosen:
        take(Path(chosen))


def reported(texts: Texts, files: Iterable[Path], folder: Path) -> str:
    """Return the words that name the files of a report and their folder."""
    return texts.text("overview-reported", files=", ".join(file.name for file in files), folder=str(folder))
