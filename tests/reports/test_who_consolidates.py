"""Who sees and who writes what is consolidated."""

from sqlalchemy import select

from tests.builders import make_plan, make_report_row
from tests.cast import Cast
from tests.consolidation.province import TODAY, actor, begin
from tracker import clock
from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.reports.models import ReportRow
from tracker.reports.rights import judges, visible_to, writes_for


def seen(person: Person) -> set[int]:
    wanted = select(ReportRow.id).join(Plan, Plan.id == ReportRow.plan_id).where(visible_to(actor(person)))
    return set(db.session.scalars(wanted))


def test_the_people_of_the_standing_agency_read_the_reports_that_come_to_it(cast: Cast) -> None:
    own, rows = begin(cast, cast.finance, cast.health)
    of_others = make_report_row(make_plan(cast.stranger_agency, number="3/KH"), cast.health)
    db.session.commit()
    everybody = {own.id, *(row.id for row in rows.values())}
    assert seen(cast.standing_clerk) == everybody == seen(cast.monitor)
    assert seen(cast.clerk) == {rows[cast.finance.id].id}
    assert seen(cast.health_clerk) == {rows[cast.health.id].id, of_others.id}
    assert seen(cast.outsider) == {of_others.id}  # the issuer of the other plan


def test_the_monitor_of_the_standing_agency_writes_its_report_and_judges_it_never(cast: Cast) -> None:
    clock.fix_day(TODAY)
    own, rows = begin(cast, cast.finance)
    assert writes_for(actor(cast.monitor), own) and writes_for(actor(cast.standing_clerk), own)
    assert not judges(actor(cast.monitor), own, on=TODAY)
    assert judges(actor(cast.secretary), own, on=TODAY)
    for person in (cast.monitor, cast.secretary, cast.committee, cast.standing_clerk):
        assert not writes_for(actor(person), rows[cast.finance.id])
    for person in (cast.secretary, cast.committee, cast.clerk, cast.outsider):
        assert not writes_for(actor(person), own)
