"""What comes into being when a plan is confirmed: the plan, its clauses, findings, readers. Adds, never commits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker import clock
from tracker.agencies.models import Agency, Level
from tracker.extensions import db
from tracker.history.record import Doer, record
from tracker.plans.models import Clause, Finding, Plan, PlanParticipant, Severity
from tracker.vietnamese import fold


@dataclass(frozen=True, slots=True)
class PlanOrder:
    """A plan as it was confirmed. `number_key` is the number for comparison; `issued_on` may be a stand-in."""

    identity: str
    kind: str
    number: str | None
    number_key: str | None
    title: str
    issuer: Agency
    issued_on: date
    issue_date_is_stated: bool
    period_start: date
    period_end: date
    signer: str | None
    parent_number: str | None
    file_id: int
    text: str
    difficulty_route: dict[str, Any] | None


def issue_plan(order: PlanOrder, *, by: Doer) -> Plan:
    """Add the plan and let its issuer read it."""
    plan = Plan(
        identity=order.identity,
        kind=order.kind[:12],
        number=order.number,
        number_key=order.number_key,
        title=order.title,
        title_key=fold(order.title),
        issuer_id=order.issuer.id,
        level=Level(order.issuer.level),
        issued_on=order.issued_on,
        issue_date_is_stated=order.issue_date_is_stated,
        period_start=order.period_start,
        period_end=order.period_end,
        signer=order.signer[:200] if order.signer else None,
        parent_number=order.parent_number[:60] if order.parent_number else None,
        file_id=order.file_id,
        text=order.text,
        difficulty_route=order.difficulty_route,
        confirmed_at=clock.now(),
        confirmed_by=by.name,
    )
    db.session.add(plan)
    record(by, "confirmed", plan, after={"number": plan.number, "title": plan.title, "issued_on": plan.issued_on})
    add_participants(plan, [order.issuer.id])
    return plan


def add_participants(plan: Plan, agency_ids: Iterable[int]) -> None:
    """Note that the agencies lead, support or report in the plan, and so may read it. Known ones stay as they are."""
    known = set(db.session.scalars(select(PlanParticipant.agency_id).where(PlanParticipant.plan_id == plan.id)))
    for agency_id in sorted(set(agency_ids) - known):
        db.session.add(PlanParticipant(plan_id=plan.id, agency_id=agency_id))
    db.session.flush()


def add_clauses(plan: Plan, sections: Sequence[Mapping[str, Any]], *, version_id: int | None = None) -> dict[str, int]:
    """Add the numbered parts of the text (of a version: of that document), each under the part that holds it.

    Return clause ids by section id.
    """
    ids: dict[str, int] = {}
    above: list[Clause] = []
    for position, section in enumerate(sections, start=1):
        above = [clause for clause in above if clause.depth < section["level"]]
        clause = Clause(
            plan_id=plan.id,
            version_id=version_id,
            parent_id=above[-1].id if above else None,
            position=position,
            label=section["label"][:40],
            title=section["title"],
            depth=section["level"],
            span_start=section["span"][0],
            span_end=section["span"][1],
        )
        db.session.add(clause)
        db.session.flush()
        ids[section["id"]] = clause.id
        above.append(clause)
    return ids


def clause_at(plan: Plan, start: int) -> int | None:
    """Return the innermost clause of the plan that holds this place of its text, None outside of all."""
    return db.session.scalar(
        select(Clause.id)
        .where(Clause.plan_id == plan.id, Clause.version_id.is_(None))
        .where(Clause.span_start <= start, Clause.span_end > start)
        .order_by(Clause.depth.desc(), Clause.position.desc())
        .limit(1)
    )


def add_findings(plan: Plan, findings: Iterable[Mapping[str, Any]]) -> int:
    """Add what the checks of the plan found, printed figures as printed. Return how many."""
    rows = [
        Finding(
            plan_id=plan.id,
            code=finding["code"][:40],
            severity=Severity(finding["severity"]),
            message=finding["message"],
            places=list(finding["places"]),
            printed=_short(finding.get("printed")),
            computed=_short(finding.get("computed")),
        )
        for finding in findings
    ]
    db.session.add_all(rows)
    return len(rows)


def _short(value: Any) -> str | None:
    return None if value is None else str(value)[:120]
