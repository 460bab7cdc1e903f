"""The fixed cast of every test, named by office. One province on one day, and a stranger from another."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import select

from tests.builders import BEGINNING, a_person, an_agency
from tracker.accounts.models import Person
from tracker.accounts.passwords import hash_password
from tracker.agencies.models import Agency, AgencyRole, RoleKind
from tracker.extensions import db
from tracker.rights import Grant, Role

PASSWORD = "nước chảy đá mòn 2026"


@cache
def password_hash() -> str:
    """The hash of PASSWORD, computed once: Argon2 is slow on purpose."""
    return hash_password(PASSWORD)


@dataclass(frozen=True)
class Cast:
    """Agencies and people. `standing` holds the role of standing agency for the plans of `issuer`."""

    issuer: Agency
    standing: Agency
    finance: Agency
    health: Agency
    commune: Agency
    office: Agency
    stranger_agency: Agency
    clerk: Person
    head: Person
    health_clerk: Person
    commune_clerk: Person
    standing_clerk: Person
    monitor: Person
    secretary: Person
    committee: Person
    administrator: Person
    outsider: Person


def assemble() -> Cast:
    """Create the cast and commit it."""
    issuer, standing, finance, health, office = (
        an_agency(name, unit="Cao Bằng")
        for name in (
            "UBND tỉnh Cao Bằng",
            "Sở Nông nghiệp và Môi trường",
            "Sở Tài chính",
            "Sở Y tế",
            "Văn phòng UBND tỉnh",
        )
    )
    commune = an_agency("UBND xã Bảo Lạc", unit="Cao Bằng", level="commune")
    stranger_agency = an_agency("Sở Tài chính", unit="Sơn La")
    db.session.add_all([issuer, standing, finance, health, office, commune, stranger_agency])
    db.session.flush()
    db.session.add(AgencyRole(agency=standing, role=RoleKind.STANDING, issuer_id=issuer.id, starts_on=BEGINNING))
    people = {
        "clerk": ("Chuyên viên Sở Tài chính", Grant(Role.CLERK, finance.id)),
        "head": ("Lãnh đạo Sở Tài chính", Grant(Role.HEAD, finance.id)),
        "health_clerk": ("Chuyên viên Sở Y tế", Grant(Role.CLERK, health.id)),
        "commune_clerk": ("Chuyên viên xã Bảo Lạc", Grant(Role.CLERK, commune.id)),
        "standing_clerk": ("Chuyên viên Sở NN&MT", Grant(Role.CLERK, standing.id)),
        "monitor": ("Theo dõi Sở NN&MT", Grant(Role.MONITOR, standing.id, issuer.id)),
        "secretary": ("Thư ký Ban Chỉ đạo", Grant(Role.SECRETARY, office.id, issuer.id)),
        "committee": ("Thành viên Ban Chỉ đạo", Grant(Role.COMMITTEE, None, issuer.id)),
        "administrator": ("Quản trị hệ thống", Grant(Role.ADMINISTRATOR)),
        "outsider": ("Chuyên viên tỉnh khác", Grant(Role.CLERK, stranger_agency.id)),
    }
    made = {
        office_name: a_person(f"{office_name}@caobang.test", name, password_hash(), grant)
        for office_name, (name, grant) in people.items()
    }
    db.session.add_all(made.values())
    db.session.commit()
    return Cast(issuer, standing, finance, health, commune, office, stranger_agency, **made)


def person_called(email: str) -> Person:
    """Return a person of the cast by address."""
    return db.session.scalars(select(Person).where(Person.email == email)).one()
