"""What the supervisor's window can have done, over the books of a workspace."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.compose.books import Books
from app.compose.letters import letter_desk
from app.compose.second_look_desk import WorkspaceSecondLook
from app.compose.supervision import lists_of, open_acts, overlook, rules_of, work_lists, write_report
from app.compose.sync_desk import ServedSynchronisation
from app.domain.indicators import Period, View
from app.domain.ledger import local_day
from app.domain.messages import Message
from app.storage.sheet_files import write_workbook
from app.supervision.difference import Difference, differences
from app.supervision.letters import Wish
from app.supervision.overview import LIST_AT_ONCE
from app.supervision.work_tables import work_table
from app.supervision.worklists import Item, Kind

Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class WorkspaceOversight:
    """Port Oversight. Each call opens the book of acts for itself, so that scripts may write it meanwhile."""

    books: Callable[[], Books]

    def work(self, kind: Kind, unit: str | None) -> list[Item]:
        """Return the first page of a work list, the longest waiting first."""
        with open_acts(self.books()) as acts:
            return work_lists(self.books(), acts).items(kind, unit=unit, limit=LIST_AT_ONCE)

    def differences(self, period: Period, unit: str | None) -> list[Difference]:
        """Return the first dossiers that only one view counts as due a result, those of the provincial view first."""
        figures = lists_of(self.books())
        own = None if unit is None else figures.units.at(unit, period.last)
        return list(differences(figures, period, own, LIST_AT_ONCE))

    def second_look(self) -> WorkspaceSecondLook:
        """Return the second look at linked results."""
        return WorkspaceSecondLook(self.books)

    def synchronisation(self) -> ServedSynchronisation | None:
        """Return what is done about synchronisation; None where this workspace uses a store of its own."""
        workspace = self.books().workspace
        return ServedSynchronisation(workspace) if workspace.settings.store_url else None

    def assign(self, subjects: Sequence[str], to: str, note: str) -> None:
        """Give work to a person ("": take it back), with a note."""
        with open_acts(self.books()) as acts:
            work_lists(self.books(), acts).assign(subjects, to, self.books().workspace.settings.who, note)

    def write_list(self, path: Path, kind: Kind, unit: str | None, say: Say) -> int:
        """Write a work list to a workbook; return how many lines it has."""
        with open_acts(self.books()) as acts:
            items = work_lists(self.books(), acts).items(kind, unit=unit)
        write_workbook(path, [work_table(kind.value, items, say)])
        return len(items)

    def remind(self, folder: Path, say: Say) -> list[tuple[str, int]]:
        """Write a workbook for each person who has work given to; return who, and how much."""
        told: list[tuple[str, int]] = []
        with open_acts(self.books()) as acts:
            lists = work_lists(self.books(), acts)
            for person in lists.people():
                own = {kind: items for kind in Kind if (items := lists.items(kind, assigned=person))}
                if not own:
                    continue  # all done
                name = "".join(char if char.isalnum() or char in "-_. " else "_" for char in person)
                tables = [work_table(kind.value, items, say) for kind, items in own.items()]
                told.append((person, sum(map(len, own.values()))))
                write_workbook(folder / f"{len(told):02d}-{name}.xlsx", tables)
        return told

    def report(
        self, folder: Path, title: str, asked: tuple[Period, View, str | None], say: Say
    ) -> list[Path]:
        """Write the report of a period: workbook, CSV, PDF/A."""
        return write_report(folder, title, overlook(self.books()), asked, say)[0]

    def reasons(self) -> Mapping[str, str]:
        """Return the catalogue of reasons of letters."""
        return rules_of(self.books().workspace).letters(local_day(self.books().clock())).reasons

    def write_letters(
        self, codes: Sequence[str], reason: str, until: date | None
    ) -> tuple[int, list[Message]]:
        """Write letters of apology or extension; return how many, and why others were not."""
        with open_acts(self.books()) as acts:
            written, refused = letter_desk(self.books(), acts).write(codes, Wish(reason, until))
        return len(written), refused

    def allow_letter(self, code: str, note: str) -> None:
        """Allow one further letter for a dossier."""
        with open_acts(self.books()) as acts:
            letter_desk(self.books(), acts).allow(code, note)

    def letters(self, period: Period) -> list[dict[str, Any]]:
        """Return the letters written in a period, in the published shape."""
        with open_acts(self.books()) as acts:
            desk = letter_desk(self.books(), acts)
            return [desk.shape(one) for one in desk.letters.of_period(period)]

    def number_letters(self, letters: Sequence[str], first: int) -> int:
        """Number letters from `first` on and send them on their way; return how many."""
        with open_acts(self.books()) as acts:
            desk = letter_desk(self.books(), acts)
            for left in desk.unfinished():
                desk.make(left)
            return len(desk.issue(letters, first))

    def write_letters_list(self, path: Path, period: Period, say: Say) -> int:
        """Write the letters of a period to a workbook; return how many."""
        with open_acts(self.books()) as acts:
            desk = letter_desk(self.books(), acts)
            found = desk.letters.of_period(period)
            desk.write_list(path, found, say)
        return len(found)
