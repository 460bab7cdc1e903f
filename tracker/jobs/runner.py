"""The worker: one process, one tick every 30 seconds, and a watchdog that ends the process when the tick is dead.

APScheduler is no more than the metronome, with its jobs in memory: everything that must survive stands in our tables
(docs/decisions.md, "Worker"). Several workers may run; one leads, the others stand by.
"""

import logging
import os
import signal
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from tracker.extensions import db
from tracker.intake.reading_queries import Lane
from tracker.jobs import health
from tracker.jobs.locks import kept
from tracker.jobs.runs import due_jobs, run_job
from tracker.jobs.schedule import JOBS, READING_SECONDS, TICK_SECONDS, Sender
from tracker.jobs.sending import senders
from tracker.notifications.ownership import ProcessLock, new_owner_name
from tracker.parsing.folders import remove_left

logger = logging.getLogger(__name__)

LEADER = "worker"
BEAT_SECONDS = 10.0
STUCK_AFTER = 1200.0  # no message takes longer than 900 s
NO_BEAT_AFTER = 600.0
LONGEST_GOODBYE = 30.0


class Worker:
    """What one worker process keeps in memory: its locks, and when it last got on."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.stopping = threading.Event()
        self.owner: ProcessLock | None = None
        self.leadership: ProcessLock | None = None
        self.progress_at = time.monotonic()
        self._known: set[str] = set()
        self.senders = senders(app, self.stopping, lambda: self.leadership is not None)

    def tick(self) -> None:
        """Do what is due. Never raises: a metronome that dies is not noticed."""
        self.progress_at = time.monotonic()
        with self.app.app_context():
            try:
                self._tick()
            except Exception:
                logger.exception("The tick failed; the next one tries again")
            finally:
                with suppress(Exception):
                    db.session.remove()
                self.progress_at = time.monotonic()

    def _tick(self) -> None:
        self.owner = kept(self.owner, new_owner_name)
        self.leadership = kept(self.leadership, lambda: LEADER)
        if self.owner is None or self.leadership is None:
            return
        if self.owner.name not in self._known:
            health.begin_beating(self.owner.name)
            self._known.add(self.owner.name)
        sender = Sender(self.owner.name, self.stopping.is_set)
        for job in due_jobs():
            self.progress_at = time.monotonic()
            try:
                counts = run_job(job, sender)
            except Exception:
                logger.exception("Job %s failed; the next tick tries again", job.name)
                continue
            if any(counts.values()):
                logger.info("Job %s: %s", job.name, counts)

    def keep_reading(self, lane: Lane) -> None:
        """Read what waits in a lane until the worker ends, in a thread of its own: a long scan delays no message."""
        while not self.stopping.wait(READING_SECONDS):
            self.read(lane)

    def read(self, lane: Lane | None = None) -> None:
        """Read the documents that wait in a lane. Never raises."""
        owner, leads = self.owner, self.leadership is not None
        if owner is None or not leads or self.stopping.is_set():
            return
        with self.app.app_context():
            try:
                counts = run_job(JOBS["readings"], Sender(owner.name, self.stopping.is_set, lane))
                if any(counts.values()):
                    logger.info("Job readings: %s", counts)
            except Exception:
                logger.exception("Reading failed; the next turn tries again")
            finally:
                with suppress(Exception):
                    db.session.remove()

    def beat(self) -> bool:
        """Write the beat of this worker; False when the database did not take it."""
        if self.owner is None:
            return True
        with self.app.app_context():
            try:
                health.beat(self.owner.name)
            except Exception:
                logger.exception("The beat was not written")
                return False
            finally:
                with suppress(Exception):
                    db.session.remove()
        return True

    @property
    def slowest_at(self) -> float:
        """When that part of the worker got on last which is the furthest behind."""
        return min([self.progress_at, *(sender.progress_at for sender in self.senders)])

    def say_goodbye(self, *, was_asked: bool = True) -> None:
        """Give everything back, so that the next worker need not wait.

        A worker that gave up (not `was_asked`) leaves its last beat: it grows old, and the watcher hears of it.
        """
        with self.app.app_context():
            with suppress(Exception):
                if self.owner is not None and was_asked:
                    health.stop_beating(self.owner.name)
            for sender in self.senders:
                sender.give_back()
            for lock in (self.owner, self.leadership):
                with suppress(Exception):
                    if lock is not None:
                        lock.release()


def run_worker(app: Flask) -> int:
    """Work until SIGTERM or SIGINT; return the exit code: 0 asked to stop, 1 the watchdog gave up."""
    worker = Worker(app)

    def stop(_number: int, _frame: FrameType | None) -> None:
        worker.stopping.set()

    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, stop)
    scheduler = _metronome(worker)
    logger.info("Worker started, process %d", os.getpid())
    threads = [*_readers(worker), *(sender.thread for sender in worker.senders)]
    for thread in threads:
        thread.start()
    code = _watch(worker, scheduler)
    _end(worker, scheduler, threads, was_asked=code == 0)
    return code


def _metronome(worker: Worker) -> BackgroundScheduler:
    scheduler = BackgroundScheduler(executors={"default": ThreadPoolExecutor(1)}, timezone=UTC)
    scheduler.add_job(
        worker.tick,
        "interval",
        seconds=TICK_SECONDS,
        id="tick",
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
        next_run_time=datetime.now(UTC),
    )
    scheduler.start()
    return scheduler


def _readers(worker: Worker) -> list[threading.Thread]:
    remove_left()
    return [threading.Thread(target=worker.keep_reading, args=(lane,), name=lane, daemon=True) for lane in Lane]


def _watch(worker: Worker, scheduler: BackgroundScheduler) -> int:
    """Beat until somebody asks to stop; return 1 as soon as the metronome or the beat is dead."""
    beat_at = time.monotonic()
    while not worker.stopping.wait(BEAT_SECONDS):
        if worker.beat():
            beat_at = time.monotonic()
        now = time.monotonic()
        thread = scheduler._thread
        if thread is None or not thread.is_alive():
            logger.critical("The metronome is dead; the process ends so that it is started again")
            return 1
        has_dead = not all(sender.thread.is_alive() for sender in worker.senders)
        if has_dead and not worker.stopping.is_set():
            logger.critical("A sender is dead; the process ends so that it is started again")
            return 1
        if now - worker.slowest_at > STUCK_AFTER or now - beat_at > NO_BEAT_AFTER:
            logger.critical("The worker does not get on; the process ends so that it is started again")
            return 1
    return 0


def _end(worker: Worker, scheduler: BackgroundScheduler, threads: list[threading.Thread], *, was_asked: bool) -> None:
    """Let the messages under way finish, but not for ever; what is left is taken back by the next worker.

    Readings are given back as soon as they notice, within a second.
    """
    worker.stopping.set()

    def end() -> None:
        scheduler.shutdown(wait=True)
        for thread in threads:
            thread.join()

    ending = threading.Thread(target=end, daemon=True)
    ending.start()
    ending.join(LONGEST_GOODBYE)
    if ending.is_alive():
        logger.warning("A message is still under way; its outcome will be in doubt")
        os._exit(1)
    worker.say_goodbye(was_asked=was_asked)
    logger.info("Worker ended")
