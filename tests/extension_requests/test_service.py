"""More time: asked in writing, also after the day, decided by who judges, and never rewriting what was."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.builders import make_plan, make_report_row, make_task
from tests.cast import Cast
from tracker import clock
from tracker.accounts.models import Person
from tracker.accounts.signin import actor_of
from tracker.agencies.models import AgencyKind
from tracker.errors import ChangedMeanwhile, DomainError, NotAllowed, NotVisible
from tracker.extension_requests.models import ExtensionRequest
from tracker.extension_requests.rules import MoreTimeRefused, RequestState, SubjectKind
from tracker.extension_requests.service import (
    ask_for_more_time,
    grant_more_time,
    refuse_more_time,
    withdraw_request,
)
from tracker.extensions import db, writing
from tracker.notifications.models import Notice
from tracker.plans.models import Plan
from tracker.reports.counts import counts as report_counts
from tracker.reports.models import ReportRow
from tracker.reports.rules import ReportState
from tracker.tasks.counts import counts_of as task_counts
from tracker.tasks.models import Task, TaskEvent
from tracker.tasks.rules import EventKind, Mode, State

DUE = date(2026, 5, 20)
ASKED = date(2026, 5, 11)
LATER = date(2026, 6, 30)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan of the province, on the day on which more time is asked."""
    clock.fix_day(ASKED)
    return make_plan(cast.issuer)


@pytest.fixture
def task(plan: Plan, cast: Cast) -> Task:
    """A task of the finance department due on 20/05/2026."""
    made = make_task(plan, cast.finance, due_on=DUE)
    db.session.commit()
    return made


def asked(task: Task, by: Person, wanted: date = LATER, reason: str = "Chưa có số liệu quyết toán") -> ExtensionRequest:
    """A request for more time."""
    return ask_for_more_time("task", task.id, wanted, reason, by=actor_of(by))


def told(person: Person) -> list[str]:
    """What stands in the inbox of a person."""
    return list(db.session.scalars(select(Notice.text).where(Notice.person_id == person.id).order_by(Notice.id)))


def test_the_old_day_counts_until_somebody_decides(task: Task, cast: Cast) -> None:
    request = asked(task, cast.clerk)
    assert (request.state, task.due_on, request.old_due_on) == (RequestState.WAITING, DUE, DUE)
    assert "xin gia hạn" in told(cast.monitor)[0] and "Chưa có số liệu quyết toán" in told(cast.monitor)[0]
    assert told(cast.secretary) == told(cast.clerk) == []
    assert task_counts(date(2026, 5, 21)).open_overdue == 1
    clock.fix_day(date(2026, 5, 25))
    grant_more_time(request, LATER, by=actor_of(cast.monitor))
    assert task.due_on == LATER
    assert "được gia hạn đến ngày 30/06/2026" in told(cast.clerk)[0]


def test_figures_of_earlier_days_stand_when_a_task_gets_more_time(task: Task, cast: Cast) -> None:
    clock.fix_day(DUE)
    request = asked(task, cast.clerk)
    before = [task_counts(day) for day in (date(2026, 5, 19), date(2026, 5, 22))]
    clock.fix_day(date(2026, 5, 25))
    grant_more_time(request, LATER, by=actor_of(cast.monitor))
    assert [task_counts(day) for day in (date(2026, 5, 19), date(2026, 5, 22))] == before
    assert before[1].open_overdue == 1 and task_counts(date(2026, 5, 25)).open_overdue == 0
    event = db.session.scalars(select(TaskEvent).where(TaskEvent.kind == EventKind.EXTENDED)).one()
    assert event.words is not None and "từ ngày 20/05/2026 đến ngày 30/06/2026" in event.words


def test_figures_of_earlier_days_stand_when_a_report_gets_more_time(plan: Plan, cast: Cast) -> None:
    row = make_report_row(plan, cast.finance, due_on=DUE)
    db.session.commit()
    request = ask_for_more_time("report_row", row.id, LATER, "Chờ số liệu của xã", by=actor_of(cast.clerk))
    clock.fix_day(date(2026, 5, 25))
    before = [report_counts(day) for day in (date(2026, 5, 19), date(2026, 5, 22))]
    grant_more_time(request, LATER, by=actor_of(cast.monitor))
    assert [report_counts(day) for day in (date(2026, 5, 19), date(2026, 5, 22))] == before
    assert before[1].missing == 1 and report_counts(date(2026, 5, 26)).missing == 0
    assert (row.due_on, row.printed_due_on) == (LATER, DUE)


def test_the_judge_may_give_another_day_than_the_one_asked_for(task: Task, cast: Cast) -> None:
    request = grant_more_time(
        asked(task, cast.clerk), date(2026, 6, 10), words="Đề nghị xong sớm", by=actor_of(cast.monitor)
    )
    assert (request.wanted_due_on, request.granted_due_on, task.due_on) == (LATER, date(2026, 6, 10), date(2026, 6, 10))
    assert "Đề nghị xong sớm" in told(cast.clerk)[0]


def test_a_refusal_says_why_and_the_day_stays(task: Task, cast: Cast) -> None:
    request = asked(task, cast.clerk)
    with pytest.raises(MoreTimeRefused, match="lý do"):
        refuse_more_time(request, "  ", by=actor_of(cast.monitor))
    db.session.rollback()
    refuse_more_time(request, "Kinh phí đã cấp đủ", by=actor_of(cast.monitor))
    assert (request.state, task.due_on) == (RequestState.REFUSED, DUE)
    assert "Kinh phí đã cấp đủ" in told(cast.clerk)[0]
    assert asked(task, cast.head).state is RequestState.WAITING, "after a refusal one may ask again"


def test_who_asked_may_take_it_back_while_nobody_has_decided(task: Task, cast: Cast) -> None:
    request = asked(task, cast.clerk)
    with pytest.raises(NotAllowed):
        withdraw_request(request, by=actor_of(cast.health_clerk))
    db.session.rollback()
    withdraw_request(request, by=actor_of(cast.head))
    assert request.state is RequestState.WITHDRAWN
    with pytest.raises(MoreTimeRefused):
        grant_more_time(request, LATER, by=actor_of(cast.monitor))


@pytest.mark.parametrize(
    ("day", "wanted", "reason", "sentence"),
    [
        (ASKED, DUE, "Lý do", "phải sau hạn hiện nay"),
        (ASKED, date(2029, 1, 1), "Lý do", "quá hai năm"),
        (ASKED, LATER, " ", "lý do"),
        (
            date(2026, 5, 25),
            date(2026, 5, 25),
            "Lý do",
            "Hạn ngày 20/05/2026 đã qua, nên ngày đề nghị phải sau hôm nay",
        ),
        (date(2026, 5, 25), date(2026, 5, 22), "Lý do", "phải sau hôm nay 25/05/2026"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(
    task: Task, cast: Cast, day: date, wanted: date, reason: str, sentence: str
) -> None:
    clock.fix_day(day)
    with pytest.raises(MoreTimeRefused, match=sentence):
        asked(task, cast.clerk, wanted, reason)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(ExtensionRequest)) == 0


def test_on_the_due_day_itself_one_asks_in_time(task: Task, cast: Cast) -> None:
    clock.fix_day(DUE)
    request = asked(task, cast.clerk)
    assert (request.asked_on, request.is_after_due) == (DUE, False)
    assert "sau hạn" not in told(cast.monitor)[0]


@pytest.mark.parametrize("kind", ["task", "report_row"])
def test_after_the_due_day_one_asks_late_and_overdue_stays_overdue_until_decided(
    plan: Plan, cast: Cast, kind: str
) -> None:
    made = make_task(plan, cast.finance, due_on=DUE) if kind == "task" else make_report_row(plan, cast.finance)
    db.session.commit()

    def late(day: date) -> int:
        return task_counts(day).open_overdue if kind == "task" else report_counts(day).missing

    days = [date(2026, 5, day) for day in (19, 21, 25)]
    clock.fix_day(days[-1])
    before = [late(day) for day in days]
    assert before == [0, 1, 1]
    request = ask_for_more_time(kind, made.id, LATER, "Chờ số liệu", by=actor_of(cast.clerk))
    assert request.is_after_due and ", đề nghị sau hạn. Lý do: Chờ số liệu" in told(cast.monitor)[0]
    assert [late(day) for day in days] == before, "asking moves nothing"
    clock.fix_day(date(2026, 5, 28))
    assert late(date(2026, 5, 28)) == 1
    grant_more_time(request, LATER, by=actor_of(cast.monitor))
    assert late(date(2026, 5, 28 if kind == "task" else 29)) == 0
    assert [late(day) for day in days] == before, "figures of earlier days stand"
    assert made.due_on == LATER


def test_who_asked_late_twice_is_not_extended_a_third_time(task: Task, cast: Cast) -> None:
    for day, wanted in ((date(2026, 5, 22), date(2026, 5, 29)), (date(2026, 6, 2), date(2026, 6, 10))):
        clock.fix_day(day)
        grant_more_time(asked(task, cast.clerk, wanted), wanted, by=actor_of(cast.monitor))
    clock.fix_day(date(2026, 6, 15))
    with pytest.raises(MoreTimeRefused, match="đã được gia hạn 2 lần"):
        asked(task, cast.clerk)


def test_a_body_that_is_only_requested_owes_no_day_and_asks_for_none(plan: Plan, cast: Cast) -> None:
    row = make_report_row(plan, cast.finance)
    cast.finance.kind = db.session.scalars(select(AgencyKind).where(AgencyKind.is_requested)).first()
    db.session.commit()
    assert cast.finance.kind is not None
    with pytest.raises(MoreTimeRefused, match="không cần xin gia hạn"):
        ask_for_more_time("report_row", row.id, LATER, "Lý do", by=actor_of(cast.clerk))


@pytest.mark.parametrize(
    "changes",
    [{"due_on": None}, {"mode": Mode.REQUESTED}, {"state": State.AWAITING_CONFIRMATION}, {"state": State.DONE}],
)
def test_nothing_is_asked_for_what_has_no_day_or_lies_with_others(
    plan: Plan, cast: Cast, changes: dict[str, object]
) -> None:
    made = make_task(plan, cast.finance, **{"due_on": DUE, **changes})
    db.session.commit()
    with pytest.raises(MoreTimeRefused, match="không cần xin gia hạn"):
        asked(made, cast.clerk)


def test_a_third_extension_is_refused_and_the_way_out_named(task: Task, cast: Cast) -> None:
    for wanted in (date(2026, 6, 10), date(2026, 6, 20)):
        grant_more_time(asked(task, cast.clerk, wanted), wanted, by=actor_of(cast.monitor))
    with pytest.raises(MoreTimeRefused, match=r"đã được gia hạn 2 lần.*khó khăn, vướng mắc"):
        asked(task, cast.clerk)


def test_others_may_neither_ask_nor_decide(task: Task, cast: Cast) -> None:
    for person in (cast.monitor, cast.health_clerk, cast.outsider, cast.committee):
        with pytest.raises(NotAllowed):
            asked(task, person)
        db.session.rollback()
    request = asked(task, cast.clerk)
    for person in (cast.clerk, cast.head, cast.secretary, cast.committee, cast.outsider, cast.health_clerk):
        with pytest.raises(NotAllowed):
            grant_more_time(request, LATER, by=actor_of(person))
        db.session.rollback()
    with pytest.raises(NotVisible):
        ask_for_more_time("task", 999_999, LATER, "Lý do", by=actor_of(cast.clerk))


def test_what_the_standing_agency_asks_the_secretary_decides(plan: Plan, cast: Cast) -> None:
    own = make_task(plan, cast.standing, due_on=DUE)
    db.session.commit()
    request = asked(own, cast.standing_clerk)
    assert told(cast.monitor) == [] and len(told(cast.secretary)) == 1
    with pytest.raises(NotAllowed, match="chính cơ quan mình"):
        grant_more_time(request, LATER, by=actor_of(cast.monitor))
    db.session.rollback()
    assert grant_more_time(request, LATER, by=actor_of(cast.secretary)).state is RequestState.GRANTED


def test_a_result_handed_in_meanwhile_is_not_made_timely_by_a_new_day(task: Task, cast: Cast) -> None:
    request = asked(task, cast.clerk)
    task.state, task.reported_on = State.AWAITING_CONFIRMATION, date(2026, 5, 22)
    db.session.commit()
    with pytest.raises(MoreTimeRefused, match="không cần gia hạn"):
        grant_more_time(request, LATER, by=actor_of(cast.monitor))


def test_a_day_that_has_passed_is_not_granted(task: Task, cast: Cast) -> None:
    request = asked(task, cast.clerk, date(2026, 5, 25))
    clock.fix_day(date(2026, 6, 1))
    with pytest.raises(MoreTimeRefused, match="trước hôm nay"):
        grant_more_time(request, date(2026, 5, 25), by=actor_of(cast.monitor))


def test_who_saw_an_older_version_is_told_and_nothing_is_overwritten(task: Task, cast: Cast) -> None:
    request = asked(task, cast.clerk)
    seen = request.version
    refuse_more_time(request, "Không cần", by=actor_of(cast.monitor), version=seen)
    with pytest.raises(ChangedMeanwhile):
        grant_more_time(request, LATER, by=actor_of(cast.monitor), version=seen)
    db.session.rollback()
    assert task.due_on == DUE


def test_a_form_sent_four_times_at_once_asks_once(task: Task, cast: Cast, app: Flask) -> None:
    task_id, actor = task.id, actor_of(cast.clerk)
    db.session.remove()

    def race(_number: int) -> str:
        with app.app_context(), writing():
            try:
                ask_for_more_time(SubjectKind.TASK, task_id, LATER, "Lý do", by=actor)
                return "asked"
            except DomainError:
                return "refused"
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(race, range(4)))
    assert outcomes == ["asked", "refused", "refused", "refused"]
    assert db.session.scalar(select(func.count()).select_from(ExtensionRequest)) == 1


def test_of_two_judges_at_once_one_decides(task: Task, cast: Cast, app: Flask) -> None:
    request_id, actor = asked(task, cast.clerk).id, actor_of(cast.monitor)
    db.session.remove()

    def race(number: int) -> str:
        with app.app_context(), writing():
            request = db.session.get_one(ExtensionRequest, request_id)
            try:
                if number % 2:
                    grant_more_time(request, date(2026, 6, 1 + number), by=actor)
                else:
                    refuse_more_time(request, "Không", by=actor)
                return "decided"
            except DomainError:
                return "refused"
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(race, range(4)))
    assert outcomes == ["decided", "refused", "refused", "refused"]
    request = db.session.get_one(ExtensionRequest, request_id)
    due_on = db.session.scalars(select(Task.due_on)).one()
    assert due_on == (request.granted_due_on or DUE)


def test_a_report_that_was_handed_in_needs_no_more_time(plan: Plan, cast: Cast) -> None:
    row = make_report_row(plan, cast.finance, due_on=DUE, state=ReportState.SUBMITTED)
    db.session.commit()
    with pytest.raises(MoreTimeRefused):
        ask_for_more_time("report_row", row.id, LATER, "Lý do", by=actor_of(cast.clerk))
    assert db.session.scalars(select(ReportRow.due_on)).one() == DUE
