"""The dated rules of a sealed file: limits of size, least resolution, how far pictures may be squeezed."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.settings import resources

_PATTERN = "seal_profile*.toml"


@dataclass(frozen=True, slots=True)
class SealProfile:
    """Bytes of a file, a page and a signature at most; dpi at least; steps of resolution and quality, best first.

    `poor_look` is the likeness (0 to 1, see `look`) under which a page is taken apart into mask and background.
    """

    valid_from: date
    file_bytes: int
    page_bytes: int
    signature_bytes: int
    least_dpi: int
    dpi_steps: tuple[int, ...]
    qualities: tuple[int, ...]
    poor_look: float


def profile_on(day: date) -> SealProfile:
    """Return the rules in force on this day; the oldest known ones for a day before all of them."""
    known = _profiles(resources() / "rules")
    in_force = [profile for profile in known if profile.valid_from <= day]
    return in_force[-1] if in_force else known[0]


@functools.cache
def _profiles(folder: Path) -> tuple[SealProfile, ...]:
    found = [_profile(tomllib.loads(path.read_text("utf-8"))) for path in folder.glob(_PATTERN)]
    if not found:
        raise FileNotFoundError(folder / _PATTERN)
    return tuple(sorted(found, key=lambda profile: profile.valid_from))


def _profile(rules: dict[str, Any]) -> SealProfile:
    limits, scan = rules["limits"], rules["scan"]
    return SealProfile(
        valid_from=rules["valid_from"],
        file_bytes=limits["file_bytes"],
        page_bytes=limits["page_bytes"],
        signature_bytes=limits["signature_bytes"],
        least_dpi=scan["least_dpi"],
        dpi_steps=tuple(scan["dpi_steps"]),
        qualities=tuple(scan["qualities"]),
        poor_look=scan["poor_look"],
    )
