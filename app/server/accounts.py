"""Accounts, passwords and tokens. All of it lives in the database."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from app.domain.errors import UsageError
from app.domain.messages import Message
from app.server.audit import Act, write_down
from app.server.database import Row, ServerDatabase, do, one
from app.server.doors import Doors
from app.server.problems import ProblemError
from app.server.signing import StoreKey

SHORTEST_PASSWORD = 12
EVERY_UNIT = "*"
_SESSION = timedelta(hours=12)
_WORKSTATION = timedelta(days=365)
_MICROSECONDS = timedelta(microseconds=1)
_passwords = PasswordHasher()  # Argon2id with RFC 9106's low-memory parameters
_NOBODY = _passwords.hash(secrets.token_hex())  # an unknown account takes as long as a wrong password


_WHOSE = """
SELECT accounts.id, account, role, units FROM tokens JOIN accounts ON accounts.id = account_id
WHERE token_hash = :h AND expires_at > {now} AND revoked_at IS NULL AND disabled_at IS NULL"""


class Role(StrEnum):
    """What an account may do (app.server.access says what)."""

    CLERK = "clerk"
    RECORDS_OFFICER = "records_officer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Account:
    """Who asks. `units`: codes; each stands for itself and what is under it (H15 for H15.12), "*" for all."""

    id: int
    name: str
    role: Role
    units: tuple[str, ...]

    @property
    def everywhere(self) -> bool:
        """Whether it is not bound to units."""
        return EVERY_UNIT in self.units

    def answers_for(self, unit: str) -> bool:
        """Whether a unit is one of its own."""
        return self.everywhere or any(unit == own or unit.startswith(f"{own}.") for own in self.units)


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token, known in full only now: the database keeps its SHA-256."""

    secret: str
    expires_at: int
    account: Account


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _account(row: Row) -> Account:
    return Account(row["id"], row["account"], Role(row["role"]), tuple(row["units"].split()))


class Accounts:
    """Makes accounts and tokens, and says who a token belongs to."""

    def __init__(self, database: ServerDatabase, key: StoreKey) -> None:
        """Work on a database; acts are written down with the store's key."""
        self._database, self._key, self._doors = database, key, Doors(database)

    def add(self, name: str, role: Role, units: tuple[str, ...], password: str | None) -> Account:
        """Make an account; UsageError when it is there, without units, or with a password too short."""
        if not units or not all(unit and unit == unit.strip() and " " not in unit for unit in units):
            raise UsageError(Message.of("serve-account-without-units"))
        hashed = None if password is None else _hashed(password)
        try:
            with self._database.writing() as connection:
                now = self._database.now(connection)
                do(
                    connection,
                    "INSERT INTO accounts (account, role, units, password_hash, created_at)"
                    " VALUES (:name, :role, :units, :hashed, :now)",
                    name=name, role=role.value, units=" ".join(units), hashed=hashed, now=now,
                )  # fmt: skip
                act = Act("-", "account-made", name, detail={"role": role.value, "units": list(units)})
                write_down(connection, self._key, act, now)
                return _account(self._row(connection, name))
        except IntegrityError as trouble:
            raise UsageError(Message.of("serve-account-exists", account=name)) from trouble

    def find(self, name: str) -> Account | None:
        """Return the account of this name, None when there is none."""
        with self._database.reading() as connection:
            row = one(connection, "SELECT * FROM accounts WHERE account = :name", name=name)
        return _account(row) if row else None

    def change(self, name: str, *, password: str | None = None, disabled: bool | None = None) -> None:
        """Give a new password, or disable an account; every token of it ends. UsageError when it is not known."""
        hashed = None if password is None else _hashed(password)
        with self._database.writing() as connection:
            account, now = self._row(connection, name), self._database.now(connection)
            if hashed:
                do(
                    connection,
                    "UPDATE accounts SET password_hash = :h WHERE id = :id",
                    h=hashed,
                    id=account["id"],
                )
            if disabled is not None:
                at = now if disabled else None
                do(
                    connection,
                    "UPDATE accounts SET disabled_at = :at WHERE id = :id",
                    at=at,
                    id=account["id"],
                )
            do(
                connection,
                "UPDATE tokens SET revoked_at = :now WHERE account_id = :id AND revoked_at IS NULL",
                now=now,
                id=account["id"],
            )
            action = "password-changed" if hashed else "account-disabled" if disabled else "account-enabled"
            write_down(connection, self._key, Act("-", action, name), now)

    def workstation_token(self, name: str, label: str) -> Token:
        """Make a long-lived token for a workstation; it is shown this once."""
        with self._database.writing() as connection:
            account = _account(self._row(connection, name))
            now = self._database.now(connection)
            token = self._token(connection, account, "workstation", label, _WORKSTATION)
            write_down(connection, self._key, Act("-", "token-made", name, detail={"label": label}), now)
        return token

    def log_in(self, name: str, password: str, address: str) -> Token:
        """Open a session; ProblemError 401 for a wrong login, 429 while the account or the address is shut out."""
        self._doors.enter(name, address)
        with self._database.reading() as connection:
            row = one(connection, "SELECT * FROM accounts WHERE account = :name", name=name)
        good = _is_password(row["password_hash"] if row else None, password)
        if row is None or not good or row["disabled_at"] is not None:
            self._doors.wrong(name, address)
            with self._database.writing() as connection:
                act = Act("-", "login-refused", name[:200])
                write_down(connection, self._key, act, self._database.now(connection))
            raise ProblemError(401, "wrong-login")
        self._doors.right(name, address)
        with self._database.writing() as connection:
            account, now = _account(row), self._database.now(connection)
            do(connection, "DELETE FROM tokens WHERE expires_at < :now", now=now)
            token = self._token(connection, account, "session", "", _SESSION)
            write_down(connection, self._key, Act(name, "logged-in"), now)
        return token

    def log_out(self, token: str) -> None:
        """End a session before its time."""
        with self._database.changing() as connection:
            now = self._database.now(connection)
            do(
                connection,
                "UPDATE tokens SET revoked_at = :now WHERE token_hash = :h",
                now=now,
                h=_hash(token),
            )

    def of_token(self, token: str) -> Account | None:
        """Return whose token this is; None when it is forged, expired, revoked, or its account disabled."""
        with self._database.reading() as connection:
            row = one(
                connection,
                self._database.timed(_WHOSE),
                h=_hash(token),
            )
        return _account(row) if row else None

    # --- within ---

    def _row(self, connection: Connection, name: str) -> Row:
        row = one(connection, "SELECT * FROM accounts WHERE account = :name", name=name)
        if row is None:
            raise UsageError(Message.of("serve-account-unknown", account=name))
        return row

    def _token(
        self, connection: Connection, account: Account, kind: str, label: str, life: timedelta
    ) -> Token:
        secret, now = secrets.token_urlsafe(32), self._database.now(connection)
        expires_at = now + life // _MICROSECONDS
        do(
            connection,
            "INSERT INTO tokens (token_hash, account_id, kind, label, created_at, expires_at)"
            " VALUES (:hash, :account, :kind, :label, :now, :end)",
            hash=_hash(secret), account=account.id, kind=kind, label=label, now=now, end=expires_at,
        )  # fmt: skip
        return Token(secret, expires_at, account)


def _hashed(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise UsageError(Message.of("serve-password-short", characters=SHORTEST_PASSWORD))
    return _passwords.hash(password)


def _is_password(hashed: str | None, password: str) -> bool:
    try:
        _passwords.verify(hashed or _NOBODY, password)
    except (Argon2Error, InvalidHashError, UnicodeError):
        return False
    return hashed is not None
