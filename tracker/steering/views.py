"""The page of the steering committee."""

from datetime import date
from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.errors import NotVisible
from tracker.rights import Role
from tracker.steering.chart import draw
from tracker.steering.figures import Figures, figures_for
from tracker.tasks.counts import Ageing
from tracker.tasks.deadlines import half_year_start
from tracker.vietnamese import day_text, parse_day
from tracker.web.fragments import varied
from tracker.web.gate import me, open_to

bp = Blueprint("steering", __name__)

WIDE, NARROW = (640, 132), (328, 112)


@bp.get("/ban-chi-dao")
@open_to(Role.MONITOR, Role.COMMITTEE, Role.SECRETARY)
def committee() -> ResponseReturnValue:
    """Show where the programme stands: everything as of a day, every number a link to its rows."""
    written = request.args.get("den-ngay", "").strip()
    day = parse_day(written) if written else clock.today()
    figures = figures_for(me(), day or clock.today(), _plan_id(request.args.get("ke-hoach", "")))
    page = render_template(
        "steering/committee.html",
        figures=figures,
        written_day=written or day_text(figures.on),
        wrong_day=day is None,
        opened=request.args.get("mo", ""),
        since=half_year_start(figures.on),
        plan_options=[(plan.id, f"{plan.short_name[:60]} ({day_text(plan.issued_on)})") for plan in figures.choices],
        age_words=_age_words(),
        charts=[draw(figures.trend, *size) for size in (WIDE, NARROW)],
        links=_Links(figures),
    )
    return varied(make_response(page, 422 if day is None else 200))


def _age_words() -> dict[Ageing, str]:
    return {
        Ageing.MONTH: _("1 đến 30"),
        Ageing.TWO_MONTHS: _("31 đến 60"),
        Ageing.FOUR_MONTHS: _("61 đến 120"),
        Ageing.LONGER: _("trên 120"),
    }


def _plan_id(written: str) -> int | None:
    if not written:
        return None
    if not written.isdecimal() or len(written) > 9:
        raise NotVisible()
    return int(written)


class _Links:
    """Addresses of the rows behind the numbers: same day, same plan."""

    def __init__(self, figures: Figures) -> None:
        self._day: date = figures.on
        self._plan_id = figures.plan.id if figures.plan else None

    def tasks(self, standing: str = "", **more: Any) -> str:
        """Return the list of tasks in a class on the day; `plan`, `agency` and `level` narrow it."""
        return url_for("tasks.index", **self._filters(lop=standing, **more))

    def reports(self, standing: str = "", **more: Any) -> str:
        """Return the list of report rows in a class on the day."""
        return url_for("reports.index", **self._filters(lop=standing, **more))

    def on(self, day: date, standing: str) -> str:
        """Return the list of tasks in a class on another day."""
        return url_for("tasks.index", **{**self._filters(lop=standing), "den-ngay": day_text(day)})

    def here(self, opened: str) -> str:
        """Return this page with a class of agencies opened (or, with an empty name, closed)."""
        return url_for("steering.committee", **self._filters(mo=opened), _anchor="co-quan")

    def _filters(self, **more: Any) -> dict[str, Any]:
        names = {"plan": "ke-hoach", "agency": "co-quan", "level": "nhom"}
        wanted = {"plan": self._plan_id, **more}
        filters = {names.get(name, name): value for name, value in wanted.items() if value not in ("", None)}
        if "ke-hoach" not in filters:
            filters["pham-vi"] = "theo-doi"  # only plans that the person watches, not those their agency takes part in
        return {**filters, "den-ngay": day_text(self._day)}
