"""Whether the worker lives, for whoever watches it; and the outbox, for the administrator."""

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.jobs.health import STALE_AFTER, health, newest_beat
from tracker.notifications import queries
from tracker.notifications.models import MessageState
from tracker.rights import Role
from tracker.web.gate import open_to, public
from tracker.web.paging import PAGE_SIZE, Page, asked_page

bp = Blueprint("jobs", __name__)


@bp.app_template_global("worker_is_silent")
def worker_is_silent() -> bool:
    """Tell pages whether no worker gave a sign of life lately."""
    beat_at = newest_beat()
    return beat_at is None or clock.now() - beat_at > STALE_AFTER


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Answer 200 when the worker lives (or none is expected), 503 when its beat is old or mail waits without one."""
    now = clock.now()
    state = health(now=now)
    age = None if state.beat_at is None else int((now - state.beat_at).total_seconds())
    return jsonify({"status": state.status, "worker_beat_seconds": age}), 200 if state.is_well else 503


@bp.get("/quan-tri/thu")
@open_to(Role.ADMINISTRATOR)
def outbox() -> ResponseReturnValue:
    """Show how the mail stands, and what needs a decision."""
    number = asked_page()
    rows, total = queries.troubled(page=number, size=PAGE_SIZE)
    return render_template(
        "jobs/outbox.html",
        page=Page(rows, number, total),
        counts=queries.counts_by_state(),
        states=MessageState,
        oldest=queries.oldest_waiting(),
        beat_at=newest_beat(),
    )
