"""What the register of duties reads: the list, one duty with its reporters and periods, what its forms offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.agencies.models import Agency
from tracker.errors import NotVisible
from tracker.extensions import db
from tracker.plans.models import Clause, Plan, PlanParticipant
from tracker.plans.queries import watched_by
from tracker.reports.models import DutyReporter, Regime, ReportingDuty, ReportRow
from tracker.reports.rules import DutyOrigin, PeriodKind
from tracker.rights import Actor, Role
from tracker.web.paging import PAGE_SIZE, Page

MOST_CLAUSES = 600
MOST_AGENCIES = 1000
MOST_PERIODS = 120
_PERIODIC = (PeriodKind.SEMIANNUAL, PeriodKind.ANNUAL)  # what "periodic" without a rhythm stands for


@dataclass(frozen=True, slots=True)
class DutyFilter:
    """Which duties the register shows. None or "" = all; `regime_id` 0 = those that follow the default ones."""

    plan_id: int | None = None
    agency_id: int | None = None
    kind: PeriodKind | None = None
    regime_id: int | None = None
    origin: DutyOrigin | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on ReportingDuty."""
        asked: list[ColumnElement[bool]] = []
        if self.plan_id is not None:
            asked.append(ReportingDuty.plan_id == self.plan_id)
        if self.agency_id is not None:
            asked.append(_reported_by(DutyReporter.agency_id == self.agency_id))
        if self.kind is not None:
            asked.append(_has_kind(self.kind))
        if self.regime_id is not None:
            asked.append(ReportingDuty.regime_id == (self.regime_id or None))
        if self.origin is not None:
            asked.append(ReportingDuty.origin == self.origin)
        return asked


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty with the number of agencies that owe it, and the day on which its next report falls due."""

    duty: ReportingDuty
    agencies: int
    next_due: date | None


@dataclass(frozen=True, slots=True)
class DutyPeriod:
    """The rows of a duty in one period: how many, whose days' figures, and when they fall due."""

    kind: PeriodKind
    key: str
    start: date
    rows: int
    window_start: date
    cut_off_on: date
    first_due: date
    last_due: date


@dataclass(frozen=True, slots=True)
class DutyChoices:
    """What the filters of the register offer."""

    plans: list[tuple[int, str]]
    agencies: list[tuple[int, str]]
    regimes: list[tuple[int, str]]


def listed_duties(actor: Actor, asked: DutyFilter, *, page: int, today: date) -> Page[DutyLine]:
    """Return one page of the duties that the actor may see, those of the newest plans first. Two statements."""
    seen = select(ReportingDuty).join(ReportingDuty.plan).where(duties_visible_to(actor), *asked.conditions())
    total = db.session.scalar(seen.with_only_columns(func.count())) or 0
    page = min(page, Page((), 1, total).last)
    reporters = select(func.count()).where(DutyReporter.duty_id == ReportingDuty.id, _still_owes(today))
    next_due = select(func.min(ReportRow.due_on)).where(
        ReportRow.duty_id == ReportingDuty.id, ReportRow.due_on >= today, ReportRow.excused_on.is_(None)
    )
    if not actor.has(*WATCHING):
        next_due = next_due.where(ReportRow.agency_id.in_(actor.own_agencies))
    found = db.session.execute(
        seen.add_columns(reporters.scalar_subquery(), next_due.scalar_subquery())
        .options(contains_eager(ReportingDuty.plan), joinedload(ReportingDuty.clause), joinedload(ReportingDuty.regime))
        .order_by(Plan.issued_on.desc(), Plan.id.desc(), ReportingDuty.position, ReportingDuty.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return Page([DutyLine(*line) for line in found], page, total)


WATCHING = (Role.MONITOR, Role.COMMITTEE, Role.SECRETARY)


def duties_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on ReportingDuty and Plan: those who watch the plan, and the agencies that owe the duty."""
    return or_(watched_by(actor), _reported_by(DutyReporter.agency_id.in_(actor.own_agencies)))


def duty_visible_to(actor: Actor, duty_id: int) -> ReportingDuty:
    """Return the duty with plan, clause and regime, or raise NotVisible."""
    duty = db.session.scalar(
        select(ReportingDuty)
        .join(ReportingDuty.plan)
        .where(ReportingDuty.id == duty_id, duties_visible_to(actor))
        .options(
            contains_eager(ReportingDuty.plan).joinedload(Plan.issuer),
            joinedload(ReportingDuty.clause),
            joinedload(ReportingDuty.regime),
        )
    )
    if duty is None:
        raise NotVisible("Không tìm thấy nghĩa vụ báo cáo này, hoặc nghĩa vụ không thuộc phạm vi của đồng chí.")
    return duty


def reporters_of(duty: ReportingDuty, actor: Actor) -> Sequence[DutyReporter]:
    """Return who owes the duty and owed it; an agency that does not watch the plan sees itself alone."""
    wanted = select(DutyReporter).join(DutyReporter.agency).where(DutyReporter.duty_id == duty.id)
    if not watches(actor, duty.plan):
        wanted = wanted.where(DutyReporter.agency_id.in_(actor.own_agencies))
    return db.session.scalars(
        wanted.options(contains_eager(DutyReporter.agency)).order_by(Agency.level, Agency.name_key).limit(MOST_AGENCIES)
    ).all()


def periods_of(duty: ReportingDuty, actor: Actor) -> list[DutyPeriod]:
    """Return the periods for which rows exist, oldest first."""
    wanted = (
        select(
            ReportRow.period_kind,
            ReportRow.period_key,
            func.min(ReportRow.period_start),
            func.count(),
            func.min(ReportRow.window_start),
            func.max(ReportRow.cut_off_on),
            func.min(ReportRow.due_on),
            func.max(ReportRow.due_on),
        )
        .where(ReportRow.duty_id == duty.id)
        .group_by(ReportRow.period_kind, ReportRow.period_key)
        .order_by(func.min(ReportRow.period_end), ReportRow.period_key)
        .limit(MOST_PERIODS)
    )
    if not watches(actor, duty.plan):
        wanted = wanted.where(ReportRow.agency_id.in_(actor.own_agencies))
    return [DutyPeriod(*line) for line in db.session.execute(wanted)]


def watches(actor: Actor, plan: Plan) -> bool:
    """Tell whether the actor watches the plan itself."""
    return any(actor.holds(role, issuer_id=plan.issuer_id, plan_id=plan.id) for role in WATCHING)


def duty_choices(actor: Actor) -> DutyChoices:
    """Return the plans, agencies and regimes of the duties that the actor may see. Three statements."""
    seen = select(ReportingDuty.id).join(ReportingDuty.plan).where(duties_visible_to(actor))
    name = func.coalesce(Plan.number, Plan.title)
    plans = db.session.execute(
        select(Plan.id, name).where(Plan.id.in_(seen.with_only_columns(ReportingDuty.plan_id))).order_by(name, Plan.id)
    )
    owing = select(Agency.id, Agency.name).join(DutyReporter, DutyReporter.agency_id == Agency.id)
    if not actor.has(*WATCHING):
        owing = owing.where(Agency.id.in_(actor.own_agencies))
    agencies = db.session.execute(
        owing.where(DutyReporter.duty_id.in_(seen)).distinct().order_by(Agency.name, Agency.id).limit(MOST_AGENCIES)
    )
    return DutyChoices([(i, n) for i, n in plans], [(i, n) for i, n in agencies], regime_choices())


def regime_choices() -> list[tuple[int, str]]:
    """Return the regimes that a duty may follow: the first of each series, which stands for all of them."""
    rows = db.session.execute(select(Regime.id, Regime.name).where(Regime.series_id.is_(None)).order_by(Regime.id))
    return [(row.id, row.name) for row in rows]


def plans_kept_by(actor: Actor) -> Sequence[Plan]:
    """Return the plans for which the actor, as monitor, keeps the register, newest first."""
    return db.session.scalars(_kept_plans(actor).order_by(Plan.issued_on.desc(), Plan.id.desc()).limit(PAGE_SIZE)).all()


def plan_kept_by(actor: Actor, plan_id: int) -> Plan:
    """Return a plan for which the actor keeps the register, or raise NotVisible."""
    plan = db.session.scalar(_kept_plans(actor).where(Plan.id == plan_id))
    if plan is None:
        raise NotVisible()
    return plan


def _kept_plans(actor: Actor) -> Select[tuple[Plan]]:
    issuers, plans = actor.issuers_watched(Role.MONITOR), actor.plans_watched(Role.MONITOR)
    return select(Plan).where(or_(Plan.issuer_id.in_(issuers), Plan.id.in_(plans))).options(joinedload(Plan.issuer))


def clauses_of(plan: Plan) -> list[tuple[int, str]]:
    """Return the clauses of the plan that can be the basis of a duty, in the order of its text."""
    rows = db.session.execute(
        select(Clause.id, Clause.label, Clause.title)
        .where(Clause.plan_id == plan.id)
        .order_by(Clause.version_id.is_not(None), Clause.position)
        .limit(MOST_CLAUSES)
    )
    return [(row.id, f"{row.label} {' '.join(row.title.split())}"[:110]) for row in rows]


def agencies_of(plan: Plan, *, today: date) -> Sequence[Agency]:
    """Return the agencies that take part in the plan and exist today, by level and name; not the issuer."""
    return db.session.scalars(
        select(Agency)
        .join(PlanParticipant, PlanParticipant.agency_id == Agency.id)
        .where(
            PlanParticipant.plan_id == plan.id,
            Agency.id != plan.issuer_id,
            or_(Agency.valid_from.is_(None), Agency.valid_from <= today),
            or_(Agency.valid_to.is_(None), Agency.valid_to >= today),
        )
        .options(joinedload(Agency.kind))
        .order_by(Agency.level, Agency.name_key, Agency.id)
        .limit(MOST_AGENCIES)
    ).all()


def _still_owes(today: date) -> ColumnElement[bool]:
    return or_(DutyReporter.ends_on.is_(None), DutyReporter.ends_on >= today)


def _reported_by(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return ReportingDuty.id.in_(select(DutyReporter.duty_id).where(condition))


def _has_kind(kind: PeriodKind) -> ColumnElement[bool]:
    written = cast(ReportingDuty.periods, String)
    named = written.contains(f'"{kind.value}"')
    if kind not in _PERIODIC:
        return named
    others = [~written.contains(f'"{each.value}"') for each in PeriodKind]
    plain = written.contains('"periodic"')
    for other in others:
        plain = plain & other
    return named | plain
