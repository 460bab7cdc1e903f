"""Assignments of a plan, the tasks they make, and everything that happened to a task."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.agencies.models import Agency
from tracker.extensions import Base, Moment, text_enum
from tracker.files.models import StoredFile
from tracker.plans.models import Clause, Plan, PlanVersion
from tracker.tasks.rules import DeadlineOrigin, EventKind, Mode, Nature, State


class Assignment(Base):
    """One confirmed assignment: a quoted sentence of the plan, from which each lead agency gets its own task.

    An assignment to a class ("UBND các xã") has many leads; its state is derived from its tasks, never kept.
    """

    __tablename__ = "assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("clause.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    text_key: Mapped[str] = mapped_column(Text)
    quote_start: Mapped[int]
    quote_end: Mapped[int]
    written_agency: Mapped[str] = mapped_column(Text)
    is_group: Mapped[bool]
    mode: Mapped[Mode] = mapped_column(text_enum(Mode))
    nature: Mapped[Nature] = mapped_column(text_enum(Nature))
    role: Mapped[str] = mapped_column(String(20))
    deadline_origin: Mapped[DeadlineOrigin] = mapped_column(text_enum(DeadlineOrigin))
    deadline_words: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[date | None] = mapped_column(Date)
    recurs: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    event_on: Mapped[date | None] = mapped_column(Date)  # the day a person recorded that the awaited event came
    is_own_plan: Mapped[bool]  # "xây dựng kế hoạch triển khai": its proof is the agency's own plan
    version_id: Mapped[int | None] = mapped_column(ForeignKey("plan_version.id"))  # whose text is quoted; None: plan's
    starts_on: Mapped[date | None] = mapped_column(Date)  # no time before this day; None: the plan's day
    ended_on: Mapped[date | None] = mapped_column(Date)  # a later version dropped it: no further times

    plan: Mapped[Plan] = relationship()
    clause: Mapped[Clause | None] = relationship()
    version: Mapped[PlanVersion | None] = relationship()
    leads: Mapped[list["AssignmentLead"]] = relationship(order_by="AssignmentLead.id")
    partners: Mapped[list["AssignmentPartner"]] = relationship(order_by="AssignmentPartner.id")

    @property
    def quote(self) -> tuple[int, int]:
        """Where its sentence stands in the text of the plan, or of the version (Unicode code points, end excluded)."""
        return self.quote_start, self.quote_end


class AssignmentLead(Base):
    """An agency that gets its own task, each time, from an assignment."""

    __tablename__ = "assignment_lead"
    __table_args__ = (UniqueConstraint("assignment_id", "agency_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)


class AssignmentPartner(Base):
    """A co-ordinating agency in the words of the plan, and the agency of the catalogue where it is known."""

    __tablename__ = "assignment_partner"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    words: Mapped[str] = mapped_column(Text)

    agency: Mapped[Agency | None] = relationship()


class AssignmentWording(Base):
    """How an assignment was worded before a version of the plan changed it: the old sentence with its clause.

    `version_id` is the document that it stood in (None: the plan itself), `changed_by_id` the one that changed it.
    """

    __tablename__ = "assignment_wording"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("plan_version.id"))
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("clause.id"))
    text: Mapped[str] = mapped_column(Text)
    quote_start: Mapped[int]
    quote_end: Mapped[int]
    written_agency: Mapped[str] = mapped_column(Text)
    deadline_words: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[date | None] = mapped_column(Date)
    until_day: Mapped[date] = mapped_column(Date)

    clause: Mapped[Clause | None] = relationship()
    version: Mapped[PlanVersion | None] = relationship(foreign_keys=version_id)
    changed_by: Mapped[PlanVersion] = relationship(foreign_keys=changed_by_id)


class Task(Base):
    """What one agency owes for one assignment, once (or once per time, when the assignment recurs).

    `completed_on` is the day the agency reported the result that was later confirmed; `reported_on` the day of the
    report that now waits. `confirmed_on` is the day of the confirmation.
    """

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("assignment_id", "agency_id", "occurrence"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        Index("ix_task_agency_state", "agency_id", "state"),
        Index("ix_task_plan_state", "plan_id", "state"),
        Index("ix_task_due", "due_on", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    occurrence: Mapped[str] = mapped_column(String(10), default="")  # due day of a recurring time, else ""
    due_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[State] = mapped_column(text_enum(State), default=State.ASSIGNED)
    percent: Mapped[int] = mapped_column(default=0)
    words: Mapped[str | None] = mapped_column(Text)  # of the last update, there to be changed, not retyped
    updated_on: Mapped[date | None] = mapped_column(Date)  # last update by the agency
    reported_on: Mapped[date | None] = mapped_column(Date)
    completed_on: Mapped[date | None] = mapped_column(Date)
    confirmed_on: Mapped[date | None] = mapped_column(Date)
    child_plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))
    handed_to_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    version: Mapped[int] = mapped_column(default=1)

    assignment: Mapped[Assignment] = relationship()
    plan: Mapped[Plan] = relationship(foreign_keys=plan_id)
    child_plan: Mapped[Plan | None] = relationship(foreign_keys=child_plan_id)
    agency: Mapped[Agency] = relationship()

    __mapper_args__ = {"version_id_col": version}


class TaskEvent(Base):
    """One thing that happened to a task: the timeline, and the source of every figure "as of a day"."""

    __tablename__ = "task_event"
    __table_args__ = (Index("ix_task_event_day", "on_day", "task_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    kind: Mapped[EventKind] = mapped_column(text_enum(EventKind))
    at: Mapped[datetime] = mapped_column(Moment)
    on_day: Mapped[date] = mapped_column(Date)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    person_name: Mapped[str] = mapped_column(String(200))
    from_state: Mapped[State] = mapped_column(text_enum(State))
    to_state: Mapped[State] = mapped_column(text_enum(State))
    percent: Mapped[int]
    words: Mapped[str | None] = mapped_column(Text)
    letter_number: Mapped[str | None] = mapped_column(String(60))
    letter_on: Mapped[date | None] = mapped_column(Date)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))

    file: Mapped[StoredFile | None] = relationship()


class TaskTerms(Base):
    """The due day and mode that a task had before `until_day`: figures as of an earlier day rest on them."""

    __tablename__ = "task_terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    until_day: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    mode: Mapped[Mode] = mapped_column(text_enum(Mode))
