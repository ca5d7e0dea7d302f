"""The authorities behind a signature: timestamps, and whether certificates were revoked, both over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from asn1crypto import tsp
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError, RevokedError
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend
from requests import RequestException, Session
from requests.adapters import HTTPAdapter
from urllib3 import Retry

from app.domain.messages import Message
from app.domain.signing import Concern
from app.sealing.sign.trust import Trust

ANSWER_SECONDS = 10.0
FRESH = timedelta(minutes=5)  # for so long an answer about revocation serves the files of a batch
_LONG_AGO, _FAR = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_CLOCKS_APART = timedelta(minutes=1)  # an answer is dated by the clock of its authority
_IN_THE_SAME_REVISION = DSSContentSettings(
    include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
)


class LineToTimestamps(RequestsHTTPTimeStamper):
    """Asks for timestamps over one connection that stays open between files: no new handshake for each.

    A request that met a connection which the authority had just closed is sent once more; a timestamp asked for twice
    does no harm.
    """

    def __init__(self, address: str) -> None:
        """Open nothing yet."""
        super().__init__(address, timeout=ANSWER_SECONDS)  # type: ignore[no-untyped-call]
        self._line = Session()
        again = Retry(total=1, connect=0, read=1, status=0, redirect=0, allowed_methods=None)
        for scheme in ("http://", "https://"):
            self._line.mount(scheme, HTTPAdapter(max_retries=again))

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Return the authority's answer; TimestampRequestError when there is none, or none that can be read."""
        return await asyncio.to_thread(self._asked, req)

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _asked(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        try:
            answer = self._line.post(
                self.url, req.dump(), headers=self.request_headers(), timeout=self.timeout
            )
        except RequestException as trouble:
            raise TimestampRequestError(str(trouble)) from trouble
        if answer.headers.get("Content-Type") != "application/timestamp-reply":
            raise TimestampRequestError(f"{answer.status_code}: not a timestamp", answer)
        return tsp.TimeStampResp.load(answer.content)


@dataclass
class Authorities:
    """Asks the authorities, and keeps what they said for the files that follow."""

    trust: Trust
    tsa: str
    _asked: ValidationContext | None = None
    _asked_at: datetime = _LONG_AGO

    @cached_property
    def timestamper(self) -> LineToTimestamps | None:
        """The timestamp authority, or None when the office has none."""
        return LineToTimestamps(self.tsa) if self.tsa else None

    def close(self) -> None:
        """Hang up."""
        if self.timestamper is not None:
            self.timestamper.close()

    def context(self) -> ValidationContext:
        """Return a context that asks about revocation whatever it was not told yet."""
        return self.trust.context(
            allow_fetching=True,
            revocation_mode="require",
            time_tolerance=_CLOCKS_APART,
            fetcher_backend=RequestsFetcherBackend(ANSWER_SECONDS),
        )

    def validation_settings(self) -> dict[str, Any]:
        """Return what pyHanko needs to embed all that is needed to validate the signature later.

        One context serves a batch: it holds each answer once, and the paths it has proved. After FRESH, or
        when an answer runs out before, the authorities are asked anew.
        """
        if self._asked is None or not self._fresh(self._asked):
            self._asked, self._asked_at = self.context(), datetime.now(UTC)
        return {
            "embed_validation_info": True,
            "validation_context": self._asked,
            "dss_settings": _IN_THE_SAME_REVISION,
        }

    def forget(self) -> None:
        """Ask anew for the next file: the answers did not suffice."""
        self._asked = None

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
        return []

    def _fresh(self, context: ValidationContext) -> bool:
        now = datetime.now(UTC)
        return timedelta(0) <= now - self._asked_at < FRESH and now < min(_ends(context), default=_FAR)


def _ends(context: ValidationContext) -> Iterator[datetime]:
    """Yield when each answer runs out, where it says so."""
    for answer in context.ocsps:
        for one in answer.response_data["responses"]:
            if (until := one["next_update"].native) is not None:
                yield until
    for one in context.crls:
        if (until := one["tbs_cert_list"]["next_update"].native) is not None:
            yield until
