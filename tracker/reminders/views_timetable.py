"""The timetable of a plan's reminders, what comes next in short, and the ladder as the code holds it."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from tracker import clock
from tracker.errors import NotVisible
from tracker.plans.models import Plan
from tracker.plans.queries import plan_visible_to
from tracker.reminders.ladder import LADDERS, REPEATS_END_DAYS, Audience
from tracker.reminders.ladder_words import AUDIENCE_WORDS, LADDER_WORDS, RULE_WORDS, audience_words, when_words
from tracker.reminders.timetable import QUARTER, YEAR, Announced, Send, announced, sends_ahead
from tracker.web.fragments import page_or_fragment
from tracker.web.gate import me, signed_in
from tracker.web.paging import PAGE_SIZE, Page, asked_page

bp = Blueprint("timetable", __name__)

NEXT = 5


@bp.get("/ke-hoach/<int:plan_id>/lich-nhac")
@signed_in
def show(plan_id: int) -> str:
    """Show who will be told what and when, by day; of the person's own agencies unless they watch the plan."""
    plan = plan_visible_to(me(), plan_id)
    ahead = YEAR if "nam" in request.args else QUARTER
    sends = _sends(plan, ahead)
    agencies = sorted({(send.subject.agency_id, send.subject.agency_name) for send in sends}, key=lambda one: one[1])
    agency_id, who = _number(request.args.get("co-quan", "")), request.args.get("nguoi-nhan", "")
    audience = Audience(who) if who in set(Audience) else None
    lines = announced(sends, agency_ids=None if agency_id is None else {agency_id}, audience=audience)
    number = asked_page()
    page = Page(lines[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], number, len(lines))
    return render_template(
        "reminders/timetable.html",
        plan=plan,
        page=page,
        days=[(day, list(found)) for day, found in groupby(page.rows, key=lambda line: line.day)],
        agencies=agencies,
        agency_id=agency_id,
        audience=audience,
        audiences=[(str(one), words) for one, words in AUDIENCE_WORDS.items()],
        watches=_watches(plan),
        until=clock.today() + ahead,
        is_year=ahead is YEAR,
        **_words(),
    )


@bp.get("/ke-hoach/<int:plan_id>/lich-nhac/sap-toi")
@signed_in
def coming(plan_id: int) -> Response:
    """Show the next lines of the timetable, as the panel on the plan's page or as a page of its own."""
    plan = plan_visible_to(me(), plan_id)
    lines = announced(_sends(plan, QUARTER), agency_ids=None, audience=None)[:NEXT]
    return page_or_fragment(
        "reminders/coming.html", "reminders/_coming.html", plan=plan, lines=lines, number=len(lines), **_words()
    )


@bp.get("/bac-thang-nhac-viec")
@signed_in
def ladder() -> str:
    """Print the ladder of each kind from the table that the planner uses."""
    return render_template(
        "reminders/ladder.html",
        ladders=LADDERS,
        ladder_words=LADDER_WORDS,
        when_words=when_words,
        repeats_end=REPEATS_END_DAYS,
        **_words(),
    )


def _sends(plan: Plan, ahead: timedelta) -> Sequence[Send]:
    today = clock.today()
    sends = sends_ahead(plan.id, today=today, until=today + ahead)
    return sends if _watches(plan) else [send for send in sends if send.subject.agency_id in me().own_agencies]


def _watches(plan: Plan) -> bool:
    return me().watches(issuer_id=plan.issuer_id, plan_id=plan.id)


def _words() -> dict[str, object]:
    return {"rule_words": RULE_WORDS, "audience_words": audience_words, "rung_words": _rung_words}


def _rung_words(line: Announced) -> str:
    """What the rung is called, a repeat with its number."""
    called = str(RULE_WORDS[line.nudge.rule])
    return _("%(called)s lần %(number)s", called=called, number=line.nudge.number) if line.nudge.number else called


def _number(written: str) -> int | None:
    if not written:
        return None
    if not written.isdecimal() or len(written) > 9:
        raise NotVisible()
    return int(written)
