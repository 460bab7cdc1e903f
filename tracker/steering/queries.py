"""What the committee's page reads. Every count comes from the rule in tasks.counts; nothing is counted again here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select, union_all
from sqlalchemy.orm import contains_eager, joinedload

from tracker.agencies.models import Agency, AgencyRole, RoleKind
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.tasks.counts import Ageing, Standing, is_aged, standing_as_of
from tracker.tasks.models import Assignment, Task

DONE = (Standing.DONE_ON_TIME, Standing.DONE_LATE, Standing.NO_DEADLINE_DONE)
LONGEST_LIST = 20


@dataclass(frozen=True, slots=True)
class AgeingLine:
    """Overdue tasks of one bucket: how many, of how many agencies, and the earliest due day among them."""

    age: Ageing
    tasks: int
    agencies: int
    oldest_due: date | None


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """How many tasks were done (in all) and how many were overdue at the end of a day."""

    day: date
    done: int
    overdue: int


def plans_issued(on: date, *where: ColumnElement[bool]) -> Sequence[Plan]:
    """Return the plans issued by the day that meet the conditions, by issuing day, then number."""
    return db.session.scalars(
        select(Plan)
        .where(Plan.issued_on <= on, *where)
        .options(joinedload(Plan.issuer))
        .order_by(Plan.issued_on, func.coalesce(Plan.number_key, ""), Plan.id)
    ).all()


def agencies_and_committee(
    ids: Collection[int], issuer_ids: Collection[int], on: date
) -> tuple[Mapping[int, Agency], Agency | None]:
    """Return the agencies with these ids, and the steering committee for the plans of the issuers on the day.

    No committee when none, or several, hold that role. One statement.
    """
    holders = select(AgencyRole.agency_id).where(
        AgencyRole.role == RoleKind.COMMITTEE,
        AgencyRole.issuer_id.in_(issuer_ids),
        AgencyRole.starts_on <= on,
        or_(AgencyRole.ends_on.is_(None), AgencyRole.ends_on >= on),
    )
    is_committee = Agency.id.in_(holders)
    found = db.session.execute(select(Agency, is_committee).where(or_(Agency.id.in_(ids), is_committee))).all()
    committees = [agency for agency, holds in found if holds]
    return {agency.id: agency for agency, _ in found}, committees[0] if len(committees) == 1 else None


def overdue_by_age(on: date, *where: ColumnElement[bool]) -> list[AgeingLine]:
    """Return the overdue tasks of each bucket, shortest first, with the number of their agencies; one statement."""
    standing = standing_as_of(on)
    figures: list[ColumnElement[int] | ColumnElement[date]] = []
    for age in Ageing:
        inside = is_aged(standing, age, on)
        figures += [
            func.sum(case((inside, 1), else_=0)),
            func.count(case((inside, standing.c.agency_id)).distinct()),
            func.min(case((inside, standing.c.due_on))),
        ]
    row = db.session.execute(
        select(*figures).select_from(standing).join(Plan, Plan.id == standing.c.plan_id).where(*where)
    ).one()
    return [
        AgeingLine(age, int(row[3 * place] or 0), int(row[3 * place + 1] or 0), row[3 * place + 2])
        for place, age in enumerate(Ageing)
    ]


def trend(days: Sequence[date], *where: ColumnElement[bool]) -> list[TrendPoint]:
    """Return done and overdue at the end of each of the days, in their order, by one statement."""
    rows = db.session.execute(union_all(*[_point(place, day, where) for place, day in enumerate(days)]))
    found = {place: (int(done or 0), int(overdue or 0)) for place, done, overdue in rows}
    return [TrendPoint(day, *found[place]) for place, day in enumerate(days)]


def _point(place: int, day: date, where: tuple[ColumnElement[bool], ...]) -> Select[tuple[int, int, int]]:
    standing = standing_as_of(day)
    done = standing.c.standing.in_([one.value for one in DONE])
    overdue = standing.c.standing == Standing.OPEN_OVERDUE.value
    return (
        select(literal(place), func.sum(case((done, 1), else_=0)), func.sum(case((overdue, 1), else_=0)))
        .select_from(standing)
        .join(Plan, Plan.id == standing.c.plan_id)
        .where(*where)
    )


def longest_overdue(on: date, *where: ColumnElement[bool], limit: int = LONGEST_LIST) -> Sequence[Task]:
    """Return the tasks that have been overdue longest on the day, with agency, plan and the quoted assignment."""
    standing = standing_as_of(on)
    return db.session.scalars(
        select(Task)
        .join(standing, standing.c.task_id == Task.id)
        .join(Task.plan)
        .where(standing.c.standing == Standing.OPEN_OVERDUE.value, *where)
        .options(
            contains_eager(Task.plan),
            joinedload(Task.agency),
            joinedload(Task.assignment).joinedload(Assignment.clause),
        )
        .order_by(standing.c.due_on, Task.id)
        .limit(limit)
    ).all()
