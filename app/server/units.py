"""Units and codes: which unit answers for a dossier, and whose codes an account may write into one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from app.domain.codes import code_key, parse_dossier_code
from app.domain.dossier import Dossier
from app.server.accounts import Account
from app.server.database import many

_OLD_FRONT = re.compile(r"\d{7}(?=[HG])")  # 000.00.12. of the codes until 2021, as a key


def unit_of(dossier: Dossier) -> str:
    """Return the unit that answers for a dossier: its own, or else the front of its code."""
    return dossier.unit_code or unit_in_code(dossier.code)


def unit_in_code(code: str) -> str:
    """Return the unit that a dossier's code names, "" when it names none."""
    unit, dash, _ = code.partition("-")
    return unit if dash else ""


def as_today(unit: str) -> str:
    """Return a unit as it is written today: 000.00.12.H15 of the codes until 2021 is H15.12."""
    parts = unit.split(".")
    if not parts[0].isdecimal():
        return unit
    return ".".join(part for part in reversed(parts) if part.strip("0"))


@dataclass(frozen=True, slots=True)
class Claims:
    """Which codes an account may give to a dossier of its own: none that lead, as people read them, to another unit's.

    `owners`: units of the dossiers that have such a code as their own, by the code in lower case. `roots`: keys of the
    units at the head of those this store knows; a code that begins like them and is not the account's is another's.
    Codes of other systems (a ministry's) are free, as long as no dossier here has them.
    """

    account: Account
    owners: dict[str, str]
    roots: frozenset[str]

    @classmethod
    def of(cls, connection: Connection, account: Account, codes: Iterable[str]) -> Claims:
        """Ask the database about these codes; nothing is asked for an account that is not bound to units."""
        names = {f"code{number}": code for number, code in enumerate({code.lower() for code in codes})}
        if account.everywhere or not names:
            return cls(account, {}, frozenset())
        sql = f"SELECT code, unit FROM dossiers WHERE lower(code) IN ({', '.join(':' + name for name in names)})"  # noqa: S608
        owners = {row["code"].lower(): str(row["unit"]) for row in many(connection, sql, **names)}
        units = (*account.units, *(row["unit"] for row in many(connection, "SELECT unit FROM units")))
        roots = (code_key(as_today(unit).partition(".")[0]) for unit in units)
        return cls(account, owners, frozenset(root for root in roots if root))

    def foreign_code(self, before: Dossier | None, after: Dossier) -> str | None:
        """Return the first code that this change would add to the dossier and that is another unit's, or None."""
        known = before.codes if before else ()
        return next((code for code in after.codes if code not in known and self._is_foreign(code)), None)

    def _is_foreign(self, code: str) -> bool:
        if self.account.everywhere:
            return False
        owner = self.owners.get(code.lower())
        if owner is not None:
            return not self.account.answers_for(owner)
        key = _OLD_FRONT.sub("", code_key(code), count=1)
        if not any(key.startswith(root) for root in self.roots):
            return False
        return not self.account.answers_for(as_today(unit_in_code(parse_dossier_code(code) or code)))
