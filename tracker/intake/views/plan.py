"""The list of plans and the page of one plan.

They stand here and not in tracker/plans because they show what higher features know of a plan: tasks, targets, drafts.
"""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.indicators.queries import budget_of, targets_of
from tracker.intake import queries as drafts
from tracker.plans import queries
from tracker.plans.models import Plan
from tracker.plans.views import bp
from tracker.tasks.counts import Counts, counts_by
from tracker.web.gate import me, signed_in
from tracker.web.paging import asked_page


@bp.get("/ke-hoach")
@signed_in
def index() -> ResponseReturnValue:
    """The plans that the person may read, newest first; ?tim= searches without accents."""
    words = request.args.get("tim", "")[:120]
    page = queries.plans_page(me(), words, asked_page())
    counts = counts_by("plan", clock.today(), Plan.id.in_([plan.id for plan in page.rows]))
    return render_template("plans/index.html", page=page, words=words, counts=counts, nothing=Counts())


@bp.get("/ke-hoach/<int:plan_id>")
@signed_in
def show(plan_id: int) -> ResponseReturnValue:
    """One plan: its head, outline, targets, budget, findings, its parent and children."""
    actor = me()
    plan, agencies = queries.plan_with_head(actor, plan_id)
    counts = counts_by("plan", clock.today(), Plan.id == plan.id).get(plan.id, Counts())
    return render_template(
        "plans/show.html",
        plan=plan,
        counts=counts,
        clauses=queries.clauses_of(plan.id),
        findings=queries.findings_of(plan.id),
        agencies=agencies,
        family=queries.family_of(plan, actor),
        targets=targets_of(plan.id),
        budget=budget_of(plan.id),
        left=drafts.left_in_review(plan.id, actor),
    )
