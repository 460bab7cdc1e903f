"""Who hears a nudge: the people in office on a day, read once and asked for every subject."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import CompoundSelect, String, literal, or_, select, type_coerce, union_all

from tracker.accounts.models import Appointment, Person
from tracker.agencies.models import AgencyRole, RoleKind
from tracker.extensions import db
from tracker.reminders.ladder import Audience
from tracker.reminders.nudge_table import NudgeTable
from tracker.reminders.rules import Nudge, Subject, latest_for_each
from tracker.rights import Role, judging_roles

_WATCHES = {Audience.MONITOR: Role.MONITOR, Audience.SECRETARY: Role.SECRETARY}


@dataclass(slots=True)
class Readers:
    """The appointments in force on a day, by agency and by issuer, and who is standing agency for what."""

    for_agency: dict[tuple[Role, int], set[int]] = field(default_factory=lambda: defaultdict(set))
    for_issuer: dict[tuple[Role, int, int | None], set[int]] = field(default_factory=lambda: defaultdict(set))
    members: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    standing: dict[tuple[int, int | None], int] = field(default_factory=dict)

    def of(self, audiences: Iterable[Audience], subject: Subject) -> set[int]:
        """Return the people that a nudge with these audiences reaches about the subject."""
        return set().union(*(self._one(audience, subject) for audience in audiences))

    def _one(self, audience: Audience, subject: Subject) -> set[int]:
        if audience is Audience.CLERKS:
            return self.for_agency[Role.CLERK, subject.agency_id]
        if audience is Audience.HEAD:
            return self.for_agency[Role.HEAD, subject.agency_id]
        if audience is Audience.JUDGE:
            return self._judges(subject)
        return self._watchers(_WATCHES[audience], subject)

    def _watchers(self, role: Role, subject: Subject) -> set[int]:
        of_all = self.for_issuer[role, subject.issuer_id, None]
        return of_all | self.for_issuer[role, subject.issuer_id, subject.plan_id]

    def _judges(self, subject: Subject) -> set[int]:
        """Who decides on what the agency did or asked (rights.judging_roles); nobody of the agency itself."""
        standing = self.standing.get((subject.issuer_id, subject.plan_id), self.standing.get((subject.issuer_id, None)))
        roles = judging_roles(subject.agency_id, standing)
        if subject.of_higher_level:
            roles = frozenset({Role.SECRETARY})
        found: set[int] = set().union(*(self._watchers(role, subject) for role in roles))
        return found - self.members[subject.agency_id]


@dataclass(frozen=True, slots=True)
class _Office:
    person_id: int
    role: Role
    agency_id: int | None
    issuer_id: int | None
    plan_id: int | None
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class _Standing:
    issuer_id: int
    plan_id: int | None
    agency_id: int
    starts_on: date
    ends_on: date | None


@dataclass(slots=True)
class Offices:
    """Every appointment and standing agency that is or will be in force: who reads what on any day to come."""

    offices: Sequence[_Office]
    standing: Sequence[_Standing]
    names: Mapping[int, str]  # of everybody who holds an appointment
    _known: dict[tuple[bool, ...], Readers] = field(default_factory=dict)
    _by_day: dict[date, Readers] = field(default_factory=dict)

    def readers_on(self, day: date) -> Readers:
        """Return who is in office on a day; days on which nobody comes or goes share one answer."""
        if day in self._by_day:
            return self._by_day[day]
        terms: list[_Office | _Standing] = [*self.offices, *self.standing]
        in_force = tuple(one.starts_on <= day and (one.ends_on is None or one.ends_on >= day) for one in terms)
        if in_force not in self._known:
            self._known[in_force] = self._assembled(in_force)
        return self._by_day.setdefault(day, self._known[in_force])

    def changes_between(self, since: date, until: date) -> set[date]:
        """Return the days on which somebody comes into office, or has left it, after `since` up to `until`."""
        days: set[date] = set()
        terms: list[_Office | _Standing] = [*self.offices, *self.standing]
        for one in terms:
            days |= {one.starts_on} | ({one.ends_on + timedelta(days=1)} if one.ends_on else set())
        return {day for day in days if since < day <= until}

    def _assembled(self, in_force: tuple[bool, ...]) -> Readers:
        readers = Readers()
        for office, holds in zip(self.offices, in_force, strict=False):
            if holds and office.agency_id is not None:
                readers.for_agency[office.role, office.agency_id].add(office.person_id)
                readers.members[office.agency_id].add(office.person_id)
            if holds and office.issuer_id is not None:
                readers.for_issuer[office.role, office.issuer_id, office.plan_id].add(office.person_id)
        for role, holds in zip(self.standing, in_force[len(self.offices) :], strict=True):
            if holds:
                readers.standing[role.issuer_id, role.plan_id] = role.agency_id
        return readers


def reached(subject: Subject, readers: Readers, *, today: date, table: NudgeTable) -> Mapping[int, Nudge]:
    """Return who hears what about a subject on a day: for each person the latest rung. Planner and timetable ask this.

    What was queued before is not known here: a person is reached by the same rung each day until the next one comes.
    """
    nudges = table.on(subject, today)
    return latest_for_each((nudge, sorted(readers.of(nudge.audiences, subject))) for nudge in nudges)


def readers_on(day: date, *, person_ids: Collection[int] | None = None) -> Readers:
    """Return who is in office on a day: everybody, or the named people. One statement."""
    return offices_since(day, person_ids=person_ids).readers_on(day)


def offices_since(day: date, *, person_ids: Collection[int] | None = None) -> Offices:
    """Return the appointments of open accounts, and the standing agencies, that have not ended before a day."""
    offices: list[_Office] = []
    standing: list[_Standing] = []
    names: dict[int, str] = {}
    for holder, name, role, agency_id, issuer_id, plan_id, starts_on, ends_on, _id in db.session.execute(
        _terms_since(day, person_ids)
    ):
        if role == RoleKind.STANDING:
            standing.append(_Standing(issuer_id, plan_id, agency_id, starts_on, ends_on))
        else:
            offices.append(_Office(holder, Role(role), agency_id, issuer_id, plan_id, starts_on, ends_on))
            names[holder] = name
    return Offices(offices, standing, names)


def _terms_since(day: date, person_ids: Collection[int] | None) -> CompoundSelect[Any]:
    """Appointments and standing agencies in one statement; the newest standing agency comes last."""
    offices = (
        select(
            Appointment.person_id,
            Person.name,
            type_coerce(Appointment.role, String).label("role"),
            Appointment.agency_id,
            Appointment.issuer_id,
            Appointment.plan_id,
            Appointment.starts_on.label("starts_on"),
            Appointment.ends_on,
            Appointment.id.label("id"),
        )
        .join(Appointment.person)
        .where(Person.is_open, or_(Appointment.ends_on.is_(None), Appointment.ends_on >= day))
    )
    if person_ids is not None:
        offices = offices.where(Person.id.in_(person_ids))
    standing = select(
        literal(0),
        literal(""),
        type_coerce(AgencyRole.role, String),
        AgencyRole.agency_id,
        AgencyRole.issuer_id,
        AgencyRole.plan_id,
        AgencyRole.starts_on,
        AgencyRole.ends_on,
        AgencyRole.id,
    ).where(
        AgencyRole.role == RoleKind.STANDING,
        or_(AgencyRole.ends_on.is_(None), AgencyRole.ends_on >= day),
    )
    return union_all(offices, standing).order_by("starts_on", "id")
