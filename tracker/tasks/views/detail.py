"""One task: its clause, its two states, its deadline, who is in it, what happened; its files and its history."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from tracker import clock
from tracker.agencies.queries import standing_agency_id
from tracker.files.serve import attachment
from tracker.history.pages import history_page
from tracker.plans.models import Clause
from tracker.rights import Actor, Role, may_judge
from tracker.tasks import queries
from tracker.tasks.board import task_time
from tracker.tasks.models import Task
from tracker.tasks.queries import Sibling, TaskInPlan
from tracker.tasks.quoting import Quotation, quotation
from tracker.tasks.rules import UNCOUNTED_STATES, DeadlineOrigin, State
from tracker.tasks.steps import Step, steps_open
from tracker.tasks.views.blueprint import bp
from tracker.tasks.views.lists import soon_until
from tracker.tasks.wording import STEP_WORDS, deadline_sentences, letter_words, official_result, task_sentence, timeline
from tracker.web.gate import me, signed_in

WITHOUT_FORM = frozenset({Step.ACKNOWLEDGE, Step.WITHDRAW, Step.CONFIRM, Step.RESUME})
LEADING = WITHOUT_FORM | {Step.UPDATE, Step.SEND_BACK, Step.RECORD_EVENT}


@dataclass(frozen=True, slots=True)
class Siblings:
    """The tasks of the same assignment: those of this time, and this agency's at other times."""

    same_time: list[Sibling]
    other_times: list[Sibling]

    @property
    def counted(self) -> list[Sibling]:
        """Those of this time that are in the counts."""
        return [one for one in self.same_time if one.state not in UNCOUNTED_STATES]

    @property
    def done(self) -> int:
        """How many of them are done."""
        return sum(one.state is State.DONE for one in self.counted)


@bp.get("/nhiem-vu/<int:task_id>")
@signed_in
def show(task_id: int) -> str:
    """Show one task: who says so, since when, until when, and what the person may do."""
    today, actor = clock.today(), me()
    found = queries.task_in_plan(actor, task_id)
    task = found.task
    standing = standing_agency_id(task.plan.issuer_id, task.plan_id, on=today)
    above = queries.clauses_above(task.assignment.clause)
    steps = allowed_steps(task, actor, standing=standing)
    return render_template(
        "tasks/show.html",
        task=task,
        time=task_time(task, today=today, soon_until=soon_until(today)),
        trail=_trail(task, above),
        quoted=_quotation(found, above),
        clause=above[-1] if above else None,
        text_url=text_path(task.plan_id, *task.assignment.quote, version_id=task.assignment.version_id),
        earlier=queries.earlier_wordings(task.assignment_id) if task.assignment.version_id else (),
        text_path=text_path,
        clause_name=clause_name,
        timeline=timeline(queries.events_of(task.id)),
        partners=queries.partners_of(task.assignment_id),
        siblings=_siblings(task),
        watches=actor.watches(issuer_id=task.plan.issuer_id, plan_id=task.plan_id),
        deadline=deadline_sentences(task),
        result=official_result(task, is_of_standing_agency=task.agency_id == standing),
        steps=steps,
        step_words=STEP_WORDS,
        without_form=WITHOUT_FORM,
        primary=steps[0] if steps and steps[0] in LEADING else None,
        letter_words=letter_words,
        upload_url=_upload_url(task, steps),
    )


@bp.get("/nhiem-vu/<int:task_id>/lich-su")
@signed_in
def history(task_id: int) -> Response:
    """Show every change of the task as it was recorded."""
    task = queries.task_visible_to(me(), task_id)
    back = (_("Nhiệm vụ"), url_for("tasks.show", task_id=task.id))
    return history_page("task", task.id, words=task_sentence(task), back=back)


@bp.get("/nhiem-vu/<int:task_id>/minh-chung/<int:event_id>")
@signed_in
def proof(task_id: int, event_id: int) -> Response:
    """Hand out the file of an update, to whoever may see the task."""
    task = queries.task_visible_to(me(), task_id)
    event = queries.event_with_file(task.id, event_id)
    assert event.file is not None
    return attachment(event.file)


def allowed_steps(task: Task, actor: Actor, *, standing: int | None) -> tuple[Step, ...]:
    """Return the steps that the person may take on the task now."""
    issuer_id, plan_id = task.plan.issuer_id, task.plan_id
    waits = task.assignment.deadline_origin is DeadlineOrigin.EVENT and task.assignment.event_on is None
    follows = any(actor.holds(role, issuer_id=issuer_id, plan_id=plan_id) for role in (Role.MONITOR, Role.SECRETARY))
    may_record = waits and follows and not actor.belongs_to(task.agency_id)
    judges = may_judge(
        actor, doer_agency_id=task.agency_id, standing_agency_id=standing, issuer_id=issuer_id, plan_id=plan_id
    )
    return steps_open(task.state, is_own=actor.acts_for(task.agency_id), may_judge=judges, may_record_event=may_record)


def text_path(plan_id: int, start: int, end: int, *, version_id: int | None = None) -> str:
    """Return the address of a place in the plan's text, or in that of the version, marked."""
    version = f"/ban/{version_id}" if version_id else ""
    return f"/ke-hoach/{plan_id}{version}/van-ban?tu={start}&den={end}#trich"


def _trail(task: Task, above: Sequence[Clause]) -> list[tuple[str, str]]:
    plan = task.plan
    trail = [(plan.short_name, f"/ke-hoach/{plan.id}")]
    return trail + [
        (clause_name(one), text_path(plan.id, one.span_start, one.span_end, version_id=one.version_id)) for one in above
    ]


def clause_name(clause: Clause) -> str:
    """Return "1.3. Sở Tài chính"."""
    label = f"{clause.label.rstrip('.')}. " if clause.label else ""
    return f"{label}{clause.title}"


def _quotation(found: TaskInPlan, above: Sequence[Clause]) -> Quotation:
    assignment = found.task.assignment
    clause = above[-1] if above else None
    return quotation(
        found.window,
        found.window_start,
        quote=(assignment.quote_start, assignment.quote_end),
        clause=(clause.span_start, clause.span_end) if clause else None,
        heading=clause.title if clause else "",
    )


def _siblings(task: Task) -> Siblings:
    family = queries.siblings_of(task)
    return Siblings(
        [one for one in family if one.occurrence == task.occurrence],
        [one for one in family if one.occurrence != task.occurrence and one.agency == task.agency.name],
    )


def _upload_url(task: Task, steps: tuple[Step, ...]) -> str | None:
    """Where an agency uploads its own plan, when that is what the task asks for and it has not been done."""
    if not task.assignment.is_own_plan or task.child_plan_id or Step.UPDATE not in steps:
        return None
    return url_for("drafts.new", nhiem_vu=task.id)
