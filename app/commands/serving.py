"""`serve`, and what an administrator does with the store that is served: accounts, tokens, audit, migrations."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.options import command, option, pass_session
from app.commands.session import Session, translations
from app.commands.store import store as store_group
from app.domain.errors import EnvironmentLackError
from app.domain.messages import Message

if TYPE_CHECKING:
    from app.server.blobs import S3Place
    from app.server.parts import Place, ServedStore

_ROLES = ("clerk", "records_officer", "supervisor", "administrator")


def placed(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say where the served store lies; the command is given its Place."""

    @option("--database", envvar="SOHOA_DATABASE", help="cli-serve-database")
    @option("--blobs", envvar="SOHOA_BLOBS", help="cli-serve-blobs")
    @option("--s3-endpoint", envvar="SOHOA_S3_ENDPOINT", default="", help="cli-serve-s3-endpoint")
    @option("--s3-region", envvar="SOHOA_S3_REGION", default="us-east-1", help="cli-serve-s3-region")
    @option("--s3-key", envvar="AWS_ACCESS_KEY_ID", default="", help="cli-serve-s3-key")
    @pass_session
    def with_place(
        session: Session,
        /,
        database: str | None,
        blobs: str | None,
        s3_endpoint: str,
        s3_region: str,
        s3_key: str,
        **others: Any,
    ) -> None:
        _require_server()
        from app.server.limits import Limits  # noqa: PLC0415 - the server is an extra
        from app.server.parts import Place  # noqa: PLC0415

        home = session.workspace.root / "server"
        url = database or f"sqlite:///{(home / 'store.sqlite').absolute()}"
        where = _s3(blobs or "", s3_endpoint, s3_region, s3_key) or Path(blobs or home / "objects").absolute()
        chosen = session.workspace.settings
        limits = Limits(
            chosen.served_upload_gigabytes << 30,
            chosen.served_calls_of_account,
            chosen.served_calls_of_address,
        )
        place = Place(url, where, home.absolute(), translations(), limits)
        function(session, place, **others)

    with_place.__doc__ = function.__doc__
    return with_place


def _s3(blobs: str, endpoint: str, region: str, key: str) -> S3Place | None:
    """Return the bucket of an address s3://bucket/prefix, None for a folder."""
    from app.server.blobs import S3Place  # noqa: PLC0415

    if not blobs.startswith("s3://"):
        return None
    bucket, _, prefix = blobs.removeprefix("s3://").partition("/")
    return S3Place(bucket, f"{prefix.rstrip('/')}/" if prefix else "", endpoint, region, key)


def _require_server() -> None:
    for module in ("alembic", "argon2", "fastapi", "sqlalchemy", "uvicorn"):
        if importlib.util.find_spec(module) is None:
            raise EnvironmentLackError(Message.of("serve-extra-missing", module=module))


@contextmanager
def opened(place: Place) -> Iterator[ServedStore]:
    """Open the served store for one command."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from app.server.parts import open_store  # noqa: PLC0415

    served = open_store(place, lambda: datetime.now(UTC))
    try:
        yield served
    finally:
        served.close()


@command("serve", "cli-serve")
@option("--host", default="127.0.0.1", help="cli-serve-host")
@option("--port", type=click.IntRange(0, 65535), default=8080, help="cli-serve-port")
@option("--workers", type=click.IntRange(1, 64), default=1, help="cli-serve-workers")
@option("--certificate", type=click.Path(dir_okay=False, path_type=Path), help="cli-serve-certificate")
@option("--private-key", type=click.Path(dir_okay=False, path_type=Path), help="cli-serve-private-key")
@option("--proxies", default="", help="cli-serve-proxies")
@placed
def serve(session: Session, place: Place, **door: Any) -> None:
    """Serve the data store until told to end."""
    from app.server.run import Door  # noqa: PLC0415
    from app.server.run import serve as run  # noqa: PLC0415

    def announce(url: str) -> None:
        session.give({"url": url}, session.text("serve-listening", url=url))
        sys.stdout.flush()

    run(place, Door(**door), announce)


@command("add-account", "cli-store-add-account", store_group)
@click.argument("account")
@option("--role", type=click.Choice(_ROLES), required=True, help="cli-store-role")
@option("--unit", "units", multiple=True, required=True, help="cli-store-unit")
@option("--no-password", is_flag=True, help="cli-store-no-password")
@placed
def add_account(
    session: Session, place: Place, account: str, role: str, units: tuple[str, ...], no_password: bool
) -> None:
    """Make an account; its password comes on standard input."""
    from app.server.accounts import Role  # noqa: PLC0415

    password = None if no_password else _password(session)
    with opened(place) as served:
        made = served.accounts.add(account, Role(role), units, password)
    record = {"account": made.name, "role": made.role, "units": list(made.units)}
    session.give(record, session.text("serve-account-made", account=account))


@command("change-account", "cli-store-change-account", store_group)
@click.argument("account")
@option("--password", "new_password", is_flag=True, help="cli-store-new-password")
@option("--disable/--enable", "disabled", default=None, help="cli-store-disable")
@placed
def change_account(
    session: Session, place: Place, account: str, new_password: bool, disabled: bool | None
) -> None:
    """Give an account a new password, disable or enable it; its tokens end."""
    password = _password(session) if new_password else None
    with opened(place) as served:
        served.accounts.change(account, password=password, disabled=disabled)
    session.give({"account": account}, session.text("serve-account-changed", account=account))


@command("make-token", "cli-store-make-token", store_group)
@click.argument("account")
@option("--label", default="", help="cli-store-label")
@placed
def make_token(session: Session, place: Place, account: str, label: str) -> None:
    """Make a workstation's token; it is shown this once."""
    from app.server.database import moment_of  # noqa: PLC0415

    with opened(place) as served:
        token = served.accounts.workstation_token(account, label)
    until = moment_of(token.expires_at).isoformat(timespec="seconds")
    session.give({"account": account, "token": token.secret, "expires_at": until}, token.secret)


@command("migrate", "cli-store-migrate", store_group)
@option("--dry-run", is_flag=True, help="cli-store-dry-run")
@placed
def migrate(session: Session, place: Place, dry_run: bool) -> None:
    """Bring the database to this program's form, or show the SQL that would do it."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from app.server.database import ServerDatabase  # noqa: PLC0415
    from app.storage.durable import make_folder  # noqa: PLC0415

    make_folder(place.home)
    database = ServerDatabase(place.database, lambda: datetime.now(UTC))
    try:
        steps = database.pending()
        sql = database.dry_run() if dry_run else ""
        if not dry_run:
            database.upgrade()
    finally:
        database.close()
    session.give({"steps": steps, "done": not dry_run, "sql": sql}, sql or session.text("serve-migrated"))


def _password(session: Session) -> str:
    if sys.stdin.isatty():
        return str(
            click.prompt(
                session.text("store-ask-password"), hide_input=True, confirmation_prompt=True, err=True
            )
        )
    return sys.stdin.readline().rstrip("\r\n")
