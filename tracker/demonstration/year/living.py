"""Live the year: on each day the worker's timetable in the morning, then what people did, and the timetable again."""

import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from flask import Flask

from tracker import clock
from tracker.demonstration.accounts import DemonstrationAccounts
from tracker.demonstration.cast import Province
from tracker.demonstration.script import FINANCE
from tracker.demonstration.year.doing import do
from tracker.demonstration.year.people import confirm_plan, found
from tracker.demonstration.year.script import BEGINS_ON, ENDS_ON, Deed, deeds
from tracker.extensions import db
from tracker.jobs.runs import due_jobs, run_job
from tracker.jobs.schedule import Sender
from tracker.jobs.sending import ChannelSender, senders

SENDER = Sender(owner="demonstration")
MORNING, FORENOON, AFTERNOON = time(7, 10), time(9, 30), time(15, 30)
EVENING = time(19, 40)  # when Sở Tài chính gets round to it: in the quiet hours


class Watcher:
    """Somebody who looks on, twice a day. This one sees nothing."""

    def before_the_jobs(self, day: date, acts: Sequence[Deed]) -> None:
        """People have done `acts` on this day; nothing of it has been planned or sent yet."""

    def after_the_jobs(self, day: date, acts: Sequence[Deed]) -> None:
        """The worker has planned and sent what was due at this hour."""


def begin(app: Flask, accounts: DemonstrationAccounts) -> Province:
    """Found the province and confirm the plan on the first day."""
    at(BEGINS_ON, FORENOON)
    province = found(accounts)
    confirm_plan(province, by=province.actor("monitor"), largest=app.config["MAX_UPLOAD_BYTES"])
    return province


def live(app: Flask, province: Province, watcher: Watcher, *, until: date = ENDS_ON) -> None:
    """Live from the day after the first to `until`. The clock is left on the last moment; see `real_time`."""
    happenings: dict[date, list[Deed]] = defaultdict(list)
    for deed in deeds():
        happenings[deed.day].append(deed)
    channels = senders(app, threading.Event(), lambda: True)
    day = BEGINS_ON
    while day < until:
        day += timedelta(days=1)
        for hour, acts in _hours(happenings[day]):
            at(day, hour)
            for deed in acts:
                do(province, deed)
            db.session.expunge_all()
            watcher.before_the_jobs(day, acts)
            work(channels)
            watcher.after_the_jobs(day, acts)
    for channel in channels:
        channel.give_back()


def _hours(happened: Sequence[Deed]) -> Iterator[tuple[time, list[Deed]]]:
    """The hours at which the worker is looked at: each morning, and whenever somebody has done something."""
    yield MORNING, []
    for hour, is_late in ((AFTERNOON, False), (EVENING, True)):
        acts = [deed for deed in happened if (deed.who == FINANCE) is is_late]
        if acts:
            yield hour, acts


def at(day: date, hour: time) -> None:
    """It is this hour of this day, in Việt Nam."""
    clock.fix_day(day)
    clock.fix_moment(datetime.combine(day, hour, clock.VIETNAM).astimezone(UTC))


def real_time(today: date | None) -> None:
    """Let the clock go on: real moments, and the day of the settings."""
    clock.fix_moment(None)
    clock.fix_day(today)


def work(channels: Sequence[ChannelSender]) -> None:
    """Do what the worker does: every job whose hour has come, then each channel sends what may go at this hour."""
    for job in due_jobs():
        run_job(job, SENDER)
    db.session.rollback()
    for channel in channels:
        channel.turn()
