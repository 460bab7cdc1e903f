"""Difficulties that agencies raise, and everything that was done about each."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.agencies.models import Agency
from tracker.difficulties.rules import CompetentLevel, DifficultyState, StepKind
from tracker.extensions import Base, Moment, text_enum
from tracker.plans.models import Plan


class Difficulty(Base):
    """A difficulty that an agency met in a plan, or in one of its tasks or reports, and what it asks for.

    `answer_by` is the last day for an answer; `waits_since` the day since when the present level has it.
    """

    __tablename__ = "difficulty"
    __table_args__ = (
        Index("ix_difficulty_subject", "subject", "subject_id"),
        Index("ix_difficulty_plan_state", "plan_id", "state"),
        Index("ix_difficulty_agency_state", "agency_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    subject: Mapped[str | None] = mapped_column(String(20))  # "task" or "report_row"; None: the plan as a whole
    subject_id: Mapped[int | None]
    about: Mapped[str | None] = mapped_column(String(300))  # what the subject is called, as it was when raised
    words: Mapped[str] = mapped_column(Text)
    asked: Mapped[str] = mapped_column(Text)  # kiến nghị: what somebody else should do
    level: Mapped[CompetentLevel] = mapped_column(text_enum(CompetentLevel))
    answer_by: Mapped[date] = mapped_column(Date)
    state: Mapped[DifficultyState] = mapped_column(text_enum(DifficultyState), default=DifficultyState.OPEN)
    raised_on: Mapped[date] = mapped_column(Date)
    waits_since: Mapped[date] = mapped_column(Date)
    answered_on: Mapped[date | None] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(default=1)

    plan: Mapped[Plan] = relationship()
    agency: Mapped[Agency] = relationship()

    __mapper_args__ = {"version_id_col": version}


class DifficultyStep(Base):
    """One thing done about a difficulty: by whom, when, with which words, and the letter that carried it."""

    __tablename__ = "difficulty_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    difficulty_id: Mapped[int] = mapped_column(ForeignKey("difficulty.id"), index=True)
    kind: Mapped[StepKind] = mapped_column(text_enum(StepKind))
    at: Mapped[datetime] = mapped_column(Moment)
    on_day: Mapped[date] = mapped_column(Date)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    person_name: Mapped[str] = mapped_column(String(200))
    level: Mapped[CompetentLevel] = mapped_column(text_enum(CompetentLevel))  # that has it after this step
    words: Mapped[str | None] = mapped_column(Text)
    letter_number: Mapped[str | None] = mapped_column(String(60))
    letter_on: Mapped[date | None] = mapped_column(Date)
