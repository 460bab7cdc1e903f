"""Finding agencies, places and kinds by typed words: accents, case and order do not matter, every word must fit."""

import re
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, case, column, or_, select, table, true
from sqlalchemy.orm import aliased

from tracker.agencies.models import AdminUnit, Agency, AgencyAlias
from tracker.agencies.picking import MOST_OFFERED, Choice, Finder
from tracker.agencies.queries import like_pattern
from tracker.catalogue.kinds import AgencyKind, all_kinds
from tracker.extensions import db
from tracker.vietnamese import day_text, fold

MOST_WORDS = 10
_WORD = re.compile(r"[^\W_]+")
_PREFIXES = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu")

# Plans are a higher feature; only their numbers and titles are asked here, to name the one plan a role is for.
_PLAN_COLUMNS = ("id", "issuer_id", "number", "number_key", "title", "title_key")
_plan = table("plan", *(column(name) for name in _PLAN_COLUMNS))


def words_of(text: str) -> list[str]:
    """Return the folded words of a search, at most ten."""
    return _WORD.findall(fold(text))[:MOST_WORDS]


def called(text: str) -> ColumnElement[bool]:
    """Return the condition that an agency fits the words, by its name, another name of it, or its place.

    The statement must join Agency.unit (an outer join).
    """
    return and_(true(), *(_has_word(word) for word in words_of(text)))


def _has_word(word: str) -> ColumnElement[bool]:
    like = f"%{like_pattern(word)}%"
    aliases = select(AgencyAlias.agency_id).where(AgencyAlias.name_key.like(like, escape="\\"))
    return or_(Agency.name_key.like(like, escape="\\"), _place_has(AdminUnit, word, like), Agency.id.in_(aliases))


def _place_has(unit: type[AdminUnit], word: str, like: str) -> ColumnElement[bool]:
    prefixes = [prefix for prefix in _PREFIXES if word in fold(prefix).split()]
    return or_(unit.name_key.like(like, escape="\\"), unit.prefix.in_(prefixes))


def label_of(agency: Agency) -> str:
    """Return the name with its place, as many places have an agency of that name, unless the name says it already."""
    if agency.unit is None or agency.name.endswith(agency.unit.full_name):
        return agency.name
    return f"{agency.name} ({agency.unit.full_name})"


def agencies_to_pick(text: str) -> Sequence[Choice]:
    """Return the agencies that fit the words, those called exactly so first; the only exact one alone."""
    rows = db.session.scalars(
        select(Agency)
        .outerjoin(Agency.unit)
        .where(called(text))
        .order_by(case((Agency.name_key == fold(text), 0), else_=1), Agency.name_key, Agency.id)
        .limit(MOST_OFFERED)
    ).all()
    exact = [agency for agency in rows if fold(text) in (agency.name_key, fold(label_of(agency)))]
    return [(str(agency.id), label_of(agency)) for agency in (exact if len(exact) == 1 else rows)]


def plans_to_pick(issuer_id: int | None) -> Finder:
    """Return the search among the plans of an issuer, by number or title."""

    def find(text: str) -> Sequence[Choice]:
        patterns = [f"%{like_pattern(word)}%" for word in words_of(text)]
        fits = [
            or_(_plan.c.title_key.like(like, escape="\\"), _plan.c.number_key.like(like, escape="\\"))
            for like in patterns
        ]
        rows = db.session.execute(
            select(_plan.c.id, _plan.c.number, _plan.c.title)
            .where(_plan.c.issuer_id == issuer_id, *fits)
            .order_by(_plan.c.id.desc())
            .limit(MOST_OFFERED)
        )
        return [(str(row.id), f"{row.number}: {row.title}" if row.number else row.title) for row in rows]

    return find


def plan_names(plan_ids: Sequence[int]) -> dict[int, str]:
    """Return the short names (number, else title) of plans."""
    if not plan_ids:
        return {}
    rows = db.session.execute(select(_plan.c.id, _plan.c.number, _plan.c.title).where(_plan.c.id.in_(plan_ids)))
    return {row.id: row.number or row.title for row in rows}


def units_to_pick(text: str) -> Sequence[Choice]:
    """Return the places that fit the words, by their own name and those of the places above: "bao lac cao bang"."""
    parent, province = aliased(AdminUnit), aliased(AdminUnit)
    fits = []
    for word in words_of(text):
        like = f"%{like_pattern(word)}%"
        fits.append(or_(*(_place_has(unit, word, like) for unit in (AdminUnit, parent, province))))
    rows = db.session.execute(
        select(AdminUnit, parent, province)
        .outerjoin(parent, AdminUnit.parent_code == parent.code)
        .outerjoin(province, parent.parent_code == province.code)
        .where(*fits)
        .order_by(
            case((AdminUnit.name_key == fold(text), 0), else_=1),
            case((AdminUnit.valid_to.is_(None), 0), else_=1),
            case((AdminUnit.parent_code.is_(None), 0), else_=1),
            AdminUnit.name_key,
            AdminUnit.code,
        )
        .limit(MOST_OFFERED)
    )
    return [(own.code, _unit_label(own, *above)) for own, *above in rows]


def _unit_label(own: AdminUnit, *above: AdminUnit | None) -> str:
    label = ", ".join([own.full_name, *(unit.full_name for unit in above if unit)])
    return f"{label} (đến {day_text(own.valid_to)})" if own.valid_to else label


def kinds_called(text: str) -> list[AgencyKind]:
    """Return the kinds of the catalogue that fit the words by name, variant or code."""
    words = words_of(text)
    return [kind for kind in all_kinds() if _kind_fits(kind, words)]


def _kind_fits(kind: AgencyKind, words: Sequence[str]) -> bool:
    spellings = fold(" ".join((kind.name, kind.code, *kind.variants)))
    return all(word in spellings for word in words)


def kinds_to_pick(text: str) -> Sequence[Choice]:
    """Return the kinds to choose from, one called exactly so alone."""
    found = kinds_called(text)
    exact = [kind for kind in found if fold(kind.name) == fold(text)]
    chosen = exact if len(exact) == 1 else found[:MOST_OFFERED]
    return [
        (kind.code, f"{kind.name} (đến {day_text(kind.valid_to)})" if kind.valid_to else kind.name) for kind in chosen
    ]
