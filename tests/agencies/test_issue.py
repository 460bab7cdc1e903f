"""Which agency a name means: found again under all its names, founded once, never shared between provinces."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.cast import Cast
from tracker.agencies.issue import NamedAgency, agency_named, agency_of, note_alias, note_standing
from tracker.agencies.models import Agency, AgencyRole, Level
from tracker.agencies.queries import agencies_called, named_ids, standing_agency_id
from tracker.catalogue.units import province_named
from tracker.extensions import db
from tracker.history.models import HistoryEntry
from tracker.rights import COMMAND_LINE

CAO_BANG = province_named("Cao Bằng")
DAY = date(2026, 3, 2)


def named(name: str) -> Agency:
    """The agency that the name means in a document of Cao Bằng."""
    return agency_named(name, place=CAO_BANG, on=DAY, by=COMMAND_LINE)


@pytest.mark.parametrize("written", ["Sở Tài chính", "Sở tài chính tỉnh", "SỞ TÀI CHÍNH"])
def test_a_known_agency_is_found_however_it_is_written(cast: Cast, written: str) -> None:
    assert named(written).id == cast.finance.id


def test_a_new_agency_is_founded_once_with_kind_place_and_level(app: Flask) -> None:
    founded = named("Sở Nội vụ")
    assert (founded.level, founded.unit_code) == (Level.PROVINCE, CAO_BANG.code if CAO_BANG else None)
    assert founded.kind_code and named("Sở Nội vụ tỉnh Cao Bằng").id == founded.id
    assert db.session.scalars(select(HistoryEntry.action)).all() == ["founded"]


def test_the_same_name_in_another_province_is_another_agency(cast: Cast) -> None:
    other = agency_named("Sở Tài chính", place=province_named("Sơn La"), on=DAY, by=COMMAND_LINE)
    assert other.id == cast.stranger_agency.id != cast.finance.id


def test_a_committee_stands_at_its_own_unit(cast: Cast) -> None:
    commune = named("UBND xã Bảo Lạc")
    assert commune.id == cast.commune.id
    founded = named("UBND xã Cô Ba")
    assert founded.level == Level.COMMUNE and founded.unit is not None and founded.unit.name == "Cô Ba"


def test_a_name_that_nobody_knows_becomes_an_agency_of_the_place(app: Flask) -> None:
    fund = named("Quỹ Vì ngày mai")
    assert fund.unit_code == (CAO_BANG.code if CAO_BANG else None) and fund.kind_code is None
    assert named("quỹ vì  ngày mai").id == fund.id


def test_two_members_that_the_catalogue_lost_stay_two(app: Flask) -> None:
    one, two = (
        agency_of(
            NamedAgency(f"UBND xã {name}", None, CAO_BANG.code if CAO_BANG else None, Level.COMMUNE), by=COMMAND_LINE
        )
        for name in ("Mất Tên", "Quên Tên")
    )
    assert one.id != two.id and one.level == Level.COMMUNE


def test_another_name_is_remembered_once(cast: Cast) -> None:
    note_alias(cast.finance, "Sở Tiền bạc")
    note_alias(cast.finance, "Sở Tiền Bạc")
    note_alias(cast.finance, "Sở Tài chính")
    assert named("Sở Tiền bạc").id == cast.finance.id
    assert named_ids([cast.finance.unit_code or ""])["so tien bac"] == cast.finance.id
    assert [a.id for a in agencies_called("tien bac", unit_codes=[cast.finance.unit_code or ""])] == [cast.finance.id]


def test_wildcards_find_nothing_by_themselves(cast: Cast) -> None:
    assert not agencies_called("%", unit_codes=[cast.finance.unit_code or ""])


def test_a_plan_names_its_standing_agency_only_where_there_is_none(cast: Cast) -> None:
    assert note_standing(cast.health.id, issuer_id=cast.issuer.id, plan_id=1, on=DAY, by=COMMAND_LINE) is None
    db.session.execute(AgencyRole.__table__.delete())
    from_plan = db.session.scalar(select(func.count(AgencyRole.id)))
    assert from_plan == 0 and standing_agency_id(cast.issuer.id, None, on=DAY) is None
