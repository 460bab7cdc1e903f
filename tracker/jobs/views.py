"""Whether the worker lives, for whoever watches it; and the outbox, for the administrator."""

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.jobs.health import STALE_AFTER, health, newest_beat, workers
from tracker.jobs.reconciling import last_reconciled
from tracker.notifications import outbox_queries
from tracker.notifications.channels.registry import CHANNELS, channels_set_up
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
    """Show how each channel stands, who sends, whether anything is missing, and what needs a decision."""
    now, number = clock.now(), asked_page()
    standings = outbox_queries.standings([channel.name for channel in channels_set_up()], now=now)
    undecided = sum(standing.undecided for standing in standings.values())
    return render_template(
        "jobs/outbox.html",
        page=Page(outbox_queries.troubled(page=number, size=PAGE_SIZE), number, undecided),
        standings=standings,
        channels=CHANNELS,
        states=MessageState,
        workers=workers(now=now),
        reconciled=last_reconciled(),
        decisions=outbox_queries.last_decisions(),
        now=now,
    )
