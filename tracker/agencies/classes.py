"""Classes of agencies that tables show together: the people's committees of a level ("UBND các xã, phường")."""

from sqlalchemy import ColumnElement, and_, true

from tracker.agencies.models import Agency, Level

CLASS_NAMES = {Level.DISTRICT: "UBND các huyện, thành phố", Level.COMMUNE: "UBND các xã, phường"}
OTHERS = "other"  # in the address: agencies that stand by themselves
_BEGINNING = "ubnd "


def class_of(agency: Agency) -> Level | None:
    """Return the level whose people's committees the agency belongs to, or None when it stands by itself."""
    return agency.level if agency.level in CLASS_NAMES and agency.name_key.startswith(_BEGINNING) else None


def in_class(level: Level) -> ColumnElement[bool]:
    """Return the condition on Agency that it is a people's committee of the level; the same rule as class_of."""
    return and_(Agency.level == level, Agency.name_key.startswith(_BEGINNING))


def in_group(written: str) -> ColumnElement[bool]:
    """Return the condition on Agency that it is in the group that a word of the address names: a class, or "other".

    Any other word is in force for every agency.
    """
    level = class_named(written)
    if level is not None:
        return in_class(level)
    return and_(*(~in_class(each) for each in CLASS_NAMES)) if written == OTHERS else true()


def class_named(written: str) -> Level | None:
    """Return the class that a word of the address names ("district", "commune"), None for any other word."""
    return next((level for level in CLASS_NAMES if level.value == written), None)
