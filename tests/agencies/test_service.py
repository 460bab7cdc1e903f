"""Agencies, their names and the roles they hold for a while."""

from datetime import date

import pytest

from tests.builders import make_agency, make_plan
from tests.cast import Cast
from tracker import clock
from tracker.accounts.signin import actor_of
from tracker.agencies import service
from tracker.agencies.issue import agency_named
from tracker.agencies.models import AgencyRole, Level, RoleKind
from tracker.agencies.queries import standing_agency_id
from tracker.agencies.rules import KindDoesNotFit, Span, name_from_catalogue, validity_of
from tracker.agencies.service import AgencyChange, AgencyExists, DaysReversed, NotItsOwnParent, RoleOverlaps
from tracker.catalogue.kinds import kind_by_code
from tracker.catalogue.units import unit_by_code
from tracker.errors import NotAllowed, NotVisible
from tracker.extensions import db
from tracker.history.queries import entries_of, version_of
from tracker.rights import Actor

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


@pytest.fixture
def admin(cast: Cast) -> Actor:
    return actor_of(cast.administrator)


def give_standing(cast: Cast, span: Span, admin: Actor, plan_id: int | None = None) -> AgencyRole:
    return service.give_role(cast.health, RoleKind.STANDING, issuer=cast.issuer, plan_id=plan_id, span=span, by=admin)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (Span(MAY), Span(JUNE), True),
        (Span(MAY, date(2026, 5, 31)), Span(JUNE), False),
        (Span(MAY, JUNE), Span(JUNE), True),
        (Span(JUNE), Span(MAY, date(2026, 5, 31)), False),
        (Span(JUNE, MAY), Span(MAY), False),
    ],
)
def test_spans_meet_on_a_common_day(one: Span, other: Span, meet: bool) -> None:
    assert one.meets(other) is meet and other.meets(one) is meet


def test_a_peoples_committee_is_called_by_its_place() -> None:
    commune = next(iter(unit_by_code(code) for code in ("new:01321",)))
    assert name_from_catalogue(kind_by_code("UBNDX"), commune) == f"UBND {commune.full_name}"
    assert name_from_catalogue(kind_by_code("STC"), unit_by_code("both:04")) == "Sở Tài chính"


def test_a_kind_that_ended_before_the_place_began_is_refused() -> None:
    with pytest.raises(KindDoesNotFit):
        validity_of(kind_by_code("UBNDX"), unit_by_code("both:04"))
    assert validity_of(kind_by_code("SLDTBXH"), unit_by_code("both:04")) == (None, date(2025, 2, 28))


def test_what_the_administrator_founds_is_what_a_document_means(cast: Cast, admin: Actor) -> None:
    made = service.found_from_catalogue("SXD", "both:04", by=admin)
    assert agency_named("Sở Xây dựng", place=unit_by_code("both:04"), on=date(2026, 2, 1), by=admin).id == made.id
    with pytest.raises(AgencyExists):
        service.found_from_catalogue("SXD", "both:04", by=admin)
    assert [entry.action for entry in entries_of("agency", made.id)] == ["founded"]


def test_one_place_has_one_agency_of_a_name(cast: Cast, admin: Actor) -> None:
    with pytest.raises(AgencyExists):
        service.found_by_name("sở  y tế", Level.PROVINCE, cast.health.unit_code, by=admin)
    service.found_by_name("Quỹ vì người nghèo", Level.CENTRAL, None, by=admin)
    with pytest.raises(AgencyExists):
        service.found_by_name("Quỹ Vì Người Nghèo", Level.CENTRAL, None, by=admin)


def test_only_administrators_change_agencies(cast: Cast) -> None:
    for office in (cast.head, cast.monitor, cast.outsider):
        with pytest.raises(NotAllowed):
            service.add_alias(cast.finance, "Sở TC", by=actor_of(office))
        with pytest.raises(NotAllowed):
            service.found_by_name("Ban mới", Level.PROVINCE, None, by=actor_of(office))
        with pytest.raises(NotAllowed):
            give_standing(cast, Span(MAY), actor_of(office))


def test_the_head_of_another_agency_does_not_see_it(cast: Cast) -> None:
    with pytest.raises(NotVisible):
        service.change_own_contact(
            cast.health, contact="x", phone=None, head_approves=True, version=0, by=actor_of(cast.head)
        )


def test_an_agency_never_stands_below_itself(cast: Cast, admin: Actor) -> None:
    room = make_agency("Phòng Ngân sách", unit="Cao Bằng")
    room.parent_id = cast.finance.id
    db.session.commit()
    change = AgencyChange(cast.finance.name, None, None, None, None, room.id, False)
    with pytest.raises(NotItsOwnParent):
        service.change_agency(cast.finance, change, version=0, by=admin)


def test_validity_never_ends_before_it_begins(cast: Cast, admin: Actor) -> None:
    change = AgencyChange(cast.finance.name, None, None, JUNE, MAY, None, False)
    with pytest.raises(DaysReversed):
        service.change_agency(cast.finance, change, version=0, by=admin)


def test_the_standing_agency_of_a_day_follows_the_roles(cast: Cast, admin: Actor) -> None:
    with pytest.raises(RoleOverlaps):
        give_standing(cast, Span(JUNE), admin)
    held = db.session.query(AgencyRole).one()
    service.end_role(cast.standing, held.id, last_day=date(2026, 5, 31), by=admin)
    give_standing(cast, Span(JUNE), admin)
    assert standing_agency_id(cast.issuer.id, None, on=date(2026, 5, 31)) == cast.standing.id
    assert standing_agency_id(cast.issuer.id, None, on=JUNE) == cast.health.id
    assert [entry.action for entry in entries_of("agency", cast.standing.id)] == ["role ended"]


def test_a_role_for_one_plan_stands_beside_that_for_all(cast: Cast, admin: Actor) -> None:
    plan = make_plan(cast.issuer)
    db.session.commit()
    give_standing(cast, Span(MAY), admin, plan_id=plan.id)
    assert standing_agency_id(cast.issuer.id, plan.id, on=JUNE) == cast.health.id
    assert standing_agency_id(cast.issuer.id, plan.id + 1, on=JUNE) == cast.standing.id
    with pytest.raises(RoleOverlaps):
        give_standing(cast, Span(MAY, JUNE), admin, plan_id=plan.id)


def test_a_role_ended_by_mistake_of_its_days_is_refused(cast: Cast, admin: Actor) -> None:
    held = db.session.query(AgencyRole).one()
    with pytest.raises(DaysReversed):
        service.end_role(cast.standing, held.id, last_day=date(2025, 1, 1), by=admin)
    with pytest.raises(NotVisible):
        service.end_role(cast.health, held.id, last_day=None, by=admin)
    with pytest.raises(DaysReversed):
        give_standing(cast, Span(JUNE, MAY), admin)


def test_ending_a_role_twice_is_recorded_once(cast: Cast, admin: Actor) -> None:
    clock.fix_day(JUNE)
    held = db.session.query(AgencyRole).one()
    for _time in range(2):
        service.end_role(cast.standing, held.id, last_day=None, by=admin)
    assert held.ends_on == date(2026, 5, 31)
    assert version_of("agency", cast.standing.id) == entries_of("agency", cast.standing.id)[0].id
    assert len(entries_of("agency", cast.standing.id)) == 1
