"""The one rule by which report rows are counted on a day: behind `flask status`, the follow-up matrix and every list.

Expected = rows due on or before the day whose plan was issued by then = received + missing + excused. Received = on
time + late, judged by the submission that stands on that day; returned and not sent again is missing
(commands-and-counts). On time includes the days of grace. The due day is the one in force on that day (ReportRowTerms).
"""

from collections.abc import Hashable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, ScalarSelect, Subquery, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.reports.models import ReportRow, ReportRowTerms, ReportSubmission
from tracker.reports.rules import Outcome, ReportCounts, ReportStanding

_FALLEN = (Outcome.WITHDRAWN, Outcome.RETURNED)


def standing_as_of(on: date, *where: ColumnElement[bool]) -> Subquery:
    """Return one line for each row whose plan was issued by the day `on`: how it stands at the end of that day.

    Columns: row_id, plan_id, duty_id, agency_id, period_kind, period_key, period_end, cut_off_on, opens_on, due_on and
    grace_until (in force that day), standing (ReportStanding; ahead = not yet due), submitted_on (of the submission
    that stands), accepted and on_behalf (0 or 1), returned_on (last return, if nothing stands), excused_on. `where` are
    conditions on Plan and ReportRow.
    """
    handed_in, returned, terms = _standing_submission(on), _last_return(on), aliased(ReportRowTerms)
    due_on = func.coalesce(terms.due_on, ReportRow.due_on, type_=Date)
    grace_until = func.coalesce(terms.grace_until, ReportRow.grace_until, type_=Date)
    return (
        select(
            *_OF_ROW,
            due_on.label("due_on"),
            grace_until.label("grace_until"),
            _standing(on, due_on, grace_until, handed_in.c.submitted_on).label("standing"),
            handed_in.c.submitted_on.label("submitted_on"),
            func.coalesce(handed_in.c.accepted, 0).label("accepted"),
            func.coalesce(handed_in.c.on_behalf, 0).label("on_behalf"),
            case((handed_in.c.submitted_on.is_(None), returned.c.returned_on)).label("returned_on"),
            case((ReportRow.excused_on <= on, ReportRow.excused_on)).label("excused_on"),
        )
        .join(Plan, Plan.id == ReportRow.plan_id)
        .outerjoin(handed_in, handed_in.c.row_id == ReportRow.id)
        .outerjoin(returned, returned.c.row_id == ReportRow.id)
        .outerjoin(terms, terms.id == _terms_in_force(on))
        .where(Plan.issued_on <= on, *where)
        .subquery()
    )


_OF_ROW = (
    ReportRow.id.label("row_id"),
    ReportRow.plan_id,
    ReportRow.duty_id,
    ReportRow.agency_id,
    ReportRow.period_kind,
    ReportRow.period_key,
    ReportRow.period_end,
    ReportRow.cut_off_on,
    ReportRow.opens_on,
)


def _standing(
    on: date, due_on: ColumnElement[date], grace_until: ColumnElement[date], submitted_on: ColumnElement[Any]
) -> ColumnElement[str]:
    return case(
        (due_on > on, ReportStanding.AHEAD.value),
        (submitted_on > grace_until, ReportStanding.LATE.value),
        (submitted_on.is_not(None), ReportStanding.ON_TIME.value),
        (ReportRow.excused_on <= on, ReportStanding.EXCUSED.value),
        else_=ReportStanding.MISSING.value,
    )


def _terms_in_force(on: date) -> ScalarSelect[int]:
    """The days that were changed after the day: the first change keeps what held on it. None when nothing changed."""
    terms = aliased(ReportRowTerms)
    return (
        select(terms.id)
        .where(terms.row_id == ReportRow.id, terms.until_day > on)
        .order_by(terms.until_day)
        .limit(1)
        .scalar_subquery()
    )


def _last_return(on: date) -> Subquery:
    return (
        select(ReportSubmission.row_id, func.max(ReportSubmission.outcome_on).label("returned_on"))
        .where(ReportSubmission.outcome == Outcome.RETURNED, ReportSubmission.outcome_on <= on)
        .group_by(ReportSubmission.row_id)
        .subquery()
    )


def _standing_submission(on: date) -> Subquery:
    """The submission of each row that was neither withdrawn nor returned by the end of the day."""
    fallen = and_(ReportSubmission.outcome.in_(_FALLEN), ReportSubmission.outcome_on <= on)
    accepted = and_(ReportSubmission.outcome == Outcome.ACCEPTED, ReportSubmission.outcome_on <= on)
    return (
        select(
            ReportSubmission.row_id,
            func.max(ReportSubmission.submitted_on).label("submitted_on"),
            func.max(case((accepted, 1), else_=0)).label("accepted"),
            func.max(case((ReportSubmission.entered_by.is_not(None), 1), else_=0)).label("on_behalf"),
        )
        .where(ReportSubmission.entered_on <= on, or_(ReportSubmission.outcome_on.is_(None), ~fallen))
        .group_by(ReportSubmission.row_id)
        .subquery()
    )


def counts(on: date, *where: ColumnElement[bool]) -> ReportCounts:
    """Return the counts of all rows that meet the conditions on Plan and ReportRow, as of the day."""
    return counts_by(on, (), *where).get((), ReportCounts())


def counts_by_plan(on: date, *where: ColumnElement[bool]) -> dict[int, ReportCounts]:
    """Return the counts by plan; a plan without a row that is due does not appear."""
    return {key[0]: found for key, found in counts_by(on, ("plan_id",), *where).items()}


def counts_by_agency_period(on: date, *where: ColumnElement[bool]) -> dict[tuple[int, str], ReportCounts]:
    """Return the counts by agency and period key."""
    return {(key[0], key[1]): found for key, found in counts_by(on, ("agency_id", "period_key"), *where).items()}


def counts_by(on: date, columns: tuple[str, ...], *where: ColumnElement[bool]) -> dict[tuple[Any, ...], ReportCounts]:
    """Return the counts by any columns of `standing_as_of`, as of the day, by one statement."""
    rows = standing_as_of(on, *where)
    by = [rows.c[name] for name in columns]
    lines = db.session.execute(
        select(*by, rows.c.standing, func.count()).group_by(*by, rows.c.standing).order_by(*by, rows.c.standing)
    )
    found: dict[tuple[Hashable, ...], dict[str, int]] = {}
    for *key, standing, number in lines:
        found.setdefault(tuple(key), {})[standing] = number
    return {key: made for key, classes in found.items() if (made := ReportCounts.of(classes)).expected}
