"""A machine without Tesseract, without Vietnamese, or with damaged parts: captures wait, and the person is told."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from PIL import Image

from app.domain.errors import ReadFailure, TryAgainError, UnreadableError
from app.domain.requests import ReadOptions
from app.ocr import tesseract, tesseract_library
from app.ocr.probe import probe
from app.ocr.reader import read_page
from tests.ocr.conftest import Write


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    tesseract.find_program.cache_clear() if hasattr(tesseract.find_program, "cache_clear") else None


@pytest.fixture
def path(page: Image.Image, write: Write) -> str:
    return write("a.png", page, dpi=(200, 200))


def _program(folder: Path, script: str) -> str:
    program = folder / "tesseract"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


def _said(error: TryAgainError) -> str:
    return error.message.id


def test_without_tesseract_the_scan_waits_and_the_probe_says_how_to_mend_it(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TryAgainError) as lack:
        read_page(path, 1, ReadOptions())
    assert _said(lack.value) == "tesseract-missing"
    assert [(name, ok, message.id) for name, ok, message in probe()] == [
        ("tesseract", False, "tesseract-missing")
    ]


def test_once_it_is_installed_reading_goes_on(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: ReadOptions
) -> None:
    real = shutil.which("tesseract")
    assert real
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TryAgainError):
        read_page(path, 1, options)
    (tmp_path / "tesseract").symlink_to(real)
    assert read_page(path, 1, options).lines


def test_without_vietnamese_the_scan_waits(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with pytest.raises(TryAgainError) as lack:
        read_page(path, 1, ReadOptions())
    assert _said(lack.value) == "tesseract-lacks-language"
    findings = {name: (ok, message.id) for name, ok, message in probe()}
    assert findings["tesseract"] == (True, "tesseract-found")
    assert findings["tesseract-vie"] == (False, "tesseract-lacks-language")


@pytest.mark.parametrize("content", [b"", b"not a model" * 1000])
def test_a_damaged_model_lets_the_scan_wait(
    content: bytes, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vie.traineddata").write_bytes(content)
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with pytest.raises(TryAgainError):
        read_page(path, 1, ReadOptions())
    assert not all(ok for _, ok, _ in probe())


def test_a_crash_of_tesseract_costs_one_page(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_TESSERACT", _program(tmp_path, "kill -SEGV $$"))
    with pytest.raises(UnreadableError):
        read_page(path, 1, ReadOptions())


def test_a_hanging_tesseract_is_ended_in_time(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_TESSERACT", _program(tmp_path, "exec sleep 60"))
    with pytest.raises(UnreadableError) as over:
        read_page(path, 1, ReadOptions(page_seconds=2))
    assert over.value.failure.value == "timeout"


def test_an_old_tesseract_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOHOA_TESSERACT", _program(tmp_path, "echo tesseract 3.04.01"))
    assert [message.id for _, _, message in probe()] == ["tesseract-too-old"]


def test_a_machine_with_everything_passes_the_probe() -> None:
    findings = probe()
    assert all(ok for _, ok, _ in findings)
    assert {
        "tesseract",
        "tesseract-vie",
        "tesseract-second-model",
        "tesseract-library",
        "second-engine",
        "pypdfium2",
        "zxing-cpp",
    } == {f[0] for f in findings}


def test_the_library_and_the_program_read_the_same(page: Image.Image) -> None:
    assert tesseract.uses_library()
    by_library, by_program = tesseract.read(page, 200, 60), tesseract.read_by_program(page, 200, 60)
    words = [[word.text for line in lines for word in line.words] for lines in (by_library, by_program)]
    alike = SequenceMatcher(None, *words, autojunk=False).ratio()
    assert len(words[0]) > 100
    assert alike > 0.97


def test_without_the_library_the_program_reads_and_the_probe_says_what_would_be_faster(
    path: str, monkeypatch: pytest.MonkeyPatch, options: ReadOptions
) -> None:
    monkeypatch.setattr(tesseract_library, "library", lambda: None)
    assert read_page(path, 1, options).lines
    assert ("tesseract-library", True, "tesseract-library-missing") in [
        (name, ok, message.id) for name, ok, message in probe()
    ]


def test_a_page_that_takes_the_library_too_long_is_given_up(page: Image.Image) -> None:
    with pytest.raises(UnreadableError) as over:
        tesseract.read(page, 200, 0.02)
    assert over.value.failure is ReadFailure.TIMEOUT
