"""The log that proves who was told, when, how and with which result: urgings by hand, automatic reminders, calls.

What stands in the inbox is the base: each line of the log is one person and one thing told; the channels beside it are
its copies.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from tracker.accounts.models import Person
from tracker.agencies.models import Agency
from tracker.difficulties.models import Difficulty
from tracker.extension_requests.models import ExtensionRequest
from tracker.extensions import db
from tracker.notifications.models import Message, MessageLine, MessageState, Notice
from tracker.plans.models import Plan
from tracker.plans.scope import followed_by
from tracker.reminders.ladder import Rule
from tracker.reminders.models import UrgingCall
from tracker.reports.models import ReportRow
from tracker.rights import Actor
from tracker.tasks.models import Task
from tracker.web.paging import PAGE_SIZE, Page

Key = tuple[int, str, int, str, date]
_Model = type[Task] | type[ReportRow] | type[ExtensionRequest] | type[Difficulty]
_SUBJECTS: Mapping[str, _Model] = {
    "task": Task,
    "report_row": ReportRow,
    "extension_request": ExtensionRequest,
    "difficulty": Difficulty,
}


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which lines of the log: of a plan, of an agency, of days (both included)."""

    plan_id: int | None = None
    agency_id: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """What became of a line by one channel: when it was taken, or what the server said."""

    channel: str
    state: MessageState
    sent_at: datetime | None
    problem: str | None
    is_stale: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One person told one thing: since when it stands in the inbox, when it was read there, and its copies."""

    key: Key
    person: str
    text: str
    path: str
    at: datetime
    on_day: date
    read_at: datetime | None
    agency: str
    copies: Sequence[Copy]


def told_automatically(actor: Actor, asked: LogFilter, page: int) -> Page[Told]:
    """Return one page of the automatic reminders in the plans that the actor follows up, newest first."""
    rungs = or_(*(or_(Notice.rule == rule, Notice.rule.like(f"{rule}:%")) for rule in Rule))
    return _told(and_(rungs, *_of(asked), followed_by(actor)), page)


def told_by_urging(urging_ids: Sequence[int]) -> dict[int, list[Told]]:
    """Return whom each urging told. Two statements."""
    rules = {f"urge:{id_}": id_ for id_ in urging_ids}
    found: dict[int, list[Told]] = {id_: [] for id_ in urging_ids}
    rows = db.session.execute(_notices().where(Notice.rule.in_(rules)).order_by(Person.name, Notice.id)).all()
    for told in _with_copies(rows):
        found[rules[told.key[3]]].append(told)
    return found


def calls(actor: Actor, asked: LogFilter, page: int) -> Page[UrgingCall]:
    """Return one page of the calls in the plans that the actor follows up, newest first."""
    where = [followed_by(actor)]
    where += [UrgingCall.plan_id == asked.plan_id] if asked.plan_id else []
    where += [UrgingCall.agency_id == asked.agency_id] if asked.agency_id else []
    where += [UrgingCall.on_day >= asked.since] if asked.since else []
    where += [UrgingCall.on_day <= asked.until] if asked.until else []
    total = db.session.scalar(select(func.count()).select_from(UrgingCall).join(UrgingCall.plan).where(*where)) or 0
    rows = db.session.scalars(
        select(UrgingCall)
        .join(UrgingCall.plan)
        .where(*where)
        .options(joinedload(UrgingCall.plan), joinedload(UrgingCall.agency))
        .order_by(UrgingCall.called_at.desc(), UrgingCall.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    return Page(rows, page, total)


def calls_by_agency(*where: ColumnElement[bool]) -> dict[int, int]:
    """Return how often each agency was called, in plans that meet the conditions."""
    rows = db.session.execute(
        select(UrgingCall.agency_id, func.count()).join(UrgingCall.plan).where(*where).group_by(UrgingCall.agency_id)
    )
    return {row[0]: row[1] for row in rows}


def agencies_of(actor: Actor) -> Sequence[tuple[int, str]]:
    """Return the agencies with tasks or reports in the plans that the actor follows up, by name."""
    tasks = select(Task.agency_id).join(Plan, Plan.id == Task.plan_id).where(followed_by(actor))
    rows = select(ReportRow.agency_id).join(Plan, Plan.id == ReportRow.plan_id).where(followed_by(actor))
    found = db.session.execute(
        select(Agency.id, Agency.name)
        .where(or_(Agency.id.in_(tasks), Agency.id.in_(rows)))
        .order_by(Agency.name_key, Agency.id)
        .limit(1000)
    )
    return [(id_, name) for id_, name in found]


def _of(asked: LogFilter) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    where += [Plan.id == asked.plan_id] if asked.plan_id else []
    where += [Agency.id == asked.agency_id] if asked.agency_id else []
    where += [Notice.on_day >= asked.since] if asked.since else []
    where += [Notice.on_day <= asked.until] if asked.until else []
    return where


def _notices() -> Select[tuple[Notice, str, str]]:
    """Notices about tasks, reports, requests for more time and difficulties, with reader, agency and plan."""
    found = select(Notice, Person.name, Agency.name).join(Person, Person.id == Notice.person_id)
    for kind, model in _SUBJECTS.items():
        found = found.outerjoin(model, and_(Notice.subject == kind, model.id == Notice.subject_id))
    plan_id = func.coalesce(*(model.plan_id for model in _SUBJECTS.values()))
    agency_id = func.coalesce(*(model.agency_id for model in _SUBJECTS.values()))
    return found.join(Plan, Plan.id == plan_id).join(Agency, Agency.id == agency_id)


def _told(where: ColumnElement[bool], page: int) -> Page[Told]:
    total = db.session.scalar(select(func.count()).select_from(_notices().where(where).subquery())) or 0
    statement = _notices().where(where).order_by(Notice.at.desc(), Notice.id.desc())
    rows = db.session.execute(statement.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    return Page(_with_copies(rows), page, total)


def _with_copies(rows: Sequence[object]) -> list[Told]:
    notices = [(row[0], row[1], row[2]) for row in rows]  # type: ignore[index]
    copies = _copies([notice for notice, _, _ in notices])
    return [
        Told(
            _key(notice),
            person,
            notice.text,
            notice.path,
            notice.at,
            notice.on_day,
            notice.read_at,
            agency,
            copies.get(_key(notice), ()),
        )
        for notice, person, agency in notices
    ]


def _key(notice: Notice) -> Key:
    return notice.person_id, notice.subject, notice.subject_id, notice.rule, notice.due_on


def _copies(notices: Sequence[Notice]) -> dict[Key, list[Copy]]:
    rows = db.session.execute(
        select(MessageLine, Message.state, Message.sent_at, Message.problem)
        .join(Message, Message.id == MessageLine.message_id)
        .where(
            MessageLine.subject_id.in_({notice.subject_id for notice in notices}),
            MessageLine.rule.in_({notice.rule for notice in notices}),
            MessageLine.person_id.in_({notice.person_id for notice in notices}),
        )
        .order_by(MessageLine.channel)
    )
    found: dict[Key, list[Copy]] = {}
    for line, state, sent_at, problem in rows:
        key = (line.person_id, line.subject, line.subject_id, line.rule, line.due_on)
        found.setdefault(key, []).append(Copy(line.channel, state, sent_at, problem, line.is_stale))
    return found
