"""What an urging letter says, read for the monitor who writes it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import joinedload

from tracker.agencies.models import Agency
from tracker.agencies.queries import standing_agency_id
from tracker.documents.urging import Late, Sender, plans_in_short, plans_words
from tracker.errors import DomainError
from tracker.extensions import db
from tracker.plans.models import Clause, Plan
from tracker.reminders.rules import Subject
from tracker.reports.models import ReportingDuty, ReportRow
from tracker.reports.words import plan_words
from tracker.rights import Actor, Role
from tracker.tasks.models import Assignment, Task
from tracker.vietnamese import day_text

ANSWER_WORKING_DAYS = 5
LONGEST_TITLE = 80


class NothingLate(DomainError):
    """Nothing of what was ticked is late any more: there is no letter to write."""


class SeveralIssuers(DomainError):
    """One letter is written for the plans of one issuer."""


def letter_parts(subjects: Sequence[Subject], *, by: Actor, today: date) -> tuple[Sender, list[Late]]:
    """Return who writes and what is late. Raises NothingLate, SeveralIssuers."""
    if not subjects:
        raise NothingLate(
            "Nội dung đã chọn không còn quá hạn, hoặc thuộc cơ quan của đồng chí; không có gì để đôn đốc."
        )
    if len({subject.issuer_id for subject in subjects}) > 1:
        raise SeveralIssuers(
            "Các nội dung đã chọn thuộc kế hoạch của nhiều cơ quan ban hành; hãy soạn riêng cho từng kế hoạch."
        )
    bases = _bases(subjects)
    sender_id = _sender_id(subjects[0], by, today)
    agencies = _agencies({*(subject.agency_id for subject in subjects), sender_id, subjects[0].issuer_id})
    issuer = agencies[subjects[0].issuer_id]
    names = {basis.plan_id: f"{basis.plan} ngày {basis.day} của {issuer.name}" for basis in bases.values()}
    short = plans_in_short({basis.plan_id: basis.plan for basis in bases.values()})
    late = [
        _late(subject, agencies[subject.agency_id], bases[subject.kind, subject.id], with_plan=len(names) > 1)
        for subject in subjects
    ]
    return Sender(agencies[sender_id], issuer, plans_words(names), short, today), late


@dataclass(frozen=True, slots=True)
class _Basis:
    """The clause behind something late, and the plan that it stands in."""

    plan_id: int
    plan: str
    day: str
    number: str
    label: str
    title: str

    def words(self, *, with_plan: bool) -> str:
        short = self.title.capitalize() if self.title.isupper() else self.title
        if len(short) > LONGEST_TITLE:
            short = short[: LONGEST_TITLE - 1].rpartition(" ")[0] + "…"
        named = " ".join(part for part in (f"Mục {self.label.rstrip('.)')}." if self.label else "", short) if part)
        return "; ".join(part for part in (named, self.number if with_plan or not named else "") if part)


def _late(subject: Subject, agency: Agency, basis: _Basis, *, with_plan: bool) -> Late:
    invited = subject.is_requested or bool(agency.kind and agency.kind.is_requested)
    assert subject.due_on is not None  # what is overdue has a day
    return Late(agency.name, subject.words, basis.words(with_plan=with_plan), subject.due_on, invited)


def _sender_id(subject: Subject, by: Actor, today: date) -> int:
    """The monitor's own agency; where the appointment names none, the standing agency, else the issuer itself."""
    own = [
        grant.agency_id
        for grant in by.grants
        if grant.role is Role.MONITOR and grant.issuer_id == subject.issuer_id and grant.agency_id is not None
    ]
    return own[0] if own else standing_agency_id(subject.issuer_id, subject.plan_id, on=today) or subject.issuer_id


def _agencies(ids: Collection[int]) -> dict[int, Agency]:
    statement = (
        select(Agency)
        .where(Agency.id.in_(ids))
        .options(joinedload(Agency.kind), joinedload(Agency.unit))
        .order_by(Agency.id)
    )
    return {agency.id: agency for agency in db.session.scalars(statement)}


def _bases(subjects: Sequence[Subject]) -> dict[tuple[str, int], _Basis]:
    """Clause and plan behind each subject, by kind and id, in one statement."""
    said = (Plan.id, Plan.number, Plan.title, Plan.issued_on, Clause.label, Clause.title)
    of_tasks = (
        select(literal("task"), Task.id, *said)
        .join(Plan, Plan.id == Task.plan_id)
        .join(Assignment, Assignment.id == Task.assignment_id)
        .outerjoin(Clause, Clause.id == Assignment.clause_id)
        .where(Task.id.in_([subject.id for subject in subjects if subject.kind == "task"]))
    )
    of_rows = (
        select(literal("report_row"), ReportRow.id, *said)
        .join(Plan, Plan.id == ReportRow.plan_id)
        .join(ReportingDuty, ReportingDuty.id == ReportRow.duty_id)
        .outerjoin(Clause, Clause.id == ReportingDuty.clause_id)
        .where(ReportRow.id.in_([subject.id for subject in subjects if subject.kind == "report_row"]))
    )
    return {
        (kind, id_): _Basis(
            plan_id,
            plan_words(number, title),
            day_text(issued_on),
            number or "",
            label or "",
            heading or "",
        )
        for kind, id_, plan_id, number, title, issued_on, label, heading in db.session.execute(
            union_all(of_tasks, of_rows)
        )
    }
