"""What the window looks like: contrast, icons, texts in every language, Qt's own too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QKeySequenceEdit,
    QLineEdit,
    QTextBrowser,
    QWidget,
)

from app.domain.evidence import EvidenceKind
from app.domain.scan import ScanState
from app.language.translator import LANGUAGES, Translator
from app.settings import AFTER_PICKUP, AUTO_LINK, QUALITIES, resources
from app.ui import look
from app.ui.commands import MENUS
from app.ui.keys import DEFAULT_KEYS
from app.ui.page_tools import TOOLS
from app.ui.preferences import LOCK_CHOICES
from app.ui.qt_texts import QtTexts, text_id
from app.ui.queue_rows import Shelf
from app.ui.reason_row import QUICK_REASONS
from tests.ui.conftest import Station

OpenWindow = Callable[..., Station]
UI = Path(__file__).resolve().parents[2] / "app" / "ui"
TEXT = 4.5  # WCAG 2.2, 1.4.3
SHAPE = 3.0  # WCAG 2.2, 1.4.11


def translator(language: str) -> Translator:
    return Translator(language, resources() / "translations")


# --- colours ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("colours", [look.LIGHT, look.DARK, look.CONTRAST], ids=["light", "dark", "contrast"])
def test_every_text_stands_out_from_its_ground(colours: look.Colours) -> None:
    faint = [(ink, ground, round(look.contrast(ink, ground), 2)) for ink, ground in colours.text_pairs]
    assert [pair for pair in faint if pair[2] < TEXT] == []


@pytest.mark.parametrize("ground", ["#ffffff", look.LIGHT.chosen, look.DARK.surface, look.DARK.chosen])
def test_the_colours_of_evidence_stand_out_on_paper_and_in_the_list(ground: str) -> None:
    assert set(look.EVIDENCE_COLOURS) == set(EvidenceKind) == set(look.EVIDENCE_ICONS)
    faint = {
        kind.value: round(look.contrast(colour, ground), 2)
        for kind, colour in look.EVIDENCE_COLOURS.items()
        if look.contrast(colour, ground) < SHAPE
    }
    assert faint == {}


def test_every_icon_that_is_named_is_drawn() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in UI.glob("*.py"))
    named = set(re.findall(r'icons\.(?:icon|picture)\(\s*"([a-z-]+)"', sources)) | set(TOOLS)
    drawn = {path.stem for path in (resources() / "icons").glob("*.svg")}
    assert named | set(look.EVIDENCE_ICONS.values()) <= drawn


# --- texts ------------------------------------------------------------------------------------------------------------


def dynamic_ids() -> Iterator[str]:
    """The ids that the window puts together from names."""
    yield from (f"station-state-{state.value}" for state in ScanState)
    yield from (f"station-step-{stage}" for stage in ("read", "separate", "match", "seal", "sign", "deposit"))
    yield from (f"station-evidence-{kind.value.replace('_', '-')}" for kind in EvidenceKind)
    yield from (f"station-sure-{name}" for name in ("certain", "likely", "possible", "unlikely"))
    yield from (f"station-tool-{name}" for name in TOOLS)
    yield from (f"station-theme-{theme.value}" for theme in look.Theme)
    yield from (f"station-menu-{name}" for name in MENUS)
    yield from (f"station-do-{name}" for name in [*DEFAULT_KEYS, "choose", "escape", "about"])
    yield from (f"station-undo-{name}" for name in ("link", "hold", "reject", "pages"))
    yield from (f"station-reason-{name}" for name in QUICK_REASONS)
    yield from (f"station-set-auto-{name}" for name in AUTO_LINK)
    yield from (f"station-set-quality-{name}" for name in QUALITIES)
    yield from (f"station-set-after-{name}" for name in AFTER_PICKUP)
    yield from (f"station-set-lock-{minutes}" for minutes in LOCK_CHOICES)
    for shelf in Shelf:
        yield from (
            f"station-shelf-{shelf.value}",
            f"station-shelf-{shelf.value}-tip",
            f"station-empty-{shelf.value}",
        )
    for act in ("hold", "release", "reject", "unlink", "confirm", "cut"):
        yield from (f"station-act-{act}", f"station-act-{act}-tip")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_window_exists(language: str) -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in UI.glob("*.py"))
    fixed = set(re.findall(r'"((?:station|scan)-[a-z0-9-]+)"', sources))
    said = translator(language)
    assert len(fixed) > 80
    assert [name for name in sorted({*fixed, *dynamic_ids()}) if said.text(name) == name] == []


class Recorder(QTranslator):
    """Notes everything that Qt says of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False

    def translate(self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1) -> str:  # noqa: N803
        if context not in ("QShortcut", "QGuiApplication"):
            self.asked.add(sourceText)
        return None  # type: ignore[return-value]


def test_all_that_qt_says_of_its_own_is_translated(qapp: QApplication) -> None:
    recorder = Recorder()
    QCoreApplication.installTranslator(recorder)
    shown: list[QWidget] = [
        QDialogButtonBox(button) for button in QDialogButtonBox.StandardButton if button.value
    ]
    for mode in (QFileDialog.FileMode.Directory, QFileDialog.FileMode.AnyFile):
        dialog = QFileDialog()
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(mode)
        shown.append(dialog)
    printing = QPrintDialog(QPrinter())
    line, browser = QLineEdit("a"), QTextBrowser()
    menus = [line.createStandardContextMenu(), browser.createStandardContextMenu()]
    shown += [printing, QKeySequenceEdit(), *menus]
    for widget in shown:
        widget.grab()
    QCoreApplication.removeTranslator(recorder)
    names = {
        source
        for source in recorder.asked
        if re.search(r"[A-Za-z]{2}", source) and not source.startswith("Alt+")
    }
    assert len(names) > 50
    vietnamese = translator("vi")
    assert [source for source in sorted(names) if vietnamese.text(text_id(source)) == text_id(source)] == []
    ours = QtTexts(vietnamese)
    assert ours.translate("QPlatformTheme", "&Yes") == "Có"
    assert ours.translate("QShortcut", "Print") is None
