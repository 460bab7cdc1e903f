"""The timetable, on one screen. Hours and weekdays stand here; what has run stands in `job_run`, never in a cron."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tracker import clock
from tracker.catalogue.calendar import WorkingCalendar
from tracker.extensions import db, writing
from tracker.intake.reading_queries import Lane
from tracker.jobs.models import JobRun
from tracker.jobs.readings import read_waiting
from tracker.jobs.reconciling import RECONCILE, reconcile_daily
from tracker.notifications.delivery import deliver, never
from tracker.notifications.hours import QuietHours, is_quiet
from tracker.notifications.recovery import recover
from tracker.notifications.wrong_clock import bring_back
from tracker.reminders.planner import plan_reminders
from tracker.reminders.truth import check_lines
from tracker.reports.issue import issue_due_rows
from tracker.tasks.issue import issue_due_occurrences

TICK_SECONDS = 30
READING_SECONDS = 3
SENDING_SECONDS = 3
PATIENCE = timedelta(hours=1)  # how long sending waits for the reminders of the day to be decided
Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Sender:
    """On whose behalf a job sends: the name of a lock that this process holds, and when to stop.

    `lane` says which of the documents that wait are read, `channel` by which one is sent; None: all.
    """

    owner: str
    should_stop: Callable[[], bool] = never
    lane: Lane | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job and its hours. Without `begins_at` it runs at every tick; `repeats_after` lets it run again that day.

    One that `stands_apart` has threads of its own, because it may take long, and looks for work more often.
    """

    name: str
    about: str
    run: Callable[[Sender], Counts]
    begins_at: time | None = None
    on_working_days_only: bool = False
    repeats_after: timedelta | None = None
    stands_apart: bool = False


def _periods(_sender: Sender) -> Counts:
    """Make the report rows and the further times of recurring tasks up to 12 months ahead."""
    with writing():
        day = clock.today()
        made = {"tasks": issue_due_occurrences(today=day), "rows": issue_due_rows(today=day)}
        db.session.commit()
        return made


def _reminders(_sender: Sender) -> Counts:
    planned = plan_reminders(today=clock.today())
    return {"planned": planned.planned, "queued": planned.queued, "people": planned.people}


def _reconcile(_sender: Sender) -> Counts:
    return reconcile_daily()


def _deliver(sender: Sender) -> Counts:
    done = deliver(sender.owner, check_lines, channel=sender.channel, should_stop=sender.should_stop)
    return {"sent": done.sent, "cancelled": done.cancelled, "failed": done.failed, "doubtful": done.in_doubt}


def _recover(sender: Sender) -> Counts:
    back = recover(idle_owner=sender.owner)
    return {"released": back.released, "resending": back.resending, "held": back.held, "brought_back": bring_back()}


def _readings(sender: Sender) -> Counts:
    return read_waiting(sender.owner, sender.should_stop, sender.lane)


TIMETABLE: tuple[Job, ...] = (
    Job("periods", "tạo dòng báo cáo và lần kế tiếp của nhiệm vụ định kỳ", _periods, begins_at=time(0, 10)),
    Job(
        "reminders",
        "quyết định ai cần được nhắc và xếp thư vào hàng",
        _reminders,
        begins_at=time(7, 0),
        on_working_days_only=True,
        repeats_after=timedelta(hours=1),
    ),
    Job(
        RECONCILE,
        "đối chiếu nhắc việc đến kỳ với hàng thư, báo quản trị khi thiếu",
        _reconcile,
        begins_at=time(8, 0),
        on_working_days_only=True,
    ),
    Job("recover", "thu lại thư của tiến trình đã dừng giữa chừng", _recover),
    Job("deliver", "gửi các thư đến lượt", _deliver, stands_apart=True),
    Job("readings", "đọc các văn bản đang chờ (bản quét, tệp lớn)", _readings, stands_apart=True),
)
JOBS: Mapping[str, Job] = {job.name: job for job in TIMETABLE}


def is_due(job: Job, last: JobRun | None, *, today: date, now: datetime, calendar: WorkingCalendar) -> bool:
    """Tell whether a job must run now, from its hours and its last finished run.

    `today` is the day that the product lives in, `now` the real moment. Where the two differ (TRACKER_TODAY) the hours
    of the day mean nothing and are passed over.
    """
    if job.begins_at is None:
        return True
    if job.on_working_days_only and not calendar.is_working_day(today):
        return False
    local = now.astimezone(clock.VIETNAM)
    if local.date() == today and local.time() < job.begins_at:
        return False
    if last is None or last.last_day is None or last.finished_at is None or last.last_day != today:
        return True
    # A run of the future was noted by a clock that was wrong.
    return job.repeats_after is not None and not timedelta(0) <= now - last.finished_at < job.repeats_after


def last_day_due(job: Job, *, today: date, now: datetime, calendar: WorkingCalendar) -> date:
    """Return the last day for which the job should have run by now."""
    local = now.astimezone(clock.VIETNAM)
    if local.date() == today and job.begins_at is not None and local.time() < job.begins_at:
        today -= timedelta(days=1)
    return calendar.previous_working_day(today) if job.on_working_days_only else today


def may_send(
    *,
    today: date,
    now: datetime,
    awake_since: datetime,
    calendar: WorkingCalendar,
    quiet: QuietHours,
    reminders: JobRun | None,
) -> bool:
    """Tell whether the worker may send now: on a working day, outside the quiet hours, once the day is planned.

    The digests of a day wait until its reminders are decided, or what is due today would come a day late; but no
    longer than an hour, in case that deciding fails. The hour begins when this worker could first decide: it may have
    been started at noon (`awake_since`). Where `today` is not the real day (TRACKER_TODAY) hours mean nothing. A
    person's own `flask jobs run deliver` asks nobody.
    """
    if not calendar.is_working_day(today):
        return False
    local = now.astimezone(clock.VIETNAM)
    if local.date() != today:
        return _is_planned(reminders, today)
    if is_quiet(local.time(), quiet):
        return False
    return _is_planned(reminders, today) or local >= max(_begins(local, quiet), awake_since) + PATIENCE


def _is_planned(reminders: JobRun | None, today: date) -> bool:
    return reminders is not None and reminders.last_day is not None and reminders.last_day >= today


def _begins(local: datetime, quiet: QuietHours) -> datetime:
    """Return the moment of that day from which sending and deciding are both awake."""
    begins_at = JOBS["reminders"].begins_at or time(0)
    if quiet is not None and quiet[0] > quiet[1]:
        begins_at = max(begins_at, quiet[1])
    return local.replace(hour=begins_at.hour, minute=begins_at.minute, second=0, microsecond=0)
