"""A folder of legacy results as text files, the register they belong to, and what must be true after any fault."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.compose.books import open_books
from app.compose.importing import sums
from app.domain.batch import FileState
from app.domain.dossier import Dossier, DossierState
from app.settings import Settings, open_workspace, save
from tests.commands.calls import PROJECT

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Vũ", "Huỳnh", "Phan")
GIVEN = ("Văn Khải", "Thị Bình", "Quốc Dũng", "Minh Đức", "Ngọc Hà", "Thu Sương", "Hữu Phước", "Xuân Trường")
NAMES = [
    f"{family} {given}" for given in GIVEN for family in FAMILIES
]  # in a larger office there are namesakes


def dossier(number: int) -> Dossier:
    return Dossier(
        code=f"H15.12-260310-{number:04}",
        procedure_code="1.004859",
        procedure_name="Cấp bản sao trích lục hộ tịch",
        owner_name=NAMES[number % len(NAMES)],
        unit_code="H15.12",
        received_at=datetime(2026, 3, 10, 1, tzinfo=UTC),
        state=DossierState.PROCESSED,
    )


def paper(number: int) -> str:
    """The text of one result, which names its dossier and owner."""
    one = dossier(number)
    return (
        f"Số: {1000 + number}/TLKS-BS\nngày 12 tháng 3 năm 2026\nTRÍCH LỤC KHAI SINH\n"
        f"Họ và tên: {one.owner_name}\nMã hồ sơ: {one.code}\ntờ thứ {number}\n"
    )


@dataclass(frozen=True)
class ImportOffice:
    """A workspace and the folder that is imported into it."""

    root: Path
    folder: Path
    files: int

    def driver(self) -> subprocess.Popen[bytes]:
        """Import in a process of its own."""
        command = [sys.executable, "-m", "tests.faults.import_driver", str(self.root), str(self.folder)]
        return subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.PIPE)

    def finish(self) -> None:
        """Import to the end."""
        with self.driver() as process:
            _, said = process.communicate(timeout=110)
            assert process.returncode == 0, said.decode()

    def everything_is_accounted_for(self, *, stored: int | None = None, namesakes: bool = False) -> None:
        """Every file is one scan, nothing is twice in journal or store, the sums agree and the spool is whole.

        `stored` of them are in the store (all, when nothing else is said; any number, where `namesakes` are held).
        """
        with open_books(open_workspace(self.root)) as books:
            (batch,) = books.batches.batches()
            found = sums(books, batch)
            assert found.balanced
            assert (found.files.total, found.files[FileState.TAKEN]) == (self.files, self.files)
            assert (found.scans.captured, found.scans.waiting) == (self.files, 0)
            scans = list(books.journal.scans())
            content = sorted(
                hashlib.sha256(one.read_bytes()).hexdigest() for one in self.folder.rglob("*.pdf")
            )
            assert sorted(scan.capture for scan in scans) == content
            receipts = sorted(receipt.digest for receipt in books.store.all_receipts())
            assert receipts == sorted(scan.sealed.digest for scan in scans if scan.receipt and scan.sealed)
            assert namesakes or len(receipts) == (self.files if stored is None else stored)
            needed = {digest for scan in scans for digest in (scan.capture, scan.reading) if digest}
            assert list(books.spool.check(needed)) == []
            assert list(books.store.check()) == []
            assert books.desk.ledger().total.balanced


def open_import_office(place: Path, files: int, *, register: bool = True) -> ImportOffice:
    """Make a workspace with the register (or an empty one), and a folder of results in boxes."""
    office = ImportOffice(place / "workspace", place / "kho", files)
    save(open_workspace(office.root).settings_file, Settings(workers=1))
    with open_books(open_workspace(office.root)) as books:
        books.register.put(dossier(number) for number in range(files if register else 0))
    for number in range(files):
        box = office.folder / f"Hộp {number % 3}"
        box.mkdir(parents=True, exist_ok=True)
        (box / f"{number:05}.pdf").write_text(paper(number), encoding="utf-8")
    return office
