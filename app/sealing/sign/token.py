"""Keys on tokens, through their PKCS#11 driver. The PIN is given to the token and to nobody else."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pkcs11
from asn1crypto import x509
from pkcs11 import Attribute, Mechanism, ObjectClass, PKCS11Error, TokenFlag
from pyhanko.sign.pkcs11 import PKCS11Signer

from app.domain.errors import EnvironmentLackError, NeedsPersonError, TryAgainError, UsageError
from app.domain.messages import Message
from app.domain.signing import KeyPlace
from app.sealing.sign.trust import Trust

GONE = (
    pkcs11.exceptions.DeviceRemoved,
    pkcs11.exceptions.DeviceError,
    pkcs11.exceptions.TokenNotPresent,
    pkcs11.exceptions.TokenNotRecognised,
    pkcs11.exceptions.SessionClosed,
    pkcs11.exceptions.SessionHandleInvalid,
    pkcs11.exceptions.ObjectHandleInvalid,
    pkcs11.exceptions.KeyHandleInvalid,
    pkcs11.exceptions.SlotIDInvalid,
    pkcs11.exceptions.UserNotLoggedIn,
    pkcs11.exceptions.GeneralError,
    pkcs11.exceptions.FunctionFailed,
)
_WRONG_PIN = (
    pkcs11.exceptions.PinIncorrect,
    pkcs11.exceptions.PinInvalid,
    pkcs11.exceptions.PinLenRange,
)


class TokenGoneError(NeedsPersonError):
    """The token was unplugged, or has forgotten its session: what is not signed yet waits."""

    ends_batch = True


class WrongPinError(UsageError):
    """The token refused the PIN; `risky` when one more wrong PIN may lock it."""

    wrong_pin = True

    def __init__(self, message: Message, risky: bool = False) -> None:
        """Keep the message, and whether to stop asking."""
        super().__init__(message)
        self.risky = risky


@contextlib.contextmanager
def token_signer(
    place: KeyPlace, pin: str, trust: Trust, *, last_try: bool = False
) -> Iterator[PKCS11Signer]:
    """Yield a signer whose key stays on the token; the session ends with the block.

    WrongPinError when the token refuses the PIN, or when it says that a wrong one would lock it (`last_try`: a person
    has been told, and wants it). NeedsPersonError when token or key are missing, EnvironmentLackError without driver.
    """
    token = find_token(place)
    _guard(token, last_try)
    session = _opened(token, pin)
    try:
        yield _signer(session, token, place, trust)
    finally:
        with contextlib.suppress(PKCS11Error):  # a token that is gone has closed the session itself
            session.close()


def look_at_token(place: KeyPlace) -> x509.Certificate | None:
    """Return the office's certificate as the token shows it without a PIN; None when it does not show it.

    NeedsPersonError and EnvironmentLackError as for `token_signer`.
    """
    token = find_token(place)
    try:
        with token.open() as session:
            shown = [
                _parsed(one)
                for one in _objects(session, ObjectClass.CERTIFICATE)
                if place.key in ("", _label(one))
            ]
    except PKCS11Error:
        return None
    own = [one for one in shown if not one.ca]
    return own[0] if len(own) == 1 else None


def find_token(place: KeyPlace) -> pkcs11.Token:
    """Return the office's token; NeedsPersonError when it is not plugged in, or when several could be meant."""
    if not Path(place.module).is_file():
        raise EnvironmentLackError(Message.of("sign-no-driver", file=place.module))
    try:
        library = pkcs11.lib(place.module)
        library.reinitialize()  # a token that was plugged in since, or again, is seen only so
        tokens = [slot.get_token() for slot in library.get_slots(token_present=True)]
    except (PKCS11Error, RuntimeError, OSError) as trouble:
        detail = _detail(trouble)
        raise EnvironmentLackError(
            Message.of("sign-driver-fails", file=place.module, detail=detail)
        ) from trouble
    found = [
        token
        for token in tokens
        if TokenFlag.TOKEN_INITIALIZED in token.flags and place.token in ("", token.label)
    ]
    if not found:
        raise NeedsPersonError(Message.of("sign-no-token", token=place.token or "-"))
    if len(found) > 1:
        labels = ", ".join(token.label for token in found)
        raise NeedsPersonError(Message.of("sign-several-tokens", tokens=labels))
    return found[0]


def _guard(token: pkcs11.Token, last_try: bool) -> None:
    """Refuse what could lock the token."""
    flags = token.flags
    if TokenFlag.USER_PIN_LOCKED in flags:
        raise WrongPinError(Message.of("sign-pin-locked", token=token.label), risky=True)
    if TokenFlag.USER_PIN_FINAL_TRY in flags and not last_try:
        raise WrongPinError(Message.of("sign-pin-last-try", token=token.label), risky=True)


def _opened(token: pkcs11.Token, pin: str) -> pkcs11.Session:
    by_itself = TokenFlag.PROTECTED_AUTHENTICATION_PATH in token.flags and not pin
    try:
        return token.open(user_pin=pkcs11.PROTECTED_AUTH if by_itself else pin)
    except _WRONG_PIN as trouble:
        raise _refused(token) from trouble
    except pkcs11.exceptions.PinLocked as trouble:
        raise WrongPinError(Message.of("sign-pin-locked", token=token.label), risky=True) from trouble
    except (pkcs11.exceptions.PinExpired, pkcs11.exceptions.UserPinNotInitialized) as trouble:
        raise NeedsPersonError(Message.of("sign-pin-must-change", token=token.label)) from trouble
    except pkcs11.exceptions.SessionCount as trouble:
        raise TryAgainError(Message.of("sign-token-busy", token=token.label)) from trouble
    except PKCS11Error as trouble:
        raise NeedsPersonError(Message.of("sign-token-fails", detail=_detail(trouble))) from trouble


def _refused(token: pkcs11.Token) -> WrongPinError:
    """Say that the PIN was wrong, and what the token says of the next one."""
    flags = token.flags  # asked anew: the wrong PIN has changed them
    if TokenFlag.USER_PIN_LOCKED in flags:
        return WrongPinError(Message.of("sign-pin-locked", token=token.label), risky=True)
    if TokenFlag.USER_PIN_FINAL_TRY in flags:
        return WrongPinError(Message.of("sign-pin-last-try", token=token.label), risky=True)
    return WrongPinError(Message.of("sign-pin-wrong", token=token.label))


def _signer(session: pkcs11.Session, token: pkcs11.Token, place: KeyPlace, trust: Trust) -> PKCS11Signer:
    try:
        keys = _objects(session, ObjectClass.PRIVATE_KEY)
        certificates = _objects(session, ObjectClass.CERTIFICATE)
        # Tokens carry the authority's certificates too: the office's own is the one with a key beside it.
        pairs = [
            (key, certificate)
            for key in keys
            for certificate in certificates
            if key[Attribute.ID] == certificate[Attribute.ID]
            and place.key in ("", _label(key), _label(certificate))
        ]
        if len(pairs) != 1:
            labels = ", ".join(sorted({_label(certificate) for _, certificate in pairs}))
            told = "sign-several-keys" if pairs else "sign-no-key"
            raise NeedsPersonError(Message.of(told, token=token.label, keys=labels, key=place.key or "-"))
        key, certificate = pairs[0]
        others = [_parsed(one) for one in certificates if one is not certificate]
        return PKCS11Signer(
            session,
            key_id=key[Attribute.ID],
            signing_cert=_parsed(certificate),
            ca_chain=[*others, *trust.certificates],
            use_raw_mechanism=_needs_raw(token, key),
        )
    except PKCS11Error as trouble:
        raise NeedsPersonError(Message.of("sign-token-fails", detail=_detail(trouble))) from trouble


def _objects(session: pkcs11.Session, kind: ObjectClass) -> list[pkcs11.Object]:
    return list(session.get_objects({Attribute.CLASS: kind}))


def _parsed(certificate: pkcs11.Object) -> x509.Certificate:
    return x509.Certificate.load(certificate[Attribute.VALUE])


def _label(thing: pkcs11.Object) -> str:
    return str(thing[Attribute.LABEL])


def _needs_raw(token: pkcs11.Token, key: pkcs11.Object) -> bool:
    """Whether the token only signs digests made elsewhere."""
    whole = (
        Mechanism.ECDSA_SHA256 if key[Attribute.KEY_TYPE] == pkcs11.KeyType.EC else Mechanism.SHA256_RSA_PKCS
    )
    return whole not in token.slot.get_mechanisms()


def _detail(trouble: Exception) -> str:
    return str(trouble) or type(trouble).__name__
