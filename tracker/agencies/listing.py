"""What the administrator's pages read of agencies."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.agencies.models import Agency, AgencyAlias, AgencyRole, Level
from tracker.agencies.search import called
from tracker.errors import NotVisible
from tracker.extensions import db
from tracker.web.paging import PAGE_SIZE, Page


def agencies_listed(words: str, *, level: Level | None, number: int) -> Page[Agency]:
    """Return one page of the agencies that fit the words and the level, by name, then by place."""
    found = select(Agency).outerjoin(Agency.unit).where(called(words))
    if level is not None:
        found = found.where(Agency.level == level)
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = db.session.scalars(
        found.options(contains_eager(Agency.unit))
        .order_by(Agency.name_key, Agency.unit_code, Agency.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    ).all()
    return Page(rows, number, total)


def agency_known(agency_id: int) -> Agency:
    """Return the agency with its place and kind. Raises NotVisible when there is none."""
    agency = db.session.scalar(
        select(Agency).where(Agency.id == agency_id).options(joinedload(Agency.unit), joinedload(Agency.kind))
    )
    if agency is None:
        raise NotVisible()
    return agency


def agencies_numbered(agency_ids: Collection[int]) -> Sequence[Agency]:
    """Return these agencies with their places, by name."""
    return db.session.scalars(
        select(Agency).where(Agency.id.in_(agency_ids)).options(joinedload(Agency.unit)).order_by(Agency.name_key)
    ).all()


def aliases_of(agency_id: int) -> Sequence[AgencyAlias]:
    """Return the other names of the agency, by name."""
    return db.session.scalars(
        select(AgencyAlias).where(AgencyAlias.agency_id == agency_id).order_by(AgencyAlias.name_key)
    ).all()


def roles_of(agency_id: int) -> Sequence[AgencyRole]:
    """Return the roles that the agency holds or held, and those that others hold for its plans, newest first."""
    return db.session.scalars(
        select(AgencyRole)
        .where((AgencyRole.agency_id == agency_id) | (AgencyRole.issuer_id == agency_id))
        .options(joinedload(AgencyRole.agency).joinedload(Agency.unit))
        .order_by(AgencyRole.starts_on.desc(), AgencyRole.id.desc())
        .limit(200)
    ).all()
