"""How an agency of the catalogue is called, and when two spans of days meet. Pure."""

from dataclasses import dataclass
from datetime import date

from tracker.catalogue.kinds import AgencyGroup, AgencyKind
from tracker.catalogue.units import Level, Unit
from tracker.errors import DomainError
from tracker.vietnamese import day_text

_LEVEL_WORDS = ("tỉnh", "huyện", "xã")


class KindDoesNotFit(DomainError):
    """The kind and the place belong to different levels, or never existed on the same day."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `starts_on` to `ends_on`, both included; None is open. Empty when it ends before it starts."""

    starts_on: date
    ends_on: date | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether no day lies in the span: what was given by mistake and taken back."""
        return self.ends_on is not None and self.ends_on < self.starts_on

    def meets(self, other: "Span") -> bool:
        """Tell whether at least one day lies in both."""
        if self.is_empty or other.is_empty:
            return False
        return (self.ends_on is None or other.starts_on <= self.ends_on) and (
            other.ends_on is None or self.starts_on <= other.ends_on
        )


def name_from_catalogue(kind: AgencyKind, unit: Unit | None) -> str:
    """Return what the agency of this kind and place is called: "Sở Tài chính", "UBND xã Bảo Lạc".

    Below the province the name says its place, as there are many of them.
    """
    if unit is None:
        return kind.name
    if kind.group is AgencyGroup.PEOPLE_COMMITTEE:
        return f"UBND {unit.full_name}"
    head, _, last = kind.name.rpartition(" ")
    if unit.level in (Level.DISTRICT, Level.COMMUNE) and last in _LEVEL_WORDS:
        return f"{head} {unit.full_name}"
    return kind.name


def validity_of(kind: AgencyKind, unit: Unit | None) -> tuple[date | None, date | None]:
    """Return the first and the last day on which the kind exists in the place; None is open.

    Raises KindDoesNotFit when their levels differ or they have no day in common.
    """
    if kind.level is Level.CENTRAL:
        return kind.valid_from, kind.valid_to
    if unit is None or unit.level is not kind.level:
        raise KindDoesNotFit(f"«{kind.name}» cần một đơn vị hành chính đúng cấp; hãy chọn lại đơn vị.")
    starts = max((day for day in (kind.valid_from, unit.valid_from) if day), default=None)
    ends = min((day for day in (kind.valid_to, unit.valid_to) if day), default=None)
    if starts and ends and ends < starts:
        raise KindDoesNotFit(
            f"«{kind.name}» và {unit.full_name} không cùng tồn tại ngày nào "
            f"(một bên đến {day_text(ends)}, bên kia từ {day_text(starts)})."
        )
    return starts, ends
