"""The book of letters: written by a clerk, a further one allowed by a supervisor, numbered by the records officer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from app.domain.dossier import Dossier
from app.domain.errors import UsageError
from app.domain.indicators import Period
from app.domain.ledger import local_day
from app.domain.letters import Letter, LetterKind, may_be_extended
from app.domain.messages import Message
from app.storage.acts import Act
from app.supervision.rules import LetterRules, Rules

WRITTEN, ALLOWED, NUMBERED, NUMBER = "letter-written", "letter-allowed", "letter-numbered", "letter-number"


class Acts(Protocol):
    """Where the acts are kept (storage.acts, or the served store's database)."""

    def record(self, acts: Sequence[Act]) -> None:
        """Write all of them durably, or none."""

    def record_once(self, acts: Sequence[Act]) -> str:
        """Write all, or none when an act of its kind stands on a subject already: return that subject, else ""."""

    def newest(self, kind: str) -> Mapping[str, Act]:
        """Return the last act of this kind on each subject."""

    def all(self, kind: str) -> Iterable[Act]:
        """Give every act of this kind, oldest first."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be written: an entry of the catalogue of reasons, and the new day or the working days from today."""

    reason: str
    until: date | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters of one office. `find` gives a dossier by its code, `new_id` the id of a letter."""

    acts: Acts
    find: Callable[[str], Dossier | None]
    rules: Rules
    clock: Callable[[], datetime]
    new_id: Callable[[], str]

    def all(self) -> list[Letter]:
        """Return every letter, oldest first."""
        numbers = self.acts.newest(NUMBERED)
        return [letter_of(act, numbers.get(act.subject)) for act in self.acts.all(WRITTEN)]

    def before(self, letter: Letter) -> list[Letter]:
        """Return the dossier's numbered letters that were written before this one."""
        mine = [one for one in self.all() if one.dossier == letter.dossier and one.number]
        return [one for one in mine if one.written_at < letter.written_at]

    def of_period(self, period: Period) -> list[Letter]:
        """Return the letters written on these days."""
        return [one for one in self.all() if period.first <= local_day(one.written_at) <= period.last]

    def letter(self, letter_id: str) -> Letter:
        """Return one; UsageError when there is none with this id."""
        found = next((one for one in self.all() if one.id == letter_id), None)
        if found is None:
            raise UsageError(Message.of("letters-unknown", letter=letter_id))
        return found

    def write(self, codes: Sequence[str], wish: Wish, by: str) -> tuple[list[Letter], list[Message]]:
        """Write a letter for each dossier, without a number yet; return them, and why others could not be written.

        UsageError for a reason that the catalogue does not have, or a day that the calendar does not know.
        """
        now = self.clock()
        rules = self.rules.letters(local_day(now))
        if wish.reason not in rules.reasons:
            known = ", ".join(rules.reasons)
            raise UsageError(Message.of("letters-unknown-reason", reason=wish.reason, known=known))
        until = self._until(wish, rules, local_day(now))
        earlier = self.all()
        written: list[Letter] = []
        refused: list[Message] = []
        for code in dict.fromkeys(codes):
            dossier = self.find(code)
            told = (
                Message.of("letters-no-dossier", code=code)
                if dossier is None
                else self._why_not(dossier, earlier, until, rules.freely)
            )
            if dossier is None or told is not None or dossier.due_at is None:
                refused += [told] if told else []
                continue
            kind = LetterKind.APOLOGY if dossier.due_at < now else LetterKind.EXTENSION
            letter = Letter(
                self.new_id(), dossier.code, kind, wish.reason, dossier.due_at, until, now, by, rules.template
            )
            written.append(letter)
        self.acts.record([_written(one) for one in written])
        return written, refused

    def allow(self, code: str, by: str, note: str) -> None:
        """Let one further letter be written for a dossier: a supervisor's act.

        UsageError when the dossier is unknown, or `by` wrote its last letter: a second person must decide.
        """
        dossier = self.find(code)
        if dossier is None:
            raise UsageError(Message.of("letters-no-dossier", code=code))
        last = next((one for one in reversed(self.all()) if one.dossier == dossier.code), None)
        if last is not None and last.written_by == by:
            raise UsageError(Message.of("letters-own", who=by, dossier=dossier.code))
        self.acts.record([Act(ALLOWED, dossier.code, {"note": note}, by, self.clock())])

    def number(self, letters: Sequence[str], first: int, by: str) -> list[Letter]:
        """Give these letters the numbers from `first` on, all or none; return them.

        UsageError when a letter has one already, or a number was given to another letter this year.
        """
        now = self.clock()
        today = local_day(now)
        symbol = self.rules.letters(today).symbol
        found = [self.letter(one) for one in dict.fromkeys(letters)]
        acts: list[Act] = []
        for number, one in enumerate(found, first):
            body = {"number": number, "symbol": symbol, "dated": f"{today}"}
            acts.append(Act(NUMBERED, one.id, body, by, now))
            acts.append(Act(NUMBER, f"{today.year}/{number}/{symbol}", {"letter": one.id}, by, now))
        if taken := self.acts.record_once(acts):
            raise UsageError(Message.of("letters-number-taken", number=taken))
        return [self.letter(one.id) for one in found]

    def _until(self, wish: Wish, rules: LetterRules, today: date) -> date:
        calendar = self.rules.calendar()
        if wish.until is None:
            return calendar.after(today, rules.days if wish.days is None else wish.days)
        if wish.until <= today or not calendar.works(wish.until):
            raise UsageError(Message.of("letters-no-working-day", until=f"{wish.until:%d/%m/%Y}"))
        return wish.until

    def _why_not(
        self, dossier: Dossier, letters: Sequence[Letter], until: date, freely: int
    ) -> Message | None:
        earlier = [one for one in letters if one.dossier == dossier.code]
        allowed = self.acts.newest(ALLOWED).get(dossier.code)
        since_last = allowed is not None and (not earlier or allowed.at > earlier[-1].written_at)
        return may_be_extended(dossier, earlier, freely, since_last, until)


def _written(letter: Letter) -> Act:
    body = {
        "dossier": letter.dossier,
        "kind": letter.kind.value,
        "reason": letter.reason,
        "promised": letter.promised.isoformat(),
        "until": f"{letter.until}",
        "template": letter.template,
    }
    return Act(WRITTEN, letter.id, body, letter.written_by, letter.written_at)


def letter_of(act: Act, number: Act | None) -> Letter:
    """Return the letter of its act WRITTEN, and of its act NUMBERED when it has a number."""
    body = act.body
    letter = Letter(
        act.subject,
        body["dossier"],
        LetterKind(body["kind"]),
        body["reason"],
        datetime.fromisoformat(body["promised"]),
        date.fromisoformat(body["until"]),
        act.at,
        act.by,
        body["template"],
    )
    if number is None:
        return letter
    given = number.body
    dated = date.fromisoformat(given["dated"])
    return replace(letter, number=given["number"], symbol=given["symbol"], dated=dated)
