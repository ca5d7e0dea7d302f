"""The desks of the import's windows, in memory."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from app.domain.batch import Batch, Choices, FileState
from app.domain.batch_preview import Preview
from app.domain.errors import UsageError
from app.domain.ledger import Tally
from app.domain.manifest_table import Head, Manifest, head_of, parse
from app.domain.messages import Message
from app.domain.sampling import SamplingPlan, Verdict
from app.domain.scan import Hold, Scan, ScanState, Severity
from app.pipeline.batch_mending import Change, Group, Mend
from app.pipeline.batch_progress import Progress
from app.pipeline.batch_sheet import Acceptance, Sheet
from app.pipeline.batch_tables import Text

NOW = datetime(2026, 3, 31, 3, tzinfo=UTC)
HOLD = Message.of("hold-nothing-fits")
CODE = "H15.12-250715-0012"


LIST = (
    ["DANH SÁCH BÀN GIAO", "", ""],
    ["Mã số giấy", "Tệp ảnh", "Người nhận"],
    [CODE, "a.pdf", "Nguyễn Văn Khải"],
    ["không có", "b.pdf", ""],
)
SAMPLE = [
    Scan(
        f"s{n}",
        ScanState.STORED,
        "c",
        f"{n}.pdf",
        "/kho",
        NOW,
        path=f"Hộp 1/{n}.pdf",
        pages=(1, 2),
        dossier=CODE,
    )
    for n in range(3)
]


@dataclass
class FakeImports:
    """An import desk that keeps everything in memory."""

    known: list[Batch] = field(default_factory=list)
    choices: Choices | None = None
    running: Progress | None = None

    def imports(self) -> list[Batch]:
        return self.known

    def profiles(self) -> list[str]:
        return ["hộp cũ"]

    def preview(self, folder: str, choices: Choices) -> Preview:
        return Preview(files=31, pages=53, duplicates=2, expected=12, unparsed=4, seconds=600)

    def start(self, folder: str, choices: Choices) -> Batch:
        if not folder:
            raise UsageError(Message.of("no-such-folder", folder=folder))
        self.choices = choices
        batch = Batch("260331-a", folder, NOW)
        self.known.append(batch)
        files = {FileState.TAKEN: 20, FileState.WAITING: 10, FileState.KNOWN: 1}
        tally = Tally(captured=20, stored=12, waiting=5, held=3)
        self.running = Progress(batch, files, tally, "Hộp 3/tờ 17.pdf", 24.0, (240.0, 420.0), False, False)
        return batch

    def pause(self) -> None:
        self._be(paused=True)

    def go_on(self) -> None:
        self._be(paused=False)

    def stop(self) -> None:
        self.running = None

    def progress(self) -> Progress | None:
        return self.running

    def list_head(self, path: str, most: int) -> Head:
        return head_of(enumerate(LIST, 1), most)

    def read_list(self, path: str, columns: tuple[tuple[str, str], ...]) -> Manifest:
        return parse(enumerate(LIST, 1), dict(columns))

    def _be(self, *, paused: bool) -> None:
        assert self.running is not None
        self.running = replace(self.running, paused=paused)


@dataclass
class FakeReview:
    """What came of an import: three held scans, a sample of three results."""

    held: int = 3
    mends: list[Mend] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)

    def groups(self, folder: str) -> list[Group]:
        return [Group(HOLD, self.held, ["Hộp 1/a.pdf"])] if self.held else []

    def plan(self, folder: str, way: Mend, most: int) -> tuple[list[Change], int]:
        scan = Scan(
            "s1", ScanState.SEPARATED, "c", "a.pdf", folder, NOW, path="Hộp 1/a.pdf", pages=(1,),
            hold=Hold(HOLD, Severity.ASKS, NOW),
        )  # fmt: skip
        return [Change(scan, (CODE,), None)], self.held

    def mend(self, folder: str, way: Mend) -> int:
        self.mends.append(way)
        mended, self.held = self.held, 0
        return mended

    def undo(self, folder: str) -> tuple[int, int]:
        self.held = 3
        return 3, 0

    def acceptance(self, folder: str, seed: str) -> Acceptance:
        sheet = Sheet(Batch("260331-a", folder, NOW))
        for row in sheet.rows("Hộp 1/a.pdf", "", "2026-03-31"):
            row.files = 20
        plan = SamplingPlan(20, "II", "1.0", "C", 3, 0)
        return Acceptance(sheet, plan, SAMPLE, seed, list(self.verdicts))

    def write_sheet(self, folder: str, told: Acceptance, output: Path, text: Text) -> list[Path]:
        return [output / "260331-a.pdf"]

    def give_verdict(self, folder: str, seed: str, bad: tuple[str, ...]) -> Verdict:
        verdict = Verdict(SamplingPlan(20, "II", "1.0", "C", 3, 0), seed, bad, "Bình", NOW)
        self.verdicts.append(verdict)
        return verdict

    def page(self, scan: Scan, page: int, max_side: int) -> bytes:
        out = io.BytesIO()
        Image.new("RGB", (210, 297), "white").save(out, "PNG")
        return out.getvalue()
