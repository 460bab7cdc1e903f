"""What the pages of one consolidated report share: the version asked for, the head, the tabs, a page of a list."""

from collections.abc import Sequence
from typing import Any, TypeVar

from flask import request, url_for
from flask_babel import gettext as _

from tracker import clock
from tracker.consolidation.basis import Basis
from tracker.errors import DomainError
from tracker.reports.drafting import check_writable
from tracker.reports.outline import OUTLINE
from tracker.reports.words import period_words, row_title
from tracker.rights import AGENCY_ROLES, WATCHING_ROLES, Role
from tracker.web.paging import PAGE_SIZE, Page, asked_page

READERS = (*AGENCY_ROLES, *WATCHING_ROLES)
WRITERS = (Role.CLERK, Role.HEAD, Role.MONITOR)
Line = TypeVar("Line")


def asked_version() -> int | None:
    """Return the version in the address ("lan"), None for the draft; one that nobody has when it is no number."""
    written = request.args.get("lan", "").strip()
    if not written:
        return None
    return int(written) if written.isdecimal() and len(written) < 6 else -1


def head_of(basis: Basis, here: str) -> dict[str, Any]:
    """Return what every page of a consolidated report needs: names, tabs, whether it can be written now."""
    row = basis.row
    refusal = refusal_of(basis)
    tabs = (("show", _("Báo cáo nguồn")), ("figures", _("Số liệu")), ("texts", _("Nội dung")))
    return {
        "row": row,
        "basis": basis,
        "title": row_title(row),
        "period": period_words(row.period_kind, row.period_key, row.period_start),
        "refusal": refusal,
        "writes": basis.writes and basis.version is None and not refusal,
        "tabs": [
            (words, url_for(f"consolidation.{name}", row_id=row.id, lan=basis.number), name == here)
            for name, words in tabs
        ],
    }


def refusal_of(basis: Basis) -> str:
    """Return why the draft takes nothing now, "" when it does."""
    if basis.version is not None:
        return ""
    try:
        check_writable(basis.row, today=clock.today())
    except DomainError as refused:
        return str(_(refused.sentence))
    return ""


def section_titles() -> dict[str, str]:
    """Return the full title of every section by its code."""
    return {section.code: f"{part.title} – {section.title}" for part in OUTLINE for section in part.sections}


def paged(lines: Sequence[Line]) -> Page[Line]:
    """Return the page of a list in memory that the address asks for."""
    last = Page((), 1, len(lines)).last
    number = min(asked_page(), last)
    return Page(lines[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], number, len(lines))
