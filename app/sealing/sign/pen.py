"""Signs files with an open key: PAdES B-B, B-T or B-LT, as far as the authorities can be reached."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pkcs11 import PKCS11Error
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.errors import RevokedError

from app.domain.errors import NeedsPersonError
from app.domain.messages import Message
from app.domain.signing import (
    CertificateFound,
    Concern,
    SignatureLevel,
    SignedResult,
    SigningPlan,
    SignOrder,
)
from app.sealing.finishing import sealed_file
from app.sealing.sign.appearance import box_on_page
from app.sealing.sign.authorities import Authorities
from app.sealing.sign.certificates import concerns_of, facts_of
from app.sealing.sign.mark import KIND, Mark, marks
from app.sealing.sign.pkcs12 import file_signer
from app.sealing.sign.place import Place, place_for
from app.sealing.sign.proofs import prove_signed
from app.sealing.sign.revision import Addition, new_revision
from app.sealing.sign.token import GONE, TokenGoneError, look_at_token, token_signer
from app.sealing.sign.trust import trust_of

log = logging.getLogger(__name__)

FIELD = "Sohoa-1"
DIGEST = "sha256"
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_SIGNATURE_BYTES = 4096  # signed attributes and the largest signature of today's keys, twice over
_STAMP_BYTES = 12288  # a timestamp with the certificates of its authority; real ones take 3 to 7 KB
ASK_AGAIN_SECONDS = 60.0  # an authority that was away is left alone for so long


@dataclass(slots=True)
class Pen:
    """An open key. One thread at a time; worth keeping for a whole batch, since it remembers what was fetched."""

    plan: SigningPlan
    signer: Signer
    authorities: Authorities
    _away_until: float = field(default=0.0)
    # One thread looks at pages: PDFium bears no more, and looks at the next page while this one is being signed.
    _looking: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "pen-looks"))
    _ahead: dict[str, Future[Place | None]] = field(default_factory=dict)

    def prepare(self, source: str) -> None:
        """Begin to look for a place on the file that will be signed next."""
        if source not in self._ahead:
            self._ahead[source] = self._looking.submit(place_for, Path(source), self._shapes())

    def close(self) -> None:
        """Look at nothing any more, and ask nobody."""
        self._looking.shutdown(wait=True, cancel_futures=True)
        self.authorities.close()

    @property
    def certificate(self) -> CertificateFound:
        """What the key's certificate says."""
        return facts_of(self.signer.signing_cert)

    def concerns(self, now: datetime) -> list[Concern]:
        """Return what is to be told before signing begins."""
        found = list(concerns_of(self.signer.signing_cert, self.plan.office, now))
        if self.plan.place.file and not self.plan.place.module:
            found.append(Concern(Message.of("sign-key-in-file"), stops=False))
        if self.plan.level is SignatureLevel.LASTING:
            found += self.authorities.concerns(self.signer)
        return found

    def sign(self, order: SignOrder) -> SignedResult:
        """Write the signed file and prove it; when an authority is away, with a lower level and a note.

        TokenGoneError when the token is gone, NeedsPersonError when the file can't be signed or proved, TryAgainError
        when the disk is full; nothing is left at the target then.
        """
        level, notes = self._reached(order)
        name = self.certificate.subject
        file = sealed_file(Path(order.target), order.pages, order.pdfa)
        return SignedResult(file, name, level, tuple(notes))

    def _reached(self, order: SignOrder) -> tuple[SignatureLevel, list[Message]]:
        """Write the signed file at the highest level that the authorities allow now; return it, and what to tell."""
        notes: list[Message] = []
        level = self.plan.level
        if level is not SignatureLevel.BARE and time.monotonic() < self._away_until:
            level, notes = SignatureLevel.BARE, [self._untimed()]
        while True:
            try:
                note = self._write(order, level)
            except TimestampRequestError as trouble:
                log.warning("timestamp authority: %s", trouble)
                self._away_until = time.monotonic() + ASK_AGAIN_SECONDS
                level, notes = SignatureLevel.BARE, [self._untimed()]
            except (SigningError, PdfError, ValueError) as trouble:
                self.authorities.forget()
                if level is not SignatureLevel.LASTING or _revoked(trouble):
                    raise NeedsPersonError(Message.of("sign-file-refused", detail=str(trouble))) from trouble
                log.warning("validation material: %s", trouble)
                level, notes = SignatureLevel.TIMED, [Message.of("sign-note-not-lasting")]
            else:
                return level, [*notes, *([note] if note else [])]

    def _untimed(self) -> Message:
        return Message.of("sign-note-without-time", tsa=self.plan.tsa or "-")

    def _write(self, order: SignOrder, level: SignatureLevel) -> Message | None:
        source, target = Path(order.source), Path(order.target)
        self.prepare(order.source)
        place = self._ahead.pop(order.source).result()
        mark = self._shapes(order.at)[place.shape] if place else None
        box, style = box_on_page(place, mark) if place and mark else (None, None)
        field_name = FIELD
        with new_revision(source, target) as out:
            writer = Addition(out, strict=False)
            signer = PdfSigner(
                self._metadata(field_name, level),
                self.signer,
                timestamper=self.authorities.timestamper if level is not SignatureLevel.BARE else None,
                stamp_style=style,
                new_field_spec=fields.SigFieldSpec(
                    field_name, box=box, readable_field_name=mark.text if mark else KIND
                ),
            )
            with _token_present():
                signer.sign_pdf(writer, in_place=True, bytes_reserved=self._room())
            prove_signed(source, out)
        return None if place else Message.of("sign-note-no-room")

    def _shapes(self, at: datetime | None = None) -> tuple[Mark, ...]:
        """Return the mark in its shapes; what it says of the time changes its size by nothing."""
        return marks(self.plan.office or self.certificate.office, at or _ANY_TIME)

    def _room(self) -> int:
        """Return how many hexadecimal digits the signature may take, with a timestamp that may come only later."""
        certificates = sum(len(one.dump()) for one in self.signer.cert_registry)
        stamp = 0 if self.plan.level is SignatureLevel.BARE else _STAMP_BYTES
        return 2 * (certificates + _SIGNATURE_BYTES + stamp)

    def _metadata(self, field_name: str, level: SignatureLevel) -> PdfSignatureMetadata:
        more = self.authorities.validation_settings() if level is SignatureLevel.LASTING else {}
        return PdfSignatureMetadata(
            field_name=field_name,
            md_algorithm=DIGEST,
            reason=KIND,
            name=self.certificate.subject,
            subfilter=fields.SigSeedSubFilter.PADES,
            **more,
        )


@contextlib.contextmanager
def open_pen(plan: SigningPlan, pin: str, *, last_try: bool = False) -> Iterator[Pen]:
    """Yield a pen with the plan's key; the PIN is kept nowhere.

    WrongPinError (a UsageError), NeedsPersonError (no token, no key), EnvironmentLackError (no driver).
    """
    trust = trust_of(plan.trust)
    authorities = Authorities(trust, plan.tsa)
    if plan.place.module:
        with (
            token_signer(plan.place, pin, trust, last_try=last_try) as signer,
            contextlib.closing(Pen(plan, signer, authorities)) as pen,
        ):
            yield pen
    elif plan.place.file:
        with contextlib.closing(Pen(plan, file_signer(plan.place, pin, trust), authorities)) as pen:
            yield pen
    else:
        raise NeedsPersonError(Message.of("sign-no-key-chosen"))


def look(plan: SigningPlan, now: datetime) -> tuple[CertificateFound | None, list[Concern]]:
    """Return the certificate of the plan's key and what is to be told of it, without a PIN; None when it is hidden."""
    if not plan.place.module:
        return None, [Concern(Message.of("sign-key-in-file"), stops=False)] if plan.place.file else []
    certificate = look_at_token(plan.place)
    if certificate is None:
        return None, []
    return facts_of(certificate), list(concerns_of(certificate, plan.office, now))


def _revoked(trouble: BaseException | None) -> bool:
    """Whether a certificate that was revoked is behind a trouble."""
    while trouble is not None:
        if isinstance(trouble, RevokedError):
            return True
        trouble = trouble.__cause__
    return False


@contextlib.contextmanager
def _token_present() -> Iterator[None]:
    try:
        yield
    except GONE as trouble:
        raise TokenGoneError(Message.of("sign-token-gone")) from trouble
    except PKCS11Error as trouble:
        raise NeedsPersonError(Message.of("sign-token-fails", detail=str(trouble))) from trouble
