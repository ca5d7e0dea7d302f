"""Every act as a QAction with its keys: the menus show them, the window does them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from app.language.translator import LANGUAGES
from app.ui.keys import DEFAULT_KEYS, Keys
from app.ui.look import Theme
from app.ui.texts import Texts

MENUS: dict[str, tuple[str, ...]] = {
    "file": ("folder", "sheet", "", "settings", "", "lock", "leave"),
    "scan": (
        "accept",
        "search",
        "form",
        "hold",
        "release",
        "reject",
        "unlink",
        "confirm",
        "cut",
        "keep-both",
        "replace",
        "discard",
        "version",
        "beside",
        "undo",
        "",
        "next",
        "previous",
    ),
    "view": (
        "page-next",
        "page-previous",
        "zoom-in",
        "zoom-out",
        "fit-width",
        "fit-page",
        "",
        "queue",
        "filter",
        "shelf-needs",
        "shelf-working",
        "shelf-done",
        "shelf-all",
        "",
        "mask",
        "notice",
    ),
    "pages": (
        "rotate",
        "rotate-left",
        "pages-crop",
        "",
        "pages-earlier",
        "pages-later",
        "pages-remove",
        "",
        "pages-split",
        "pages-merge",
        "",
        "pages-insert",
        "pages-replace",
    ),
    "work": (),  # the windows beside this one: see app/ui/windows.py
    "help": ("help", "keys", "about"),
}
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English", "uk": "Українська"}  # each in its own language


class Commands(QObject):
    """The actions of a window, by name; `acts` says what each does."""

    def __init__(
        self, window: QMainWindow, texts: Texts, keys: Keys, acts: dict[str, Callable[[], object]]
    ) -> None:
        super().__init__(window)
        self._window, self._texts = window, texts
        self.actions: dict[str, QAction] = {}
        for name, act in acts.items():
            action = self.actions[name] = QAction(window)
            action.triggered.connect(lambda _=False, act=act: act())
            action.setAutoRepeat(name.startswith(("page-", "zoom-")))
            window.addAction(action)
            texts.bind(action, action.setText, f"station-do-{name}")
        self.menus: dict[str, QMenu] = {}
        self.themes: dict[Theme, QAction] = {}
        self.languages: dict[str, QAction] = {}
        self.use_keys(keys)

    def use_keys(self, keys: Keys) -> None:
        """Give every action its keys."""
        for name, action in self.actions.items():
            if name in DEFAULT_KEYS:
                action.setShortcuts(keys.of(name))
            elif name.startswith("choose-"):
                action.setShortcut(QKeySequence(name.removeprefix("choose-")))
            elif name == "escape":
                action.setShortcut(QKeySequence("Esc"))

    def enable(self, *, allowed: bool) -> None:
        """Let the keys and menus act, or not."""
        for action in self.actions.values():
            action.setEnabled(allowed)

    def fill_menus(
        self, choose_language: Callable[[str], object], choose_theme: Callable[[Theme], object]
    ) -> None:
        """Make the menu bar."""
        bar = self._window.menuBar()
        for name, entries in MENUS.items():
            menu = self.menus[name] = QMenu(bar)
            bar.addMenu(menu).setVisible(bool(entries))
            self._texts.bind(menu, menu.setTitle, f"station-menu-{name}")
            for entry in entries:
                if entry and entry in self.actions:
                    menu.addAction(self.actions[entry])
                elif not entry:
                    menu.addSeparator()
            if name == "view":
                menu.addSeparator()
                self._add_themes(menu, choose_theme)
                self._add_languages(menu, choose_language)

    def add(self, name: str, text: str, keys: str, act: Callable[[], object]) -> None:
        """Add an entry for a window beside the station to its menu."""
        action = self.actions[name] = QAction(self._window)
        action.triggered.connect(lambda _=False: act())
        action.setShortcut(QKeySequence(keys))
        self._window.addAction(action)
        self._texts.bind(action, action.setText, text)
        self.menus["work"].addAction(action)
        self.menus["work"].menuAction().setVisible(True)

    def _add_themes(self, parent: QMenu, choose: Callable[[Theme], object]) -> None:
        menu, group = QMenu(parent), QActionGroup(self)
        parent.addMenu(menu)
        self._texts.bind(menu, menu.setTitle, "station-menu-theme")
        for theme in Theme:
            action = self.themes[theme] = QAction(group)
            action.setCheckable(True)
            self._texts.bind(action, action.setText, f"station-theme-{theme.value}")
            action.triggered.connect(lambda _=False, theme=theme: choose(theme))
            menu.addAction(action)

    def _add_languages(self, parent: QMenu, choose: Callable[[str], object]) -> None:
        menu, group = QMenu(parent), QActionGroup(self)
        parent.addMenu(menu)
        self._texts.bind(menu, menu.setTitle, "station-menu-language")
        for language in LANGUAGES:
            action = self.languages[language] = QAction(LANGUAGE_NAMES[language], group)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, language=language: choose(language))
            menu.addAction(action)

    def tick(self, language: str, theme: Theme) -> None:
        """Tick what is in use."""
        if language in self.languages:
            self.languages[language].setChecked(True)
        if theme in self.themes:
            self.themes[theme].setChecked(True)
