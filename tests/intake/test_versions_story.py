"""The story: a plan is confirmed and lived with, then an amended version comes, is decided and confirmed."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.auditing import AuditingClient
from tests.cast import Cast
from tests.intake.amended import DECISION, LATER_DUE, PARTIAL, amended, sample
from tracker import clock
from tracker.accounts.signin import actor_of
from tracker.extensions import db
from tracker.history.models import HistoryEntry
from tracker.intake.comparison import VersionDesk, version_desk
from tracker.intake.issue.drafts import NothingAssigned
from tracker.intake.models import Draft
from tracker.intake.rules.comparing import Item, Kind
from tracker.intake.service import versions
from tracker.intake.service.reading import import_plan, read_plan
from tracker.intake.version_models import Choice
from tracker.plans.models import Plan, PlanVersion
from tracker.rights import COMMAND_LINE
from tracker.tasks.models import Assignment, AssignmentWording, Task, TaskEvent
from tracker.tasks.rules import EventKind, State
from tracker.tasks.service import acknowledge_task, update_task

CONFIRMED, AMENDED = date(2026, 3, 10), date(2026, 8, 5)
PAST_DAYS = ("2026-03-10", "2026-04-15", "2026-08-04")
BIG = 10_000_000


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """The sample plan, confirmed in March; what holds a doubt stays in review."""
    clock.fix_day(CONFIRMED)
    import_plan(sample(), "ke-hoach.txt", by=COMMAND_LINE, largest=BIG, today=CONFIRMED, confirm=True)
    return db.session.scalars(select(Plan)).one()


@pytest.fixture
def draft(plan: Plan, cast: Cast) -> Draft:
    """Its amended version, read in August: two sentences changed, one added, one dropped."""
    clock.fix_day(AMENDED)
    return read_plan(amended(), "ban-moi.txt", by=actor_of(cast.monitor), largest=BIG).draft


def the_task(words: str, agency: str | None = None) -> Task:
    """The first task whose assignment begins with the words."""
    found = select(Task).join(Assignment).where(Assignment.text.startswith(words)).order_by(Task.id)
    return next(task for task in db.session.scalars(found) if agency in (None, task.agency.name))


def figures(app_client: AuditingClient, day: str) -> str:
    """What `flask status` says of a day."""
    answer = app_client.application.test_cli_runner().invoke(args=["status", "--on", day, "--json"])
    assert answer.exit_code == 0, answer.output
    return json.dumps(json.loads(answer.output)["plans"])


def items(desk: VersionDesk, kind: Kind) -> list[Item]:
    """The items of a kind that can be taken: those left in review of the first reading are not."""
    return [item for item in desk.comparison.of(kind) if desk.can_take(item)]


def decide_all(draft: Draft, cast: Cast, choice: Choice = Choice.TAKE) -> None:
    """Take what can be taken, ignore what still holds a doubt."""
    by = actor_of(cast.monitor)
    desk = version_desk(draft)
    for kind in (Kind.CHANGED, Kind.ADDED, Kind.DROPPED):
        for item in desk.comparison.of(kind):
            chosen = choice if desk.can_take(item) else Choice.KEEP
            versions.decide(draft.id, item.name, chosen, seen=desk.seen(item), by=by)


def confirm(draft: Draft, cast: Cast) -> PlanVersion:
    """Confirm what was decided."""
    seen = version_desk(draft).seen_all
    return versions.confirm_version(draft.id, seen=seen, by=actor_of(cast.monitor), today=AMENDED)


def test_two_are_changed_one_added_one_dropped_and_the_rest_untouched(draft: Draft) -> None:
    desk = version_desk(draft)
    assert [len(items(desk, kind)) for kind in (Kind.CHANGED, Kind.ADDED, Kind.DROPPED)] == [2, 1, 1]
    tracked = db.session.scalars(select(Assignment)).all()
    assert len(desk.comparison.of(Kind.UNTOUCHED)) == len(tracked) - 3 and desk.silent == 0


def test_reading_the_amended_version_changes_nothing_yet(client: AuditingClient, plan: Plan, cast: Cast) -> None:
    before = figures(client, "2026-08-05")
    clock.fix_day(AMENDED)
    draft = read_plan(amended(), "ban-moi.txt", by=actor_of(cast.monitor), largest=BIG).draft
    decide_all(draft, cast)
    assert figures(client, "2026-08-05") == before and not db.session.scalars(select(PlanVersion)).all()


def test_confirmed_changes_the_tasks_from_that_day_on_and_no_day_before(
    client: AuditingClient, draft: Draft, cast: Cast
) -> None:
    before = [figures(client, day) for day in PAST_DAYS]
    decide_all(draft, cast)
    confirm(draft, cast)
    assert [figures(client, day) for day in PAST_DAYS] == before
    assert figures(client, "2026-08-05") != before[-1]


def test_a_changed_task_keeps_its_progress_history_and_old_clause(
    client: AuditingClient, plan: Plan, cast: Cast
) -> None:
    task = the_task("Tham mưu phân bổ kinh phí", "Sở Tài chính")
    clerk = actor_of(cast.clerk)
    acknowledge_task(task, by=clerk)
    update_task(task, percent=40, words="Đã trình phương án phân bổ.", by=clerk)
    clock.fix_day(AMENDED)
    draft = read_plan(amended(), "ban-moi.txt", by=actor_of(cast.monitor), largest=BIG).draft
    decide_all(draft, cast)
    confirm(draft, cast)
    task = the_task("Tham mưu phân bổ kinh phí", "Sở Tài chính")
    assert (task.due_on, task.percent, task.state) == (date(2026, 11, 29), 40, State.IN_PROGRESS)
    events = db.session.scalars(select(TaskEvent.kind).where(TaskEvent.task_id == task.id).order_by(TaskEvent.id)).all()
    assert events[-1] is EventKind.AMENDED and EventKind.UPDATED in events
    old = db.session.scalars(
        select(AssignmentWording).where(AssignmentWording.assignment_id == task.assignment_id)
    ).one()
    assert "31/3/2026" in old.text and old.due_on == date(2026, 3, 30)
    page = client.sign_in(cast.clerk).get(f"/nhiem-vu/{task.id}").text
    assert "trước ngày 30/11/2026" in page and "trước ngày 31/3/2026" in page and "77/KH-UBND" in page
    told = db.session.scalars(
        select(HistoryEntry).where(HistoryEntry.subject == "task", HistoryEntry.subject_id == task.id)
    ).all()
    assert "77/KH-UBND" in str(told[-1].after)


def test_the_dropped_task_ends_with_the_reason_and_the_added_one_begins(draft: Draft, cast: Cast) -> None:
    decide_all(draft, cast)
    confirm(draft, cast)
    dropped = the_task("Cập nhật tiến độ, hình ảnh")
    assert dropped.state is State.CANCELLED
    event = db.session.scalars(
        select(TaskEvent).where(TaskEvent.task_id == dropped.id).order_by(TaskEvent.id.desc())
    ).first()
    assert event and event.words == "Không còn trong văn bản 77/KH-UBND ngày 01/08/2026"
    added = the_task("Công khai mức hỗ trợ", "Sở Tài chính")
    assert added.due_on == date(2026, 12, 14) and added.assignment.version_id is not None
    first = db.session.scalars(select(TaskEvent.on_day).where(TaskEvent.task_id == added.id)).one()
    assert first == AMENDED


def test_kept_as_it_was_nothing_changes_but_the_version_is_on_record(
    client: AuditingClient, draft: Draft, cast: Cast
) -> None:
    before = figures(client, "2026-08-05")
    decide_all(draft, cast, Choice.KEEP)
    version = confirm(draft, cast)
    assert figures(client, "2026-08-05") == before
    page = client.sign_in(cast.monitor).get(f"/ke-hoach/{version.plan_id}").text
    assert "77/KH-UBND" in page


def test_a_corrected_copy_under_the_same_number_is_compared_and_the_same_text_is_known(plan: Plan, cast: Cast) -> None:
    by = actor_of(cast.monitor)
    again = read_plan(sample(), "lan-hai.txt", by=by, largest=BIG)
    assert not again.is_new
    copy = amended(LATER_DUE, number="42/KH-UBND", day="03 tháng 3 năm 2026")
    first = read_plan(copy, "dinh-chinh.txt", by=by, largest=BIG)
    assert first.is_new and [len(items(version_desk(first.draft), kind)) for kind in Kind] == [1, 0, 0, 15]
    assert not read_plan(copy, "dinh-chinh.txt", by=by, largest=BIG).is_new


def test_an_amendment_of_some_tasks_changes_adds_and_repeals_only_what_it_names(plan: Plan, cast: Cast) -> None:
    draft = read_plan(PARTIAL.encode(), "sua-doi.txt", by=actor_of(cast.monitor), largest=BIG).draft
    desk = version_desk(draft)
    assert not desk.comparison.is_full and desk.silent == 14
    assert [len(desk.comparison.of(kind)) for kind in (Kind.CHANGED, Kind.ADDED, Kind.DROPPED)] == [1, 1, 1]
    decide_all(draft, cast)
    confirm(draft, cast)
    assert the_task("Khởi công toàn bộ số nhà").state is State.CANCELLED
    assert the_task("Phê duyệt danh sách hộ").state is State.ASSIGNED


def test_a_decision_that_only_repeals_a_clause_ends_what_stands_in_it(plan: Plan, cast: Cast) -> None:
    draft = read_plan(DECISION.encode(), "quyet-dinh.txt", by=actor_of(cast.monitor), largest=BIG).draft
    (item,) = version_desk(draft).comparison.items
    assert item.tracked and item.tracked.text.startswith("Huy động lực lượng")
    decide_all(draft, cast)
    confirm(draft, cast)
    assert the_task("Huy động lực lượng").state is State.CANCELLED


def test_a_document_that_assigns_nothing_and_changes_no_plan_of_ours_is_refused(cast: Cast) -> None:
    with pytest.raises(NothingAssigned):
        read_plan(DECISION.encode(), "quyet-dinh.txt", by=actor_of(cast.monitor), largest=BIG)


def test_by_command_a_version_waits_for_a_person_also_with_confirm(
    client: AuditingClient, plan: Plan, tmp_path: Path
) -> None:
    before = figures(client, "2026-08-05")
    file = tmp_path / "ban-moi.txt"
    file.write_bytes(amended())
    answer = client.application.test_cli_runner().invoke(args=["plans", "import", str(file), "--confirm"])
    assert answer.exit_code == 0 and "bản sửa đổi của 42/KH-UBND" in answer.output
    assert figures(client, "2026-08-05") == before
    again = client.application.test_cli_runner().invoke(args=["plans", "import", str(file), "--confirm"])
    assert again.exit_code == 0 and "đã có" in again.output
