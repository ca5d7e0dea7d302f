"""The proof of a signed file: it begins with exactly our bytes, and the new signature holds over all of it.

Read from the bytes as they lie on the disk, not by the program that wrote them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from asn1crypto import cms
from pyhanko.sign.general import extract_signer_info
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from app.domain.errors import NeedsPersonError
from app.domain.messages import Message

_CHUNK = 1 << 20
_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def prove_signed(source: Path, signed: BinaryIO) -> None:
    """Raise NeedsPersonError unless `signed` is `source` with one whole, valid signature after it."""
    if not begins_with(signed, source):
        raise NeedsPersonError(Message.of("sign-proof-bytes"))
    gap = last_gap(signed, source.stat().st_size)
    if gap is None or not holds(signed, gap):
        raise NeedsPersonError(Message.of("sign-proof-signature"))


def begins_with(signed: BinaryIO, source: Path) -> bool:
    """Return whether the open file begins with all bytes of `source`, and goes on."""
    signed.seek(0)
    with source.open("rb") as ours:
        while expected := ours.read(_CHUNK):
            if signed.read(len(expected)) != expected:
                return False
    return bool(signed.read(1))


@dataclass(frozen=True, slots=True)
class Gap:
    """The place that a signature leaves out: from byte `begin` on, `digits` between brackets, up to byte `end`."""

    begin: int
    end: int
    digits: bytes

    @property
    def container(self) -> cms.ContentInfo:
        """The signature that stands there."""
        return cms.ContentInfo.load(bytes.fromhex(self.digits.decode("ascii")))


def last_gap(signed: BinaryIO, added_from: int = 0) -> Gap | None:
    """Return the gap of the last signature in the open file, when that covers all the rest of it; None otherwise."""
    signed.seek(added_from)
    added = signed.read()
    ranges = _RANGE.findall(added)
    if not ranges:
        return None
    start, length, second, rest = (int(number) for number in ranges[-1])
    if start != 0 or second + rest != added_from + len(added) or not added_from < length < second:
        return None
    gap = added[length - added_from : second - added_from]
    return Gap(length, second, gap[1:-1]) if gap[:1] == b"<" and gap[-1:] == b">" else None


def holds(signed: BinaryIO, gap: Gap) -> bool:
    """Return whether the signature in the gap is that of the rest of the open file."""
    data = gap.container["content"]
    info = extract_signer_info(data)
    digest = hashlib.new(info["digest_algorithm"]["algorithm"].native)
    for chunk in outside(signed, gap):
        digest.update(chunk)
    certificate = next(
        one.chosen
        for one in data["certificates"]
        if one.chosen.serial_number == info["sid"].chosen["serial_number"].native
    )
    return all(validate_sig_integrity(info, certificate, "data", digest.digest()))


def outside(signed: BinaryIO, gap: Gap) -> Iterator[bytes]:
    """Yield every byte of the open file that is not in the gap."""
    signed.seek(0)
    left = gap.begin
    while left and (chunk := signed.read(min(left, _CHUNK))):
        left -= len(chunk)
        yield chunk
    signed.seek(gap.end)
    while chunk := signed.read(_CHUNK):
        yield chunk
