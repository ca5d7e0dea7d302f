"""Who may do what: one table, asked before every call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPBearer

from app.server.accounts import Account, Role
from app.server.problems import ProblemError

_EVERYBODY = frozenset(Role)
_COUNTER = frozenset({Role.CLERK, Role.RECORDS_OFFICER})
ALLOWED: dict[str, frozenset[Role]] = {
    "look": _EVERYBODY,
    "register": _COUNTER | {Role.ADMINISTRATOR},
    "deposit": _COUNTER,
    "number": frozenset({Role.RECORDS_OFFICER}),
    "allow": frozenset({Role.SUPERVISOR}),
    "withdraw": frozenset({Role.RECORDS_OFFICER, Role.SUPERVISOR}),
    "supervise": frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
    "measure": frozenset({Role.ADMINISTRATOR}),
    "audit": frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
}
bearer = HTTPBearer(auto_error=False, scheme_name="token")
_WHO = {"WWW-Authenticate": "Bearer"}


def token_of(request: Request) -> str:
    """Return the bearer token of a request, "" when it has none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def account_of(request: Request) -> Account:
    """Return who asks; ProblemError 401 without a valid token."""
    token = token_of(request)
    account: Account | None = request.app.state.store.accounts.of_token(token) if token else None
    if account is None:
        raise ProblemError(401, "not-logged-in", _WHO)
    request.scope["sohoa_account"] = account.id  # for the log
    request.app.state.store.allowances.spend("account", str(account.id))
    return account


async def address_may_call(request: Request) -> None:
    """Let a call of this address pass; ProblemError 429 when it has called too often."""
    address = request.client.host if request.client else ""
    allowances = request.app.state.store.allowances
    if not allowances.spend_here("address", address):
        await run_in_threadpool(allowances.spend, "address", address)


def may(act: str) -> Callable[..., Awaitable[Account]]:
    """Return a dependency that gives the account when its role may do this; ProblemError 403 otherwise."""
    roles = ALLOWED[act]

    async def allowed(account: Annotated[Account, Depends(account_of)]) -> Account:
        if account.role not in roles:
            raise ProblemError(403, "not-allowed")
        return account

    return allowed
