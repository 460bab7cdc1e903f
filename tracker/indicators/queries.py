"""What pages read of targets and budgets."""

from collections.abc import Sequence

from sqlalchemy import select

from tracker.extensions import db
from tracker.indicators.models import BudgetLine, Target


def targets_of(plan_id: int) -> Sequence[Target]:
    """Return the targets of a plan in the order of its text, at most 300."""
    return db.session.scalars(select(Target).where(Target.plan_id == plan_id).order_by(Target.id).limit(300)).all()


def budget_of(plan_id: int) -> Sequence[BudgetLine]:
    """Return the budget lines of a plan in the order of its text, at most 300."""
    return db.session.scalars(
        select(BudgetLine).where(BudgetLine.plan_id == plan_id).order_by(BudgetLine.id).limit(300)
    ).all()
