"""Who is in a consolidated report, who could be, and who is missing: as it stands now. Reads, never writes."""

import enum
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import contains_eager, defer

from tracker.agencies.models import Agency, Level
from tracker.extensions import db
from tracker.reports.models import Regime, ReportRow, ReportSubmission
from tracker.reports.places import meeting, places_for, with_districts
from tracker.reports.rules import HANDED_IN, ReportState
from tracker.reports.source_models import ReportSource
from tracker.reports.source_rules import LeftOut, Place, RowFacts, consolidates, sources_of

MOST_ROWS = 5000
_DOWNWARDS = case({level.value: place for place, level in enumerate(Level)}, value=Agency.level)
_TAKEABLE = (ReportState.ACCEPTED, ReportState.CONSOLIDATED)


class Presence(enum.StrEnum):
    """How a report stands towards the consolidated one. Only accepted reports are used."""

    USED = "used"  # in the draft, as it was accepted
    FRESH = "fresh"  # accepted, and not in the draft yet
    RENEWED = "renewed"  # in the draft with an older version than the accepted one
    WAITING = "waiting"  # handed in, not accepted yet
    RETURNED = "returned"
    MISSING = "missing"
    EXCUSED = "excused"
    LEFT_OUT = "left_out"  # it would be counted twice


ABSENT = (Presence.MISSING, Presence.RETURNED, Presence.WAITING, Presence.EXCUSED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One report that the rule names. `submission_id` and `number`: the newest version; `reason` of an excuse, a return
    or of being left out; `is_in_draft`: the draft rests on it, also where it must come out again; `through`: the agency
    of the district that takes up a commune."""

    row: ReportRow
    presence: Presence
    submission_id: int | None = None
    number: int | None = None
    day: date | None = None
    reason: str = ""
    left_out: LeftOut | None = None
    is_in_draft: bool = False
    through: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Everybody whose report belongs into a consolidated one, as of a day, in the order of level and name."""

    as_of: date
    entries: tuple[Entry, ...]

    def of(self, *presences: Presence) -> list[Entry]:
        """Return the entries that stand so."""
        return [entry for entry in self.entries if entry.presence in presences]

    @property
    def counts(self) -> dict[Presence, int]:
        """How many stand how."""
        return {presence: len(self.of(presence)) for presence in Presence}

    @property
    def accepted(self) -> list[Entry]:
        """Those that may be used: accepted now."""
        return self.of(Presence.USED, Presence.FRESH, Presence.RENEWED)

    @property
    def fallen(self) -> list[Entry]:
        """Those that the draft rests on although they are accepted no longer."""
        return [entry for entry in self.entries if entry.is_in_draft and entry.presence in (*ABSENT, Presence.LEFT_OUT)]

    @property
    def is_current(self) -> bool:
        """Whether the draft rests on exactly what is accepted now."""
        return not self.of(Presence.FRESH, Presence.RENEWED) and not self.fallen


@dataclass(frozen=True, slots=True)
class Speech:
    """For whom a report speaks: `takes_up_others` rests on other reports, `for_its_plan` speaks for the whole plan."""

    takes_up_others: bool
    for_its_plan: bool


def speech_of(row: ReportRow, *, today: date) -> Speech:
    """Return for whom the report speaks, by one statement; by two for a district that only reports."""
    plans = places_for(row, today=today)
    if not consolidates(_facts(row, None, None), plans):
        plans = with_districts(row, plans)
    own = next(plan for plan in plans if plan.plan_id == row.plan_id)
    return Speech(
        takes_up_others=consolidates(_facts(row, None, None), plans),
        for_its_plan=own.place_of(row.agency_id) is not Place.REPORTER,
    )


def is_consolidating(row: ReportRow, *, today: date) -> bool:
    """Tell whether the report is one that takes up others."""
    return speech_of(row, today=today).takes_up_others


def coverage_of(row: ReportRow, *, today: date) -> Coverage:
    """Return how everybody stands whose report belongs into this one, by a fixed number of statements."""
    plans = with_districts(row, places_for(row, today=today))
    if not consolidates(_facts(row, None, None), plans):
        return Coverage(today, ())
    rows = _rows_of(row, [plan.plan_id for plan in plans])
    inside = _inside_of([plan.plan_id for plan in plans])
    facts = [_facts(other, series, inside.get(other.id)) for other, series in rows]
    own = next((each for each in facts if each.id == row.id), _facts(row, None, None))
    found = sources_of(own, plans, facts)
    taken, newest = _taken_by(row.id), _newest_of(row, [plan.plan_id for plan in plans])
    names = {other.id: other.agency.name for other, _ in rows}
    entries = [
        _entry(
            other,
            newest.get(other.id),
            taken.get(other.id),
            found.left_out.get(other.id),
            names.get(found.through.get(other.id, 0), ""),
        )
        for other, _ in rows
        if other.id in found.row_ids or _is_listed(found.left_out.get(other.id), other.id in taken)
    ]
    return Coverage(today, tuple(entries))


def _is_listed(left_out: LeftOut | None, is_in_draft: bool) -> bool:
    """What is inside the accepted report of its district needs no line of its own, unless it must come out."""
    return left_out is not None and (is_in_draft or left_out is not LeftOut.IN_DISTRICT)


def _rows_of(row: ReportRow, plan_ids: Collection[int]) -> list[tuple[ReportRow, int | None]]:
    found = db.session.execute(
        select(ReportRow, func.coalesce(Regime.series_id, Regime.id))
        .join(ReportRow.agency)
        .join(ReportRow.plan)
        .outerjoin(Regime, Regime.id == ReportRow.regime_id)
        .where(*meeting(row, plan_ids))
        .options(contains_eager(ReportRow.agency), contains_eager(ReportRow.plan), defer(ReportRow.draft))
        .order_by(_DOWNWARDS, Agency.name_key, ReportRow.id)
        .limit(MOST_ROWS)
    ).all()
    return [(line[0], line[1]) for line in found]


def _inside_of(plan_ids: Collection[int]) -> dict[int, int]:
    """Return, by report, the row of the consolidated report that was handed in and rests on it."""
    found = db.session.execute(
        select(ReportSource.source_row_id, ReportSource.row_id)
        .join(ReportRow, ReportRow.id == ReportSource.row_id)
        .where(ReportSource.plan_id.in_(plan_ids), ReportRow.state.in_(HANDED_IN))
        .order_by(ReportSource.id)
    )
    return dict(found.tuples().all())


def _facts(row: ReportRow, series: int | None, inside: int | None) -> RowFacts:
    return RowFacts(
        row.id,
        row.plan_id,
        row.agency_id,
        row.period_kind,
        row.period_start,
        row.period_end,
        series,
        inside,
        is_accepted=row.state in _TAKEABLE,
        is_excused=row.excused_on is not None and row.state not in HANDED_IN,
    )


def _taken_by(row_id: int) -> dict[int, int]:
    found = db.session.execute(
        select(ReportSource.source_row_id, ReportSource.submission_id)
        .where(ReportSource.row_id == row_id)
        .order_by(ReportSource.id)
    )
    return dict(found.tuples().all())


def _newest_of(row: ReportRow, plan_ids: Collection[int]) -> dict[int, Any]:
    """Return the newest version of each report, without its text."""
    newest = (
        select(ReportSubmission.row_id, func.max(ReportSubmission.number).label("number"))
        .join(ReportRow, ReportRow.id == ReportSubmission.row_id)
        .where(*meeting(row, plan_ids))
        .group_by(ReportSubmission.row_id)
        .subquery()
    )
    found = db.session.execute(
        select(
            ReportSubmission.id,
            ReportSubmission.row_id,
            ReportSubmission.number,
            ReportSubmission.submitted_on,
            ReportSubmission.outcome_on,
            ReportSubmission.reason,
        )
        .join(newest, and_(newest.c.row_id == ReportSubmission.row_id, newest.c.number == ReportSubmission.number))
        .order_by(ReportSubmission.id)
    )
    return {line.row_id: line for line in found}


def _entry(row: ReportRow, newest: Any, taken: int | None, left_out: LeftOut | None, through: str) -> Entry:
    presence = Presence.LEFT_OUT if left_out else _presence(row, newest, taken)
    day, reason = _day_and_reason(row, newest, presence)
    return Entry(
        row,
        presence,
        newest.id if newest else None,
        newest.number if newest else None,
        day,
        reason,
        left_out,
        taken is not None,
        through,
    )


def _presence(row: ReportRow, newest: Any, taken: int | None) -> Presence:
    if row.state in _TAKEABLE and newest is not None:
        if taken is None:
            return Presence.FRESH
        return Presence.USED if taken == newest.id else Presence.RENEWED
    if row.state is ReportState.SUBMITTED:
        return Presence.WAITING
    if row.excused_on is not None:
        return Presence.EXCUSED
    return Presence.RETURNED if row.state is ReportState.RETURNED else Presence.MISSING


def _day_and_reason(row: ReportRow, newest: Any, presence: Presence) -> tuple[date | None, str]:
    if presence is Presence.EXCUSED:
        return row.excused_on, row.excused_reason or ""
    if presence is Presence.RETURNED and newest is not None:
        return newest.outcome_on, newest.reason or ""
    if presence is Presence.MISSING:
        return row.due_on, ""
    return (newest.submitted_on if newest else None), ""
