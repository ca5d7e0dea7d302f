"""The style sheet, made of the scale and the colours of `look`; widgets say what they are by the property `kind`."""

from __future__ import annotations

from string import Template

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from app.settings import resources
from app.ui import look

_SHEET = Template("""
* { outline: none; }
QToolTip { background: $surface; color: $text; border: 1px solid $border; padding: 4px 6px; }
QMainWindow, QDialog { background: $window; }
QLabel { background: transparent; }
QLabel[kind="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[kind="heading"] { font-size: ${large}px; font-weight: 600; }
QLabel[kind="strong"] { font-weight: 600; }
QLabel[kind="muted"] { color: $muted; }
QLabel[kind="small"] { color: $muted; font-size: ${small}px; }
QLabel[kind="key"] { color: $muted; font-size: ${small}px; border: 1px solid $border; border-radius: 4px;
  padding: 0px 4px; background: $window; }

QFrame[kind="panel"] { background: $surface; border: none; }
QFrame[kind="bar"] { background: $surface; border: none; border-top: 1px solid $border; }
QFrame[kind="toolbar"] { background: $surface; border: none; border-bottom: 1px solid $border; }
QFrame[kind="line"] { background: $border; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="card"] { background: $surface; border: 1px solid $border; border-radius: ${radius}px; }
QFrame[kind="card"]:hover { border-color: $accent; }
QFrame[kind="card"][chosen="true"] { background: $chosen; border: 2px solid $accent; }
QFrame[kind="card"]:focus { border: 2px solid $focus; }

QFrame[banner="asks"] { background: $asks_paper; border-left: 4px solid $asks_ink; }
QFrame[banner="blocks"] { background: $blocks_paper; border-left: 4px solid $blocks_ink; }
QFrame[banner="done"] { background: $done_paper; border-left: 4px solid $done_ink; }
QFrame[banner="working"] { background: $working_paper; border-left: 4px solid $working_ink; }
QFrame[banner="quiet"] { background: $quiet_paper; border-left: 4px solid $quiet_ink; }
QLabel[tone="asks"] { color: $asks_ink; } QLabel[tone="blocks"] { color: $blocks_ink; }
QLabel[tone="done"] { color: $done_ink; } QLabel[tone="working"] { color: $working_ink; }
QLabel[tone="quiet"] { color: $quiet_ink; }

QPushButton { background: $surface; color: $text; border: 1px solid $border; border-radius: ${radius}px;
  padding: 5px 12px; min-height: 20px; }
QPushButton:hover { border-color: $accent; color: $accent; }
QPushButton:pressed { background: $chosen; }
QPushButton:focus { border: 2px solid $focus; padding: 4px 11px; }
QPushButton:disabled { color: $muted; background: $window; border-color: $border; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600;
  padding: 8px 14px; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; color: $on_accent; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; padding: 7px 13px; }
QPushButton[kind="primary"]:disabled { background: $sunken; color: $muted; border-color: $border; }
QPushButton[kind="link"] { background: transparent; border: none; color: $accent; padding: 3px 4px; text-align: left; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 2px solid $focus; padding: 1px 2px; }
QPushButton[kind="link"]:disabled { color: $muted; }
QPushButton[kind="tab"] { border: none; border-radius: 0; border-bottom: 3px solid transparent; background: transparent;
  padding: 7px 6px 5px 6px; color: $muted; }
QPushButton[kind="tab"]:hover { color: $text; }
QPushButton[kind="tab"]:checked { color: $accent; border-bottom: 3px solid $accent; font-weight: 600; }
QPushButton[kind="tab"]:focus { background: $chosen; }
QPushButton[kind="evidence"] { border: none; background: transparent; text-align: left; padding: 2px 4px;
  border-radius: 4px; }
QPushButton[kind="evidence"]:hover, QPushButton[kind="evidence"]:focus { background: $chosen; }

QToolButton { border: 1px solid transparent; border-radius: ${radius}px; padding: 4px; background: transparent;
  color: $text; }
QToolButton:hover { background: $sunken; border-color: $border; }
QToolButton:focus { border: 2px solid $focus; padding: 3px; }
QToolButton:checked { background: $chosen; border-color: $accent; }
QToolButton:disabled { color: $muted; }

QLineEdit, QPlainTextEdit, QAbstractSpinBox { background: $surface; color: $text; border: 1px solid $border;
  border-radius: ${radius}px; padding: 5px 8px; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus, QAbstractSpinBox:focus { border: 2px solid $focus; padding: 4px 7px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QLineEdit[corrected="true"] { border-left: 4px solid $accent; font-weight: 600; }
QLineEdit[readOnly="true"] { background: $window; }
QLineEdit:disabled { background: $window; color: $muted; }

QTableView, QListView, QListWidget, QTreeView { background: $surface; border: none; color: $text;
  selection-background-color: $chosen; selection-color: $text; }
QListWidget[kind="framed"], QTableView[kind="framed"], QTextBrowser[kind="framed"] {
  border: 1px solid $border; border-radius: ${radius}px; }
QListWidget[kind="framed"]:focus, QTableView[kind="framed"]:focus { border: 2px solid $focus; }
QComboBox { min-height: 26px; }
QCheckBox { spacing: 8px; }
QCheckBox::indicator { width: 15px; height: 15px; border: 1px solid $muted; border-radius: 4px; background: $surface; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QCheckBox::indicator:focus, QCheckBox::indicator:hover { border: 2px solid $focus; width: 13px; height: 13px; }
QHeaderView::section { background: $window; color: $muted; border: none; padding: 4px 8px;
  border-bottom: 1px solid $border; }
QGraphicsView { background: $sunken; border: 2px solid transparent; }
QGraphicsView:focus { border: 2px solid $focus; }
QTableView#queue { border: 2px solid transparent; }
QTableView#queue:focus { border: 2px solid $focus; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }

QSplitter::handle { background: $border; }
QSplitter::handle:horizontal { width: 1px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $border; border-radius: 4px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenuBar { background: $surface; color: $text; border-bottom: 1px solid $border; }
QMenuBar::item { padding: 5px 10px; background: transparent; }
QMenuBar::item:selected { background: $chosen; color: $text; }
QMenu { background: $surface; color: $text; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 5px 26px 5px 22px; border-radius: 4px; }
QMenu::item:selected { background: $chosen; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $border; margin: 4px 6px; }
QProgressBar { border: none; background: $sunken; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QGroupBox { border: none; margin-top: 22px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; top: 0; }
""")


def style_sheet(colours: look.Colours) -> str:
    """Return the style sheet of a theme."""
    plain = {
        name: getattr(colours, name)
        for name in (
            "window",
            "surface",
            "sunken",
            "border",
            "text",
            "muted",
            "accent",
            "accent_hover",
            "on_accent",
            "chosen",
            "focus",
        )
    }
    tones = {
        f"{name}_{part}": getattr(getattr(colours, name), part)
        for name in ("asks", "blocks", "done", "working", "quiet")
        for part in ("ink", "paper")
    }
    sizes: dict[str, int | str] = {
        "small": look.TEXT_SMALL,
        "large": look.TEXT_LARGE,
        "title": look.TEXT_TITLE,
        "radius": look.RADIUS,
    }
    tick = resources() / "icons" / ("tick-dark.svg" if colours.dark else "tick-white.svg")
    sizes |= {"tick": tick.as_posix()}
    return _SHEET.substitute(plain | tones | {name: str(size) for name, size in sizes.items()})


def palette(colours: look.Colours) -> QPalette:
    """Return the Qt palette of a theme, for everything that the style sheet leaves to Fusion."""
    made = QPalette()
    role = QPalette.ColorRole
    for name, colour in {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.sunken,
        role.Text: colours.text,
        role.Button: colours.surface,
        role.ButtonText: colours.text,
        role.BrightText: colours.blocks.ink,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.ToolTipBase: colours.surface,
        role.ToolTipText: colours.text,
        role.PlaceholderText: colours.muted,
        role.Accent: colours.accent,
        role.Mid: colours.border,
        role.Dark: colours.border,
        role.Light: colours.surface,
    }.items():
        made.setColor(name, QColor(colour))
    for name in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.muted))
    return made


def dress(app: QApplication, colours: look.Colours) -> None:
    """Give the whole program this look, unless it has it: each widget would be dressed anew."""
    sheet = style_sheet(colours)
    if app.styleSheet() == sheet:
        return
    app.setStyle("Fusion")
    app.setFont(look.font())
    app.setPalette(palette(colours))
    app.setStyleSheet(sheet)
