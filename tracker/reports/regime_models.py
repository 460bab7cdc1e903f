"""Regimes of reporting: which days' figures a report gives, when it is due on each step, with which grace."""

from datetime import date

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.extensions import Base, text_enum
from tracker.reports.rules import PeriodKind, RollRule


class Regime(Base):
    """A set of due days and data windows (domain A1, A3). An administrator adds another without code.

    It serves the periods that end from `valid_from` to `valid_to` (None is open). Those that follow each other share a
    `series_id`: the id of the first, None for the first itself. `is_active`: it also serves duties that name no regime.
    """

    __tablename__ = "regime"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    source: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool]
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    grace_days: Mapped[int] = mapped_column(default=0, server_default="0")  # working days after the due day
    roll: Mapped[RollRule] = mapped_column(
        text_enum(RollRule), default=RollRule.NONE, server_default=RollRule.NONE.value
    )
    series_id: Mapped[int | None] = mapped_column(ForeignKey("regime.id"))

    dates: Mapped[list["RegimeDate"]] = relationship(order_by="RegimeDate.id")
    windows: Mapped[list["RegimeWindow"]] = relationship(order_by="RegimeWindow.id")

    @property
    def series(self) -> int:
        """The id that all regimes of its series share."""
        return self.series_id or self.id


class RegimeDate(Base):
    """The due day of one step (1 commune … 4 province) for one kind of period.

    Either a day and month of the period's year (for quarters and months the month counts inside the period: 3 is the
    last month of a quarter), or `after_days` after the end of the period, working days if `after_working`.
    """

    __tablename__ = "regime_date"
    __table_args__ = (UniqueConstraint("regime_id", "step", "period_kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    regime_id: Mapped[int] = mapped_column(ForeignKey("regime.id"))
    step: Mapped[int]
    period_kind: Mapped[PeriodKind] = mapped_column(text_enum(PeriodKind))
    due_month: Mapped[int | None]
    due_day: Mapped[int | None]
    next_year: Mapped[bool] = mapped_column(default=False)
    after_days: Mapped[int | None]
    after_working: Mapped[bool] = mapped_column(default=False, server_default=false())


class RegimeWindow(Base):
    """Whose days' figures a report of one kind of period gives. Months count from the period's first, which is 1.

    15/0 to 14/6 of a half-year is 15 December to 14 June, and of the second half 15 June to 14 December; the day 31
    stands for the last of any month. Without a window the figures are those of the period.
    """

    __tablename__ = "regime_window"
    __table_args__ = (UniqueConstraint("regime_id", "period_kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    regime_id: Mapped[int] = mapped_column(ForeignKey("regime.id"))
    period_kind: Mapped[PeriodKind] = mapped_column(text_enum(PeriodKind))
    start_month: Mapped[int]
    start_day: Mapped[int]
    end_month: Mapped[int]
    end_day: Mapped[int]
