"""What people do with an import beside running it: look through what is held, mend groups, take the whole over."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from app.compose.books import Books
from app.compose.importing import expectations_of, profile_of
from app.domain.batch import Batch, BatchFile, FileState
from app.domain.batch_expected import Expectations
from app.domain.batch_naming import Naming
from app.domain.errors import UsageError
from app.domain.ledger import local_day
from app.domain.messages import Message
from app.domain.sampling import SamplingPlan, plan_for
from app.domain.scan import Scan, Severity
from app.pipeline.batch_mending import (
    Before,
    Change,
    Codes,
    Group,
    Mend,
    groups_of,
    mend,
    of_unit,
    planned,
    undo,
)
from app.pipeline.batch_sheet import Sheet, sample_of, sheet_of
from app.sealing.profile import profile_on
from app.settings.import_profiles import save_naming
from app.settings.sampling_rules import sampling_on
from app.storage.journal_batches import JournalBatches
from app.storage.manifest_files import manifest_of

_PORTION = 500


@dataclass(frozen=True, slots=True)
class Review:
    """The review of one import."""

    books: Books
    batch: Batch

    @classmethod
    def of(cls, books: Books, name: str) -> Review:
        """Return the review of the import with this id or folder; UsageError when there is none."""
        batch = books.batches.batch(name) or books.batches.of_folder(str(Path(name).absolute()))
        batch = batch or books.batches.of_folder(name)
        if batch is None:
            raise UsageError(Message.of("import-none", name=name))
        return cls(books, batch)

    def groups(self) -> list[Group]:
        """Return the held scans by reason, the commonest first."""
        return groups_of(self._held())

    def set_aside(self) -> Iterator[BatchFile]:
        """Yield the files that could not be taken, with their reasons."""
        return self.books.batches.files(
            self.batch.id, FileState.UNREADABLE, FileState.REFUSED, FileState.GONE
        )

    def plan(self, way: Mend) -> Iterator[Change]:
        """Yield what a mend would change; UsageError when the way is none."""
        if way.unit:
            return self._planned(way, lambda scan: of_unit(scan, way.unit))
        expectations = self._expectations(way)
        return self._planned(way, lambda scan: expectations.codes(scan.path))

    def mend(self, way: Mend) -> int:
        """Mend the group, and let later files be understood the same way; return how many scans are matched anew."""
        mends = secrets.token_hex(8)
        done = 0
        before = mend(
            self.plan(way), self.books.journal, self.books.clock, self.books.workspace.settings.who,
            self.books.desk.recorded,
        )  # fmt: skip
        while portion := list(islice(before, _PORTION)):
            self.books.batches.put_mend(self.batch.id, mends, [_kept(one) for one in portion])
            done += len(portion)
        self._keep(way)
        return done

    def undo(self) -> tuple[int, list[str]]:
        """Undo the last mend; return how many scans stand as before, and the ids of those that went too far."""
        before = [_from_kept(one) for one in self.books.batches.take_last_mend(self.batch.id)]
        who = self.books.workspace.settings.who
        return undo(before, self.books.journal, self.books.clock, who, self.books.desk.recorded)

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

    def give_verdict(
        self, seed: str, bad: tuple[str, ...], level: str = "", aql: str = ""
    ) -> dict[str, object]:
        """Record what a person found in the sample of this seed: `bad` scans of it; return the verdict.

        UsageError when one of them is not of the sample.
        """
        plan, scans = self.sample(seed, level, aql)
        for stray in set(bad) - {scan.id for scan in scans}:
            raise UsageError(Message.of("import-not-of-sample", scan=stray))
        verdict: dict[str, object] = {
            "seed": seed, "lot": plan.lot, "level": plan.level, "aql": plan.aql, "letter": plan.letter,
            "size": len(scans), "accept": plan.accept, "bad": sorted(set(bad)),
            "accepted": len(set(bad)) <= plan.accept, "by": self.books.workspace.settings.who,
        }  # fmt: skip
        self.books.batches.put_verdict(self.batch.id, self.books.clock(), verdict)
        return verdict

    def _expectations(self, way: Mend) -> Expectations:
        if not (way.naming or way.manifest):
            raise UsageError(Message.of("import-mend-how"))
        profile = profile_of(self.books, self.batch.profile)
        manifest = way.manifest or self.batch.manifest
        columns = dict(way.columns or profile.list_columns) or None
        entries = manifest_of(Path(manifest), columns).entries if manifest else ()
        return Expectations(Naming(way.naming or profile.naming), entries)

    def _planned(self, way: Mend, codes: Codes) -> Iterator[Change]:
        return planned(self._held(), way.reason, codes, self.books.register.by_code)

    def _keep(self, way: Mend) -> None:
        """Files that come later are to be understood as the mended ones."""
        batch = self.batch
        if way.manifest:
            batch = replace(batch, manifest=str(Path(way.manifest).absolute()))
        if way.naming or way.columns:
            name = batch.profile or f"import-{batch.id}"
            save_naming(self.books.workspace.root / "profiles", name, way.naming, dict(way.columns))
            batch = replace(batch, profile=name)
        self.books.batches.put(batch)

    def _held(self) -> Iterator[Scan]:
        return self._scans().scans(self.batch.id, held=True)

    def _scans(self) -> JournalBatches:
        return JournalBatches(self.books.journal.database)


def _kept(before: Before) -> dict[str, object]:
    hold = [before.hold.id, dict(before.hold.arguments)]
    return {"scan": before.scan, "expected": before.expected, "hold": hold, "severity": before.severity.value}


def _from_kept(kept: dict[str, object]) -> Before:
    expected, hold = kept["expected"], kept["hold"]
    assert isinstance(expected, list)
    assert isinstance(hold, list)
    return Before(str(kept["scan"]), tuple(expected), Message(*hold), Severity(str(kept["severity"])))
