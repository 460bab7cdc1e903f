"""Half a year of a made-up plan in a real province, lived through the services that people use, each on its day."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from flask import Flask

from tracker import clock
from tracker.demonstration import script
from tracker.demonstration.accounts import DemonstrationAccounts
from tracker.demonstration.cast import found_province
from tracker.demonstration.reports import hand_in_reports
from tracker.demonstration.script import Act
from tracker.demonstration.urging import urge_the_late
from tracker.demonstration.work import act, commune_acts
from tracker.extensions import db
from tracker.intake.models import Decision, Draft
from tracker.intake.queries import proposals_of
from tracker.intake.service.confirm import confirm_draft
from tracker.intake.service.reading import read_plan
from tracker.intake.service.review import accept_all_sure
from tracker.jobs.schedule import TIMETABLE, Sender
from tracker.rights import Actor

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "ke-hoach-giam-ngheo-2026.docx"
CONFIRMED_ON = date(2026, 1, 22)
DEMONSTRATION_DAY = date(2026, 7, 30)
SENDER = Sender(owner="demonstration")


def live_half_a_year(app: Flask, *, accounts_file: Path) -> None:
    """Make the province, confirm the sample plan, and live from 22/01 to 30/07/2026. Writes the accounts file last."""
    accounts = DemonstrationAccounts()
    _begin(CONFIRMED_ON)
    province = found_province(accounts)
    confirm_sample(province.actor("monitor"), largest=app.config["MAX_UPLOAD_BYTES"])
    province.appoint_clerks(accounts)
    happenings: dict[date, list[Act]] = defaultdict(list)
    for happening in [*script.ACTS, *commune_acts(province)]:
        happenings[happening.day].append(happening)
    day = CONFIRMED_ON
    while day <= DEMONSTRATION_DAY:
        _begin(day)
        _run_jobs(day)
        for happening in happenings[day]:
            act(province, happening)
        hand_in_reports(province, day)
        urge_the_late(province, day)
        db.session.expunge_all()
        day += timedelta(days=1)
    clock.fix_moment(None)
    clock.fix_day(app.config["TRACKER_TODAY"])
    accounts.write(accounts_file)


def _begin(day: date) -> None:
    """It is half past eight on this day."""
    clock.fix_day(day)
    clock.fix_moment(datetime.combine(day, time(8, 30), clock.VIETNAM).astimezone(UTC))


def confirm_sample(monitor: Actor, *, largest: int) -> Draft:
    """Read the sample plan, accept what is sure, and confirm it."""
    draft = read_plan(SAMPLE.read_bytes(), SAMPLE.name, by=monitor, largest=largest).draft
    accept_all_sure(draft.id, by=monitor)
    chosen = sum(proposal.decision is Decision.ACCEPTED for proposal in proposals_of(draft.id))
    confirm_draft(draft.id, chosen=chosen, by=monitor, today=clock.today())
    return draft


def _run_jobs(day: date) -> None:
    """Let the jobs of the day run as the worker would: on working days, the rolling horizon once a month."""
    if day.weekday() >= 5:
        return
    for job in TIMETABLE:
        if job.name in ("reminders", "deliver") or (job.name == "periods" and day.day <= 3):
            job.run(SENDER)
