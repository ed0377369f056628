"""The worker: two threads that do jobs, the quick and the slow ones, and one that renews their leases and ticks."""

from __future__ import annotations

import atexit
import logging
import os
import secrets
import signal
import socket
import threading
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask

from network import clock
from network.database import db, writing
from network.jobs import queue
from network.jobs.registry import kind_named, kinds
from network.jobs.services import submitted
from network.jobs.tick import submit_tick

log = logging.getLogger(__name__)

POLL_SECONDS = 0.5
PATIENCE_SECONDS = 2
STOP_SECONDS = 10


class Worker:
    """Does jobs until it is stopped. The leases of one that dies run out, and another does its jobs."""

    def __init__(self, app: Flask, *, lease: timedelta = queue.LEASE, ticks: bool = True) -> None:
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._app, self._lease, self._ticks = app, lease, ticks
        self._last_tick: datetime | None = None
        self._stopping = threading.Event()
        self._held: set[queue.Lease] = set()
        self._wakes = {slow: threading.Event() for slow in (False, True)}
        self._threads = [threading.Thread(target=self._work, args=(slow,), daemon=True) for slow in self._wakes]
        self._threads.append(threading.Thread(target=self._pulse, daemon=True))

    def start(self) -> None:
        """Begin; the threads do not keep the process alive."""
        submitted.connect(self._wake)
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish the quick job at hand, put the slow one back into the queue, and end."""
        self._stopping.set()
        self._wake()
        for lease in list(self._held):
            lease.ended.set()
        for thread in self._threads:
            thread.join(STOP_SECONDS)

    def work_off(self) -> int:
        """Do in this thread all jobs that are due, and say how many; for tests and scripts."""
        done = 0
        while any(self._work_once(slow) for slow in self._wakes):
            done += 1
        return done

    def _wake(self, _sender: object = None) -> None:
        for wake in self._wakes.values():
            wake.set()

    def _work(self, slow: bool) -> None:
        wake = self._wakes[slow]
        while not self._stopping.is_set():
            wake.clear()
            if not self._survive(lambda: self._work_once(slow)):
                wake.wait(POLL_SECONDS)

    def _work_once(self, slow: bool) -> bool:
        """Do the next job; False when there is none."""
        with self._app.app_context():
            lease = queue.claim(self.name, kinds(slow=slow), lease=self._lease)
        if lease is None:
            return False
        self._held.add(lease)
        if self._stopping.is_set():
            lease.ended.set()
        try:
            with self._app.app_context():
                _perform(lease)
        finally:
            self._held.remove(lease)
        return True

    def _pulse(self) -> None:
        """Four times a lease, renew what is held and see to this minute's tick."""
        while not self._stopping.wait(self._lease.total_seconds() / 4):
            self._survive(self._renew)
            if self._ticks:
                self._survive(self._tick)

    def _renew(self) -> bool:
        for lease in list(self._held):
            with self._app.app_context():
                if not queue.renew(lease, clock.now() + self._lease):
                    lease.ended.set()
        return True

    def _tick(self) -> bool:
        minute = clock.now().replace(second=0, microsecond=0)
        if minute != self._last_tick:
            with self._app.app_context(), writing():
                submit_tick(minute)
                db.session.commit()
            self._last_tick = minute
        return True

    def _survive(self, step: Callable[[], bool]) -> bool:
        """Whatever happens to one step, such as the database being away, the thread goes on."""
        try:
            return step()
        except Exception:
            log.exception("the worker stumbled")
            self._stopping.wait(PATIENCE_SECONDS)
            return False


def start_worker(app: Flask) -> Worker:
    """Start a worker inside this process; it is stopped when the process ends in an orderly way."""
    worker = Worker(app)
    worker.start()
    atexit.register(worker.stop)
    return worker


def run_worker(app: Flask) -> None:
    """Be a worker until SIGTERM or SIGINT."""
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    worker = Worker(app)
    worker.start()
    over.wait()
    worker.stop()


def _perform(lease: queue.Lease) -> None:
    """Do a job in the present application context, and end it one way or another."""
    try:
        _call(lease)
    except queue.LeaseLostError:
        db.session.rollback()
        log.warning("job %s %s was taken over by another worker", lease.job_id, lease.kind)
    except queue.StoppedError:
        db.session.rollback()
        _settle(lease, queue.release)
    except Exception as error:
        db.session.rollback()
        log.exception("job %s %s failed, attempt %s", lease.job_id, lease.kind, lease.attempt)
        text = "".join(traceback.format_exception(error))
        _settle(lease, lambda ours: queue.retry_or_fail(ours, text))


def _call(lease: queue.Lease) -> None:
    kind = kind_named(lease.kind)
    if lease.attempt > queue.MAX_ATTEMPTS:
        raise RuntimeError("every worker that tried this job died")
    if kind.takes_lease:
        kind.function(lease, **lease.payload)
        return
    with writing():
        kind.function(**lease.payload)
        queue.finish(lease)
        db.session.commit()


def _settle(lease: queue.Lease, how: Callable[[queue.Lease], object]) -> None:
    """End the attempt in a transaction of its own, unless the job has gone to another worker."""
    try:
        with writing():
            how(lease)
            db.session.commit()
    except queue.LeaseLostError:
        db.session.rollback()
