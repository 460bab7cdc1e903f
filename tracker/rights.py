"""Who may do what. Pure: an Actor is made once a request from the person's appointments, and asked everywhere."""

import enum
from dataclasses import dataclass, field


class Role(enum.StrEnum):
    """What a person acts as (rights: docs/decisions.md, "Rights")."""

    CLERK = "clerk"  # chuyên viên
    HEAD = "head"  # lãnh đạo cơ quan
    MONITOR = "monitor"  # cơ quan thường trực
    COMMITTEE = "committee"  # thành viên Ban Chỉ đạo
    SECRETARY = "secretary"  # thư ký Ban Chỉ đạo
    ADMINISTRATOR = "administrator"  # quản trị


# How the roles are called; shown through gettext.
ROLE_WORDS = {
    Role.CLERK: "Chuyên viên",
    Role.HEAD: "Lãnh đạo cơ quan",
    Role.MONITOR: "Cơ quan thường trực",
    Role.COMMITTEE: "Thành viên Ban Chỉ đạo",
    Role.SECRETARY: "Thư ký Ban Chỉ đạo",
    Role.ADMINISTRATOR: "Quản trị",
}

AGENCY_ROLES = frozenset({Role.CLERK, Role.HEAD})
WATCHING_ROLES = frozenset({Role.MONITOR, Role.COMMITTEE, Role.SECRETARY})


@dataclass(frozen=True, slots=True)
class Grant:
    """One appointment in force: a role for an agency, or over an issuer's plans (one plan when plan_id is given)."""

    role: Role
    agency_id: int | None = None
    issuer_id: int | None = None
    plan_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts, with the grants in force today. `is_machine` is the command line and the worker."""

    person_id: int | None
    name: str
    grants: tuple[Grant, ...] = ()
    is_machine: bool = False
    own_agencies: frozenset[int] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        own = frozenset(grant.agency_id for grant in self.grants if grant.agency_id is not None)
        object.__setattr__(self, "own_agencies", own)

    @property
    def agency_ids(self) -> frozenset[int]:
        """The agencies for which this person writes as clerk or head."""
        return frozenset(g.agency_id for g in self.grants if g.role in AGENCY_ROLES and g.agency_id is not None)

    def acts_for(self, agency_id: int) -> bool:
        """Tell whether the person is clerk or head of the agency."""
        return agency_id in self.agency_ids

    def heads(self, agency_id: int) -> bool:
        """Tell whether the person is head of the agency."""
        return any(g.role is Role.HEAD and g.agency_id == agency_id for g in self.grants)

    def belongs_to(self, agency_id: int) -> bool:
        """Tell whether any appointment of the person is for the agency; such a person confirms nothing of it."""
        return agency_id in self.own_agencies

    def holds(self, role: Role, *, issuer_id: int, plan_id: int | None = None) -> bool:
        """Tell whether the person holds a watching role over the plan (without plan_id: over the issuer's plans)."""
        return any(
            g.role is role and g.issuer_id == issuer_id and (g.plan_id is None or g.plan_id == plan_id)
            for g in self.grants
        )

    def watches(self, *, issuer_id: int, plan_id: int | None = None) -> bool:
        """Tell whether the person is monitor, committee member or secretary for the plan."""
        return any(self.holds(role, issuer_id=issuer_id, plan_id=plan_id) for role in WATCHING_ROLES)

    def has(self, *roles: Role) -> bool:
        """Tell whether the person holds one of the roles anywhere; decides which pages are offered, not which rows."""
        return any(g.role in roles for g in self.grants)

    def issuers_watched(self, *roles: Role) -> frozenset[int]:
        """Return the issuers all of whose plans the person watches in one of the roles (none named: in any)."""
        asked = frozenset(roles) or WATCHING_ROLES
        return frozenset(
            g.issuer_id for g in self.grants if g.role in asked and g.issuer_id is not None and g.plan_id is None
        )

    def plans_watched(self, *roles: Role) -> frozenset[int]:
        """Return the single plans the person watches in one of the roles (none named: in any)."""
        asked = frozenset(roles) or WATCHING_ROLES
        return frozenset(g.plan_id for g in self.grants if g.role in asked and g.plan_id is not None)


COMMAND_LINE = Actor(None, "dòng lệnh", is_machine=True)
SYSTEM = Actor(None, "hệ thống", is_machine=True)


def judging_roles(doer_agency_id: int, standing_agency_id: int | None) -> frozenset[Role]:
    """Return who judges what an agency did in a plan: the monitor, or the secretary for the standing agency itself.

    Where no standing agency is on record both may: the monitor's own agency then plays that part, and its work must
    still find a judge (docs/decisions.md, "Rights").
    """
    if standing_agency_id is None:
        return frozenset({Role.MONITOR, Role.SECRETARY})
    return frozenset({Role.SECRETARY if doer_agency_id == standing_agency_id else Role.MONITOR})


def may_judge(
    actor: Actor, *, doer_agency_id: int, standing_agency_id: int | None, issuer_id: int, plan_id: int
) -> bool:
    """Tell whether the actor may confirm, accept or return what an agency did in a plan; never their own agency's."""
    if actor.belongs_to(doer_agency_id):
        return False
    roles = judging_roles(doer_agency_id, standing_agency_id)
    return any(actor.holds(role, issuer_id=issuer_id, plan_id=plan_id) for role in roles)
