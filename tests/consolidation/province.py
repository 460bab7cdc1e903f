"""What several tests of consolidation begin with: a plan, reports handed in and accepted, and who does it."""

from collections.abc import Mapping
from datetime import date

from tests.builders import make_duty, make_plan, make_report_row
from tests.cast import Cast
from tracker import clock
from tracker.accounts.models import Person
from tracker.agencies.models import Agency
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.reports.drafting import Draft
from tracker.reports.models import ReportRow
from tracker.reports.results import TARGETS, TypedLine
from tracker.reports.rules import ReportState
from tracker.reports.service import judging, writing
from tracker.rights import Actor, Grant, Role

DUE = date(2026, 5, 20)
TODAY = date(2026, 5, 22)
WORDS = {"results_policies": "Đã hỗ trợ 120 hộ."}


def actor(person: Person) -> Actor:
    grants = tuple(Grant(a.role, a.agency_id, a.issuer_id, a.plan_id) for a in person.appointments)
    return Actor(person.id, person.name, grants)


def clerk_for(agency: Agency) -> Actor:
    return Actor(None, f"Chuyên viên {agency.name}", (Grant(Role.CLERK, agency.id),))


def judge_for(plan: Plan) -> Actor:
    """Somebody of no agency who may judge everybody's report."""
    return Actor(
        None, "Người xem xét", (Grant(Role.MONITOR, None, plan.issuer_id), Grant(Role.SECRETARY, None, plan.issuer_id))
    )


def begin(cast: Cast, *agencies: Agency) -> tuple[ReportRow, dict[int, ReportRow]]:
    """A plan in which the agencies report through the standing agency: its row, and theirs by agency."""
    clock.fix_day(TODAY)
    plan = make_plan(cast.issuer)
    duty = make_duty(plan, *agencies, cast.standing, via=cast.standing.name)
    rows = {agency.id: make_report_row(plan, agency, duty=duty, due_on=DUE) for agency in agencies}
    own = make_report_row(plan, cast.standing, duty=duty, due_on=date(2026, 5, 25))
    db.session.commit()
    return own, rows


def figure(label: str, actual: str, unit: str = "hộ", **changes: object) -> TypedLine:
    key = str(changes.pop("key", "own:1"))
    return TypedLine(key, TARGETS, label, unit, actual=actual, **changes)  # type: ignore[arg-type]


def hand_in(row: ReportRow, content: Mapping[str, str] | None = None, *lines: TypedLine) -> ReportRow:
    draft = Draft(dict(content or WORDS), results=lines)
    return writing.submit_report(row, draft, None, version=row.version, by=clerk_for(row.agency))


def accept(row: ReportRow) -> ReportRow:
    return judging.accept_report(row, version=row.version, by=judge_for(row.plan))


def accepted(row: ReportRow, content: Mapping[str, str] | None = None, *lines: TypedLine) -> ReportRow:
    row = accept(hand_in(row, content, *lines))
    assert row.state is ReportState.ACCEPTED
    return row


def give_back(row: ReportRow, reason: str = "Thiếu số liệu.") -> ReportRow:
    return judging.return_report(row, reason, version=row.version, by=judge_for(row.plan))


def excuse(row: ReportRow, reason: str) -> ReportRow:
    return judging.excuse_agency(row, reason, version=row.version, by=judge_for(row.plan))
