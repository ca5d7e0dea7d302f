"""Wires signing: the plan of the settings, the desk of the records officer, the hand-over to other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import keyring
from keyring.errors import KeyringError

from app.compose.books import Books
from app.domain.errors import UsageError
from app.domain.messages import Message
from app.domain.signing import KeyPlace, SignatureLevel, SigningPlan, SigningRule
from app.ocr import door as reader
from app.pipeline.handover import Handover
from app.pipeline.handover_watch import HandoverWatch
from app.pipeline.ports import Announce
from app.pipeline.signing_desk import SigningDesk
from app.sealing import signing
from app.settings import Settings

KEYRING = "sohoa-signing"


def plan_of(settings: Settings) -> SigningPlan:
    """Return how the office signs."""
    place = KeyPlace(
        module=settings.signing_module,
        token=settings.signing_token,
        key=settings.signing_key,
        file=settings.signing_file,
    )
    return SigningPlan(
        place=place,
        level=SignatureLevel(settings.signing_level),
        tsa=settings.signing_tsa,
        trust=settings.signing_trust,
        office=settings.unit_name,
        after=settings.signing_rule == SigningRule.AFTER,
    )


def signing_desk(books: Books) -> SigningDesk:
    """Return the desk of the records officer over the books."""
    settings = books.workspace.settings
    return SigningDesk(
        journal=books.journal,
        spool=books.spool,
        reader=reader,
        crew=books.desk.crew,
        signing=signing,
        plan=plan_of(settings),
        clock=books.clock,
        who=settings.who,
        recorded=books.desk.recorded,
        look_percent=min(100, settings.signing_look_percent),
    )


class WithBooks(Protocol):
    """What has books: the workstation, whose settings may change while it runs."""

    books: Books


class SigningDesks:
    """Keeps one desk while the settings stay, so that it remembers wrong PINs and pages seen."""

    def __init__(self, station: WithBooks) -> None:
        self._station = station
        self._desk: SigningDesk | None = None

    def desk(self) -> SigningDesk:
        """Return the desk for the settings as they are now."""
        new = signing_desk(self._station.books)
        old = self._desk
        if old is None or (old.plan, old.who, old.look_percent) != (new.plan, new.who, new.look_percent):
            self._desk = new
        return self._desk or new


def handover(books: Books) -> Handover:
    """Return the hand-over to another signing program."""
    settings = books.workspace.settings
    return Handover(
        journal=books.journal,
        spool=books.spool,
        comparer=signing,
        plan=plan_of(settings),
        clock=books.clock,
        who=settings.who,
        recorded=books.desk.recorded,
    )


def handover_watch(books: Books, announce: Announce) -> HandoverWatch | None:
    """Return the watch over the folder of the settings, not started; None when there is no such folder."""
    folder = books.workspace.settings.signing_handover
    return HandoverWatch(handover(books), Path(folder), announce) if folder else None


def handover_folder(books: Books, folder: Path | None) -> Path:
    """Return the folder asked for, else that of the settings; UsageError when there is none."""
    chosen = folder or Path(books.workspace.settings.signing_handover or ".")
    if folder is None and not books.workspace.settings.signing_handover:
        raise UsageError(Message.of("handover-no-folder"))
    return chosen


def pin_of_keyring(settings: Settings) -> str | None:
    """Return the PIN that the administrator put into the system's keyring, when the settings say to ask there."""
    if settings.signing_pin != "keyring":
        return None
    try:
        pin = keyring.get_password(KEYRING, settings.signing_token or "default")
    except KeyringError as trouble:
        raise UsageError(Message.of("sign-no-keyring", detail=type(trouble).__name__)) from trouble
    if pin is None:
        name = settings.signing_token or "default"
        raise UsageError(Message.of("sign-not-in-keyring", service=KEYRING, name=name))
    return pin
