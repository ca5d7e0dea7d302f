"""The door to sealing: the port `Sealer` and the proof of finished files, light to import.

Sealing runs in worker processes; the program itself, and the window, must not wait a second for libraries that only
workers use. So each function brings them in when it is called.
"""

# ruff: noqa: PLC0415 - that is what this module is for

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.receipt import SealedFile
    from app.domain.requests import PageSource, SealRequest
    from app.sealing.verification import Verification


def seal(request: SealRequest) -> SealedFile:
    """Write the final file, reopen it and prove it; see app.sealing.seal."""
    from app.sealing.seal import seal as make

    return make(request)


def assemble(pages: tuple[PageSource, ...], target: str) -> None:
    """Write pages of several captures into one PDF; see app.sealing.assembling."""
    from app.sealing.assembling import assemble as make

    make(pages, target)


def verify(path: str, trust: str = "", *, online: bool = False) -> Verification:
    """Return what is found in a file; `trust` is a folder of certificates. See app.sealing.verification."""
    from app.sealing.sign.trust import trust_of
    from app.sealing.verification import verify as look

    return look(path, trust_of(trust), online=online)
