"""What comes into being when a plan is confirmed: its targets and budget lines, as printed. Adds, never commits."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tracker.extensions import db
from tracker.indicators.models import BudgetLine, Target
from tracker.plans.issue import clause_at
from tracker.plans.models import Plan


def issue_targets(plan: Plan, targets: Iterable[Mapping[str, Any]]) -> int:
    """Add the targets of a reading, each under the one that it is a part of. Return how many."""
    ids: dict[str, int] = {}
    for drafted in targets:
        due_on = drafted.get("due_on")
        target = Target(
            plan_id=plan.id,
            clause_id=clause_at(plan, drafted["span"][0]),
            parent_id=ids.get(drafted.get("of") or ""),
            text=drafted["text"],
            indicator=drafted["indicator"],
            comparator=drafted["comparator"],
            value=Decimal(str(drafted["value"])),
            unit=(drafted["unit"] or "")[:60],
            baseline=None if drafted.get("baseline") is None else str(drafted["baseline"])[:60],
            is_per_year=drafted["per_year"],
            due_on=date.fromisoformat(due_on) if due_on else None,
            dimension=(drafted.get("dimension") or "")[:120] or None,
            span_start=drafted["span"][0],
            span_end=drafted["span"][1],
        )
        db.session.add(target)
        db.session.flush()
        ids[drafted["id"]] = target.id
    return len(ids)


def issue_budget(plan: Plan, lines: Iterable[Mapping[str, Any]]) -> int:
    """Add the budget lines of a reading with their parts by source. Return how many."""
    rows = [
        BudgetLine(
            plan_id=plan.id,
            item=line["item"],
            amount=Decimal(str(line["amount"])),
            unit=(line["unit"] or "")[:60],
            parts=list(line["parts"]),
            span_start=line["span"][0],
            span_end=line["span"][1],
        )
        for line in lines
    ]
    db.session.add_all(rows)
    return len(rows)
