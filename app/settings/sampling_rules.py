"""The dated tables of sampling (resources/rules/sampling_*.toml)."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

from app.domain.sampling import SamplingTables
from app.settings.workspace import resources


def sampling_on(day: date) -> tuple[SamplingTables, str, str]:
    """Return the tables in force on this day, with the level and AQL that an office uses unless it says otherwise."""
    known = [
        tomllib.loads(path.read_text("utf-8")) for path in (resources() / "rules").glob("sampling_*.toml")
    ]
    in_force = [rules for rules in known if rules["valid_from"] <= day] or known
    rules: dict[str, Any] = max(in_force, key=lambda one: one["valid_from"])
    letters = dict(rules["letters"])
    lots = tuple(letters.pop("lots"))
    tables = SamplingTables(lots, letters, rules["sizes"], rules["accept"])
    return tables, rules["default"]["level"], rules["default"]["aql"]
