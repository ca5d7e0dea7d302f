"""The dated rules of what is told to be a bad scan (resources/rules/scan_quality_*.toml, and the office's own)."""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path

from app.domain.flaws import FlawRules
from app.settings.dated import dated_rules
from app.settings.workspace import resources


@functools.lru_cache(8)
def flaw_rules_on(day: date, own: Path) -> FlawRules:
    """Return the rules in force on this day; those in the office's `own` folder speak over the program's."""
    said = dated_rules((resources() / "rules", own), "scan_quality", day)
    return FlawRules(
        least_dpi=said["least_dpi"],
        skew_degrees=said["skew_degrees"],
        edge_points=said["edge_points"],
        cut_margin=said["cut_margin"],
        cut_lines=said["cut_lines"],
        red_share=said["red_share"],
        stamped=tuple(said["stamped"]),
    )
