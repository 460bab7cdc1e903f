"""The fixed cast of every test, named by office. One province on one day, and a stranger from another."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import select

from tests.builders import BEGINNING, make_agency, make_person
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
    issuer = make_agency("UBND tỉnh Cao Bằng", unit="Cao Bằng")
    standing = make_agency("Sở Nông nghiệp và Môi trường", unit="Cao Bằng")
    finance = make_agency("Sở Tài chính", unit="Cao Bằng")
    health = make_agency("Sở Y tế", unit="Cao Bằng")
    office = make_agency("Văn phòng UBND tỉnh", unit="Cao Bằng")
    commune = make_agency("UBND xã Bảo Lạc", unit="Cao Bằng", level="commune")
    stranger_agency = make_agency("Sở Tài chính", unit="Sơn La")
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
        office_name: make_person(f"{office_name}@caobang.test", name, password_hash(), grant)
        for office_name, (name, grant) in people.items()
    }
    db.session.commit()
    return Cast(issuer, standing, finance, health, commune, office, stranger_agency, **made)


def person_called(email: str) -> Person:
    """Return a person of the cast by address."""
    return db.session.scalars(select(Person).where(Person.email == email)).one()
