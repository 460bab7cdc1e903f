"""The administrator keeps the regimes: which are in force, and their days. Rows that were made keep their day."""

from collections.abc import Mapping

from sqlalchemy import delete, select

from tracker.errors import DomainError, NotAllowed, NotVisible
from tracker.extensions import db
from tracker.history.record import record
from tracker.reports.models import Regime, RegimeDate
from tracker.reports.rules import PeriodKind, Step
from tracker.rights import Actor, Role

Cell = tuple[Step, PeriodKind]
Day = tuple[int, int, bool]  # day, month, in the next year


class RegimeRefused(DomainError):
    """The regime cannot be kept as typed."""


def add_regime(name: str, source: str, *, by: Actor) -> Regime:
    """Add a regime without days, switched off. Raises RegimeRefused when the name is taken."""
    _check(by)
    if db.session.scalar(select(Regime.id).where(Regime.name == name)):
        raise RegimeRefused("Đã có chế độ báo cáo mang tên này; hãy đặt tên khác.")
    regime = Regime(name=name, source=source, is_active=False)
    db.session.add(regime)
    record(by, "added", regime, after={"name": name, "source": source})
    db.session.commit()
    return regime


def switch_regime(regime_id: int, is_active: bool, *, by: Actor) -> Regime:
    """Put a regime in force, or out of force."""
    _check(by)
    regime = _locked(regime_id)
    if regime.is_active != is_active:
        record(by, "switched", regime, before={"is_active": regime.is_active}, after={"is_active": is_active})
        regime.is_active = is_active
    db.session.commit()
    return regime


def set_regime_days(regime_id: int, days: Mapping[Cell, Day], *, by: Actor) -> Regime:
    """Replace the days of a regime by those that were typed; an empty cell has no day."""
    _check(by)
    regime = _locked(regime_id)
    before = {f"{d.step}.{d.period_kind}": f"{d.due_day}/{d.due_month}" for d in regime.dates}
    db.session.execute(delete(RegimeDate).where(RegimeDate.regime_id == regime.id))
    db.session.expire(regime, ["dates"])
    for (step, kind), (day, month, next_year) in days.items():
        db.session.add(
            RegimeDate(
                regime_id=regime.id, step=step, period_kind=kind, due_day=day, due_month=month, next_year=next_year
            )
        )
    after = {f"{int(step)}.{kind}": f"{day}/{month}" for (step, kind), (day, month, _) in days.items()}
    record(by, "days_set", regime, before=before, after=after)
    db.session.commit()
    return regime


def _check(by: Actor) -> None:
    if not by.has(Role.ADMINISTRATOR):
        raise NotAllowed("Chỉ quản trị mới được sửa chế độ báo cáo.")


def _locked(regime_id: int) -> Regime:
    regime = db.session.scalar(select(Regime).where(Regime.id == regime_id).with_for_update())
    if regime is None:
        raise NotVisible()
    return regime
