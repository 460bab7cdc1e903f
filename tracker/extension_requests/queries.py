"""What pages read of requests for more time. A few statements, however many rows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.agencies.models import Agency
from tracker.errors import NotVisible
from tracker.extension_requests.models import ExtensionRequest
from tracker.extension_requests.rules import RequestState, SubjectKind
from tracker.extension_requests.subjects import is_still_needed
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.plans.queries import watched_by
from tracker.reports.models import ReportingDuty, ReportRow
from tracker.reports.words import report_title
from tracker.rights import Actor, Role
from tracker.tasks.models import Assignment, Task
from tracker.tasks.queries import judged_by
from tracker.tasks.wording import sentence_with_time
from tracker.web.paging import PAGE_SIZE, Page

MOST_WAITING = 200
SHORT = 170


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request with what it is about, in words."""

    request: ExtensionRequest
    words: str


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on ExtensionRequest and Plan that the actor may see it: its agency, who watches the plan."""
    return or_(ExtensionRequest.agency_id.in_(actor.own_agencies), watched_by(actor))


def request_visible_to(actor: Actor, request_id: int) -> ExtensionRequest:
    """Return the request with its plan and agency, or raise NotVisible."""
    found = db.session.scalar(_loaded().where(ExtensionRequest.id == request_id, visible_to(actor)))
    if found is None:
        raise NotVisible()
    return found


def requests_about(kind: SubjectKind, subject_id: int) -> Sequence[ExtensionRequest]:
    """Return every request about one subject, the newest first."""
    return db.session.scalars(
        select(ExtensionRequest)
        .where(ExtensionRequest.subject == kind, ExtensionRequest.subject_id == subject_id)
        .order_by(ExtensionRequest.id.desc())
        .limit(50)
    ).all()


def listed(actor: Actor, state: RequestState | None, plan_id: int | None, page: int) -> Page[RequestRow]:
    """Return one page of the requests that the actor may see, those that wait first, then the newest."""
    where = [visible_to(actor)]
    where += [ExtensionRequest.state == state] if state else []
    where += [ExtensionRequest.plan_id == plan_id] if plan_id is not None else []
    total = db.session.scalar(select(func.count()).select_from(ExtensionRequest).join(Plan).where(*where)) or 0
    found = db.session.scalars(
        _loaded()
        .where(*where)
        .order_by((ExtensionRequest.state == RequestState.WAITING).desc(), ExtensionRequest.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    return Page(_rows(found), page, total)


def waiting_for(actor: Actor, *, on: date) -> list[RequestRow]:
    """Return the requests that wait for this person's decision, the earliest due day first."""
    if not actor.has(Role.MONITOR, Role.SECRETARY):
        return []
    found = db.session.scalars(
        _loaded()
        .where(waits_for(actor, on=on))
        .order_by(ExtensionRequest.old_due_on, ExtensionRequest.id)
        .limit(MOST_WAITING)
    ).all()
    return _rows(found)


def waits_for(actor: Actor, *, on: date) -> ColumnElement[bool]:
    """Return the condition on ExtensionRequest and Plan that it waits for this person's decision."""
    judged = judged_by(actor, ExtensionRequest.agency_id, on=on)
    return and_(ExtensionRequest.state == RequestState.WAITING, judged, is_still_needed())


def _loaded() -> Select[tuple[ExtensionRequest]]:
    return (
        select(ExtensionRequest)
        .join(ExtensionRequest.plan)
        .join(Agency, Agency.id == ExtensionRequest.agency_id)
        .options(contains_eager(ExtensionRequest.plan).joinedload(Plan.issuer), joinedload(ExtensionRequest.agency))
    )


def _rows(requests: Sequence[ExtensionRequest]) -> list[RequestRow]:
    words = _words_of([one.id for one in requests]) if requests else {}
    return [RequestRow(one, words.get(one.id, "")) for one in requests]


def _words_of(request_ids: Collection[int]) -> Mapping[int, str]:
    """What each request is about: the sentence of its task, or the title of its report; one statement."""
    of_task = (ExtensionRequest.subject == SubjectKind.TASK) & (Task.id == ExtensionRequest.subject_id)
    of_row = (ExtensionRequest.subject == SubjectKind.REPORT_ROW) & (ReportRow.id == ExtensionRequest.subject_id)
    found = db.session.execute(
        select(
            ExtensionRequest.id,
            Assignment.text,
            Assignment.recurs,
            Task.occurrence,
            ReportRow.period_kind,
            ReportRow.period_key,
            ReportRow.period_start,
            ReportingDuty.title,
        )
        .outerjoin(Task, of_task)
        .outerjoin(Assignment, Assignment.id == Task.assignment_id)
        .outerjoin(ReportRow, of_row)
        .outerjoin(ReportingDuty, ReportingDuty.id == ReportRow.duty_id)
        .where(ExtensionRequest.id.in_(request_ids))
    )
    return {
        id_: called or report_title(kind, key, start)
        if kind is not None
        else sentence_with_time(" ".join(text.split()), recurs, time, SHORT)
        for id_, text, recurs, time, kind, key, start, called in found
    }
