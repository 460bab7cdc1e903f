"""Pages of a plan's document: its text with a clause highlighted, and the file as it came.

The list of plans and the page of one plan show what higher features know; they stand in tracker/intake/views/plan.py.
"""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.files.serve import attachment
from tracker.history.pages import history_page
from tracker.plans import queries
from tracker.plans.text import paragraphs_of
from tracker.web.gate import me, signed_in

bp = Blueprint("plans", __name__)


@bp.get("/ke-hoach/<int:plan_id>/van-ban")
@signed_in
def text(plan_id: int) -> ResponseReturnValue:
    """The whole text with the passage ?tu=<start>&den=<end> highlighted, its first words under #trich."""
    plan = queries.plan_with_text(me(), plan_id)
    start, end = _place("tu"), min(_place("den"), len(plan.text))
    marks = [(start, end, 1)] if start < end else []
    paragraphs = paragraphs_of(plan.text, marks)
    return render_template("plans/text.html", plan=plan, paragraphs=paragraphs, is_marked=bool(marks))


@bp.get("/ke-hoach/<int:plan_id>/ban/<int:version_id>/van-ban")
@signed_in
def version_text(plan_id: int, version_id: int) -> ResponseReturnValue:
    """The whole text of a document that changed the plan, with the passage ?tu=<start>&den=<end> highlighted."""
    version = queries.version_visible_to(me(), plan_id, version_id)
    start, end = _place("tu"), min(_place("den"), len(version.text))
    marks = [(start, end, 1)] if start < end else []
    paragraphs = paragraphs_of(version.text, marks)
    return render_template(
        "plans/text.html", plan=version.plan, version=version, paragraphs=paragraphs, is_marked=bool(marks)
    )


@bp.get("/ke-hoach/<int:plan_id>/ban/<int:version_id>/tep")
@signed_in
def version_original(plan_id: int, version_id: int) -> ResponseReturnValue:
    """A document that changed the plan, as it was uploaded."""
    return attachment(queries.version_visible_to(me(), plan_id, version_id).file)


@bp.get("/ke-hoach/<int:plan_id>/co-quan")
@signed_in
def agencies(plan_id: int) -> ResponseReturnValue:
    """The agencies that lead, support or report in the plan, and so may read it."""
    plan = queries.plan_visible_to(me(), plan_id)
    return render_template("plans/agencies.html", plan=plan, agencies=queries.participants_of(plan.id))


@bp.get("/ke-hoach/<int:plan_id>/lich-su")
@signed_in
def history(plan_id: int) -> ResponseReturnValue:
    """Every change of the plan as it was recorded."""
    plan = queries.plan_visible_to(me(), plan_id)
    back = (_("Kế hoạch"), url_for("plans.show", plan_id=plan.id))
    return history_page("plan", plan.id, words=plan.short_name, back=back)


@bp.get("/ke-hoach/<int:plan_id>/tep")
@signed_in
def original(plan_id: int) -> ResponseReturnValue:
    """The document as it was uploaded."""
    return attachment(queries.plan_visible_to(me(), plan_id).file)


def _place(name: str) -> int:
    written = request.args.get(name, "")
    return int(written) if written.isdecimal() and len(written) < 10 else 0
