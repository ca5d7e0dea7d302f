"""How an import is taken over: the acceptance sheet, a sample by ISO 2859-1, and the verdict on it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.compose.books import Books
from app.compose.import_review import import_named
from app.compose.importing import expectations_of
from app.domain.batch import Batch
from app.domain.errors import UsageError
from app.domain.ledger import local_day
from app.domain.messages import Message
from app.domain.sampling import SamplingPlan, Verdict, plan_for
from app.domain.scan import Scan
from app.pipeline.batch_sheet import Acceptance, Sheet, sample_of, sheet_of
from app.pipeline.batch_tables import Text, footer, sample_table, sheet_tables
from app.sealing.profile import profile_on
from app.settings.sampling_rules import sampling_on
from app.storage.journal_batches import JournalBatches
from app.storage.sheet_files import write_pdf, write_workbook


@dataclass(frozen=True, slots=True)
class Handover:
    """The taking over of one import."""

    books: Books
    batch: Batch

    @classmethod
    def of(cls, books: Books, name: str) -> Handover:
        """Return that of the import with this id or folder; UsageError when there is none."""
        return cls(books, import_named(books, name))

    def sheet(self) -> Sheet:
        """Return the acceptance sheet; takes about 8 ms a scan."""
        day = local_day(self.books.clock())
        return sheet_of(
            self.batch,
            self.books.batches.files(self.batch.id),
            self._scans().scans(self.batch.id),
            expectations_of(self.batch, self.books),
            self.books.spool,
            profile_on(day).least_dpi,
        )

    def acceptance(self, seed: str, level: str = "", aql: str = "") -> Acceptance:
        """Return sheet, sample and verdicts; see `sheet` and `sample`."""
        plan, scans = self.sample(seed, level, aql)
        return Acceptance(self.sheet(), plan, scans, seed, self.books.batches.verdicts(self.batch.id))

    def write_sheet(self, folder: Path, told: Acceptance, text: Text) -> list[Path]:
        """Write sheet and sample into the folder, as XLSX and PDF; UsageError when a file of that name is there."""
        tables = [*sheet_tables(text, told.sheet), sample_table(text, told.plan, told.sample, told.seed)]
        folder.mkdir(parents=True, exist_ok=True)
        files = [folder / f"{self.batch.id}.xlsx", folder / f"{self.batch.id}.pdf"]
        for file in files:
            if file.exists():
                raise UsageError(Message.of("file-exists", file=str(file)))
        write_workbook(files[0], tables)
        write_pdf(files[1], tables, footer(text, self.books.workspace.settings.unit_name))
        return files

    def sample(self, seed: str, level: str = "", aql: str = "") -> tuple[SamplingPlan, list[Scan]]:
        """Return the plan and the scans that a person looks at; UsageError for a level or AQL without a table."""
        tables, usual_level, usual_aql = sampling_on(local_day(self.books.clock()))
        level, aql = level or usual_level, aql or usual_aql
        if level not in tables.letters or aql not in tables.accept:
            known = ", ".join([*tables.letters, *tables.accept])
            raise UsageError(Message.of("import-no-such-plan", level=level, aql=aql, known=known))
        plan, ids = sample_of(
            self._scans().scans(self.batch.id), lambda lot: plan_for(lot, level, aql, tables), seed
        )
        return plan, [scan for one in ids if (scan := self.books.journal.scan(one)) is not None]

    def give_verdict(self, seed: str, bad: tuple[str, ...], level: str = "", aql: str = "") -> Verdict:
        """Record what a person found in the sample of this seed: `bad` scans of it; return the verdict.

        UsageError when one of them is not of the sample.
        """
        plan, scans = self.sample(seed, level, aql)
        for stray in set(bad) - {scan.id for scan in scans}:
            raise UsageError(Message.of("import-not-of-sample", scan=stray))
        who = self.books.workspace.settings.who
        verdict = Verdict(plan, seed, tuple(sorted(set(bad))), who, self.books.clock())
        self.books.batches.put_verdict(self.batch.id, verdict)
        return verdict

    def _scans(self) -> JournalBatches:
        return JournalBatches(self.books.journal.database)
