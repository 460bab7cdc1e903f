"""What every step shares: the row under lock, the right to act, the event of the timeline with its history entry."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from tracker import clock
from tracker.accounts.queries import people_of_agencies, watchers_of
from tracker.agencies.queries import standing_agency_id
from tracker.errors import ChangedMeanwhile, NotAllowed, NotVisible
from tracker.extensions import db
from tracker.files.issue import keep_file
from tracker.history.record import record
from tracker.notifications.issue import Line, notify
from tracker.rights import Actor, Role, judging_roles, may_judge
from tracker.tasks.models import Task, TaskEvent
from tracker.tasks.rules import EventKind, State, check_move
from tracker.tasks.steps import NO_PROOF, Proof
from tracker.tasks.wording import task_sentence

LONGEST_SUBJECT, LONGEST_REASON = 110, 300


def lock(task: Task, version: int | None) -> Task:
    """Return the task re-read under lock. Raises ChangedMeanwhile when it is no longer the `version` the person saw."""
    fresh = db.session.scalar(
        select(Task).where(Task.id == task.id).with_for_update(of=Task).execution_options(populate_existing=True)
    )
    if fresh is None:
        raise NotVisible()
    if version is not None and fresh.version != version:
        raise ChangedMeanwhile(
            "Người khác vừa thay đổi nhiệm vụ này. Nội dung đồng chí nhập vẫn còn ở dưới; hãy xem bản mới rồi gửi lại."
        )
    return fresh


def check_acts_for(task: Task, by: Actor) -> None:
    """Raise NotAllowed unless the actor is clerk or head of the agency that leads; partners only read."""
    if not by.acts_for(task.agency_id):
        raise NotAllowed("Chỉ chuyên viên và lãnh đạo của cơ quan chủ trì được cập nhật nhiệm vụ này.")


def check_may_judge(task: Task, by: Actor) -> None:
    """Raise NotAllowed unless the actor may judge what the task's agency does; never people of that agency."""
    if by.belongs_to(task.agency_id):
        raise NotAllowed("Không ai tự xác nhận hay quyết định về việc của chính cơ quan mình.")
    if not is_judge(task, by, on=clock.today()):
        raise NotAllowed("Việc này do cơ quan thường trực hoặc thư ký Ban Chỉ đạo của kế hoạch quyết định.")


def is_judge(task: Task, by: Actor, *, on: date) -> bool:
    """Tell whether the actor may judge what the task's agency does."""
    return may_judge(
        by,
        doer_agency_id=task.agency_id,
        standing_agency_id=standing_agency_id(task.plan.issuer_id, task.plan_id, on=on),
        issuer_id=task.plan.issuer_id,
        plan_id=task.plan_id,
    )


def take_step(
    task: Task,
    kind: EventKind,
    to_state: State,
    *,
    by: Actor,
    words: str | None = None,
    percent: int | None = None,
    proof: Proof = NO_PROOF,
) -> TaskEvent:
    """Move the task, and add the event and the history entry. Raises MoveRefused when the state does not allow it."""
    check_move(task.state, to_state)
    today = clock.today()
    proof.check(today)
    before = {"state": task.state, "percent": task.percent, "due_on": task.due_on}
    file = keep_file(proof.file, by) if proof.file else None
    from_state, task.state = task.state, to_state
    task.percent = task.percent if percent is None else percent
    flag_modified(task, "state")  # the version moves with every step, so that the same form sent twice is noticed
    event = TaskEvent(
        task_id=task.id,
        kind=kind,
        at=clock.now(),
        on_day=today,
        person_id=by.person_id,
        person_name=by.name,
        from_state=from_state,
        to_state=to_state,
        percent=task.percent,
        words=words or None,
        letter_number=proof.letter_number or None,
        letter_on=proof.letter_on,
        file=file,
    )
    db.session.add(event)
    after = {"state": task.state, "percent": task.percent, "due_on": task.due_on, "words": words}
    record(by, kind.value, task, before=before, after=after)
    return event


def tell_agency(task: Task, event: TaskEvent, sentence: str, by: Actor, reason: str = "") -> None:
    """Put a notice to the clerks and heads of the agency that leads, and the line of an e-mail; a reason comes last."""
    people = people_of_agencies([task.agency_id], on=event.on_day)[task.agency_id]
    _tell(people, task, event, sentence, by, reason)


def tell_judges(task: Task, event: TaskEvent, sentence: str, by: Actor) -> None:
    """Put a notice to those who judge what the agency does: the monitors, or the secretary for the standing agency."""
    standing = standing_agency_id(task.plan.issuer_id, task.plan_id, on=event.on_day)
    people: set[int] = set()
    for role in judging_roles(task.agency_id, standing):
        people |= watchers_of(task.plan.issuer_id, task.plan_id, role, on=event.on_day)
    own = people_of_agencies([task.agency_id], on=event.on_day, roles=tuple(Role))[task.agency_id]
    _tell(people - own, task, event, sentence, by)


def _tell(people: set[int], task: Task, event: TaskEvent, sentence: str, by: Actor, reason: str = "") -> None:
    said = _("%(what)s: %(task)s", what=sentence, task=task_sentence(task, LONGEST_SUBJECT))
    if reason:
        said = f"{said.rstrip('.')}. " + _("Lý do: %(reason)s", reason=reason[:LONGEST_REASON])
    line = Line(
        subject="task",
        subject_id=task.id,
        rule=f"{event.kind}:{event.id}",
        due_on=task.due_on or event.on_day,
        text=said,
        path=f"/nhiem-vu/{task.id}",
    )
    notify(people - {by.person_id}, line, day=event.on_day)
