"""Urging: preview, one and all, logged with its result, never doubled, refused to who may not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.auditing import AuditingClient
from tests.builders import make_agency, make_plan, make_report_row, make_task
from tests.cast import Cast
from tracker import clock
from tracker.accounts.signin import actor_of
from tracker.errors import NotVisible
from tracker.extensions import db
from tracker.history.models import HistoryEntry
from tracker.notifications.models import Message, MessageLine, MessageState, Notice
from tracker.reminders import urging
from tracker.reminders.models import Urging
from tracker.reminders.urging import NothingToUrge, Wanted, letters_for, urge
from tracker.reports.models import ReportRow
from tracker.reports.rules import ReportState
from tracker.tasks.rules import State

TODAY = date(2026, 5, 24)


@pytest.fixture
def row(cast: Cast) -> ReportRow:
    """The finance department's report, four days overdue."""
    clock.fix_day(TODAY)
    row = make_report_row(make_plan(cast.issuer), cast.finance)
    db.session.commit()
    return row


def count(model: type[Urging] | type[Notice] | type[MessageLine]) -> int:
    """How many rows a table has."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def wanted(*rows: ReportRow) -> Wanted:
    """Report rows ticked."""
    return Wanted(row_ids=frozenset(row.id for row in rows))


def test_an_urging_reaches_clerk_and_head_and_is_logged(cast: Cast, row: ReportRow) -> None:
    sent = urge(wanted(row), words="Đề nghị nộp ngay.", by=actor_of(cast.monitor), today=TODAY)
    assert (sent.urgings, sent.people, sent.without_account) == (1, 2, ())
    logged = db.session.scalars(select(Urging)).one()
    assert (logged.subject, logged.subject_id, logged.recipients, logged.person_name) == (
        "report_row",
        row.id,
        2,
        "Theo dõi Sở NN&MT",
    )
    notices = db.session.scalars(select(Notice)).all()
    assert {notice.person_id for notice in notices} == {cast.clerk.id, cast.head.id}
    assert notices[0].rule == f"urge:{logged.id}" and notices[0].path == f"/bao-cao/{row.id}"
    assert (
        "hạn 20/05/2026, tính đến ngày 24/05/2026 đã quá 4 ngày" in notices[0].text
        and "Đề nghị nộp ngay." in notices[0].text
    )
    assert count(MessageLine) == 2
    assert db.session.scalars(select(HistoryEntry).where(HistoryEntry.action == "urged")).one()


def test_the_same_form_sent_twice_doubles_nothing(cast: Cast, row: ReportRow) -> None:
    urge(wanted(row), words=None, by=actor_of(cast.monitor), today=TODAY)
    with pytest.raises(NothingToUrge):
        urge(wanted(row), words=None, by=actor_of(cast.monitor), today=TODAY)
    assert (count(Urging), count(Notice), count(MessageLine)) == (1, 2, 2)


def test_the_next_day_it_may_be_urged_again(cast: Cast, row: ReportRow) -> None:
    for day in (TODAY, TODAY + timedelta(days=1)):
        urge(wanted(row), words=None, by=actor_of(cast.monitor), today=day)
    assert (count(Urging), count(Notice)) == (2, 4)


def test_what_was_handed_in_meanwhile_is_not_urged(cast: Cast, row: ReportRow) -> None:
    row.state, row.excused_on = ReportState.NOT_STARTED, TODAY
    db.session.commit()
    with pytest.raises(NothingToUrge):
        urge(wanted(row), words=None, by=actor_of(cast.monitor), today=TODAY)


def test_what_is_not_yet_overdue_is_not_urged(cast: Cast, row: ReportRow) -> None:
    with pytest.raises(NothingToUrge):
        urge(wanted(row), words=None, by=actor_of(cast.monitor), today=row.due_on)


def test_an_agency_is_urged_for_its_overdue_tasks_but_not_for_what_awaits_confirmation(
    cast: Cast, row: ReportRow
) -> None:
    late = make_task(row.plan, cast.health, due_on=TODAY - timedelta(days=2))
    make_task(row.plan, cast.health, due_on=TODAY - timedelta(days=2), state=State.AWAITING_CONFIRMATION)
    make_task(row.plan, cast.health, due_on=TODAY)
    db.session.commit()
    letters = letters_for(Wanted(agency_ids=frozenset({cast.health.id})), by=actor_of(cast.monitor), today=TODAY)
    assert [(subject.kind, subject.id) for subject in letters[0].subjects] == [("task", late.id)]
    assert [name for _, name in letters[0].people] == ["Chuyên viên Sở Y tế"]


def test_an_agency_without_account_is_logged_and_named(client: AuditingClient, cast: Cast, row: ReportRow) -> None:
    mute = make_report_row(row.plan, make_agency("Sở Xây dựng", unit="Cao Bằng"))
    db.session.commit()
    client.sign_in(cast.monitor)
    preview = client.get(f"/theo-doi/don-doc/xem-truoc?chon=report_row-{mute.id}&chon=report_row-{row.id}").text
    assert "Chưa có tài khoản" in preview and "Chuyên viên Sở Tài chính; Lãnh đạo Sở Tài chính" in preview
    client.post("/theo-doi/don-doc", data={"chon": f"report_row-{mute.id} report_row-{row.id}"}, expect=303)
    log = client.get("/theo-doi/don-doc").text
    assert "Chưa có tài khoản" in log and "2 người nhận" in log and log.count("chờ gửi") == 2


def test_the_log_shows_what_became_of_the_messages(client: AuditingClient, cast: Cast, row: ReportRow) -> None:
    urge(wanted(row), words=None, by=actor_of(cast.monitor), today=TODAY)
    first, second = db.session.scalars(select(Message).order_by(Message.id))
    first.state, first.sent_at = MessageState.SENT, datetime(2026, 5, 25, 1, 30, tzinfo=UTC)
    second.state, second.problem = MessageState.DEAD, "550 không có hộp thư"
    db.session.commit()
    log = client.sign_in(cast.committee).get("/theo-doi/don-doc").text
    assert "đã gửi 25/05/2026 08:30" in log
    assert "không gửi được" in log and "550 không có hộp thư" in log
    assert "Chuyên viên Sở Tài chính" in log and "Lãnh đạo Sở Tài chính" in log


def test_one_button_urges_one_row_whatever_is_ticked(client: AuditingClient, cast: Cast, row: ReportRow) -> None:
    other = make_report_row(row.plan, cast.health)
    db.session.commit()
    client.sign_in(cast.monitor)
    address = (
        f"/theo-doi/don-doc/xem-truoc?chon=report_row-{row.id}&chon=report_row-{other.id}&rieng=report_row-{row.id}"
    )
    page = client.get(address).text
    assert f'value="report_row-{row.id}"' in page and "Sở Y tế" not in page
    assert count(Urging) == 0


def test_committee_secretary_and_clerk_may_not_urge(client: AuditingClient, cast: Cast, row: ReportRow) -> None:
    for person in (cast.committee, cast.secretary, cast.clerk, cast.outsider):
        client.sign_in(person)
        client.post("/theo-doi/don-doc", data={"chon": f"report_row-{row.id}"}, expect=403)
        client.get(f"/theo-doi/don-doc/xem-truoc?chon=report_row-{row.id}", expect=403)
    assert count(Urging) == 0


def test_another_issuer_s_rows_do_not_exist_for_the_monitor(client: AuditingClient, cast: Cast, row: ReportRow) -> None:
    stranger = make_plan(make_agency("UBND tỉnh Sơn La", unit="Sơn La"))
    theirs = make_report_row(stranger, cast.stranger_agency)
    db.session.commit()
    with pytest.raises(NotVisible):
        urge(wanted(row, theirs), words=None, by=actor_of(cast.monitor), today=TODAY)
    client.sign_in(cast.monitor)
    client.post("/theo-doi/don-doc", data={"chon": f"report_row-{theirs.id}"}, expect=404)
    client.post("/theo-doi/don-doc", data={"chon": "report_row-x"}, expect=404)
    assert count(Urging) == 0


def test_nothing_ticked_says_so(client: AuditingClient, cast: Cast, row: ReportRow) -> None:
    client.sign_in(cast.monitor)
    assert "Không có gì để gửi" in client.get("/theo-doi/don-doc/xem-truoc").text
    client.post("/theo-doi/don-doc", data={"chon": ""}, expect=422)


def test_a_hundred_urgings_are_sent_and_listed_with_a_fixed_number_of_statements(
    client: AuditingClient, cast: Cast, row: ReportRow
) -> None:
    rows = [make_report_row(row.plan, cast.health, period_key=f"K{place}") for place in range(100)]
    db.session.commit()
    urge(wanted(*rows), words=None, by=actor_of(cast.monitor), today=TODAY)
    client.sign_in(cast.monitor).get("/theo-doi/don-doc")
    assert client.statements <= 12
    assert urging.LONGEST_WORDS == 1000


def test_the_monitor_s_own_agency_is_left_out(cast: Cast, row: ReportRow) -> None:
    own = make_report_row(row.plan, cast.standing)
    db.session.commit()
    letters = letters_for(wanted(row, own), by=actor_of(cast.monitor), today=TODAY)
    assert [letter.agency_name for letter in letters] == ["Sở Tài chính"]
    with pytest.raises(NothingToUrge):
        urge(wanted(own), words=None, by=actor_of(cast.monitor), today=TODAY)


def test_the_preview_says_that_a_plan_was_entered_only_today(
    client: AuditingClient, cast: Cast, row: ReportRow
) -> None:
    client.sign_in(cast.monitor)
    address = f"/theo-doi/don-doc/xem-truoc?chon=report_row-{row.id}"
    row.plan.confirmed_at = clock.now()
    db.session.commit()
    assert "mới được nhập vào hệ thống trong hôm nay" in client.get(address).text
    row.plan.confirmed_at = clock.now() - timedelta(days=2)
    db.session.commit()
    assert "mới được nhập" not in client.get(address).text
