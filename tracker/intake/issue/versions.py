"""Whether a draft is another version of a tracked plan: noted when it is read, or said by a person. Never commits."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.extensions import db
from tracker.history.record import record
from tracker.intake.models import Draft
from tracker.intake.rules.reading import head_of, number_key
from tracker.intake.rules.versions import OTHER_TEXT, KnownPlan, version_of
from tracker.intake.version_models import VersionDraft
from tracker.plans.models import Plan, PlanVersion
from tracker.plans.rules import VersionRelation
from tracker.rights import Actor


def note_version(draft: Draft, *, by: Actor) -> VersionDraft | None:
    """Note that the draft is another version of a tracked plan of its issuer, where its text shows so."""
    known = known_plans(draft.issuer_id)
    if f"|{OTHER_TEXT}|" in draft.identity:
        key = number_key(draft.number)
        same = [plan for plan in known if plan.number_key == key and plan.issued_on == draft.issued_on]
        found = (same[0].id, VersionRelation.CORRECTED) if same else None
    else:
        found = version_of(draft.extraction, head_of(draft.extraction), known)
    return say_version(draft, *found, by=by) if found else None


def say_version(draft: Draft, plan_id: int, relation: VersionRelation, *, by: Actor) -> VersionDraft:
    """Note that the draft is another version of the plan."""
    version = VersionDraft(draft_id=draft.id, plan_id=plan_id, relation=relation, choices={}, steps=[])
    db.session.add(version)
    record(by, "said_version", draft, after={"plan_id": plan_id, "reason": relation})
    db.session.flush()
    return version


def known_plans(issuer_id: int) -> list[KnownPlan]:
    """Return the tracked plans of an issuer with the numbers of their confirmed versions. Two statements."""
    plans = db.session.scalars(
        select(Plan).where(Plan.issuer_id == issuer_id).options(joinedload(Plan.issuer)).order_by(Plan.id)
    ).all()
    numbers: dict[int, list[str]] = {}
    rows = db.session.execute(
        select(PlanVersion.plan_id, PlanVersion.number_key)
        .join(Plan, Plan.id == PlanVersion.plan_id)
        .where(Plan.issuer_id == issuer_id, PlanVersion.number_key.is_not(None))
        .order_by(PlanVersion.id)
    )
    for plan_id, key in rows:
        numbers.setdefault(plan_id, []).append(key)
    return [
        KnownPlan(
            id=plan.id,
            kind=plan.kind,
            number_key=plan.number_key,
            title=plan.title,
            issuer=plan.issuer.name,
            issued_on=plan.issued_on,
            period=(plan.period_start, plan.period_end),
            earlier_numbers=tuple(numbers.get(plan.id, ())),
        )
        for plan in plans
    ]


def plans_of_issuer(issuer_id: int) -> Sequence[Plan]:
    """Return the tracked plans of an issuer, the newest first: those that a document may be another version of."""
    return db.session.scalars(
        select(Plan).where(Plan.issuer_id == issuer_id).order_by(Plan.issued_on.desc(), Plan.id.desc()).limit(200)
    ).all()
