"""What each role does with a task, what is refused, and what each step leaves behind."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests.builders import make_assignment, make_plan, make_task
from tests.cast import Cast
from tracker import clock
from tracker.accounts.models import Person
from tracker.accounts.signin import actor_of
from tracker.errors import ChangedMeanwhile, NotAllowed
from tracker.extensions import db
from tracker.files.rules import NewFile
from tracker.history.models import HistoryEntry
from tracker.notifications.models import Notice
from tracker.plans.models import Plan, PlanParticipant
from tracker.rights import Actor
from tracker.tasks import service
from tracker.tasks.making import add_assigned_event, new_task
from tracker.tasks.models import AssignmentLead, Task, TaskEvent
from tracker.tasks.queries import waiting_for
from tracker.tasks.rules import DeadlineOrigin, EventKind, MoveRefused, State
from tracker.tasks.service.assigning import CannotHandOver, EventRefused
from tracker.tasks.steps import NothingToShow, Proof, ProofIncomplete, ReasonMissing

TODAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def the_day(app: Flask) -> None:
    """Every story of this file stands on 15/06/2026."""
    clock.fix_day(TODAY)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan of 2026, issued on 20/01/2026."""
    return make_plan(cast.issuer)


def acting(person: Person) -> Actor:
    return actor_of(person)


def told(task: Task) -> set[int]:
    return set(db.session.scalars(db.select(Notice.person_id).where(Notice.subject_id == task.id)))


def last_event(task: Task) -> TaskEvent:
    found = db.select(TaskEvent).where(TaskEvent.task_id == task.id).order_by(TaskEvent.id.desc()).limit(1)
    return db.session.scalars(found).one()


def reported(plan: Plan, agency: object, **changes: object) -> Task:
    return make_task(plan, agency, state=State.AWAITING_CONFIRMATION, reported_on=date(2026, 6, 10), **changes)


def test_the_clerk_acknowledges_once(plan: Plan, cast: Cast) -> None:
    task = make_task(plan, cast.finance, state=State.ASSIGNED)
    service.acknowledge_task(task, by=acting(cast.clerk))
    assert task.state is State.NOT_STARTED
    with pytest.raises(MoveRefused):
        service.acknowledge_task(task, by=acting(cast.head))


def test_an_update_is_kept_with_its_event_its_proof_and_its_history(plan: Plan, cast: Cast) -> None:
    task = make_task(plan, cast.finance)
    proof = Proof("11/TTr-STC", date(2026, 6, 12), NewFile("a.pdf", "application/pdf", b"%PDF-"))
    service.update_task(task, by=acting(cast.clerk), percent=60, words="Đã trình", proof=proof)
    event = last_event(task)
    assert (task.percent, task.words, task.updated_on) == (60, "Đã trình", TODAY)
    assert (event.kind, event.percent, event.letter_number, event.on_day) == (
        EventKind.UPDATED,
        60,
        "11/TTr-STC",
        TODAY,
    )
    assert event.file is not None and event.file.name == "a.pdf" and event.file.stored_by_id == cast.clerk.id
    entry = db.session.scalars(db.select(HistoryEntry).where(HistoryEntry.subject == "task")).one()
    assert (entry.action, entry.actor_id, entry.before["percent"], entry.after["percent"]) == (
        "updated",
        cast.clerk.id,
        0,
        60,
    )


def test_nothing_new_is_an_answer_that_keeps_state_and_percentage(plan: Plan, cast: Cast) -> None:
    task = make_task(plan, cast.finance, state=State.REDO, percent=30)
    service.report_nothing_new(task, by=acting(cast.clerk))
    assert (task.state, task.percent, task.words, task.updated_on) == (State.REDO, 30, "Không phát sinh", TODAY)
    new = make_task(plan, cast.finance, state=State.ASSIGNED)
    service.report_nothing_new(new, by=acting(cast.clerk))
    assert new.state is State.NOT_STARTED


def test_an_update_that_says_nothing_is_refused_and_stores_nothing(plan: Plan, cast: Cast) -> None:
    task = make_task(plan, cast.finance, percent=30)
    with pytest.raises(NothingToShow):
        service.update_task(task, by=acting(cast.clerk), percent=30, words="")
    with pytest.raises(ProofIncomplete):
        service.update_task(task, by=acting(cast.clerk), percent=40, words="", proof=Proof("11/TTr"))
    assert last_event(task).kind is EventKind.ASSIGNED


def test_only_the_agency_that_leads_writes(plan: Plan, cast: Cast) -> None:
    task = make_task(plan, cast.finance)
    for person in (cast.health_clerk, cast.monitor, cast.secretary, cast.committee, cast.administrator, cast.outsider):
        with pytest.raises(NotAllowed):
            service.update_task(task, by=acting(person), percent=50, words="Xen vào")
    service.update_task(task, by=acting(cast.head), percent=50, words="Lãnh đạo ghi")


def test_a_stale_version_is_refused(plan: Plan, cast: Cast) -> None:
    task = make_task(plan, cast.finance)
    db.session.commit()
    seen = task.version
    service.update_task(task, by=acting(cast.clerk), percent=50, words="Một", version=seen)
    with pytest.raises(ChangedMeanwhile):
        service.update_task(task, by=acting(cast.head), percent=50, words="Một", version=seen)
    assert db.session.query(TaskEvent).filter_by(task_id=task.id, kind=EventKind.UPDATED).count() == 1


def test_the_day_of_completion_is_the_day_of_the_report_that_was_confirmed(plan: Plan, cast: Cast) -> None:
    task = make_task(plan, cast.finance, due_on=TODAY)
    service.report_task_done(task, by=acting(cast.clerk), words="Xong")
    assert (task.state, task.percent, task.reported_on) == (State.AWAITING_CONFIRMATION, 100, TODAY)
    assert told(task) == {cast.monitor.id}
    clock.fix_day(date(2026, 6, 20))
    service.confirm_task(task, by=acting(cast.monitor))
    assert (task.state, task.completed_on, task.confirmed_on) == (State.DONE, TODAY, date(2026, 6, 20))
    assert told(task) == {cast.monitor.id, cast.clerk.id, cast.head.id}


def test_a_returned_result_says_why_and_completion_is_that_of_the_second_report(plan: Plan, cast: Cast) -> None:
    task = reported(plan, cast.finance)
    with pytest.raises(ReasonMissing):
        service.return_task(task, " ", by=acting(cast.monitor))
    service.return_task(task, "Thiếu số văn bản", by=acting(cast.monitor))
    assert (task.state, task.reported_on, last_event(task).words) == (State.REDO, None, "Thiếu số văn bản")
    notice = db.session.scalars(select(Notice).where(Notice.rule.like("returned:%"))).first()
    assert notice is not None and notice.text.startswith("Kết quả bị trả lại: ")
    assert notice.text.endswith(". Lý do: Thiếu số văn bản")
    service.report_task_done(task, by=acting(cast.clerk), words="Đã bổ sung")
    service.confirm_task(task, by=acting(cast.monitor))
    assert task.completed_on == TODAY


def test_a_report_can_be_withdrawn_until_it_is_judged(plan: Plan, cast: Cast) -> None:
    task = reported(plan, cast.finance)
    service.withdraw_report(task, by=acting(cast.clerk))
    assert (task.state, task.reported_on) == (State.IN_PROGRESS, None)
    with pytest.raises(MoveRefused):
        service.withdraw_report(task, by=acting(cast.clerk))
    with pytest.raises(MoveRefused):
        service.confirm_task(task, by=acting(cast.monitor))


def test_nobody_confirms_what_their_own_agency_did(plan: Plan, cast: Cast) -> None:
    task = reported(plan, cast.standing)
    for person in (cast.monitor, cast.standing_clerk, cast.clerk, cast.committee, cast.administrator):
        with pytest.raises(NotAllowed):
            service.confirm_task(task, by=acting(person))
    service.confirm_task(task, by=acting(cast.secretary))
    assert task.state is State.DONE
    other = reported(plan, cast.finance)
    with pytest.raises(NotAllowed):
        service.confirm_task(other, by=acting(cast.secretary))


def test_each_result_waits_for_the_one_who_may_judge_it(plan: Plan, cast: Cast) -> None:
    of_finance, of_standing = reported(plan, cast.finance), reported(plan, cast.standing)
    declined = make_task(plan, cast.health, state=State.DECLINED)
    make_task(plan, cast.health)
    waiting = {
        person.email: {task.id for task in waiting_for(acting(person), on=TODAY)}
        for person in (cast.monitor, cast.secretary, cast.committee, cast.clerk, cast.outsider)
    }
    assert waiting.pop(cast.monitor.email) == {of_finance.id, declined.id}
    assert waiting.pop(cast.secretary.email) == {of_standing.id}
    assert set().union(*waiting.values()) == set()


def test_a_declined_task_goes_to_the_monitor_who_sends_it_back(plan: Plan, cast: Cast) -> None:
    task = make_task(plan, cast.finance, state=State.ASSIGNED)
    service.decline_task(task, "Thuộc Sở Y tế", by=acting(cast.clerk))
    assert task.state is State.DECLINED and told(task) == {cast.monitor.id}
    service.send_task_back(task, "Đúng chức năng của Sở", by=acting(cast.monitor))
    assert task.state is State.ASSIGNED and cast.clerk.id in told(task)


def test_a_task_is_handed_over_with_its_deadline_and_the_old_one_is_kept(plan: Plan, cast: Cast) -> None:
    task = make_task(plan, cast.finance, state=State.DECLINED, due_on=date(2026, 9, 30))
    heir = service.hand_task_over(task, cast.health.id, "Đúng chức năng", by=acting(cast.monitor))
    assert (task.state, task.handed_to_id) == (State.HANDED_OVER, heir.id)
    assert (heir.state, heir.due_on, heir.agency_id) == (State.ASSIGNED, date(2026, 9, 30), cast.health.id)
    leads = db.session.scalars(db.select(AssignmentLead.agency_id).filter_by(assignment_id=task.assignment_id)).all()
    assert leads == [cast.health.id]
    assert db.session.scalars(db.select(PlanParticipant.agency_id)).all() == [cast.health.id]
    assert cast.health_clerk.id in told(heir) and last_event(heir).on_day == TODAY
    with pytest.raises(MoveRefused):
        service.hand_task_over(task, cast.commune.id, "Lần nữa", by=acting(cast.monitor))


def test_a_task_is_not_handed_to_who_has_it_already(plan: Plan, cast: Cast) -> None:
    assignment = make_assignment(plan, cast.finance, cast.health)
    tasks = [new_task(assignment, agency.id, None) for agency in (cast.finance, cast.health)]
    db.session.flush()
    for task in tasks:
        add_assigned_event(task, on=plan.issued_on, by=acting(cast.monitor))
    tasks[0].state = State.DECLINED
    for agency_id in (cast.health.id, cast.finance.id, 0):
        with pytest.raises(CannotHandOver):
            service.hand_task_over(tasks[0], agency_id, "Lý do", by=acting(cast.monitor))
    assert tasks[0].state is State.DECLINED


def test_a_suspended_task_goes_on_where_it_was(plan: Plan, cast: Cast) -> None:
    task = make_task(plan, cast.finance, percent=40)
    with pytest.raises(NotAllowed):
        service.suspend_task(task, "Tự dừng", by=acting(cast.head))
    service.suspend_task(task, "Chờ hướng dẫn", by=acting(cast.monitor))
    with pytest.raises(MoveRefused):
        service.update_task(task, by=acting(cast.clerk), percent=50, words="Vẫn làm")
    service.resume_task(task, by=acting(cast.monitor))
    assert (task.state, task.percent) == (State.IN_PROGRESS, 40)


def test_a_cancelled_task_says_why_and_takes_no_further_step(plan: Plan, cast: Cast) -> None:
    task = make_task(plan, cast.finance)
    with pytest.raises(ReasonMissing):
        service.cancel_task(task, "", by=acting(cast.monitor))
    service.cancel_task(task, "Kế hoạch điều chỉnh", by=acting(cast.monitor))
    for step in (service.acknowledge_task, service.withdraw_report, service.report_nothing_new):
        with pytest.raises(MoveRefused):
            step(task, by=acting(cast.clerk))


def test_an_own_plan_is_reported_with_the_plan_or_its_letter(plan: Plan, cast: Cast) -> None:
    task = make_task(plan, cast.finance, is_own_plan=True)
    with pytest.raises(NothingToShow):
        service.report_task_done(task, by=acting(cast.clerk), words="Đã ban hành")
    task.child_plan_id = make_plan(cast.finance, number="3/KH-STC").id
    service.report_task_done(task, by=acting(cast.clerk), words="")
    assert task.state is State.AWAITING_CONFIRMATION


def test_the_event_that_came_gives_every_open_task_of_the_assignment_its_deadline(plan: Plan, cast: Cast) -> None:
    assignment = make_assignment(plan, cast.finance, cast.health, due_on=None, deadline_origin=DeadlineOrigin.EVENT)
    tasks = [new_task(assignment, agency.id, None) for agency in (cast.finance, cast.health)]
    db.session.flush()
    came, due_on = date(2026, 6, 1), date(2026, 7, 31)
    with pytest.raises(NotAllowed):
        service.record_event(tasks[0], event_on=came, due_on=due_on, by=acting(cast.clerk))
    for wrong in ((date(2026, 6, 16), due_on), (came, date(2026, 5, 31))):
        with pytest.raises(EventRefused):
            service.record_event(tasks[0], event_on=wrong[0], due_on=wrong[1], by=acting(cast.monitor))
    assert service.record_event(tasks[0], event_on=came, due_on=due_on, by=acting(cast.monitor)) == 2
    assert {task.due_on for task in tasks} == {due_on} and assignment.event_on == came
    assert cast.health_clerk.id in told(tasks[1])
    with pytest.raises(EventRefused):
        service.record_event(tasks[1], event_on=came, due_on=due_on, by=acting(cast.monitor))


def test_a_task_without_an_event_takes_none(plan: Plan, cast: Cast) -> None:
    with pytest.raises(EventRefused):
        service.record_event(make_task(plan, cast.finance), event_on=TODAY, due_on=TODAY, by=acting(cast.monitor))
