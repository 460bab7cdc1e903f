"""What comes into being when a plan is confirmed, and each day after: reporting duties and their expected rows.

Adds, never commits. Rows are made twelve months ahead, are unique by duty × agency × period, and are never reset.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.agencies.models import Agency
from tracker.extensions import db
from tracker.history.record import record
from tracker.plans.models import Plan
from tracker.reports.chain import chains_of, leads_of, regime_book
from tracker.reports.expected import NO_ROWS, RowMaker, known_rows
from tracker.reports.models import ReportingDuty
from tracker.reports.periods import kinds_of
from tracker.reports.regime_change import follow_calendar
from tracker.reports.rules import DutyOrigin
from tracker.reports.succession import add_reporters, excuse_ended, hand_over, reporters_loaded
from tracker.rights import Actor
from tracker.workdays.queries import working_calendar

ENDED_PLANS = timedelta(days=400)  # a plan that ended longer ago gets no more rows


@dataclass(frozen=True, slots=True)
class DutyOrder:
    """A reporting duty as the review confirmed it. `takes_every_lead`: an open class ("các sở, ban, ngành")."""

    position: int
    clause_id: int | None
    reporter_words: str
    takes_every_lead: bool
    periods: tuple[str, ...]
    stated_due: dict[str, Any] | None
    addressee: str | None
    via: str | None
    copy_to: tuple[str, ...]
    text: str
    span: tuple[int, int]
    reporter_ids: tuple[int, ...]


def issue_duty(plan: Plan, order: DutyOrder, *, by: Actor, today: date) -> ReportingDuty:
    """Add the duty, its reporters and the rows of all its periods until twelve months after `today`.

    The tasks of the plan, and its duties that name their reporters, must have been issued before: an open class takes
    its reporters from them.
    """
    duty = ReportingDuty(
        plan=plan,
        clause_id=order.clause_id,
        position=order.position,
        reporter_words=order.reporter_words,
        takes_every_lead=order.takes_every_lead,
        periods=list(order.periods),
        stated_due=order.stated_due,
        addressee=order.addressee,
        via=order.via,
        copy_to=list(order.copy_to),
        text=order.text,
        span_start=order.span[0],
        span_end=order.span[1],
    )
    db.session.add(duty)
    db.session.flush()
    _add_reporters(duty, order.reporter_ids)
    if duty.takes_every_lead:
        _add_reporters(duty, _open_class(duty, leads_of([plan.id]), _duties_of(plan)))
    record(by, "issued", duty, after={"plan_id": plan.id, "text": order.text, "periods": list(order.periods)})
    hand_over([duty])
    db.session.add_all(
        RowMaker(duty, regime_book(), chains_of([plan])[plan.id], today, working_calendar()).all_rows(duty.reporters)
    )
    db.session.flush()
    return duty


def issue_due_rows(*, today: date) -> int:
    """Add the rows of all duties that came within twelve months of `today`, and return how many were new.

    What an agency no longer owes since it ended is excused; its heir, where one is known, owes from the next day on. An
    agency that came late to the tasks of a plan joins its open class; it owes the reports that fall due from `today`
    on, not those of periods before it had a task. Run twice it adds nothing.
    """
    duties = db.session.scalars(
        select(ReportingDuty)
        .join(ReportingDuty.plan)
        .where(Plan.period_end >= today - ENDED_PLANS, ReportingDuty.origin != DutyOrigin.CALL)
        .options(joinedload(ReportingDuty.plan), reporters_loaded())
        .order_by(ReportingDuty.id)
    ).all()
    leads = leads_of({duty.plan_id for duty in duties if duty.takes_every_lead})
    for duty in duties:
        if duty.takes_every_lead:
            _add_reporters(duty, _open_class(duty, leads, duties))
    hand_over(duties)
    made = add_lacking_rows(duties, today=today)
    excuse_ended(today=today)
    follow_calendar(today=today)
    return made


def add_lacking_rows(duties: Sequence[ReportingDuty], *, today: date) -> int:
    """Add the rows of these duties that are owed and do not exist, and return how many."""
    known, book, calendar = known_rows(duties), regime_book(), working_calendar()
    chains = chains_of({duty.plan for duty in duties})
    rows = [
        row
        for duty in duties
        for row in RowMaker(duty, book, chains[duty.plan_id], today, calendar).lacking_rows(
            duty.reporters, known.get(duty.id, NO_ROWS)
        )
    ]
    db.session.add_all(rows)
    db.session.flush()
    return len(rows)


def _duties_of(plan: Plan) -> Sequence[ReportingDuty]:
    wanted = select(ReportingDuty).where(ReportingDuty.plan_id == plan.id).options(reporters_loaded())
    return db.session.scalars(wanted.order_by(ReportingDuty.id)).all()


def _open_class(duty: ReportingDuty, leads: dict[int, list[Agency]], duties: Sequence[ReportingDuty]) -> list[int]:
    """Every agency that leads an ordered task; not the issuer, and nobody who reports the same periods by a duty of
    its own in the plan (docs/decisions.md, "Who reports"). A series of another regime is another report."""
    by_own_duty = {
        reporter.agency_id
        for other in duties
        if other.plan_id == duty.plan_id
        and not other.takes_every_lead
        and other.origin is DutyOrigin.PLAN
        and other.regime_id == duty.regime_id
        and set(kinds_of(other.periods)) & set(kinds_of(duty.periods))
        for reporter in other.reporters
    }
    left_out = by_own_duty | {duty.plan.issuer_id}
    return [agency.id for agency in leads.get(duty.plan_id, []) if agency.id not in left_out]


def _add_reporters(duty: ReportingDuty, agency_ids: Collection[int]) -> None:
    known = {reporter.agency_id for reporter in duty.reporters}
    add_reporters(duty, [agency_id for agency_id in dict.fromkeys(agency_ids) if agency_id not in known])
