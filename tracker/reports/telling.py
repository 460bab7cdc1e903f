"""Who hears of what happened to a report. Adds notices to the caller's transaction, never commits."""

from datetime import date

from tracker.accounts.queries import people_of_agencies, watchers_of
from tracker.agencies.queries import standing_agency_id
from tracker.notifications.issue import Line, notify
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.words import row_period
from tracker.rights import AGENCY_ROLES, Role, judging_roles


def tell_judges(row: ReportRow, submission: ReportSubmission, *, today: date) -> None:
    """Tell who may judge the report that it came in: the monitor, or for the standing agency's own the secretary."""
    text = f"{row.agency.name} đã nộp báo cáo {_period(row)}, kế hoạch {row.plan.short_name}."
    _tell_judges(row, f"submitted:{submission.id}", text, today=today)


def tell_judges_of_objection(row: ReportRow, submission: ReportSubmission, *, today: date) -> None:
    """Tell who may judge the report that its agency asks for its return, and why."""
    text = f"{row.agency.name} đề nghị trả lại báo cáo {_period(row)}, kế hoạch {row.plan.short_name}"
    _tell_judges(row, f"objected:{submission.id}", f"{text}: {submission.objection}", today=today)


def _tell_judges(row: ReportRow, rule: str, text: str, *, today: date) -> None:
    standing = standing_agency_id(row.plan.issuer_id, row.plan_id, on=today)
    people: set[int] = set()
    for role in judging_roles(row.agency_id, standing):
        people |= watchers_of(row.plan.issuer_id, row.plan_id, role, on=today)
    own = people_of_agencies([row.agency_id], on=today, roles=tuple(Role))[row.agency_id]
    notify(people - own, _line(row, rule, text), day=today)


def tell_agency(row: ReportRow, rule: str, happened: str, *, today: date, only: Role | None = None) -> None:
    """Tell the clerks and heads of the agency (or only one of the two) what happened to their report."""
    roles = (only,) if only else tuple(AGENCY_ROLES)
    people = people_of_agencies([row.agency_id], on=today, roles=roles)[row.agency_id]
    text = f"Báo cáo {_period(row)}, kế hoạch {row.plan.short_name}: {happened}"
    notify(people, _line(row, rule, text), day=today)


def _period(row: ReportRow) -> str:
    return row_period(row)


def _line(row: ReportRow, rule: str, text: str) -> Line:
    return Line("report_row", row.id, rule, row.due_on, text, f"/bao-cao/{row.id}")
