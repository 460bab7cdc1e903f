"""Builders: each makes one thing in the session with sensible values; a test names only the fact that matters."""

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import select

from tracker import clock
from tracker.accounts.models import Appointment, Person
from tracker.agencies.models import AdminUnit, Agency, Level
from tracker.extensions import db
from tracker.files.models import StoredFile
from tracker.plans.models import Clause, Plan
from tracker.reports.models import DutyReporter, ReportingDuty, ReportRow
from tracker.reports.rules import DueOrigin, PeriodKind
from tracker.rights import Grant
from tracker.tasks.models import Assignment, AssignmentLead, Task, TaskEvent
from tracker.tasks.rules import DeadlineOrigin, EventKind, Mode, Nature, State
from tracker.vietnamese import fold

BEGINNING = date(2026, 1, 1)
_made: dict[str, int] = {"plan": 0}


@cache
def code_of_province(name: str) -> str | None:
    """The code of one of today's provinces; the catalogue never changes."""
    wanted = AdminUnit.name_key == fold(name), AdminUnit.level == Level.PROVINCE, AdminUnit.valid_to.is_(None)
    return db.session.scalars(select(AdminUnit.code).where(*wanted)).first()


def an_agency(name: str, *, unit: str, level: str = "province") -> Agency:
    """An agency of the province `unit` (today's units), not yet in the session."""
    return Agency(name=name, name_key=fold(name), level=Level(level), unit_code=code_of_province(unit))


def make_agency(name: str, *, unit: str, level: str = "province") -> Agency:
    """An agency of the province `unit` (today's units)."""
    agency = an_agency(name, unit=unit, level=level)
    db.session.add(agency)
    db.session.flush()
    return agency


def a_person(email: str, name: str, password_hash: str, *grants: Grant) -> Person:
    """An account with its appointments, in force since the beginning, not yet in the session."""
    person = Person(email=email, email_key=email, name=name, password_hash=password_hash, created_at=clock.now())
    for grant in grants:
        person.appointments.append(
            Appointment(
                role=grant.role,
                agency_id=grant.agency_id,
                issuer_id=grant.issuer_id,
                plan_id=grant.plan_id,
                starts_on=BEGINNING,
            )
        )
    return person


def make_person(email: str, name: str, password_hash: str, *grants: Grant) -> Person:
    """An account with its appointments, in force since the beginning."""
    person = a_person(email, name, password_hash, *grants)
    db.session.add(person)
    db.session.flush()
    return person


def make_plan(issuer: Agency, *, number: str | None = "15/KH-UBND", **changes: Any) -> Plan:
    """A confirmed plan of 2026, issued on 20/01/2026."""
    _made["plan"] += 1
    text = "TỔ CHỨC THỰC HIỆN\n1. Sở Tài chính\nBố trí kinh phí thực hiện Kế hoạch.\n"
    file = StoredFile(
        name="ke-hoach.txt",
        media_type="text/plain",
        size=len(text),
        sha256=f"{_made['plan']:064d}",
        content=text.encode(),
        stored_at=clock.now(),
    )
    plan = Plan(
        identity=f"{number}|{_made['plan']}",
        kind="KH",
        number=number,
        number_key=fold(number) if number else None,
        title="Kế hoạch giảm nghèo bền vững năm 2026",
        title_key=fold("Kế hoạch giảm nghèo bền vững năm 2026"),
        issuer=issuer,
        level=Level.PROVINCE,
        issued_on=date(2026, 1, 20),
        period_start=date(2026, 1, 1),
        period_end=date(2026, 12, 31),
        file=file,
        text=text,
        confirmed_at=clock.now(),
        confirmed_by="dòng lệnh",
    )
    for name, value in changes.items():
        setattr(plan, name, value)
    db.session.add(plan)
    db.session.flush()
    return plan


def make_clause(plan: Plan, label: str = "1", title: str = "Sở Tài chính") -> Clause:
    """A clause that holds the whole text."""
    clause = Clause(
        plan_id=plan.id, position=1, label=label, title=title, depth=1, span_start=0, span_end=len(plan.text)
    )
    db.session.add(clause)
    db.session.flush()
    return clause


def make_assignment(
    plan: Plan, *leads: Agency, text: str = "Bố trí kinh phí thực hiện Kế hoạch.", **changes: Any
) -> Assignment:
    """An ordered, specific assignment to the agencies, due at the end of the plan, without tasks yet."""
    start = max(plan.text.find(text), 0)
    assignment = Assignment(
        plan=plan,
        clause=make_clause(plan),
        position=1,
        text=text,
        text_key=fold(text),
        quote_start=start,
        quote_end=start + len(text),
        written_agency=leads[0].name if leads else "",
        is_group=len(leads) > 1,
        mode=Mode.ORDERED,
        nature=Nature.SPECIFIC,
        role="lead",
        deadline_origin=DeadlineOrigin.PLAN_END,
        deadline_words=None,
        due_on=plan.period_end,
        is_own_plan=False,
    )
    for name, value in changes.items():
        setattr(assignment, name, value)
    assignment.leads = [AssignmentLead(agency_id=agency.id) for agency in leads]
    db.session.add(assignment)
    db.session.flush()
    return assignment


def make_task(plan: Plan, agency: Agency, *, state: State = State.IN_PROGRESS, **changes: Any) -> Task:
    """A task of the agency, with the event that assigned it on the plan's day. `due_on` is that of the task."""
    of_assignment = {name: changes.pop(name) for name in ("text", "mode", "nature", "is_own_plan") if name in changes}
    due_on = changes.pop("due_on", plan.period_end)
    origin = DeadlineOrigin.NONE if due_on is None else DeadlineOrigin.STATED
    assignment = make_assignment(plan, agency, due_on=due_on, deadline_origin=origin, **of_assignment)
    task = Task(assignment=assignment, plan=plan, agency=agency, due_on=due_on, state=state)
    for name, value in changes.items():
        setattr(task, name, value)
    db.session.add(task)
    db.session.flush()
    add_task_event(task, EventKind.ASSIGNED, on=plan.issued_on, to_state=state)
    return task


def add_task_event(task: Task, kind: EventKind, *, on: date, to_state: State, **changes: Any) -> TaskEvent:
    """Something that happened to a task on a day."""
    event = TaskEvent(
        task_id=task.id,
        kind=kind,
        at=clock.now(),
        on_day=on,
        person_name="dòng lệnh",
        from_state=changes.pop("from_state", to_state),
        to_state=to_state,
        percent=changes.pop("percent", task.percent or 0),
        **changes,
    )
    db.session.add(event)
    db.session.flush()
    return event


def make_duty(plan: Plan, *reporters: Agency, **changes: Any) -> ReportingDuty:
    """A duty to report each half-year and year to the issuer."""
    duty = ReportingDuty(
        plan=plan,
        clause=make_clause(plan),
        position=1,
        reporter_words="Các sở, ban, ngành",
        takes_every_lead=False,
        periods=["semiannual", "annual"],
        stated_due=None,
        addressee="UBND tỉnh",
        via=None,
        copy_to=[],
        text="Định kỳ 6 tháng, 1 năm báo cáo UBND tỉnh.",
        span_start=0,
        span_end=10,
    )
    for name, value in changes.items():
        setattr(duty, name, value)
    duty.reporters = [DutyReporter(agency_id=agency.id) for agency in reporters]
    db.session.add(duty)
    db.session.flush()
    return duty


def make_report_row(plan: Plan, agency: Agency, *, due_on: date = date(2026, 5, 20), **changes: Any) -> ReportRow:
    """The report of the agency for the first half of 2026."""
    duty = changes.pop("duty", None) or make_duty(plan, agency)
    row = ReportRow(
        duty=duty,
        plan=plan,
        agency=agency,
        period_kind=PeriodKind.SEMIANNUAL,
        period_key="2026-H1",
        period_start=date(2026, 1, 1),
        period_end=date(2026, 6, 30),
        opens_on=date(2026, 4, 20),
        due_on=due_on,
        due_origin=DueOrigin.REGIME,
    )
    for name, value in changes.items():
        setattr(row, name, value)
    db.session.add(row)
    db.session.flush()
    return row
