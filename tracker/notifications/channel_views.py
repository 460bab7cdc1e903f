"""By which channels one hears, and what the administrator allows: each channel with its state and a test message."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tracker import clock
from tracker.errors import NotVisible
from tracker.notifications import channel_queries as queries
from tracker.notifications import service
from tracker.notifications.channels.registry import CHANNELS, channels_set_up
from tracker.notifications.trying import try_channel
from tracker.notifications.wishes import wishes_of
from tracker.rights import ROLE_WORDS, Role
from tracker.web.fragments import go_to
from tracker.web.gate import me, open_to, signed_in

bp = Blueprint("channels", __name__)


@bp.get("/tai-khoan/kenh")
@signed_in
def own() -> str:
    """Show by which channels one hears."""
    person = current_user.person
    wishes = wishes_of({person.id}, on=clock.today())
    return render_template("notifications/channels.html", channels=channels_set_up(), wishes=wishes, person=person)


@bp.post("/tai-khoan/kenh")
@signed_in
def choose() -> ResponseReturnValue:
    """Keep what one ticked."""
    service.choose_channels(set(request.form.getlist("kenh")), by=me())
    flash(_("Đã lưu cách nhận thông báo."), "success")
    return go_to(url_for("channels.own"))


@bp.get("/quan-tri/kenh")
@open_to(Role.ADMINISTRATOR)
def limits() -> str:
    """Show every channel: whether it is set up and allowed, for whom, and how it does."""
    return render_template(
        "notifications/limits.html",
        channels=CHANNELS.values(),
        limits=queries.channel_limits(),
        states=queries.channel_states(),
        roles=[(role, _(words)) for role, words in ROLE_WORDS.items()],
        now=clock.now(),
    )


@bp.post("/quan-tri/kenh/<any('email', 'webhook'):channel>")
@open_to(Role.ADMINISTRATOR)
def limit(channel: str) -> ResponseReturnValue:
    """Keep what the administrator says of a channel."""
    ticked = request.form.getlist("vai-tro")
    if not set(ticked) <= set(Role):
        raise NotVisible()
    roles = None if request.form.get("cho") != "vai-tro" else [Role(role) for role in ticked]
    service.limit_channel(channel, is_allowed=request.form.get("cho") != "tat", roles=roles, by=me())
    flash(_("Đã lưu giới hạn của kênh."), "success")
    return go_to(url_for("channels.limits"))


@bp.post("/quan-tri/kenh/<any('email', 'webhook'):channel>/thu")
@open_to(Role.ADMINISTRATOR)
def send_test(channel: str) -> ResponseReturnValue:
    """Send a test message to the administrator who asks, and say what the server answered."""
    problem = try_channel(channel, service.note_test(channel, by=me()))
    if problem is None:
        flash(_("Máy chủ đã nhận tin thử; hãy kiểm tra hộp thư hoặc điện thoại của đồng chí."), "success")
    else:
        flash(_("Chưa gửi được tin thử. Máy chủ trả lời: %(answer)s", answer=problem), "error")
    return go_to(url_for("channels.limits"))
