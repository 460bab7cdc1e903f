"""One thread for each channel: a server that drips or refuses delays neither the other channels nor any other job.

Each has a lock of its own, so that what it left claimed can be told from what another works on, and looks at the clock
before every message: quiet hours and days off begin in the middle of a queue, too.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from functools import partial

from flask import Flask

from tracker import clock
from tracker.extensions import db
from tracker.jobs.locks import kept
from tracker.jobs.runs import last_runs, run_job
from tracker.jobs.schedule import JOBS, SENDING_SECONDS, Sender, may_send
from tracker.notifications.channels.registry import channels_set_up
from tracker.notifications.ownership import ProcessLock, new_owner_name
from tracker.notifications.recovery import recover
from tracker.workdays.queries import working_calendar

logger = logging.getLogger(__name__)


class ChannelSender:
    """Sends by one channel until the worker ends. `is_leading` tells whether this worker is the one that works."""

    def __init__(
        self, app: Flask, channel: str, stopping: threading.Event, is_leading: Callable[[], bool] = lambda: True
    ) -> None:
        self.app = app
        self.channel = channel
        self.owner: ProcessLock | None = None
        self.progress_at = time.monotonic()
        self.thread = threading.Thread(target=self._keep_sending, name=f"send-{channel}", daemon=True)
        self._stopping = stopping
        self._is_leading = is_leading
        self._may_send: Callable[[], bool] = lambda: True
        self._left_something = False
        self._awake: tuple[date, datetime] | None = None

    def _keep_sending(self) -> None:
        while not self._stopping.wait(SENDING_SECONDS):
            self.turn()

    def turn(self) -> None:
        """Send what may go now. Never raises."""
        self.progress_at = time.monotonic()
        if not self._is_leading():
            self._awake = None
            return
        with self.app.app_context():
            try:
                self._turn()
                self._left_something = False
            except Exception:
                self._left_something = True
                logger.exception("Sending by %s failed; the next turn tries again", self.channel)
            finally:
                with suppress(Exception):
                    db.session.remove()
                self.progress_at = time.monotonic()

    def _turn(self) -> None:
        self.owner = kept(self.owner, new_owner_name)
        if self.owner is None:
            return
        if self._left_something:
            recover(idle_owner=self.owner.name)
        self._may_send = _gate(self.app, self._awake_since())
        if not self._may_send():
            return
        counts = run_job(JOBS["deliver"], Sender(self.owner.name, self._should_stop, channel=self.channel))
        if any(counts.values()):
            logger.info("Job deliver by %s: %s", self.channel, counts)

    def _awake_since(self) -> datetime:
        """Since when this worker works on this day; a machine that slept over night begins in the morning."""
        today = clock.today()
        if self._awake is None or self._awake[0] != today:
            self._awake = (today, clock.now())
        return self._awake[1]

    def _should_stop(self) -> bool:
        """Asked before each message: it also shows that sending gets on."""
        self.progress_at = time.monotonic()
        return self._stopping.is_set() or not self._is_leading() or not self._may_send()

    def give_back(self) -> None:
        """Release the lock."""
        with suppress(Exception):
            if self.owner is not None:
                self.owner.release()


def _gate(app: Flask, awake_since: datetime) -> Callable[[], bool]:
    """Return what tells, at any later moment too, whether sending is allowed; reads calendar and last runs once."""
    calendar = working_calendar()
    reminders = last_runs().get("reminders")
    quiet = app.config["QUIET_HOURS"]
    db.session.expunge_all()
    db.session.rollback()
    allowed = partial(may_send, awake_since=awake_since, calendar=calendar, quiet=quiet, reminders=reminders)
    return lambda: allowed(today=clock.today(), now=clock.now())


def senders(app: Flask, stopping: threading.Event, is_leading: Callable[[], bool]) -> list[ChannelSender]:
    """Return a sender for each channel that is set up."""
    with app.app_context():
        return [ChannelSender(app, channel.name, stopping, is_leading) for channel in channels_set_up()]
