"""What `sohoa lessons` tells a person."""

from __future__ import annotations

from types import SimpleNamespace

from app.commands.lessons import _plain
from app.domain.lessons import THRESHOLDS, Lessons
from app.language import Translator
from app.settings import resources


def test_thresholds_are_told_exactly_and_never_rounded_to_certainty() -> None:
    text = Translator("vi", resources() / "translations").text
    told = _plain(SimpleNamespace(text=text), Lessons())  # type: ignore[arg-type]
    assert all(f" {threshold}:" in told for threshold in THRESHOLDS)
