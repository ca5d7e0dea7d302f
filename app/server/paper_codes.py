"""Codes of digitized papers: `<prefix>.<NN>`, NN counting the codes with exactly this prefix."""

from __future__ import annotations

from app.server.accounts import Account
from app.server.audit import Act, write_down
from app.server.database import ServerDatabase, do, one
from app.server.problems import ProblemError
from app.server.signing import StoreKey


class PaperCodes:
    """Gives each code once, to whoever asks first."""

    def __init__(self, database: ServerDatabase, key: StoreKey) -> None:
        """Work on a database; codes given are written down with the store's key."""
        self._database, self._key = database, key

    def give(self, account: Account, prefix: str, key: str) -> str:
        """Return the next code of this prefix; the same one again for the same key (409 when it has another prefix)."""
        with self._database.writing() as connection:
            row = one(
                connection, "SELECT prefix, number FROM paper_codes WHERE idempotency_key = :key", key=key
            )
            if row is not None:
                if row["prefix"] != prefix:
                    raise ProblemError(409, "key-used")
                return _code(prefix, row["number"])
            sql = "SELECT count(*) AS given FROM paper_codes WHERE prefix = :prefix"
            number = int((one(connection, sql, prefix=prefix) or {"given": 0})["given"]) + 1
            now = self._database.now(connection)
            do(
                connection,
                "INSERT INTO paper_codes (prefix, number, idempotency_key, account_id, given_at)"
                " VALUES (:prefix, :number, :key, :account, :now)",
                prefix=prefix, number=number, key=key, account=account.id, now=now,
            )  # fmt: skip
            # The prefix begins with a person's number: the audit names the key only.
            write_down(
                connection, self._key, Act(account.name, "code-given", key, detail={"number": number}), now
            )
            return _code(prefix, number)


def _code(prefix: str, number: int) -> str:
    return f"{prefix}.{number:02}"
