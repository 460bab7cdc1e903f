"""The log: urgings by hand, automatic reminders, telephone calls, each with whom, when, how and the result."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.notifications.channels.registry import CHANNELS
from tracker.notifications.models import MessageState
from tracker.reminders import follow_up as queries
from tracker.reminders import log
from tracker.reminders.forms import RESULTS
from tracker.reminders.log import LogFilter
from tracker.reminders.views import WATCHING, bp
from tracker.rights import Role
from tracker.vietnamese import day_text, parse_day
from tracker.web.gate import me, open_to
from tracker.web.paging import asked_page

__all__ = ["bp", "urging_log"]
BY_HAND, AUTOMATIC, CALLS = "don-doc", "tu-dong", "dien-thoai"


@bp.get("/theo-doi/don-doc")
@open_to(*WATCHING)
def urging_log() -> ResponseReturnValue:
    """Show the log of one kind, filtered by plan, agency and days."""
    asked = _asked()
    kind = request.args.get("loai", BY_HAND)
    kind = kind if kind in (BY_HAND, AUTOMATIC, CALLS) else BY_HAND
    return render_template(
        "reminders/log.html",
        kind=kind,
        asked=asked,
        kept={name: value for name, value in request.args.items() if name not in ("loai", "trang") and value},
        kinds=[(BY_HAND, _("Đôn đốc tay")), (AUTOMATIC, _("Nhắc tự động")), (CALLS, _("Điện thoại"))],
        plans=[
            (p.id, f"{p.short_name[:60]} ({day_text(p.issued_on)})")
            for p in queries.plans_followed(me(), clock.today())
        ],
        agencies=log.agencies_of(me()),
        state_words=result_words(),
        channel_words={name: _(channel.title) for name, channel in CHANNELS.items()},
        call_words=RESULTS,
        enters_calls=me().has(Role.MONITOR),
        **_READERS[kind](asked),
    )


def _urgings(asked: LogFilter) -> dict[str, Any]:
    page = queries.logged_urgings(me(), asked, asked_page())
    return {"page": page, "told": log.told_by_urging([line.urging.id for line in page.rows])}


def _automatic(asked: LogFilter) -> dict[str, Any]:
    return {"page": log.told_automatically(me(), asked, asked_page())}


def _calls(asked: LogFilter) -> dict[str, Any]:
    return {"page": log.calls(me(), asked, asked_page())}


_READERS: Mapping[str, Callable[[LogFilter], dict[str, Any]]] = {
    BY_HAND: _urgings,
    AUTOMATIC: _automatic,
    CALLS: _calls,
}


def _asked() -> LogFilter:
    return LogFilter(_number("ke-hoach"), _number("co-quan"), _day("tu"), _day("den"))


def _number(name: str) -> int | None:
    written = request.args.get(name, "")
    return int(written) if written.isdecimal() and len(written) < 10 else None


def _day(name: str) -> date | None:
    return parse_day(request.args.get(name, "").strip())


def result_words() -> dict[MessageState, str]:
    """Say what became of a message."""
    return {
        MessageState.SENT: _("đã gửi"),
        MessageState.PENDING: _("chờ gửi"),
        MessageState.CLAIMED: _("đang gửi"),
        MessageState.HANDING_OVER: _("đang gửi"),
        MessageState.UNCERTAIN: _("chưa rõ đã đến"),
        MessageState.DEAD: _("không gửi được"),
        MessageState.CANCELLED: _("đã bỏ vì không còn cần"),
    }
