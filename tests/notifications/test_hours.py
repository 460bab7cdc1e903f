"""When a message that is queued outside the sending hours leaves; the page of the urging says so."""

from datetime import date, datetime, time, timedelta, timezone

import pytest
import time_machine

from tests.auditing import AuditingClient
from tests.builders import make_plan, make_report_row
from tests.cast import Cast
from tracker import clock
from tracker.catalogue.calendar import shipped_calendar
from tracker.extensions import db
from tracker.notifications.hours import QuietHours, leaves_at

NIGHT: QuietHours = (time(18), time(7))
CALENDAR = shipped_calendar()
VIETNAM = timezone(timedelta(hours=7))


def at(day: int, hour: int, minute: int = 0, month: int = 5) -> datetime:
    """A moment of 2026 by the clock of Việt Nam; 18/05 is a Monday."""
    return datetime(2026, month, day, hour, minute, tzinfo=VIETNAM)


def leaves(now: datetime, quiet: QuietHours = NIGHT) -> datetime | None:
    """When what is queued now leaves."""
    return leaves_at(today=now.date(), now=now, calendar=CALENDAR, quiet=quiet)


@pytest.mark.parametrize(
    ("now", "quiet", "later"),
    [
        (at(18, 6, 59), NIGHT, at(18, 7)),
        (at(18, 7), NIGHT, None),
        (at(18, 17, 59), NIGHT, None),
        (at(18, 18), NIGHT, at(19, 7)),
        (at(22, 18), NIGHT, at(25, 7)),  # Friday evening
        (at(23, 10), NIGHT, at(25, 7)),  # Saturday
        (at(23, 10), None, at(25, 0)),
        (at(13, 19, month=2), NIGHT, at(23, 7, month=2)),  # the evening before Tết
        (at(18, 12, 30), (time(12), time(13)), at(18, 13)),
        (at(18, 13), (time(12), time(13)), None),
        (at(23, 12, 30), (time(12), time(13)), at(25, 0)),
        (at(18, 3), (time(0), time(6)), at(18, 6)),
        (at(31, 20, month=12), NIGHT, datetime(2027, 1, 4, 7, tzinfo=VIETNAM)),
    ],
)
def test_what_is_queued_outside_the_hours_leaves_with_the_next(
    now: datetime, quiet: QuietHours, later: datetime | None
) -> None:
    assert leaves(now, quiet) == later


def test_a_day_that_is_set_has_no_hours_but_may_be_off() -> None:
    night = at(18, 23)
    assert leaves_at(today=date(2030, 1, 2), now=night, calendar=CALENDAR, quiet=NIGHT) is None
    later = leaves_at(today=date(2026, 5, 24), now=night, calendar=CALENDAR, quiet=NIGHT)
    assert later is not None and later.date() == date(2026, 5, 25)


def test_an_urging_pressed_in_the_evening_says_when_it_leaves(client: AuditingClient, cast: Cast) -> None:
    evening = at(25, 19)
    clock.fix_day(evening.date())
    row = make_report_row(make_plan(cast.issuer), cast.finance)
    db.session.commit()
    said = "thư và tin nhắn sẽ rời hệ thống từ 07:00 ngày 26/05/2026"
    with time_machine.travel(evening, tick=False):
        client.sign_in(cast.monitor)
        assert said in client.get(f"/theo-doi/don-doc/xem-truoc?rieng=report_row-{row.id}").text
        answer = client.post("/theo-doi/don-doc", data={"chon": f"report_row-{row.id}"}, expect=303)
        assert said in client.get(answer.headers["Location"]).text


def test_an_urging_pressed_by_day_says_nothing_of_hours(client: AuditingClient, cast: Cast) -> None:
    morning = at(25, 9)
    clock.fix_day(morning.date())
    row = make_report_row(make_plan(cast.issuer), cast.finance)
    db.session.commit()
    with time_machine.travel(morning, tick=False):
        client.sign_in(cast.monitor)
        assert "ngoài giờ gửi" not in client.get(f"/theo-doi/don-doc/xem-truoc?rieng=report_row-{row.id}").text
