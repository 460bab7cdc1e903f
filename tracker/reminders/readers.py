"""Who hears a nudge: the people in office on a day, read once and asked for every subject."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Mapped

from tracker.accounts.models import Appointment, Person
from tracker.agencies.models import AgencyRole, RoleKind
from tracker.extensions import db
from tracker.reminders.rules import Audience, Subject
from tracker.rights import Role

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
        """The monitor judges; what the standing agency did, the secretary; nobody what their own agency did."""
        standing = self.standing.get((subject.issuer_id, subject.plan_id), self.standing.get((subject.issuer_id, None)))
        role = Role.SECRETARY if subject.agency_id == standing else Role.MONITOR
        return self._watchers(role, subject) - self.members[subject.agency_id]


def readers_on(day: date, *, person_id: int | None = None) -> Readers:
    """Return who is in office on a day: everybody, or one person. Two statements."""
    readers = Readers()
    offices = (
        select(
            Appointment.person_id, Appointment.role, Appointment.agency_id, Appointment.issuer_id, Appointment.plan_id
        )
        .join(Appointment.person)
        .where(Person.is_open, _in_force(Appointment.starts_on, Appointment.ends_on, day))
    )
    if person_id is not None:
        offices = offices.where(Person.id == person_id)
    for holder, role, agency_id, issuer_id, plan_id in db.session.execute(offices):
        if agency_id is not None:
            readers.for_agency[role, agency_id].add(holder)
            readers.members[agency_id].add(holder)
        if issuer_id is not None:
            readers.for_issuer[role, issuer_id, plan_id].add(holder)
    standing = (
        select(AgencyRole.issuer_id, AgencyRole.plan_id, AgencyRole.agency_id)
        .where(AgencyRole.role == RoleKind.STANDING, _in_force(AgencyRole.starts_on, AgencyRole.ends_on, day))
        .order_by(AgencyRole.starts_on, AgencyRole.id)
    )
    for issuer_id, plan_id, agency_id in db.session.execute(standing):
        readers.standing[issuer_id, plan_id] = agency_id
    return readers


def _in_force(starts_on: Mapped[date], ends_on: Mapped[date | None], day: date) -> ColumnElement[bool]:
    return and_(starts_on <= day, or_(ends_on.is_(None), ends_on >= day))
