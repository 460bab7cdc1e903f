"""What is asked about agencies and the roles they hold."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import or_, select, union_all

from tracker.agencies.models import Agency, AgencyAlias, AgencyRole, RoleKind
from tracker.extensions import db
from tracker.vietnamese import fold


def standing_agency_id(issuer_id: int, plan_id: int | None, *, on: date) -> int | None:
    """Return the agency that is standing agency (cơ quan thường trực) for the plan on a day, or None when nobody is.

    A role for the one plan goes before a role for all plans of the issuer; the newest goes first.
    """
    return db.session.scalar(
        select(AgencyRole.agency_id)
        .where(
            AgencyRole.role == RoleKind.STANDING,
            AgencyRole.issuer_id == issuer_id,
            or_(AgencyRole.plan_id.is_(None), AgencyRole.plan_id == plan_id),
            AgencyRole.starts_on <= on,
            or_(AgencyRole.ends_on.is_(None), AgencyRole.ends_on >= on),
        )
        .order_by(AgencyRole.plan_id.is_(None), AgencyRole.starts_on.desc(), AgencyRole.id.desc())
        .limit(1)
    )


def named_ids(unit_codes: Collection[str]) -> dict[str, int]:
    """Return, by folded name, the agencies of these places under all their names; a name that two share is left out."""
    own = select(Agency.name_key, Agency.id).where(Agency.unit_code.in_(unit_codes))
    other = (
        select(AgencyAlias.name_key, AgencyAlias.agency_id)
        .join(Agency, Agency.id == AgencyAlias.agency_id)
        .where(Agency.unit_code.in_(unit_codes))
    )
    ids: dict[str, set[int]] = {}
    for name_key, agency_id in db.session.execute(union_all(own, other)):
        ids.setdefault(name_key, set()).add(agency_id)
    return {name_key: next(iter(found)) for name_key, found in ids.items() if len(found) == 1}


def agencies_called(words: str, *, unit_codes: Collection[str], limit: int = 20) -> Sequence[Agency]:
    """Return the agencies of these places whose name, or another name, holds `words` (accents do not matter)."""
    key = f"%{like_pattern(words)}%"
    aliases = select(AgencyAlias.agency_id).where(AgencyAlias.name_key.like(key, escape="\\"))
    return db.session.scalars(
        select(Agency)
        .where(Agency.unit_code.in_(unit_codes), or_(Agency.name_key.like(key, escape="\\"), Agency.id.in_(aliases)))
        .order_by(Agency.name_key, Agency.id)
        .limit(limit)
    ).all()


def like_pattern(words: str) -> str:
    """Return folded words with the signs that LIKE reads as wildcards made harmless."""
    return fold(words).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
