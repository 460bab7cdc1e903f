"""Which reports a consolidated report rests on: one rule for the standing agency, the committee, the issuer of a plan
and, one level up, the issuer of a child plan. Pure.

Of the plan that the report speaks of, the rows of the highest place below one's own: the standing agency takes up those
of the reporters, the committee and the issuer that of the standing agency, or those of the reporters where it has none.
Of each child plan that the agency issued, the same. Always of the same kind of period, and of one that meets the
report's own (domain A2, A3, B3; docs/decisions.md, "Consolidation").

While there are districts, a commune that reports in the same plan as its district reports through it: the report of
the district rests on those of its communes, and whoever takes up the district takes up its communes nowhere else
(domain A3, step 1; docs/decisions.md, "Communes and their district in one plan").
"""

import enum
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.reports.rules import PeriodKind


class Place(enum.IntEnum):
    """Where an agency stands in a plan; each takes up the reports of the place below."""

    REPORTER = 1
    STANDING = 2
    COMMITTEE = 3
    ISSUER = 4


@dataclass(frozen=True, slots=True)
class PlanPlaces:
    """Who stands where in one plan. Whoever is none of these reports.

    `district_of`: by commune, the agency of the district in which it lies, where both report in the plan.
    """

    plan_id: int
    issuer_id: int
    standing_ids: frozenset[int] = frozenset()
    committee_ids: frozenset[int] = frozenset()
    parent_id: int | None = None
    district_of: Mapping[int, int] = field(default_factory=dict)

    def place_of(self, agency_id: int) -> Place:
        """Return the place of an agency; one that holds several stands on the highest."""
        if agency_id == self.issuer_id:
            return Place.ISSUER
        if agency_id in self.committee_ids:
            return Place.COMMITTEE
        return Place.STANDING if agency_id in self.standing_ids else Place.REPORTER


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What the rule must know of a report row. `series_id`: its regime, None where a stated day needed none.

    `inside_id` is the row whose handed-in consolidated report rests on this one. `is_excused`: no report will come.
    """

    id: int
    plan_id: int
    agency_id: int
    kind: PeriodKind
    start: date
    end: date
    series_id: int | None = None
    inside_id: int | None = None
    is_accepted: bool = False
    is_excused: bool = False


class LeftOut(enum.StrEnum):
    """Why a row that could be taken up is not: it would be counted twice."""

    REPORTS_ABOVE = "reports_above"  # the agency reports in the plan above itself
    INSIDE_ANOTHER = "inside_another"  # its report is part of another consolidated report
    IN_DISTRICT = "in_district"  # a commune inside the accepted report of its district
    THROUGH_DISTRICT = "through_district"  # a commune whose district's report is not accepted, or is without it


@dataclass(frozen=True, slots=True)
class Sources:
    """The rows to take up, in the order they were given, and those left out with the reason."""

    row_ids: tuple[int, ...]
    left_out: Mapping[int, LeftOut]
    through: Mapping[int, int] = field(default_factory=dict)  # row of a commune -> row of the district it goes through


def sources_of(row: RowFacts, plans: Collection[PlanPlaces], rows: Iterable[RowFacts]) -> Sources:
    """Return what the report `row` rests on. `plans`: its plan and the children of it; `rows`: theirs."""
    fitting = [other for other in rows if _fits(row, other)]
    own = next(plan for plan in plans if plan.plan_id == row.plan_id)
    through = _through_districts(plans, fitting)
    found = [*_below(row, own, fitting), *_communes_of(row, own, fitting)]
    above = {other.agency_id for other in found}
    left_out: dict[int, LeftOut] = {}
    for plan in plans:
        if plan.parent_id == own.plan_id and plan.issuer_id == row.agency_id:
            for other in _below(row, plan, fitting):
                if other.agency_id in above:
                    left_out[other.id] = LeftOut.REPORTS_ABOVE
                else:
                    found.append(other)
    for other in found:
        if other.id in through:
            left_out[other.id] = _left_to(through[other.id], other)
        elif other.inside_id not in (None, row.id):
            left_out[other.id] = LeftOut.INSIDE_ANOTHER
    ids = tuple(dict.fromkeys(other.id for other in found if other.id not in left_out))
    return Sources(ids, left_out, {commune: district.id for commune, district in through.items()})


def consolidates(row: RowFacts, plans: Collection[PlanPlaces]) -> bool:
    """Tell whether the report is one that takes up others: by the agency's place, by the communes of its district that
    report in the plan, or by a child plan it issued."""
    own = next(plan for plan in plans if plan.plan_id == row.plan_id)
    if own.place_of(row.agency_id) is not Place.REPORTER or row.agency_id in own.district_of.values():
        return True
    return any(plan.parent_id == own.plan_id and plan.issuer_id == row.agency_id for plan in plans)


def _through_districts(plans: Collection[PlanPlaces], rows: Collection[RowFacts]) -> dict[int, RowFacts]:
    """By row of a commune, the row of its district that takes it up. A district that was excused takes up nothing."""
    places = {plan.plan_id: plan for plan in plans}
    reporting = [row for row in rows if places[row.plan_id].place_of(row.agency_id) is Place.REPORTER]
    by_agency: dict[tuple[int, int | None], list[RowFacts]] = {}
    for row in reporting:
        if not row.is_excused:
            by_agency.setdefault((row.plan_id, row.agency_id), []).append(row)
    found: dict[int, RowFacts] = {}
    for row in reporting:
        districts = by_agency.get((row.plan_id, places[row.plan_id].district_of.get(row.agency_id)), ())
        taking = next((district for district in districts if _fits(district, row)), None)
        if taking is not None:
            found[row.id] = taking
    return found


def _communes_of(row: RowFacts, plan: PlanPlaces, rows: Iterable[RowFacts]) -> list[RowFacts]:
    """The rows of the communes that report in the plan through the agency, which is their district's."""
    if plan.place_of(row.agency_id) is not Place.REPORTER:
        return []
    return [
        other
        for other in rows
        if other.plan_id == plan.plan_id and plan.district_of.get(other.agency_id) == row.agency_id
    ]


def _left_to(district: RowFacts, commune: RowFacts) -> LeftOut:
    is_in_it = district.is_accepted and commune.inside_id == district.id
    return LeftOut.IN_DISTRICT if is_in_it else LeftOut.THROUGH_DISTRICT


def _fits(row: RowFacts, other: RowFacts) -> bool:
    """Parallel series stay apart: two reports by different regimes never meet."""
    if other.id == row.id or other.agency_id == row.agency_id or other.kind is not row.kind:
        return False
    of_one_series = None in (row.series_id, other.series_id) or row.series_id == other.series_id
    return of_one_series and other.start <= row.end and row.start <= other.end


def _below(row: RowFacts, plan: PlanPlaces, rows: Iterable[RowFacts]) -> list[RowFacts]:
    """The rows of the plan on the highest place below that of the agency."""
    own = plan.place_of(row.agency_id)
    lower = [
        (plan.place_of(other.agency_id), other)
        for other in rows
        if other.plan_id == plan.plan_id and plan.place_of(other.agency_id) < own
    ]
    highest = max((place for place, _ in lower), default=None)
    return [other for place, other in lower if place is highest]
