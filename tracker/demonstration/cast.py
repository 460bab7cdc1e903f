"""The agencies and people of the demonstration."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.accounts.models import Person
from tracker.accounts.signin import actor_of
from tracker.agencies.issue import agency_named
from tracker.agencies.models import Agency, AgencyRole, Level, RoleKind
from tracker.catalogue.units import province_named
from tracker.demonstration.accounts import DemonstrationAccounts
from tracker.demonstration.script import AGRICULTURE, FINANCE, PACES
from tracker.extensions import db
from tracker.rights import COMMAND_LINE, Actor, Grant, Role
from tracker.tasks.models import Task
from tracker.vietnamese import fold

PROVINCE = "Cao Bằng"
FOUNDED_ON = date(2026, 1, 1)


@dataclass
class Province:
    """The province: its issuer, and who acts for whom. People are kept by their e-mail name."""

    issuer_id: int
    people: dict[str, int] = field(default_factory=dict)
    clerks: dict[int, int] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """Return a person as an Actor, with today's rights."""
        return self._actor(self.people[name])

    def clerk_of(self, agency_id: int) -> Actor:
        """Return the clerk of an agency."""
        return self._actor(self.clerks[agency_id])

    def _actor(self, person_id: int) -> Actor:
        person = db.session.get(Person, person_id, options=[selectinload(Person.appointments)])
        if person is None:
            raise LookupError(person_id)
        return actor_of(person)

    def agency(self, name: str) -> Agency:
        """Return the agency of the province whose name begins with `name`."""
        wanted = select(Agency).where(Agency.name_key.startswith(fold(name))).order_by(Agency.id)
        return db.session.scalars(wanted).first() or agency_named(
            name, place=province_named(PROVINCE, FOUNDED_ON), on=FOUNDED_ON, by=COMMAND_LINE
        )

    def communes(self) -> list[Agency]:
        """Return the communes that got tasks, in the order of the annex."""
        wanted = select(Agency).where(Agency.level == Level.COMMUNE, Agency.id.in_(select(Task.agency_id)))
        return list(db.session.scalars(wanted.order_by(Agency.id)))

    def appoint_clerks(self, accounts: DemonstrationAccounts) -> None:
        """Open an account for the clerk of every agency that got a task; one commune has none yet."""
        silent = {agency.id for agency, pace in zip(self.communes(), PACES, strict=False) if not pace.has_account}
        wanted = select(Agency).where(Agency.id.in_(select(Task.agency_id))).order_by(Agency.id)
        for number, agency in enumerate(db.session.scalars(wanted).all(), start=1):
            agency.contact, agency.phone = "Văn phòng", f"0206 3000 {100 + number}"
            if agency.id in silent or agency.id in self.clerks:
                continue
            person = accounts.hide(
                f"chuyen-vien-{number:02d}", f"Chuyên viên {agency.name}", Grant(Role.CLERK, agency.id)
            )
            self.clerks[agency.id] = person.id
        db.session.commit()


def found_province(accounts: DemonstrationAccounts) -> Province:
    """Found the agencies that people belong to, give the standing role, and open one shown account per role."""
    place = province_named(PROVINCE, FOUNDED_ON)

    def founded(name: str) -> Agency:
        return agency_named(name, place=place, on=FOUNDED_ON, by=COMMAND_LINE)

    issuer, standing, finance = founded(f"UBND tỉnh {PROVINCE}"), founded(AGRICULTURE), founded(FINANCE)
    office = founded("Văn phòng UBND tỉnh")
    db.session.add(AgencyRole(agency_id=standing.id, role=RoleKind.STANDING, issuer_id=issuer.id, starts_on=FOUNDED_ON))
    db.session.commit()
    shown = (
        ("Chuyên viên Sở Tài chính", Grant(Role.CLERK, finance.id)),
        ("Lãnh đạo Sở Tài chính", Grant(Role.HEAD, finance.id)),
        ("Chuyên viên Sở NN&MT", Grant(Role.MONITOR, standing.id, issuer.id)),
        ("Thành viên Ban Chỉ đạo", Grant(Role.COMMITTEE, None, issuer.id)),
        ("Thư ký Ban Chỉ đạo", Grant(Role.SECRETARY, office.id, issuer.id)),
        ("Quản trị hệ thống", Grant(Role.ADMINISTRATOR)),
    )
    province = Province(issuer.id)
    for name, grant in shown:
        province.people[grant.role.value] = accounts.show(name, grant).id
    province.clerks[finance.id] = province.people["clerk"]
    return province
