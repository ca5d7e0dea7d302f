"""Runs heavy work in other processes: a call that crashes or hangs costs one call, never the program."""

from __future__ import annotations

import contextlib
import functools
import heapq
import itertools
import logging
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, InvalidStateError
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from threading import Lock
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from app.domain.errors import NeedsPersonError, ReadFailure, TryAgainError, UnreadableError
from app.domain.messages import Message

T = TypeVar("T")
log = logging.getLogger(__name__)

TASKS_A_WORKER = 400  # a worker is then replaced: native libraries may leak, and memory must stay flat
READERS_NICENESS = 10  # the window, the pages it shows and the clerk's other programs come first


class ProcessCrew:
    """A pool of processes with a time limit for each call; calls marked `first` overtake the others."""

    def __init__(self, workers: int = 0, niceness: int = READERS_NICENESS) -> None:
        """Prepare `workers` processes (0: one for each core) that step back by `niceness`; they start when called."""
        self.workers = workers or os.cpu_count() or 1
        self._niceness = niceness
        self._pool = self._new_pool()
        self._lock = Lock()
        self._order = itertools.count()
        self._waiting: list[tuple[int, int, _Call]] = []
        self._under_way: set[_Call] = set()
        self._closed = False

    def submit(
        self, function: Callable[..., T], *arguments: object, timeout_seconds: float, first: bool = True
    ) -> Future[T]:
        """Run `function(*arguments)` (picklable) in a worker.

        The future raises what the function raised; UnreadableError(TIMEOUT) when it outlived its time;
        NeedsPersonError when its process died; TryAgainError when the crew was closed.
        """
        call = _Call(function, arguments, timeout_seconds)
        with self._lock:
            closed = self._closed
            if not closed:
                heapq.heappush(self._waiting, (0 if first else 1, next(self._order), call))
        if closed:
            call.fail(_closed())
        else:
            self._dispatch()
        return call.outcome

    def close(self) -> None:
        """Stop all work at once; whatever was under way is done again at the next start."""
        with self._lock:
            self._closed = True
            left = [call for _, _, call in self._waiting]
            self._waiting.clear()
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        with self._lock:
            left += self._under_way
        for call in left:
            call.fail(_closed())

    def _dispatch(self) -> None:
        # Calls are handed over one for each worker, so that a later call marked `first` really goes first.
        while (call := self._next_call()) is not None:
            try:
                future = self._schedule(call)
            except RuntimeError as trouble:
                self._finished(call)
                call.fail(_closed() if self._closed else _died(call, trouble))
            else:
                future.add_done_callback(functools.partial(self._done, call))

    def _next_call(self) -> _Call | None:
        with self._lock:
            while self._waiting and len(self._under_way) < self.workers:
                _, _, call = heapq.heappop(self._waiting)
                if call.outcome.set_running_or_notify_cancel():
                    self._under_way.add(call)
                    return call
            return None

    def _schedule(self, call: _Call) -> Future[Any]:
        """Hand a call to the pool; a pool that broke (its workers were killed while idle) is replaced once."""
        with self._lock:
            if self._closed:
                raise RuntimeError("closed")
            if not self._pool.active:
                log.warning("the pool of workers broke and is made anew")
                self._pool = self._new_pool()
            pool = self._pool
        return pool.schedule(call.function, args=call.arguments, timeout=call.timeout_seconds)

    def _done(self, call: _Call, future: Future[Any]) -> None:
        self._finished(call)
        try:
            call.succeed(future.result())
        except FutureTimeoutError:
            call.fail(UnreadableError(ReadFailure.TIMEOUT, f"{call.name} took over {call.timeout_seconds} s"))
        except (ProcessExpired, BrokenProcessPool, CancelledError, MemoryError) as trouble:
            call.fail(_closed() if self._closed else _died(call, trouble))
        except Exception as trouble:  # noqa: BLE001 - whatever the function raised belongs to whoever asked
            call.fail(trouble)
        if not self._closed:
            self._dispatch()

    def _new_pool(self) -> ProcessPool:
        context: Any = multiprocessing.get_context("spawn")  # its type differs between systems
        return ProcessPool(
            max_workers=self.workers,
            max_tasks=TASKS_A_WORKER,
            initializer=_begin_worker,
            initargs=(self._niceness,),
            context=context,
        )

    def _finished(self, call: _Call) -> None:
        with self._lock:
            self._under_way.discard(call)


class _Call:
    """One piece of work and the future that its owner waits for."""

    def __init__(
        self, function: Callable[..., Any], arguments: tuple[object, ...], timeout_seconds: float
    ) -> None:
        self.function = function
        self.arguments = arguments
        self.timeout_seconds = timeout_seconds
        self.outcome: Future[Any] = Future()

    @property
    def name(self) -> str:
        return getattr(self.function, "__name__", "work")

    def succeed(self, result: object) -> None:
        with contextlib.suppress(InvalidStateError):  # closing the crew came first
            self.outcome.set_result(result)

    def fail(self, trouble: Exception) -> None:
        with contextlib.suppress(InvalidStateError):
            self.outcome.set_exception(trouble)


def _closed() -> TryAgainError:
    return TryAgainError(Message.of("program-closing"))


def _died(call: _Call, trouble: BaseException) -> NeedsPersonError:
    detail = str(trouble.exitcode) if isinstance(trouble, ProcessExpired) else type(trouble).__name__
    return NeedsPersonError(Message.of("worker-died", work=call.name, detail=detail))


def _begin_worker(niceness: int) -> None:
    """Make a worker quiet and modest: one thread for Tesseract, low priority, Ctrl-C left to the parent."""
    os.environ["OMP_THREAD_LIMIT"] = "1"  # two Tesseracts with all threads each are three times slower
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.nice(niceness)
    threading.Thread(target=_end_with_parent, name="parent-watch", daemon=True).start()


def _end_with_parent() -> None:
    """End this worker when the program has died, so that a killed program leaves nobody who still writes files."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)
