"""Which plan carries out which: number, day and issuer must fit as far as they are said; versions count too."""

from datetime import date
from typing import Any

import pytest

from tests.builders import make_agency, make_plan
from tests.cast import Cast
from tracker import clock
from tracker.extensions import db
from tracker.plans.family import link_parent, plan_above
from tracker.plans.models import Plan, PlanVersion
from tracker.plans.rules import VersionRelation
from tracker.rights import SYSTEM

KEY, DAY = "15/kh-ubnd", date(2026, 1, 20)


@pytest.fixture
def parent(cast: Cast) -> Plan:
    """The province's plan 15 of 20/01/2026."""
    return make_plan(cast.issuer)


def above(cast: Cast, **said: Any) -> Plan | None:
    """The plan that a plan of the commune carries out, by what it says."""
    return plan_above(cast.commune, **{"number_key": KEY, "on": DAY, "issued_by": "UBND tỉnh Cao Bằng", **said})


def test_number_day_and_issuer_that_fit_name_the_parent(parent: Plan, cast: Cast) -> None:
    assert above(cast) == parent
    assert above(cast, on=None, issued_by="Ủy ban nhân dân tỉnh") == parent


@pytest.mark.parametrize(
    "other", [{"number_key": "16/kh-ubnd"}, {"on": date(2025, 1, 20)}, {"issued_by": "UBND huyện Bảo Lạc"}]
)
def test_the_number_alone_names_no_parent_where_day_or_issuer_differ(
    parent: Plan, cast: Cast, other: dict[str, Any]
) -> None:
    assert above(cast, **other) is None


def test_the_same_number_of_another_province_is_no_parent(cast: Cast) -> None:
    make_plan(make_agency("UBND tỉnh Sơn La", unit="Sơn La"))
    assert above(cast, issued_by=None) is None


def test_a_plan_of_ones_own_with_the_same_number_is_not_mistaken_for_the_provinces(parent: Plan, cast: Cast) -> None:
    own = make_plan(cast.commune)
    child = make_plan(cast.commune, number="31/KH-UBND", number_key="31/kh-ubnd")
    linked = link_parent(child, number_key=KEY, on=DAY, issued_by="UBND tỉnh Cao Bằng", by=SYSTEM)
    assert linked == parent and child.parent_id == parent.id and own.parent_id is None


def test_the_number_of_a_version_with_its_own_day_means_the_plan(parent: Plan, cast: Cast) -> None:
    version = PlanVersion(
        plan_id=parent.id,
        relation=VersionRelation.REPLACES,
        is_full=True,
        number="77/KH-UBND",
        number_key="77/kh-ubnd",
        title="Bản thay thế",
        issued_on=date(2026, 8, 1),
        file_id=parent.file_id,
        text="",
        confirmed_at=clock.now(),
        confirmed_on=date(2026, 8, 5),
        confirmed_by="Theo dõi",
    )
    db.session.add(version)
    db.session.flush()
    assert above(cast, number_key="77/kh-ubnd", on=date(2026, 8, 1)) == parent
    assert above(cast, number_key="77/kh-ubnd", on=DAY) is None
