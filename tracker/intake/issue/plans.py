"""What is accepted becomes the plan (the first time), its tasks, duties, targets and budget. Adds, never commits."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from tracker.errors import DomainError
from tracker.extensions import db
from tracker.history.record import record
from tracker.indicators.issue import issue_budget, issue_targets
from tracker.intake.issue.drafts import surroundings
from tracker.intake.issue.quotas import add_quota_findings
from tracker.intake.issue.work import Workshop, issue_accepted, issue_duties
from tracker.intake.models import Decision, Draft, DraftState, Proposal
from tracker.intake.rules.reading import Head, SettledHead, head_of, known_month, number_key, settle_head
from tracker.plans.family import link_parent, orphans_of, plans_without_parent, set_parent
from tracker.plans.issue import PlanOrder, add_clauses, add_findings, issue_plan
from tracker.plans.models import Clause, Finding, Plan
from tracker.plans.rules import names_issuer
from tracker.reports.models import ReportRow
from tracker.rights import Actor
from tracker.tasks.models import Task


class HeadIncomplete(DomainError):
    """The issuing day or the period is unknown; without them no deadline can be set."""


@dataclass(frozen=True, slots=True)
class Issued:
    """What a confirmation made: tasks and report rows of the plan so far, proposals left in review, findings."""

    plan: Plan
    tasks: int
    left: int
    rows: int
    findings: int


def issue_draft(draft: Draft, proposals: list[Proposal], *, by: Actor, today: date, stand_in: bool = False) -> Issued:
    """Make what is accepted: at the first time the plan with all its parts, later only the further tasks.

    Raises HeadIncomplete when day or period are missing and nothing may stand in for them (`stand_in`: by command).
    """
    plan = draft.plan
    is_first = plan is None
    if plan is None:
        plan = _plan_of(draft, by=by, stand_in=stand_in)
    clauses = _clause_ids(draft, plan) if not is_first else add_clauses(plan, draft.extraction["sections"])
    shop = Workshop(plan, surroundings(draft), by, today)
    issue_accepted(shop, proposals, clauses)
    if is_first:
        add_findings(plan, [*draft.extraction["findings"], *issue_duties(shop, draft)])
        issue_targets(plan, draft.extraction["targets"])
        issue_budget(plan, draft.extraction["budget"])
        _link_family(draft, plan, by=by)
    db.session.flush()
    return figures_of(plan, proposals)


def figures_of(plan: Plan, proposals: list[Proposal]) -> Issued:
    """Return what stands of a plan."""

    def count(model: type[Task] | type[ReportRow] | type[Finding]) -> int:
        return db.session.scalar(select(func.count()).select_from(model).where(model.plan_id == plan.id)) or 0

    left = sum(proposal.decision is Decision.PENDING for proposal in proposals)
    return Issued(plan, count(Task), left, count(ReportRow), count(Finding))


def _plan_of(draft: Draft, *, by: Actor, stand_in: bool) -> Plan:
    head = head_of(draft.extraction)
    settled = _settled(draft, stand_in)
    plan = issue_plan(
        PlanOrder(
            identity=draft.identity,
            kind=head.kind,
            number=draft.number,
            number_key=number_key(draft.number),
            title=draft.title,
            issuer=draft.issuer,
            issued_on=settled.issued_on,
            issue_date_is_stated=settled.is_stated,
            period_start=settled.period_start,
            period_end=settled.period_end,
            signer=head.signer,
            parent_number=head.parent_number,
            file_id=draft.file_id,
            text=draft.extraction["text"],
            difficulty_route=draft.extraction["difficulty_route"],
        ),
        by=by,
    )
    add_findings(plan, settled.findings)
    draft.plan = plan
    draft.state = DraftState.CONFIRMED
    draft.issued_on, draft.period_start, draft.period_end = settled.issued_on, settled.period_start, settled.period_end
    return plan


def _settled(draft: Draft, stand_in: bool) -> SettledHead:
    settled = settle_head(
        draft.issued_on, draft.period_start, draft.period_end, month=known_month(draft.extraction["text"])
    )
    if settled is None or (settled.findings and not stand_in):
        raise HeadIncomplete(
            "Chưa rõ ngày ban hành hoặc thời gian thực hiện của kế hoạch; hãy bổ sung ở đầu trang rồi xác nhận lại."
        )
    return settled


def _clause_ids(draft: Draft, plan: Plan) -> dict[str, int]:
    by_position = dict(
        db.session.execute(
            select(Clause.position, Clause.id).where(Clause.plan_id == plan.id, Clause.version_id.is_(None))
        )
        .tuples()
        .all()
    )
    sections = draft.extraction["sections"]
    return {section["id"]: by_position[position] for position, section in enumerate(sections, start=1)}


def _link_family(draft: Draft, plan: Plan, *, by: Actor) -> None:
    """Link the plan to the one it carries out, and to it those that named it before it was here."""
    head = head_of(draft.extraction)
    if draft.answers_task_id:
        link_own_plan(draft.answers_task_id, plan, by=by)
    key = number_key(head.parent_number)
    parent = link_parent(plan, number_key=key, on=head.parent_day, issued_by=head.parent_issuer, by=by)
    if parent is not None:
        add_quota_findings(plan, parent)
    adopt_children(plan, plan.number_key, plan.issued_on, by=by)


def adopt_children(plan: Plan, key: str | None, day: date | None, *, by: Actor) -> None:
    """Link to the plan those that named it, by this number and day, before it was here; their words must fit."""
    waiting = [child for child in plans_without_parent() if key and number_key(child.parent_number) == key]
    heads = _heads_of(waiting)
    for child in orphans_of(plan, {child.id for child in waiting}):
        head = heads.get(child.id)
        fits_day = head is None or head.parent_day in (None, day)
        if fits_day and names_issuer(head.parent_issuer if head else None, plan.issuer.name):
            set_parent(child, plan, by=by)
            add_quota_findings(child, plan)


def _heads_of(plans: list[Plan]) -> dict[int, Head]:
    rows = db.session.execute(
        select(Draft.plan_id, Draft.extraction["plan"]).where(Draft.plan_id.in_([plan.id for plan in plans]))
    )
    return {plan_id: head_of({"plan": head}) for plan_id, head in rows if plan_id is not None}


def link_own_plan(task_id: int, plan: Plan, *, by: Actor) -> None:
    """Note that the plan is the own implementation plan which the task asked for."""
    task = db.session.get(Task, task_id, with_for_update=True)
    if task is None or task.child_plan_id == plan.id:
        return
    task.child_plan_id = plan.id
    if plan.parent_id is None and plan.id != task.plan_id:
        parent = db.session.get_one(Plan, task.plan_id)
        set_parent(plan, parent, by=by)
    record(by, "own_plan", task, after={"child_plan_id": plan.id})
