"""Names in scanner folders, of every ugly kind."""

from __future__ import annotations

import json
import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.capture.names import is_ignored, numbered, written_down


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.pdf", "scan.pdf.tmp", "SCAN.TMP", "scan.pdf.part", "x.crdownload", "~$report.docx", "x.filepart",
        "Thumbs.db", "desktop.ini", "DESKTOP.INI", ".DS_Store", "._scan.pdf",
    ],
)  # fmt: skip
def test_hidden_unfinished_and_littered_names_are_passed_over(name: str) -> None:
    assert is_ignored(name)


@pytest.mark.parametrize(
    "name", ["scan.pdf", "done.pdf", "temp.jpg", "a.tmp.pdf", "scan", "~scan.pdf", "Kết quả.tif"]
)
def test_ordinary_names_are_not_passed_over(name: str) -> None:
    assert not is_ignored(name)


def test_a_name_in_nfd_is_written_down_in_nfc() -> None:
    name = "Trích lục khai sinh số 5.pdf"
    assert written_down(unicodedata.normalize("NFD", name)) == name


def test_newlines_control_characters_lone_bytes_and_turned_text_are_written_visibly() -> None:
    assert written_down("a\nb.pdf") == "a\\x0ab.pdf"
    assert written_down("a\x1b[31m.pdf") == "a\\x1b[31m.pdf"
    assert written_down(os.fsdecode(b"a\xff.pdf")) == "a\\xff.pdf"
    assert written_down("fdp.\u202egpj") == "fdp.\\u202egpj"


@given(st.binary(min_size=1, max_size=40))
def test_any_bytes_make_a_name_that_can_be_stored(raw: bytes) -> None:
    written = written_down(os.fsdecode(raw))
    written.encode("utf-8")
    assert json.loads(json.dumps(written, ensure_ascii=False)) == written
    assert written == unicodedata.normalize("NFC", written) or "\\" in written


@pytest.mark.parametrize(
    "name", ["é" * 200 + ".pdf", "a" * 251 + ".pdf", "x" * 255, "." * 250, "a." + "b" * 250]
)
@pytest.mark.parametrize("number", [1, 2, 99_999])
def test_a_numbered_name_fits_and_keeps_its_extension(name: str, number: int) -> None:
    made = numbered(name, number)
    assert len(made.encode()) <= 255
    if name.endswith(".pdf"):
        assert made.endswith(".pdf")
    if number > 1:
        assert f"({number})" in made


def test_the_first_file_of_a_name_keeps_it_and_the_second_gets_a_number() -> None:
    assert numbered("a.b.pdf", 1) == "a.b.pdf"
    assert numbered("a.b.pdf", 2) == "a.b (2).pdf"
