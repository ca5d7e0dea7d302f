"""What the supervisor's window can have done; app.compose.oversight does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from app.domain.dossier import Dossier
from app.domain.indicators import Period, View
from app.domain.messages import Message
from app.domain.quality import Quality, Verdict
from app.domain.scan import Scan
from app.supervision.difference import Difference
from app.supervision.worklists import Item, Kind

Say = Callable[[str], str]


class Synchronisation(Protocol):
    """What the served store does about dossiers that other systems show otherwise; every call waits for the network."""

    def causes(self, unit: str | None, say: Say) -> list[tuple[str, str, int]]:
        """Return each cause of an error, its words, and how many dossiers have it."""

    def resend(self, dossiers: Sequence[str]) -> int:
        """Let these dossiers be sent again now; return how many of them have an error."""

    def resend_all(self, cause: str, unit: str | None) -> int:
        """Let all dossiers with this cause be sent again now; return how many."""

    def report(self, folder: Path, period: Period, unit: str | None) -> list[Path]:
        """Write the report for the department of science and technology: XLSX and PDF."""


class SecondLook(Protocol):
    """The second look at linked results, under one account; every call may wait for the disk or a worker."""

    def waiting(self) -> list[tuple[Scan, Dossier | None]]:
        """Return the first links that this account is to see again, each with its dossier."""

    def quality(self) -> tuple[Quality, dict[str, int]]:
        """Return the figures, and which kinds of evidence spoke for links found wrong."""

    def judge(self, scan: str, verdict: Verdict, reason: str) -> None:
        """Record a verdict durably; UsageError when it was not drawn, or is of the person who linked it."""

    def page(self, scan: Scan, page: int, max_side: int) -> bytes:
        """Return a page of a scan as a plain picture (PNM)."""


class Oversight(Protocol):
    """Acts and lists; every call may wait for the disk, and raises UsageError with what a person must mend."""

    def work(self, kind: Kind, unit: str | None) -> list[Item]:
        """Return the first page of a work list, the longest waiting first."""

    def differences(self, period: Period, unit: str | None) -> list[Difference]:
        """Return the first dossiers that only one view counts as due a result, those of the provincial view first."""

    def second_look(self) -> SecondLook:
        """Return the second look at linked results. Does not wait."""

    def synchronisation(self) -> Synchronisation | None:
        """Return what is done about synchronisation; None where there is no served store. Does not wait."""

    def assign(self, subjects: Sequence[str], to: str, note: str) -> None:
        """Give work to a person ("": take it back), with a note."""

    def write_list(self, path: Path, kind: Kind, unit: str | None, say: Say) -> int:
        """Write a work list to a workbook; return how many lines it has."""

    def remind(self, folder: Path, say: Say) -> list[tuple[str, int]]:
        """Write a workbook for each person who has work given to; return who, and how much."""

    def report(
        self, folder: Path, title: str, asked: tuple[Period, View, str | None], say: Say
    ) -> list[Path]:
        """Write the report of a period: workbook, CSV, PDF/A."""

    def reasons(self) -> Mapping[str, str]:
        """Return the catalogue of reasons of letters."""

    def write_letters(
        self, codes: Sequence[str], reason: str, until: date | None
    ) -> tuple[int, list[Message]]:
        """Write letters of apology or extension; return how many, and why others were not."""

    def allow_letter(self, code: str, note: str) -> None:
        """Allow one further letter for a dossier."""

    def letters(self, period: Period) -> list[dict[str, Any]]:
        """Return the letters written in a period, in the published shape."""

    def number_letters(self, letters: Sequence[str], first: int) -> int:
        """Number letters from `first` on and send them on their way; return how many."""

    def write_letters_list(self, path: Path, period: Period, say: Say) -> int:
        """Write the letters of a period to a workbook; return how many."""
