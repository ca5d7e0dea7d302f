"""Keys in PKCS#12 files, for offices without a token. A copied file signs as well as the first: people are warned."""

from __future__ import annotations

from pathlib import Path

from pyhanko.sign.signers import SimpleSigner

from app.domain.errors import NeedsPersonError
from app.domain.messages import Message
from app.domain.signing import KeyPlace
from app.sealing.sign.token import WrongPinError
from app.sealing.sign.trust import Trust


def file_signer(place: KeyPlace, pin: str, trust: Trust) -> SimpleSigner:
    """Return a signer by the key in the PKCS#12 file; `pin` is its passphrase.

    WrongPinError when the passphrase does not open it, NeedsPersonError when the file is missing or holds no key.
    """
    try:
        data = Path(place.file).read_bytes()
    except OSError as trouble:
        raise NeedsPersonError(
            Message.of("sign-no-key-file", file=place.file, detail=str(trouble))
        ) from trouble
    try:
        signer: SimpleSigner = SimpleSigner.load_pkcs12_data(data, trust.certificates, pin.encode())
    except ValueError as trouble:  # a damaged file and a wrong passphrase can't be told apart
        raise WrongPinError(Message.of("sign-key-file-refused", file=place.file)) from trouble
    except AttributeError as trouble:  # a file of certificates only
        raise NeedsPersonError(Message.of("sign-key-file-empty", file=place.file)) from trouble
    return signer
