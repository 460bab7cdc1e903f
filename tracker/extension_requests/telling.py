"""Who hears of a request for more time and of its decision. Adds notices to the caller's transaction, never commits."""

from datetime import date

from tracker.accounts.queries import people_of_agencies, watchers_of
from tracker.agencies.queries import standing_agency_id
from tracker.extension_requests.models import ExtensionRequest
from tracker.extension_requests.rules import SubjectKind
from tracker.extension_requests.subjects import SHORT, Subject
from tracker.notifications.issue import Line, notify
from tracker.rights import Actor, Role, judging_roles
from tracker.vietnamese import day_text, shortened

LONGEST_REASON = 300


def tell_judges(request: ExtensionRequest, subject: Subject, by: Actor, *, today: date) -> None:
    """Tell who decides that more time is asked for, with the reason."""
    plan = subject.plan
    roles = judging_roles(request.agency_id, standing_agency_id(plan.issuer_id, plan.id, on=today))
    people: set[int] = set()
    for role in roles:
        people |= watchers_of(plan.issuer_id, plan.id, role, on=today)
    own = people_of_agencies([request.agency_id], on=today, roles=tuple(Role))[request.agency_id]
    after = ", đề nghị sau hạn" if request.is_after_due else ""
    text = (
        f"{request.agency.name} xin gia hạn {about(subject)} ({plan.short_name}) "
        f"từ ngày {day_text(request.old_due_on)} đến ngày {day_text(request.wanted_due_on)}{after}. "
        f"Lý do: {shortened(request.reason, LONGEST_REASON)}"
    )
    notify(people - own - {by.person_id or 0}, _line(request, "asked", text), day=today)


def tell_agency(request: ExtensionRequest, subject: Subject, decision: str, by: Actor, *, today: date) -> None:
    """Tell the clerks and heads of the agency what was decided."""
    people = people_of_agencies([request.agency_id], on=today)[request.agency_id]
    text = f"Đề nghị gia hạn {about(subject)} ({subject.plan.short_name}): {decision}"
    notify(people - {by.person_id or 0}, _line(request, request.state.value, text), day=today)


def about(subject: Subject) -> str:
    """Return what it is about inside a sentence: "nhiệm vụ «…»", "báo cáo 6 tháng đầu năm 2026"."""
    if subject.kind is SubjectKind.TASK:
        return f"nhiệm vụ «{shortened(subject.words.rstrip('.'), SHORT)}»"
    return subject.words[0].lower() + subject.words[1:]


def _line(request: ExtensionRequest, event: str, text: str) -> Line:
    rule = f"{event}:{request.id}"
    return Line("extension_request", request.id, rule, request.old_due_on, text, f"/gia-han/{request.id}")
