"""The dated rules of what is written beside a digitized paper (resources/rules/paper_types_*.toml)."""

from __future__ import annotations

import functools
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from app.domain.paper_describing import PaperRules, PaperType
from app.settings.workspace import resources


def paper_rules_on(day: date) -> PaperRules:
    """Return the rules in force on this day; the oldest known ones for a day before all of them."""
    known = _known(resources() / "rules")
    return ([rules for since, rules in known if since <= day] or [known[0][1]])[-1]


@functools.cache
def _known(folder: Path) -> list[tuple[date, PaperRules]]:
    found = [tomllib.loads(path.read_text("utf-8")) for path in folder.glob("paper_types_*.toml")]
    return [(one["valid_from"], _rules(one)) for one in sorted(found, key=lambda one: one["valid_from"])]


def _rules(said: dict[str, Any]) -> PaperRules:
    types = tuple(PaperType(one["code"], one["validity"], tuple(one["titles"])) for one in said["types"])
    return PaperRules(types, tuple(said["columns"]), said["longest"])
