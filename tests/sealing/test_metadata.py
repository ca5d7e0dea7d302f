"""What a sealed file says of itself: every field that the rules on digitized papers want, read back from the file."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from app import __version__
from app.domain.paper import PaperMetadata
from app.domain.requests import SealRequest
from app.sealing.seal import seal
from tests.generator import write_digital_pdf
from tests.sealing.papers import DOSSIER, PAPER, jpeg, order, reading_of, sheets

FIELDS = (
    "dc:title", "pdf:Keywords", "dc:identifier", "dc:relation", "dc:creator", "dc:date", "dc:type", "dc:subject",
    "dc:coverage", "dc:contributor", "dc:publisher", "dc:source", "xmp:CreatorTool", "xmp:CreateDate", "xmp:ModifyDate",
)  # fmt: skip


def _request(folder: Path, **more: object) -> SealRequest:
    sheet = sheets(dpi=100)[0]
    capture = jpeg(folder / "scan.jpg", sheet.image, dpi=100)
    return order(capture, "image/jpeg", [reading_of(sheet)], folder / "sealed.pdf", **more)


@pytest.mark.parametrize("level", ["1b", "2b", "3b"])
def test_a_sealed_file_holds_every_field_of_a_digitized_paper(level: str, tmp_path: Path) -> None:
    request = _request(tmp_path, pdfa=level)
    seal(request)
    with pikepdf.open(request.target) as pdf, pdf.open_metadata() as xmp:
        said = {key: xmp[key] for key in FIELDS}
        assert xmp.pdfa_status == level.upper()
    assert said["dc:title"] == "Quyết định 123/QĐ-UBND"
    assert said["pdf:Keywords"] == DOSSIER
    assert said["dc:identifier"] == PAPER.code
    assert set(said["dc:relation"]) == {
        f"dossier:{DOSSIER}", "owner:066090001234", "owner-name:Đặng Thị Ân", "procedure:1.004859",
        "procedure-name:Thủ tục thử", "unit:H15.12",
    }  # fmt: skip
    assert list(said["dc:creator"]) == [PAPER.agency, PAPER.signer]
    assert list(said["dc:date"]) == ["2026-03-09"]
    assert set(said["dc:type"]) == {"KQ.G15.000032", "12/2025"}
    assert set(said["dc:subject"]) == {"Về việc thử"}
    assert said["dc:coverage"] == "permanent"
    assert set(said["dc:contributor"]) == {"Nguyễn Thị Thử"}
    assert set(said["dc:publisher"]) == {"Ủy ban nhân dân phường Mẫu"}
    assert said["dc:source"] == f"sha256:{request.capture_digest}"
    assert said["xmp:CreatorTool"] == f"Sohoa {__version__}"
    assert said["xmp:CreateDate"] == said["xmp:ModifyDate"] == "2026-03-10T08:02:03+07:00"


def test_the_conversion_mark_tells_when_by_whom_for_which_office_and_with_what(tmp_path: Path) -> None:
    request = _request(tmp_path)
    seal(request)
    with pikepdf.open(request.target) as pdf:
        with pdf.open_metadata() as xmp:
            mark = str(xmp["dc:description"])
        assert str(pdf.docinfo["/Subject"]) == mark
    for part in ("10/03/2026; 08:02:03 +07:00", "Nguyễn Thị Thử", "Ủy ban nhân dân phường Mẫu", __version__):
        assert part in mark
    told = subprocess.run(["pdfinfo", request.target], capture_output=True, text=True, check=True).stdout
    assert mark in told


def test_a_file_that_was_born_digital_bears_no_conversion_mark(tmp_path: Path) -> None:
    capture, target = tmp_path / "born.pdf", tmp_path / "sealed.pdf"
    write_digital_pdf(capture, sheets(dpi=100)[:1])
    pages = [reading_of(sheets(dpi=100)[0], source="embedded")]
    assert seal(order(capture, "application/pdf", pages, target)).pdfa == "2b"
    with pikepdf.open(target) as pdf, pdf.open_metadata() as xmp:
        assert "dc:description" not in xmp
        assert xmp["dc:identifier"] == PAPER.code


def test_what_is_not_known_of_a_paper_is_not_in_its_file(tmp_path: Path) -> None:
    request = replace(_request(tmp_path), paper=PaperMetadata(), converted_by="", office="")
    seal(request)
    with pikepdf.open(request.target) as pdf, pdf.open_metadata() as xmp:
        absent = (
            "dc:identifier", "dc:coverage", "dc:creator", "dc:date", "dc:type", "dc:subject", "dc:contributor",
            "dc:publisher",
        )  # fmt: skip
        assert [key for key in absent if key in xmp] == []
        assert set(xmp["dc:relation"]) == {f"dossier:{DOSSIER}"}
