"""What comes back from another signing program: whose it is, and that nothing but a signature was added."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from app.domain.errors import NeedsPersonError
from app.domain.messages import Message
from app.domain.signing import SignedResult, SigningPlan, SignOrder
from app.sealing.finishing import sealed_file
from app.sealing.sign.addition import beyond_signatures
from app.sealing.sign.examination import examine
from app.sealing.sign.proofs import begins_with
from app.sealing.sign.trust import trust_of
from app.sealing.writing import copy

_CHUNK = 1 << 20


def match(path: str, awaited: Mapping[int, frozenset[str]]) -> str | None:
    """Return the digest of the sealed file that the file at `path` begins with, or None.

    `awaited`: digests of sealed files by their size in bytes. The name of the file means nothing.
    """
    digest = hashlib.sha256()
    place = 0
    with Path(path).open("rb") as file:
        for size in sorted(awaited):
            while place < size and (chunk := file.read(min(_CHUNK, size - place))):
                digest.update(chunk)
                place += len(chunk)
            if place < size:
                return None
            if digest.hexdigest() in awaited[size]:
                return digest.hexdigest()
    return None


def returned(plan: SigningPlan, order: SignOrder, path: str) -> SignedResult:
    """Take over the file at `path` as the signed one of the order, when it is `order.source` and signatures only.

    NeedsPersonError names what is wrong: nothing was added, the signature is broken, more was changed, or an
    authority that the office trusts does not stand behind it (when the office has a trust folder).
    """
    source, target = Path(order.source), Path(order.target)
    copy(Path(path), target)  # looked at where nobody else writes
    try:
        with target.open("rb") as given:
            if not begins_with(given, source):
                raise NeedsPersonError(Message.of("sign-returned-unsigned"))
        seen = examine(target, trust_of(plan.trust))
        if not seen.signatures:
            raise NeedsPersonError(Message.of("sign-returned-unsigned"))
        if seen.problems:
            raise NeedsPersonError(seen.problems[0])
        if changed := beyond_signatures(source, target):
            raise NeedsPersonError(Message.of("sign-returned-changed", detail=changed))
        first = seen.signatures[0]
        if plan.trust and not first.trusted:
            raise NeedsPersonError(Message.of("sign-returned-untrusted", signer=first.signer))
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return SignedResult(sealed_file(target, order.pages, order.pdfa), first.signer, seen.level)
