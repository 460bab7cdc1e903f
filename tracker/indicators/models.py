"""Targets and budget lines, as the plan states them."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Base


class Target(Base):
    """A figure to be reached, with its place in the text. The comparator is >=, <=, = or - (reduce by)."""

    __tablename__ = "target"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("clause.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("target.id"))
    text: Mapped[str] = mapped_column(Text)
    indicator: Mapped[str] = mapped_column(Text)
    comparator: Mapped[str] = mapped_column(String(2))
    value: Mapped[Decimal] = mapped_column(Numeric(18, 4))
    unit: Mapped[str] = mapped_column(String(60))
    baseline: Mapped[str | None] = mapped_column(String(60))
    is_per_year: Mapped[bool]
    due_on: Mapped[date | None] = mapped_column(Date)
    dimension: Mapped[str | None] = mapped_column(String(120))
    span_start: Mapped[int]
    span_end: Mapped[int]


class BudgetLine(Base):
    """An amount of money as printed, with its parts by source."""

    __tablename__ = "budget_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    item: Mapped[str] = mapped_column(Text)
    amount: Mapped[Decimal] = mapped_column(Numeric(20, 4))
    unit: Mapped[str] = mapped_column(String(60))
    parts: Mapped[list[Any]] = mapped_column(JSON)
    span_start: Mapped[int]
    span_end: Mapped[int]
