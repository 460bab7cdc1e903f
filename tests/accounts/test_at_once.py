"""Two people at the same moment: what may be done once is done once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from tests.builders import make_person
from tests.cast import Cast, password_hash
from tracker.accounts import service
from tracker.accounts.listing import person_known
from tracker.accounts.models import Person
from tracker.accounts.signin import actor_of
from tracker.agencies import service as agency_service
from tracker.agencies.models import Agency, AgencyRole, Level, RoleKind
from tracker.agencies.rules import Span
from tracker.agencies.service import RoleOverlaps
from tracker.clock import today
from tracker.errors import DomainError
from tracker.extensions import db, writing
from tracker.rights import COMMAND_LINE, Grant, Role


def at_once(app: Flask, *deeds: Callable[[], object]) -> list[DomainError | None]:
    """Do all deeds in the same moment, each in a transaction of its own; return what each was refused with."""
    barrier = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> DomainError | None:
        with app.app_context(), writing():
            barrier.wait(timeout=10)
            try:
                deed()
            except DomainError as refusal:
                db.session.rollback()
                return refusal
            return None

    db.session.commit()
    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def test_two_administrators_cannot_close_each_other(app: Flask, cast: Cast) -> None:
    other = make_person("hai@caobang.test", "Quản trị hai", password_hash(), Grant(Role.ADMINISTRATOR))
    one, two = cast.administrator.id, other.id

    def close(person_id: int, by_id: int) -> None:
        service.set_open(person_known(person_id), False, by=actor_of(person_known(by_id)))

    refusals = at_once(app, lambda: close(one, two), lambda: close(two, one))
    assert [type(refusal) for refusal in refusals if refusal] == [service.LastAdministrator]
    db.session.expire_all()
    assert (
        db.session.query(Person)
        .filter_by(is_open=True)
        .join(Person.appointments)
        .filter_by(role=Role.ADMINISTRATOR)
        .count()
        == 1
    )


def test_an_address_is_taken_once(app: Flask, cast: Cast) -> None:
    def open_one() -> None:
        grants = (Grant(Role.ADMINISTRATOR),)
        service.open_account(
            "cung-luc@tinh.gov.vn", "Cùng lúc", "sông dài biển rộng 77", grants=grants, by=COMMAND_LINE
        )

    refusals = at_once(app, open_one, open_one)
    assert [type(refusal) for refusal in refusals if refusal] == [service.EmailTaken]


def test_an_agency_without_a_place_is_founded_once(app: Flask, cast: Cast) -> None:
    refusals = at_once(
        app, *[lambda: agency_service.found_by_name("Quỹ chung", Level.CENTRAL, None, by=COMMAND_LINE)] * 2
    )
    assert [type(refusal) for refusal in refusals if refusal] == [agency_service.AgencyExists]


def test_one_agency_becomes_the_standing_one(app: Flask, cast: Cast) -> None:
    stranger, finance, health = cast.stranger_agency.id, cast.finance.id, cast.health.id

    def give(agency_id: int) -> None:
        agency, issuer = db.session.get_one(Agency, agency_id), db.session.get_one(Agency, stranger)
        span = Span(today())
        agency_service.give_role(agency, RoleKind.STANDING, issuer=issuer, plan_id=None, span=span, by=COMMAND_LINE)

    refusals = at_once(app, lambda: give(finance), lambda: give(health))
    assert [type(refusal) for refusal in refusals if refusal] == [RoleOverlaps]
    assert db.session.query(AgencyRole).filter_by(issuer_id=stranger).count() == 1
