"""The agency's first screen, and the list that every number opens."""

from datetime import date

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from tracker import clock
from tracker.agencies.classes import class_named
from tracker.errors import DomainError
from tracker.plans.scope import scope_named
from tracker.rights import Role
from tracker.tasks.board import BoardFilter, Group, board_rows, group_counts, plans_of, waiting_late
from tracker.tasks.listing import ListFilter, filter_choices, list_class, listed_tasks
from tracker.tasks.rules import DUE_SOON_WORKING_DAYS
from tracker.tasks.views.blueprint import bp
from tracker.tasks.wording import CLASS_WORDS, GROUP_WORDS
from tracker.vietnamese import parse_any_day, tidy
from tracker.web.fragments import varied
from tracker.web.gate import me, open_to, signed_in
from tracker.web.paging import asked_page
from tracker.workdays.queries import working_calendar

LONGEST_SEARCH = 200
NOBODY = 0  # the id that nothing has


def soon_until(today: date) -> date:
    """Return the last day that counts as "due soon": three working days ahead."""
    return working_calendar().add_working_days(today, DUE_SOON_WORKING_DAYS)


@bp.get("/viec")
@open_to(Role.CLERK, Role.HEAD)
def board() -> str:
    """Show what the person's agencies owe, the most urgent first."""
    today, actor = clock.today(), me()
    soon = soon_until(today)
    asked = _board_filter()
    page, numbers = board_rows(actor, asked, page=asked_page(), today=today, soon_until=soon)
    return render_template(
        "tasks/board.html",
        page=page,
        numbers=numbers,
        whole=group_counts(actor, today=today, soon_until=soon),
        waiting_late=waiting_late(actor, today=today),
        asked=asked,
        plans=plans_of(actor),
        groups=Group,
        group_words=GROUP_WORDS,
        agencies=_agency_names(),
    )


@bp.get("/nhiem-vu")
@signed_in
def index() -> Response:
    """Show the tasks the person may see, by the filters of the address, as they stood on a day."""
    actor = me()
    plans, agencies = filter_choices(actor)
    shown = {"plans": plans, "agencies": agencies, "classes": CLASS_WORDS, "written": request.args}
    try:
        asked = _list_filter()
    except DomainError as wrong:
        page = render_template("tasks/index.html", page=None, asked=None, refusal=_(wrong.sentence), **shown)
        return varied(make_response(page, wrong.status))
    found = listed_tasks(actor, asked, page=asked_page(), soon_until=soon_until(asked.on))
    return varied(make_response(render_template("tasks/index.html", page=found, asked=asked, **shown)))


def _agency_names() -> list[str]:
    own = me().agency_ids
    return sorted({a.agency.name for a in current_user.person.appointments if a.agency_id in own})


def _board_filter() -> BoardFilter:
    written = request.args.get("nhom", "")
    return BoardFilter(
        plan_id=_number("ke-hoach"),
        role=request.args.get("vai-tro", ""),
        words=tidy(request.args.get("q", ""))[:LONGEST_SEARCH],
        group=Group(written) if written in {group.value for group in Group} else None,
        is_late=written == Group.REPORTED and request.args.get("qua-han") == "1",
    )


def _list_filter() -> ListFilter:
    written = request.args.get("lop", "")
    chosen = list_class(written)
    if written and chosen is None:
        raise DomainError(_("Nhóm nhiệm vụ trong địa chỉ không có; hãy chọn trong danh sách."))
    return ListFilter(
        on=_asked_day(request.args.get("den-ngay", "")),
        plan_id=_number("ke-hoach"),
        agency_id=_number("co-quan"),
        chosen=chosen,
        agency_class=class_named(request.args.get("nhom", "")),
        scope=scope_named(request.args.get("pham-vi", "")),
        role=request.args.get("vai-tro", ""),
        words=tidy(request.args.get("q", ""))[:LONGEST_SEARCH],
    )


def _asked_day(written: str) -> date:
    """The day written as 30/06/2026, or as 2026-06-30 in the links of numbers; today when none is."""
    if not written:
        return clock.today()
    day = parse_any_day(written)
    if day is None:
        raise DomainError(_("Ngày tính đến không đúng; hãy nhập như 30/06/2026."))
    return day


def _number(name: str) -> int | None:
    """The id in the address; NOBODY for what is no number, so that it finds nothing, as an id unknown to the person."""
    written = request.args.get(name, "")
    if not written:
        return None
    return int(written) if written.isdecimal() and len(written) < 10 else NOBODY
