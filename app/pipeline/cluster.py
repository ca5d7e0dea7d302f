"""A crew over a Dask cluster: reading an import's scans on several machines; everything else stays on this one."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, InvalidStateError, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from app.domain.errors import EnvironmentLackError, NeedsPersonError, SohoaError, TryAgainError
from app.domain.messages import Message
from app.pipeline.cluster_worker import made_of, work_on_bytes
from app.pipeline.ports import Crew

T = TypeVar("T")
log = logging.getLogger(__name__)

CONNECT_SECONDS = 15.0
DEATHS = 2  # a call is given to so many other workers when its worker dies
MORE_CALLS = 2  # beyond the workers' threads: their bytes are on the way while the others work


@dataclass(frozen=True, slots=True)
class Tls:
    """Files (PEM) for an encrypted cluster: certificates of the authority, own certificate and key."""

    ca: str
    certificate: str
    key: str


class ClusterCrew:
    """Sends reading that is not `first` to the cluster, as bytes; the counter's calls and all sealing go to `own`."""

    def __init__(
        self, address: str, own: Crew, reads: Callable[[Callable[..., Any]], bool], tls: Tls | None
    ) -> None:
        """Connect; EnvironmentLackError when the cluster can't be reached, has no workers, or differs from us.

        `reads` tells functions whose first argument is the path of a capture, and which may run elsewhere.
        """
        self._own, self._reads = own, reads
        self._client = _connected(address, tls)
        self._made_of = made_of()
        try:
            threads = self._examined(address)
        except BaseException:
            self._client.close()
            raise
        self.workers = threads
        self._away = self._client.get_executor(pure=False, retries=DEATHS)
        self._threads = ThreadPoolExecutor(threads + MORE_CALLS, thread_name_prefix="cluster")
        self._closed = False

    def submit(
        self, function: Callable[..., T], *arguments: object, timeout_seconds: float, first: bool = True
    ) -> Future[T]:
        """Run the function on a worker; errors as those of any crew. TryAgainError when the cluster is away."""
        if first or not self._reads(function):
            return self._own.submit(function, *arguments, timeout_seconds=timeout_seconds, first=first)
        outcome: Future[T] = Future()
        try:
            inner = self._threads.submit(self._sent, function, arguments, timeout_seconds)
        except RuntimeError:  # closed a moment ago
            outcome.set_exception(_closing())
            return outcome
        inner.add_done_callback(lambda done: _handed_on(done, outcome))
        return outcome

    def close(self) -> None:
        """Stop all work; the cluster itself is left as it is."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._client.close(timeout=2)
        self._threads.shutdown(wait=True)
        self._own.close()

    def _examined(self, address: str) -> int:
        """Return how many threads the workers have; EnvironmentLackError when there is none, or one is not like us."""
        try:
            found = self._client.run(made_of)
        except Exception as trouble:
            detail = f"{type(trouble).__name__}: {trouble}"
            raise EnvironmentLackError(
                Message.of("cluster-unlike", address=address, detail=detail)
            ) from trouble
        if not found:
            raise EnvironmentLackError(Message.of("cluster-empty", address=address))
        for worker in found.values():
            if worker != self._made_of:
                raise EnvironmentLackError(Message.of("cluster-differs", worker=worker, asked=self._made_of))
        return sum(self._client.nthreads().values())

    def _sent(self, function: Callable[..., T], arguments: tuple[object, ...], timeout_seconds: float) -> T:
        from distributed.scheduler import KilledWorker  # noqa: PLC0415 - the cluster is an extra

        data = Path(str(arguments[0])).read_bytes()
        call = self._away.submit(work_on_bytes, function, data, arguments[1:], timeout_seconds, self._made_of)
        try:
            return call.result()  # type: ignore[no-any-return]
        except SohoaError:
            raise
        except KilledWorker as deaths:
            name = getattr(function, "__name__", "work")
            raise NeedsPersonError(Message.of("worker-died", work=name, detail="cluster")) from deaths
        except (CancelledError, OSError, TimeoutError) as trouble:
            if self._closed:
                raise _closing() from trouble
            detail = type(trouble).__name__
            raise TryAgainError(Message.of("cluster-away", detail=detail)) from trouble


def _connected(address: str, tls: Tls | None) -> Any:
    try:
        from distributed import Client, Security  # noqa: PLC0415 - the cluster is an extra
    except ImportError as missing:
        raise EnvironmentLackError(Message.of("cluster-not-installed")) from missing
    security = None
    if tls is not None:
        security = Security(  # type: ignore[no-untyped-call]
            require_encryption=True,
            tls_ca_file=tls.ca,
            tls_client_cert=tls.certificate,
            tls_client_key=tls.key,
        )
    try:
        return Client(  # type: ignore[no-untyped-call]
            address, security=security, timeout=CONNECT_SECONDS, set_as_default=False
        )
    except (OSError, TimeoutError, ValueError, TypeError) as trouble:
        detail = f"{type(trouble).__name__}: {trouble}"
        raise EnvironmentLackError(
            Message.of("cluster-unreachable", address=address, detail=detail)
        ) from trouble


def _handed_on(done: Future[T], outcome: Future[T]) -> None:
    with contextlib.suppress(InvalidStateError):
        if done.cancelled():
            outcome.set_exception(_closing())
        elif trouble := done.exception():
            outcome.set_exception(trouble)
        else:
            outcome.set_result(done.result())


def _closing() -> TryAgainError:
    return TryAgainError(Message.of("program-closing"))
