"""Wires synchronisation: which systems are switched on, their forms, lines and passwords. On the server only."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial

from app.domain.errors import UsageError
from app.domain.ledger import local_day
from app.domain.messages import Message
from app.gateway.dvcqg import NationalGateway
from app.gateway.form import Form
from app.gateway.igate import IGate
from app.gateway.line import Line
from app.gateway.links import digest_behind
from app.gateway.port import Gateway
from app.gateway.secret import password_of
from app.server.outbox import switch
from app.server.parts import ServedStore
from app.server.sync.parcels import Links
from app.server.sync.rules import SyncRules
from app.server.sync.sender import Sender
from app.settings import Settings, Workspace, resources
from app.settings.dated import dated_rules

TARGETS = ("dvcqg", "igate")


def targets_of(settings: Settings) -> tuple[str, ...]:
    """Return the systems that are switched on; UsageError for one that is not known or whose address is missing."""
    wanted = tuple(name.strip() for name in settings.sync_targets.split(",") if name.strip())
    for name in wanted:
        if name not in TARGETS:
            raise UsageError(Message.of("settings-wrong-value", key="sync.targets", value=name))
        needed = {f"sync.{name}_url": getattr(settings, f"sync_{name}_url")}
        if name == "dvcqg":
            needed |= {"sync.links": settings.sync_links, "sync.unit": settings.sync_unit}
        for key, value in needed.items():
            if not value:
                raise UsageError(Message.of("settings-wrong-value", key=key, value=""))
    return wanted


def sync_rules(workspace: Workspace, clock: Callable[[], datetime]) -> SyncRules:
    """Return what is done about each cause, by the rules in force today."""
    return SyncRules(_rules(workspace, "sync", clock))


@contextlib.contextmanager
def senders(
    workspace: Workspace, store: ServedStore, clock: Callable[[], datetime], environment: Mapping[str, str]
) -> Iterator[list[Sender]]:
    """Switch the systems of the settings on in the store (and others off), and give a sender for each."""
    settings, opened = workspace.settings, contextlib.ExitStack()
    with opened:
        made = []
        for name in targets_of(settings):
            gateway = _gateway(workspace, name, clock, environment)
            opened.callback(gateway.close)
            made.append(gateway)
        switch(store.database, {gateway.name for gateway in made})
        rules, links = sync_rules(workspace, clock), Links(store.key, settings.sync_links)
        open_link = partial(digest_behind, authority=settings.sync_ca)
        yield [
            Sender(store, gateway, rules, links, open_link if gateway.name == "dvcqg" else None)
            for gateway in made
        ]


def _gateway(
    workspace: Workspace, name: str, clock: Callable[[], datetime], environment: Mapping[str, str]
) -> Gateway:
    settings = workspace.settings
    form = Form(_rules(workspace, f"gateway_{name}", clock))
    account = getattr(settings, f"sync_{name}_account")
    password = password_of(name, account, environment)
    seconds = form["answers"]["timeout_seconds"]
    line = Line(getattr(settings, f"sync_{name}_url"), clock, seconds, settings.sync_ca)
    if name == "dvcqg":
        return NationalGateway(line, form, settings.sync_unit, account, password)
    return IGate(line, form, account, password)


def _rules(workspace: Workspace, kind: str, clock: Callable[[], datetime]) -> dict[str, object]:
    folders = (resources() / "rules", workspace.root / "rules")
    return dated_rules(folders, kind, local_day(clock()))
