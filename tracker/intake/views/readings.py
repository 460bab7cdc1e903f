"""Pages of a document that waits for its reading: how far it is, yes to its length, once more, throw it away."""

from datetime import timedelta

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.intake.queries import issuers_monitored
from tracker.intake.reading_models import PlanReading, ReadingState
from tracker.intake.reading_queries import count_before, reading_of
from tracker.intake.service.queueing import name_issuer, read_again, throw_away
from tracker.intake.views.drafts import next_page
from tracker.rights import Role
from tracker.web.fragments import go_to, page_or_fragment
from tracker.web.gate import me, open_to

bp = Blueprint("readings", __name__)

LONG_WAIT = timedelta(minutes=2)


@bp.get("/tiep-nhan/dang-doc/<int:reading_id>")
@open_to(Role.MONITOR, Role.CLERK, Role.HEAD)
def show(reading_id: int) -> ResponseReturnValue:
    """How far the reading is; the part of the page that htmx asks for again and again, or the page."""
    reading = reading_of(me(), reading_id)
    return page_or_fragment("intake/reading.html", "intake/_reading.html", **_words(reading))


@bp.post("/tiep-nhan/dang-doc/<int:reading_id>/doc")
@open_to(Role.MONITOR, Role.CLERK, Role.HEAD)
def again(reading_id: int) -> ResponseReturnValue:
    """Say yes to the length, or try once more, or say who issued it."""
    written = request.form.get("issuer_id", "")
    if written.isdecimal() and len(written) < 10:
        return go_to(next_page(name_issuer(reading_id, int(written), by=me())))
    read_again(reading_id, by=me())
    return go_to(url_for("readings.show", reading_id=reading_id))


@bp.post("/tiep-nhan/dang-doc/<int:reading_id>/bo")
@open_to(Role.MONITOR, Role.CLERK, Role.HEAD)
def drop(reading_id: int) -> ResponseReturnValue:
    """Throw the document away."""
    throw_away(reading_id, by=me())
    flash(_("Đã bỏ văn bản; chưa có gì được giao từ văn bản đó."), "success")
    return go_to(url_for("drafts.index"))


def _words(reading: PlanReading) -> dict[str, object]:
    waits_long = reading.state is ReadingState.WAITING and clock.now() - reading.changed_at > LONG_WAIT
    waits = reading.state is ReadingState.WAITING
    return {
        "reading": reading,
        "states": ReadingState,
        "waits_long": waits_long,
        "before": count_before(reading) if waits else 0,
        "issuers": issuers_monitored(me()) if reading.state is ReadingState.NAMELESS else (),
    }
