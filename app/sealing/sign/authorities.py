"""The authorities behind a signature: timestamps, and whether certificates were revoked, both over HTTP."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from asn1crypto import crl, ocsp
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError, RevokedError
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend

from app.domain.messages import Message
from app.domain.signing import Concern
from app.sealing.sign.trust import Trust

ANSWER_SECONDS = 10.0
_IN_THE_SAME_REVISION = DSSContentSettings(
    include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
)


@dataclass
class Authorities:
    """Asks the authorities, and keeps what they said for the files that follow."""

    trust: Trust
    tsa: str
    _answers: list[ocsp.OCSPResponse] = field(default_factory=list)
    _lists: list[crl.CertificateList] = field(default_factory=list)
    _last: ValidationContext | None = None

    @cached_property
    def timestamper(self) -> RequestsHTTPTimeStamper | None:
        """The timestamp authority, or None when the office has none."""
        return RequestsHTTPTimeStamper(self.tsa, timeout=ANSWER_SECONDS) if self.tsa else None

    def context(self) -> ValidationContext:
        """Return a context that asks about revocation, and knows what was answered before."""
        return self.trust.context(
            allow_fetching=True,
            revocation_mode="require",
            ocsps=self._answers,
            crls=self._lists,
            fetcher_backend=RequestsFetcherBackend(ANSWER_SECONDS),
        )

    def validation_settings(self) -> dict[str, Any]:
        """Return what pyHanko needs to embed all that is needed to validate the signature later."""
        if self._last is not None:
            self._keep(self._last)
        self._last = self.context()
        return {
            "embed_validation_info": True,
            "validation_context": self._last,
            "dss_settings": _IN_THE_SAME_REVISION,
        }

    def concerns(self, signer: Signer) -> list[Concern]:
        """Return what the authorities say against the signer's certificate now."""
        context = self.context()
        certificate = signer.signing_cert
        validator = CertificateValidator(
            certificate, intermediate_certs=list(signer.cert_registry), validation_context=context
        )
        try:
            asyncio.run(validator.async_validate_path())
        except RevokedError:
            return [Concern(Message.of("sign-certificate-revoked"), stops=True)]
        except (PathBuildingError, PathValidationError) as trouble:
            return [Concern(Message.of("sign-certificate-unproved", detail=str(trouble)), stops=False)]
        finally:
            self._keep(context)
        return []

    def _keep(self, context: ValidationContext) -> None:
        self._answers, self._lists = list(context.ocsps), list(context.crls)
