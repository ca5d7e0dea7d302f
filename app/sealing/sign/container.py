"""Looks for changes in the one place that a signature does not cover: its own container.

Padding, spare certificates, lists of algorithms and the way the digits are written can be changed without breaking the
signature. Such a change harms nothing but says that somebody was there, so it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from asn1crypto import cms, core, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import load_der_x509_certificate

_HEX = re.compile(rb"[0-9a-fA-F]*\Z")


def loose_ends(gap: bytes, known: Iterable[x509.Certificate] = ()) -> list[str]:
    """Return what is wrong with a signature's container; empty when every byte of it is accounted for.

    `gap` are the bytes of the file that the signature leaves out, with their brackets; `known` are certificates that
    may have issued the embedded ones.
    """
    if gap[:1] != b"<" or gap[-1:] != b">":
        return ["not between brackets"]
    digits = gap[1:-1]
    if not _HEX.match(digits) or len(digits) % 2:
        return ["not hexadecimal"]
    data = bytes.fromhex(digits.decode("ascii"))
    found = list(_writing(digits))
    try:
        info = cms.ContentInfo.load(data)
        size = len(info.dump())
        if any(data[size:]):
            found.append("something stands behind it")
        found += _structure(data[:size], info)
        found += _certificates(info["content"], known)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, UnsupportedAlgorithm) as trouble:
        found.append(f"not in order: {trouble}")
    return found


def _writing(digits: bytes) -> Iterator[str]:
    if re.search(rb"[a-f]", digits) and re.search(rb"[A-F]", digits):
        yield "written in two ways"


def _structure(data: bytes, info: cms.ContentInfo) -> Iterator[str]:
    if info["content_type"].native != "signed_data":
        yield "no signed data"
        return
    signed = info["content"]
    if not _canonical(data):
        yield "not in canonical form"
    signers = signed["signer_infos"]
    if len(signers) != 1:
        yield "not exactly one signer"
        return
    signer = signers[0]
    listed = [one.dump() for one in signed["digest_algorithms"]]
    if listed != [signer["digest_algorithm"].dump()]:
        yield "the list of digests is not that of the signer"
    kind = signed["encap_content_info"]["content_type"].native
    versions = {"data": ("v1", "v3"), "tst_info": ("v3",)}.get(kind, ())
    if signed["version"].native not in versions or signer["version"].native != "v1":
        yield "another version, or another kind of content"
    yield from _stamps(signed, signer)


def _stamps(signed: cms.SignedData, signer: cms.SignerInfo) -> Iterator[str]:
    for attribute in signer["unsigned_attrs"] or ():
        if attribute["type"].native != "signature_time_stamp_token":
            yield "something beside the timestamp"
            continue
        token = attribute["values"][0]
        yield from _structure(token.dump(), token)
        yield from _certificates(token["content"], _embedded(signed))


def _canonical(data: bytes) -> bool:
    """Whether every length is written in the shortest way, all of it well-formed, down to the last part."""
    place = 0
    while place < len(data):
        try:
            value, rest = _header(data, place)
        except (IndexError, ValueError):
            return False
        if data[place] & 0x20 and not _canonical(data[value:rest]):
            return False
        place = rest
    return place == len(data)


def _header(data: bytes, place: int) -> tuple[int, int]:
    """Return where the value that starts at `place` begins and ends; ValueError when its length is not DER."""
    if data[place] & 0x1F == 0x1F:
        raise ValueError("long tag")
    first = data[place + 1]
    value = place + 2
    length = first
    if first & 0x80:
        count = first & 0x7F
        length = int.from_bytes(data[value : value + count], "big")
        if not count or length < 0x80 or data[value] == 0:
            raise ValueError("length not in the shortest form")
        value += count
    if value + length > len(data):
        raise ValueError("too long")
    return value, value + length


def _embedded(signed: cms.SignedData) -> list[x509.Certificate]:
    choices = signed["certificates"]
    return [one.chosen for one in choices] if not isinstance(choices, core.Void) else []


def _certificates(signed: cms.SignedData, known: Iterable[x509.Certificate]) -> Iterator[str]:
    """Tell of embedded certificates whose own signature does not hold by the issuer that is at hand."""
    own = _embedded(signed)
    at_hand = [*own, *known]
    for certificate in own:
        issuers = [one for one in at_hand if one.subject.dump() == certificate.issuer.dump()]
        if issuers and not any(_issued(issuer, certificate) for issuer in issuers):
            yield "an embedded certificate was changed"
        if not issuers and any(_nearly(one.subject.dump(), certificate.issuer.dump()) for one in at_hand):
            yield "the name of an issuer was changed"


def _nearly(one: bytes, other: bytes) -> bool:
    """Whether two names are the same but for a byte or two."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 2


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    key = load_der_x509_certificate(issuer.dump()).public_key()
    read = load_der_x509_certificate(certificate.dump())
    digest = read.signature_hash_algorithm
    try:
        if isinstance(key, rsa.RSAPublicKey) and digest is not None:
            scheme = read.signature_algorithm_parameters
            if not isinstance(scheme, padding.PKCS1v15 | padding.PSS):
                return False
            key.verify(read.signature, read.tbs_certificate_bytes, scheme, digest)
        elif isinstance(key, ec.EllipticCurvePublicKey) and digest is not None:
            key.verify(read.signature, read.tbs_certificate_bytes, ec.ECDSA(digest))
        else:
            read.verify_directly_issued_by(load_der_x509_certificate(issuer.dump()))
    except (InvalidSignature, TypeError, ValueError):
        return False
    return True
