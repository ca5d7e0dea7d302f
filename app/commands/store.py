"""`store connect`, `move`, `status` and `receipt`: the workstation's road to a served store."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from app.commands.options import command, option, pass_session, subgroup
from app.commands.session import ENVIRONMENT, Session
from app.compose.store_road import Wanted, connect, move, receipt_of_scan, status
from app.domain.messages import Message
from app.domain.receipt import published
from app.settings import CREDENTIAL_PLACES
from app.storage.http.connection import Credential


@subgroup("store", "cli-store")
def store() -> None:
    """Group the commands about the store."""


@command("connect", "cli-store-connect", store)
@click.argument("url")
@option("--account", help="cli-store-account")
@option("--ca", type=click.Path(dir_okay=False, path_type=Path), help="cli-store-ca")
@option("--credential", type=click.Choice(CREDENTIAL_PLACES), default="keyring", help="cli-store-credential")
@option("--new-key", is_flag=True, help="cli-store-new-key")
@pass_session
def store_connect(
    session: Session, url: str, account: str | None, ca: Path | None, credential: str, new_key: bool
) -> None:
    """Deposit in a served store from now on; password or token come on standard input."""
    login = _credential(session, account)
    settings = connect(
        session.workspace, Wanted(url, login, authority=ca, in_file=credential == "file", new_key=new_key)
    )
    keys = settings.store_key.split()
    session.give(
        {"store": settings.store_url, "account": account, "keys": keys},
        session.text("store-connected", store=settings.store_url),
    )


def _credential(session: Session, account: str | None) -> Credential:
    asked = "store-ask-password" if account else "store-ask-token"
    if sys.stdin.isatty():
        secret = str(click.prompt(session.text(asked), hide_input=True, err=True))
    else:
        secret = sys.stdin.readline().rstrip("\r\n")
    return Credential(account, secret) if account else Credential(token=secret)


@command("move", "cli-store-move", store)
@pass_session
def store_move(session: Session) -> None:
    """Bring what the workspace's own store holds to the served store; running it again goes on."""
    moved = failed = 0
    for one in move(session.workspace):
        trouble = session.translator.say(one.trouble) if one.trouble else None
        moved, failed = moved + (trouble is None), failed + (trouble is not None)
        record = {
            "receipt": one.receipt.id,
            "dossier": one.receipt.dossier,
            "became": one.became,
            "problem": trouble,
        }
        session.give(record, f"{one.receipt.dossier}  {one.receipt.id}  {one.became or trouble}")
    session.tell(Message.of("store-moved", moved=moved, failed=failed))
    if failed:
        session.something_waits()


@command("status", "cli-store-status", store)
@pass_session
def store_status(session: Session) -> None:
    """Tell how the road to the served store is."""
    road = status(session.workspace)
    trouble = session.translator.say(road.trouble) if road.trouble else None
    record = {
        "store": road.url,
        "ok": trouble is None and road.key_known is not False,
        "problem": trouble,
        "key_known": road.key_known,
        "waiting": road.waiting,
        "oldest": _iso(road.oldest),
        "register_as_of": _iso(road.register_as_of),
        "left_here": road.left_here,
    }
    lines = [
        trouble or session.text("store-answers", store=road.url),
        session.text("store-waiting", count=road.waiting, oldest=_iso(road.oldest) or "-"),
        session.text("store-register-as-of", moment=_iso(road.register_as_of) or "-"),
        session.text("store-left-here", count=road.left_here),
    ]
    if road.key_known is False:
        lines.insert(1, session.text("store-key-changed", store=road.url))
    session.give(record, "\n".join(lines))
    if not record["ok"]:
        session.exit_code = ENVIRONMENT


@command("receipt", "cli-store-receipt", store)
@click.argument("scan")
@pass_session
def store_receipt(session: Session, scan: str) -> None:
    """Give the receipt of a scan as JSON, for `sohoa verify` anywhere."""
    session.as_json = True
    session.give(published(receipt_of_scan(session.workspace, scan)), "")


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
