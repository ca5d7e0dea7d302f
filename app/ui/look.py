"""The design system in one place: spacing, type scale, colours of each theme, and the style made of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication

from app.domain.evidence import EvidenceKind

# Spacing, in device-independent pixels: a scale of four.
TIGHT, SMALL, MEDIUM, LARGE, WIDE = 4, 8, 12, 16, 24
RADIUS = 6
ICON = 18

# Type scale, in device-independent pixels.
TEXT_SMALL, TEXT, TEXT_LARGE, TEXT_TITLE = 12, 13, 15, 19
FAMILIES = ("Segoe UI", "Noto Sans", "Arimo", "DejaVu Sans")


class Theme(StrEnum):
    """What a person can choose; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Tone:
    """A meaning's colours: `ink` for its text and icon, `paper` for the ground under it."""

    ink: str
    paper: str


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one theme. Every pair in `text_pairs` has a contrast of at least 4.5 : 1 (a test checks it)."""

    dark: bool
    window: str
    surface: str
    sunken: str
    border: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    chosen: str
    focus: str
    asks: Tone
    blocks: Tone
    done: Tone
    working: Tone
    quiet: Tone

    @property
    def text_pairs(self) -> list[tuple[str, str]]:
        """Every (text, ground) that the window shows."""
        grounds = (self.window, self.surface, self.sunken, self.chosen)
        plain = [(ink, ground) for ink in (self.text, self.muted) for ground in grounds]
        tones = (self.asks, self.blocks, self.done, self.working, self.quiet)
        told = [(tone.ink, ground) for tone in tones for ground in (tone.paper, self.surface, self.window)]
        told += [(self.text, tone.paper) for tone in tones]
        links = [(self.accent, ground) for ground in (self.window, self.surface, self.chosen)]
        return [*plain, *told, *links, (self.on_accent, self.accent), (self.on_accent, self.accent_hover)]


LIGHT = Colours(
    dark=False,
    window="#f2f4f7",
    surface="#ffffff",
    sunken="#e8ecf1",
    border="#cfd6de",
    text="#17212b",
    muted="#52606e",
    accent="#1a5a94",
    accent_hover="#154a7a",
    on_accent="#ffffff",
    chosen="#e2eefa",
    focus="#1a5a94",
    asks=Tone("#7a4d00", "#fff3d3"),
    blocks=Tone("#a01c2a", "#fde9ea"),
    done=Tone("#17653a", "#e2f4e8"),
    working=Tone("#1a5a94", "#e6f0fa"),
    quiet=Tone("#4d5a68", "#e8ecf1"),
)

DARK = Colours(
    dark=True,
    window="#14191f",
    surface="#1d242c",
    sunken="#10151a",
    border="#3a4653",
    text="#e8edf2",
    muted="#a5b2c0",
    accent="#7db8f0",
    accent_hover="#a3cdf5",
    on_accent="#0b1b2b",
    chosen="#1b2f44",
    focus="#7db8f0",
    asks=Tone("#f2c261", "#3a2f16"),
    blocks=Tone("#ff9ba3", "#42212a"),
    done=Tone("#7fd6a1", "#18352a"),
    working=Tone("#8cc3f5", "#1c3247"),
    quiet=Tone("#b4c0cc", "#29323c"),
)

CONTRAST = Colours(
    dark=True,
    window="#000000",
    surface="#000000",
    sunken="#000000",
    border="#ffffff",
    text="#ffffff",
    muted="#ffffff",
    accent="#ffe100",
    accent_hover="#fff27a",
    on_accent="#000000",
    chosen="#00305c",
    focus="#ffe100",
    asks=Tone("#ffe100", "#000000"),
    blocks=Tone("#ff9f9f", "#000000"),
    done=Tone("#7dff9b", "#000000"),
    working=Tone("#7fdcff", "#000000"),
    quiet=Tone("#ffffff", "#000000"),
)

# Evidence: one colour a family of kinds, the same in the list and on the page; each stands out (3 : 1) on white paper
# and on the dark surface alike, and always comes with an icon and a word.
EVIDENCE_COLOURS: dict[EvidenceKind, str] = {
    EvidenceKind.BARCODE: "#8a5cf0",
    EvidenceKind.PRINTED_CODE: "#8a5cf0",
    EvidenceKind.MANIFEST: "#8a5cf0",
    EvidenceKind.PERSONAL_NUMBER: "#2a7fd8",
    EvidenceKind.TAX_CODE: "#2a7fd8",
    EvidenceKind.NAME: "#0c957e",
    EvidenceKind.BIRTH_DATE: "#c56a12",
    EvidenceKind.DATE: "#c56a12",
    EvidenceKind.DOCUMENT_NUMBER: "#8f7a1f",
    EvidenceKind.PROCEDURE: "#d0448c",
    EvidenceKind.UNIT: "#d0448c",
}
EVIDENCE_ICONS: dict[EvidenceKind, str] = {
    EvidenceKind.BARCODE: "barcode",
    EvidenceKind.PRINTED_CODE: "number",
    EvidenceKind.MANIFEST: "inbox",
    EvidenceKind.PERSONAL_NUMBER: "number",
    EvidenceKind.TAX_CODE: "number",
    EvidenceKind.NAME: "person",
    EvidenceKind.BIRTH_DATE: "calendar",
    EvidenceKind.DATE: "calendar",
    EvidenceKind.DOCUMENT_NUMBER: "document",
    EvidenceKind.PROCEDURE: "document",
    EvidenceKind.UNIT: "building",
}


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio (1 to 21) of two colours `#rrggbb`, as WCAG 2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def colours_of(theme: Theme) -> Colours:
    """Return the colours of the theme; SYSTEM asks the desktop whether it is dark now."""
    if theme is Theme.SYSTEM:
        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return {Theme.LIGHT: LIGHT, Theme.DARK: DARK, Theme.CONTRAST: CONTRAST}[theme]


def font(size: int = TEXT, *, bold: bool = False) -> QFont:
    """Return the window's font in `size` pixels of the type scale."""
    made = QFont(list(FAMILIES))
    made.setPixelSize(size)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made
