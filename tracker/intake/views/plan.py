"""The list of plans and the page of one plan.

They stand here and not in tracker/plans because they show what higher features know of a plan: tasks, targets, drafts.
"""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.indicators.queries import budget_of, targets_of
from tracker.intake.version_queries import documents_about
from tracker.plans import queries
from tracker.plans.models import Plan
from tracker.plans.views import bp
from tracker.tasks.counts import Counts, counts_by
from tracker.tasks.queries import task_visible
from tracker.web.gate import me, signed_in
from tracker.web.paging import asked_page


@bp.get("/ke-hoach")
@signed_in
def index() -> ResponseReturnValue:
    """The plans that the person may read, newest first; ?tim= searches without accents.

    Counted are the tasks that the person may see: those that stand behind the links of the numbers.
    """
    actor = me()
    words = request.args.get("tim", "")[:120]
    page = queries.plans_page(actor, words, asked_page())
    counts = counts_by("plan", clock.today(), Plan.id.in_([plan.id for plan in page.rows]), task_visible(actor))
    return render_template("plans/index.html", page=page, words=words, counts=counts, nothing=Counts())


@bp.get("/ke-hoach/<int:plan_id>")
@signed_in
def show(plan_id: int) -> ResponseReturnValue:
    """One plan: its head, outline, targets, budget, findings, its parent and children.

    An agency reads the figures of its own tasks only, as its list of tasks holds no others.
    """
    actor, today = me(), clock.today()
    plan, agencies, is_watched = queries.plan_with_head(actor, plan_id)
    by_agency = counts_by("agency", today, Plan.id == plan.id, task_visible(actor))
    led = [counts for agency_id, counts in by_agency.items() if agency_id in actor.own_agencies]
    return render_template(
        "plans/show.html",
        plan=plan,
        counts=sum(by_agency.values(), start=Counts()),
        led=None if is_watched else sum(led, start=Counts()),
        clauses=queries.clauses_of(plan.id),
        findings=queries.findings_of(plan.id),
        agencies=agencies,
        family=queries.family_of(plan, actor),
        targets=targets_of(plan.id),
        budget=budget_of(plan.id),
        documents=documents_about(plan.id, actor),
    )
