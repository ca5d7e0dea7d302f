"""Scanning through SANE, at the scanner that SANE brings for tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from app.capture import sane
from app.capture.sane import Abilities, Scanning, ScanOrder
from app.domain.errors import NeedsPersonError
from tests.capture.sane_scanner import FEEDER, only_the_test_scanner


@pytest.fixture
def scanner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SANE_CONFIG_DIR", str(only_the_test_scanner(tmp_path / "sane")))
    return "test:0"


def scan(order: ScanOrder, folder: Path) -> tuple[list[Path], list[int]]:
    folder.mkdir()
    heard: list[int] = []
    return Scanning(order, sane.abilities(order.scanner)).run(folder, heard.append), heard


def test_the_scanners_that_answer_are_named(scanner: str) -> None:
    (found,) = sane.scanners()
    assert found.name == scanner
    assert found.label == "Noname frontend-tester"


def test_what_a_scanner_can_is_asked(scanner: str) -> None:
    assert sane.abilities(scanner) == Abilities(("Flatbed", FEEDER), "", "Color")


def test_the_glass_gives_one_page_in_colour_as_fine_as_asked(scanner: str, tmp_path: Path) -> None:
    (page,), heard = scan(ScanOrder(scanner, "Flatbed", dpi=150), tmp_path / "pages")
    assert heard == [1]
    with Image.open(page) as image:
        assert image.mode == "RGB"
        assert round(image.info["dpi"][0]) == 150


def test_the_feeder_is_scanned_until_it_is_empty_in_order(scanner: str, tmp_path: Path) -> None:
    pages, heard = scan(ScanOrder(scanner, FEEDER, dpi=75), tmp_path / "pages")
    assert [page.name for page in pages] == [f"p{n:04}.tif" for n in range(1, 11)]
    assert heard == list(range(1, 11))


def test_a_jam_is_told_and_what_came_before_it_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jammed = only_the_test_scanner(tmp_path / "sane", 'read-status-code "SANE_STATUS_JAMMED"')
    monkeypatch.setenv("SANE_CONFIG_DIR", str(jammed))
    with pytest.raises(NeedsPersonError) as trouble:
        scan(ScanOrder("test:0", FEEDER), tmp_path / "pages")
    assert trouble.value.message.id == "scanner-failed"
    assert "jam" in str(trouble.value.message.arguments["detail"])


def test_a_scanner_that_is_gone_is_told(scanner: str) -> None:
    with pytest.raises(NeedsPersonError) as trouble:
        sane.abilities("test:7")
    assert trouble.value.message.id == "scanner-failed"


def test_a_scan_that_is_cancelled_leaves_nothing(scanner: str, tmp_path: Path) -> None:
    running = Scanning(ScanOrder(scanner, FEEDER, dpi=75), sane.abilities(scanner))
    assert running.run(tmp_path, lambda _: running.cancel()) == []
    assert running.run(tmp_path, lambda _: None) == []


def test_a_scanner_without_colour_is_refused(scanner: str, tmp_path: Path) -> None:
    with pytest.raises(NeedsPersonError) as trouble:
        Scanning(ScanOrder(scanner), Abilities((), "", "")).run(tmp_path, lambda _: None)
    assert trouble.value.message.id == "scanner-no-colour"


def test_without_sane_there_are_no_scanners_and_the_way_to_have_them_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NeedsPersonError) as trouble:
        sane.scanners()
    assert trouble.value.message.id == "scanner-no-sane"
