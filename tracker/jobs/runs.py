"""Run a job and keep when it last ran and what came of it."""

import logging
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from tracker import clock
from tracker.extensions import db, writing
from tracker.jobs.models import JobRun
from tracker.jobs.schedule import TIMETABLE, Counts, Job, Sender, is_due
from tracker.notifications.outbox import insert_new
from tracker.workdays.queries import working_calendar

logger = logging.getLogger(__name__)


def due_jobs() -> list[Job]:
    """Return the jobs that must run now, in the order of the timetable."""
    last = last_runs()
    calendar = working_calendar()
    today, now = clock.today(), clock.now()
    together = [job for job in TIMETABLE if not job.stands_apart]
    due = [job for job in together if is_due(job, last.get(job.name), today=today, now=now, calendar=calendar)]
    db.session.rollback()
    return due


def last_runs() -> dict[str, JobRun]:
    """Return what is kept of the last run of each job, by its name."""
    return {run.name: run for run in db.session.scalars(select(JobRun))}


def run_job(job: Job, sender: Sender) -> Counts:
    """Run a job now, whatever its hours, and note that it finished. Its errors come out after they are noted."""
    day = clock.today()
    try:
        counts = job.run(sender)
    except Exception as fault:
        db.session.rollback()
        _note_problem(job, f"{type(fault).__name__}: {fault}"[:500])
        raise
    db.session.rollback()
    if job.begins_at is not None or any(counts.values()):
        _note_run(job, counts, day)
    return counts


def _note_run(job: Job, counts: Counts, day: date) -> None:
    with writing():
        run = _run_of(job)
        run.last_day = day
        run.finished_at = clock.now()
        run.counts = dict(counts)
        run.problem = None
        db.session.commit()


def _note_problem(job: Job, problem: str) -> None:
    try:
        with writing():
            _run_of(job).problem = problem
            db.session.commit()
    except SQLAlchemyError:  # the database itself is the problem; the log has it
        db.session.rollback()


def _run_of(job: Job) -> JobRun:
    db.session.execute(insert_new(JobRun), [{"name": job.name}])
    return db.session.get_one(JobRun, job.name, with_for_update=True, populate_existing=True)
