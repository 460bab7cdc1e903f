"""Own targets of a plan against the quotas of the plan above it, as soon as both are known. Adds, never commits."""

from typing import Any

from sqlalchemy import select

from tracker.agencies.models import Agency
from tracker.catalogue.units import unit_by_code
from tracker.extensions import db
from tracker.intake.models import Draft
from tracker.intake.rules.quotas import compare_quotas
from tracker.intake.rules.reading import Extraction, head_of, number_key
from tracker.plans.family import plan_above
from tracker.plans.issue import add_findings
from tracker.plans.models import Finding, Plan

_CODES = "quota\\_%"


def quota_findings(extraction: Extraction, issuer: Agency) -> list[dict[str, Any]]:
    """Return what a reading's own targets are against its parent's quotas; nothing when the parent is not here yet."""
    head = head_of(extraction)
    key = number_key(head.parent_number)
    parent = plan_above(issuer, number_key=key, on=head.parent_day, issued_by=head.parent_issuer)
    return _against(extraction.get("quotas") or [], issuer, parent) if parent is not None else []


def add_quota_findings(child: Plan, parent: Plan) -> int:
    """Add to a confirmed plan what its own targets are against its parent's quotas, once. Return how many."""
    known = select(Finding.id).where(Finding.plan_id == child.id, Finding.code.like(_CODES, escape="\\")).limit(1)
    if db.session.scalar(known) is not None:
        return 0
    return add_findings(child, _against(_quotas_of(child), child.issuer, parent))


def _against(own: list[dict[str, Any]], issuer: Agency, parent: Plan) -> list[dict[str, Any]]:
    if not own or issuer.unit_code is None or issuer.unit_code == parent.issuer.unit_code:
        return []
    place = unit_by_code(issuer.unit_code)
    above_name = f"Kế hoạch {parent.number}" if parent.number else f"kế hoạch “{parent.title}”"
    return compare_quotas(own, _quotas_of(parent), [place.name, place.full_name], above_name)


def _quotas_of(plan: Plan) -> list[dict[str, Any]]:
    """Return the quotas that were read from a confirmed plan; a reading made before there were quotas has none."""
    quotas = select(Draft.extraction["quotas"]).where(Draft.plan_id == plan.id).order_by(Draft.id).limit(1)
    return list(db.session.scalar(quotas) or [])
