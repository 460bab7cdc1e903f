"""Kinds of agencies: one row per organ of state, Party, Front and associations, with the days it exists.

A kind is a class that every province, district or commune has one of ("Sở Tài chính"). Dates and successors follow
resolution 190/2025/QH15 and the reorganisation of 1/3/2025 and 1/7/2025; the successor is the body that received the
poverty-reduction work or, where there was none, most of the functions.
"""

import csv
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from tracker.catalogue.units import Level

STEERING_COMMITTEE = "BCD"
PROVINCE_COMMITTEE = "UBNDT"
DISTRICT_COMMITTEE = "UBNDH"
COMMUNE_COMMITTEE = "UBNDX"

_FILE = Path(__file__).parent / "data" / "agency_kinds.csv"


class AgencyGroup(StrEnum):
    """What sort of body an agency is; decides how it is addressed and shown."""

    DEPARTMENT = "department"
    OFFICE = "office"
    PEOPLE_COMMITTEE = "people_committee"
    COUNCIL = "council"
    PARTY = "party"
    FRONT = "front"
    ARMED_FORCES = "armed_forces"
    BANK = "bank"
    INSURANCE = "insurance"
    STATISTICS = "statistics"
    PRESS = "press"
    ASSOCIATION = "association"
    COMMITTEE = "committee"
    GRASSROOTS = "grassroots"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class AgencyKind:
    """One kind of agency. `requested` says that it is asked ("đề nghị"), not ordered; None for a day means open."""

    code: str
    name: str
    level: Level
    group: AgencyGroup
    variants: tuple[str, ...]
    requested: bool
    valid_from: date | None
    valid_to: date | None
    successor: str | None

    def valid_on(self, day: date) -> bool:
        """Say whether this kind of agency exists on `day`, both ends included."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def all_kinds() -> tuple[AgencyKind, ...]:
    """Return every kind, in the order of the table."""
    return tuple(_kinds().values())


def kind_by_code(code: str) -> AgencyKind:
    """Return the kind with this code. Raises KeyError when there is none."""
    return _kinds()[code]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _kind(row: dict[str, str]) -> AgencyKind:
    return AgencyKind(
        code=row["code"],
        name=row["name"],
        level=Level(row["level"]),
        group=AgencyGroup[row["group"]],
        variants=tuple(variant for variant in row["variants"].split("|") if variant),
        requested=row["requested"] == "yes",
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        successor=row["successor"] or None,
    )


@lru_cache(maxsize=1)
def _kinds() -> dict[str, AgencyKind]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: _kind(row) for row in csv.DictReader(file)}
