"""Which communes lie in which district, while there are districts. Conditions for other statements; reads nothing."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from tracker.agencies.models import AdminUnit, Agency, Level
from tracker.catalogue.kinds import DISTRICT_COMMITTEE
from tracker.reports.chain import PEOPLE_COMMITTEE
from tracker.reports.models import ReportRow


def lies_in_district(
    commune: type[Agency], district: type[Agency], on: date | InstrumentedAttribute[date]
) -> ColumnElement[bool]:
    """Return the condition that an agency is of a commune in the district whose people's committee the other one is.

    As the units are on a day: those with districts end with 30/6/2025, and so does the condition. Both are aliased.
    """
    place = aliased(AdminUnit)
    lies = (
        select(place.code)
        .where(
            place.code == commune.unit_code,
            place.parent_code == district.unit_code,
            or_(place.valid_from.is_(None), place.valid_from <= on),
            or_(place.valid_to.is_(None), place.valid_to >= on),
        )
        .correlate(commune, district, ReportRow)
    )
    is_committee = or_(
        district.kind_code == DISTRICT_COMMITTEE, *(district.name_key.like(f"{words}%") for words in PEOPLE_COMMITTEE)
    )
    return and_(commune.level == Level.COMMUNE, district.level == Level.DISTRICT, is_committee, lies.exists())
