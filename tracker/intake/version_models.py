"""A draft that is another version of a tracked plan, what was decided about each difference, and what came of it."""

import enum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.extensions import Base, text_enum
from tracker.intake.models import Draft
from tracker.intake.rules.comparing import Kind
from tracker.plans.models import Plan, PlanVersion
from tracker.plans.rules import VersionRelation
from tracker.tasks.models import Assignment


class Choice(enum.StrEnum):
    """What the officer decided about one difference: follow the new document, or keep what is tracked."""

    TAKE = "take"
    KEEP = "keep"


class VersionDraft(Base):
    """That a draft is another version of a plan, with the decisions so far.

    `choices`: {item: {"choice", "key", "by"}}, where `key` is the difference that was decided on: a difference that has
    changed since waits again. `steps` holds what it takes to undo, the last step last. `is_full` None: by the text.
    """

    __tablename__ = "version_draft"

    draft_id: Mapped[int] = mapped_column(ForeignKey("plan_draft.id"), primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    relation: Mapped[VersionRelation] = mapped_column(text_enum(VersionRelation))
    is_full: Mapped[bool | None]
    choices: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    steps: Mapped[list[Any]] = mapped_column(JSON, default=list)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("plan_version.id"))

    draft: Mapped[Draft] = relationship()
    plan: Mapped[Plan] = relationship()
    version: Mapped[PlanVersion | None] = relationship()


class VersionItem(Base):
    """One difference (or sameness) between a version and what was tracked, as it was confirmed.

    `was_taken`: the new document was followed. An added sentence that was ignored has no assignment.
    """

    __tablename__ = "version_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"), index=True)
    position: Mapped[int]
    kind: Mapped[Kind] = mapped_column(text_enum(Kind))
    was_taken: Mapped[bool]
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    text: Mapped[str] = mapped_column(Text)
    agency: Mapped[str] = mapped_column(Text)
    changes: Mapped[list[Any]] = mapped_column(JSON)  # [{"what", "before", "after"}]

    assignment: Mapped[Assignment | None] = relationship()
