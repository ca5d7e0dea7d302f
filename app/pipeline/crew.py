"""Runs heavy work in other processes: a call that crashes or hangs costs one call, never the program."""

from __future__ import annotations

import heapq
import itertools
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from threading import Lock
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from app.domain.errors import NeedsPersonError, ReadFailure, TryAgainError, UnreadableError
from app.domain.messages import Message

T = TypeVar("T")

TASKS_A_WORKER = 400  # a worker is then replaced: native libraries may leak, and memory must stay flat
NICENESS = 5  # the window and the clerk's other programs come first


class ProcessCrew:
    """A pool of processes with a time limit for each call; calls marked `first` overtake the others."""

    def __init__(self, workers: int = 0) -> None:
        """Prepare `workers` processes (0: one for each core); they start with the first call."""
        self.workers = workers or os.cpu_count() or 1
        self._pool = ProcessPool(
            max_workers=self.workers,
            max_tasks=TASKS_A_WORKER,
            initializer=_begin_worker,
            context=multiprocessing.get_context("spawn"),
        )
        self._lock = Lock()
        self._order = itertools.count()
        self._waiting: list[tuple[int, int, _Call]] = []
        self._running = 0
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
            heapq.heappush(self._waiting, (0 if first else 1, next(self._order), call))
        self._dispatch()
        return call.outcome

    def close(self) -> None:
        """Stop all work at once; whatever was under way is done again at the next start."""
        with self._lock:
            self._closed = True
            waiting, self._waiting = self._waiting, []
        for _, _, call in waiting:
            call.fail(_closed())
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def _dispatch(self) -> None:
        # Calls are handed over one for each worker, so that a later call marked `first` really goes first.
        while True:
            with self._lock:
                if not self._waiting or self._running >= self.workers:
                    return
                _, _, call = heapq.heappop(self._waiting)
                if not call.outcome.set_running_or_notify_cancel():
                    continue
                self._running += 1
                closed = self._closed
            if closed:
                call.fail(_closed())
                self._finished_one()
                continue
            self._start(call)

    def _start(self, call: _Call) -> None:
        try:
            future: ProcessFuture[Any] = self._pool.schedule(
                call.function, args=call.arguments, timeout=call.timeout_seconds
            )
        except RuntimeError:  # the pool was stopped between the check and here
            call.fail(_closed())
            self._finished_one()
            return
        future.add_done_callback(lambda done: self._done(call, done))

    def _done(self, call: _Call, future: Future[Any]) -> None:
        self._finished_one()
        try:
            call.outcome.set_result(future.result())
        except FutureTimeoutError:
            call.fail(UnreadableError(ReadFailure.TIMEOUT, f"{call.name} took over {call.timeout_seconds} s"))
        except ProcessExpired as trouble:
            call.fail(
                NeedsPersonError(Message.of("worker-died", work=call.name, detail=str(trouble.exitcode)))
            )
        except CancelledError:
            call.fail(_closed())
        except Exception as trouble:  # noqa: BLE001 - whatever the function raised belongs to whoever asked
            call.fail(trouble)
        self._dispatch()

    def _finished_one(self) -> None:
        with self._lock:
            self._running -= 1


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

    def fail(self, trouble: Exception) -> None:
        if not self.outcome.done():
            self.outcome.set_exception(trouble)


def _closed() -> TryAgainError:
    return TryAgainError(Message.of("program-closing"))


def _begin_worker() -> None:
    """Make a worker quiet and modest: one thread for Tesseract, low priority, Ctrl-C left to the parent."""
    os.environ["OMP_THREAD_LIMIT"] = "1"  # two Tesseracts with all threads each are three times slower
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.nice(NICENESS)
