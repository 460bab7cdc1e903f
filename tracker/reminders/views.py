"""Pages of following up: who is late, urging them, the log of urgings, and what waits for a decision."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint, current_app, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from tracker import clock
from tracker.consolidation.by_period import ConsolidatedRow, consolidated_by_period
from tracker.errors import NotVisible
from tracker.notifications.hours import leaves_at
from tracker.plans.models import Plan
from tracker.plans.scope import Scope
from tracker.reminders import follow_up as queries
from tracker.reminders import urging
from tracker.reminders.board import FollowUp, follow_up_for
from tracker.reminders.matrix import group_names
from tracker.reminders.waiting import WaitingCounts, waiting_counts, waiting_for
from tracker.reports.words import row_title
from tracker.rights import Role
from tracker.vietnamese import day_text
from tracker.web.fragments import go_to
from tracker.web.gate import me, open_to
from tracker.workdays.queries import working_calendar

bp = Blueprint("reminders", __name__)

WATCHING = (Role.MONITOR, Role.COMMITTEE, Role.SECRETARY)


@bp.get("/theo-doi")
@open_to(*WATCHING)
def follow_up() -> ResponseReturnValue:
    """Show who is late, every period with its equation, and agencies × periods."""
    board = follow_up_for(
        me(),
        clock.today(),
        plan_id=_number(request.args.get("ke-hoach", "")),
        period=request.args.get("ky", ""),
        group=request.args.get("nhom", ""),
    )
    return render_template(
        "reminders/follow_up.html",
        board=board,
        urgeable=board.urgeable(me()),
        is_own=me().belongs_to,
        plan_options=_options(board.plans),
        period_options=[(line.key, line.name[:1].upper() + line.name[1:]) for line in reversed(board.periods)],
        group_options=_group_options(board),
        own_agency=_own_agency(),
        rows_url=_rows_url(board),
        tasks_url=_tasks_url(board),
        note=_group_note,
        judges=me().has(Role.MONITOR, Role.SECRETARY),
        waiting=_strip(waiting_counts(me(), board.on)),
        consolidated=_consolidated(board),
    )


@bp.get("/theo-doi/don-doc/xem-truoc")
@open_to(Role.MONITOR)
def urging_preview() -> ResponseReturnValue:
    """Show what would be sent to whom, before anything is sent."""
    wanted = asked_to_urge()
    today = clock.today()
    letters = urging.letters_for(wanted, by=me(), today=today)
    fresh = [s for letter in letters for s in letter.subjects if (s.kind, s.id) not in letter.again]
    return render_template(
        "reminders/preview.html",
        letters=letters,
        new_plans=urging.plans_entered_today(letters),
        chosen=" ".join(f"{subject.kind}-{subject.id}" for subject in fresh),
        sentences={(s.kind, s.id): urging.sentence(s, None, me(), today) for s in fresh},
        people=len({person for letter in letters for person, _name in letter.people}),
        leaves=_leaves(),
    )


@bp.post("/theo-doi/don-doc")
@open_to(Role.MONITOR)
def urge() -> ResponseReturnValue:
    """Send the urgings that the preview showed."""
    wanted = _wanted(request.form.get("chon", "").split(), None)
    sent = urging.urge(wanted, words=request.form.get("loi-nhan"), by=me(), today=clock.today())
    flash(
        _(
            "Đã ghi %(urgings)s lượt đôn đốc và gửi tới %(people)s người; kết quả gửi thư hiện ở nhật ký bên dưới.",
            urgings=sent.urgings,
            people=sent.people,
        ),
        "success",
    )
    if sent.people and (waits := _leaves()):
        flash(waits, "info")
    if sent.without_account:
        flash(_("Chưa có tài khoản, cần gọi điện: %(names)s.", names=", ".join(sent.without_account[:10])), "warning")
    if sent.passed_over:
        flash(ngettext("Bỏ qua %(num)s nội dung.", "Bỏ qua %(num)s nội dung.", sent.passed_over), "info")
    return go_to(url_for("reminders.urging_log"))


def _leaves() -> str:
    """Say when messages of now leave, outside the sending hours; empty inside them."""
    at = leaves_at(
        today=clock.today(), now=clock.now(), calendar=working_calendar(), quiet=current_app.config["QUIET_HOURS"]
    )
    if at is None:
        return ""
    said = _(
        "Đang ngoài giờ gửi: thư và tin nhắn sẽ rời hệ thống từ %(hour)s ngày %(day)s; hộp thông báo của người nhận có "
        "ngay.",
        hour=f"{at:%H:%M}",
        day=day_text(at.date()),
    )
    return str(said)


@bp.get("/cho-xu-ly")
@open_to(Role.MONITOR, Role.SECRETARY)
def queue() -> ResponseReturnValue:
    """Show what waits for this person's decision."""
    waits = waiting_for(me(), clock.today())
    return render_template(
        "reminders/queue.html",
        waits=waits,
        strip=_strip(waits.counts, waits.drafts_total),
        titles={row.id: row_title(row) for row in waits.reports},
    )


def _strip(waits: WaitingCounts, drafts: int | None = None) -> list[dict[str, Any]]:
    """What waits for this person, by kind, each with where it stands on the page of the queue."""
    kinds = [
        ("bao-cao", _("Báo cáo cần kiểm tra"), waits.reports, "file-text"),
        ("ket-qua", _("Kết quả cần xác nhận"), waits.results, "send"),
        ("gia-han", _("Đề nghị gia hạn"), waits.requests, "clock-hour-4"),
        ("kho-khan", _("Khó khăn cần trả lời"), waits.difficulties, "help-circle"),
        ("tra-lai", _("Nhiệm vụ bị trả lại"), waits.declined, "arrow-back-up"),
    ]
    kinds += [("ban-nhap", _("Bản nháp cần rà soát"), drafts, "inbox")] if drafts is not None else []
    here = "" if request.endpoint == "reminders.queue" else url_for("reminders.queue")
    return [
        {"number": number, "label": label, "url": f"{here}#{name}" if number else None, "icon": icon}
        for name, label, number, icon in kinds
    ]


def _group_note(counts: Mapping[str, int]) -> str:
    """Say how the chosen period stands in a class of agencies: only what is there."""
    said = [
        (_("đã nhận"), counts.get("on_time", 0) + counts.get("late", 0)),
        (_("trả lại"), counts.get("returned", 0)),
        (_("được miễn"), counts.get("excused", 0)),
        (_("còn hạn"), counts.get("to_come", 0)),
        (_("trong thời gian gia hạn nộp"), counts.get("in_grace", 0)),
        (_("quá hạn"), counts.get("overdue", 0)),
    ]
    return ", ".join(f"{words} {number}" for words, number in said if number)


def _consolidated(board: FollowUp) -> Mapping[str, list[ConsolidatedRow]]:
    """The consolidated reports of the periods on the board."""
    if not board.periods:
        return {}
    plan_ids = [board.plan_id] if board.plan_id else [plan.id for plan in board.plans]
    return consolidated_by_period(me(), plan_ids, [line.key for line in board.periods], today=board.on)


def _own_agency() -> str:
    """The agency for which the person follows up, as it stands above the title."""
    appointments = current_user.person.appointments
    return next((a.agency.name for a in appointments if a.role in WATCHING and a.agency), "")


def asked_to_urge() -> urging.Wanted:
    """Return what the address of a preview ticks: single rows ("rieng"), or several ("chon") of one plan or all."""
    single = request.args.getlist("rieng")
    return _wanted(single or request.args.getlist("chon"), _number(request.args.get("ke-hoach", "")))


def _wanted(ticked: list[str], plan_id: int | None) -> urging.Wanted:
    """Read the ticks: report_row-12, task-5, agency-7. Anything else is refused."""
    ids: dict[str, set[int]] = {queries.REPORT: set(), queries.TASK: set(), "agency": set()}
    for tick in ticked:
        kind, _sign, written = tick.partition("-")
        number = _number(written)
        if kind not in ids or number is None:
            raise NotVisible()
        ids[kind].add(number)
    return urging.Wanted(
        frozenset(ids[queries.REPORT]), frozenset(ids[queries.TASK]), frozenset(ids["agency"]), plan_id
    )


def _number(written: str) -> int | None:
    if not written:
        return None
    if not written.isdecimal() or len(written) > 9:
        raise NotVisible()
    return int(written)


def _options(plans: Iterable[Plan]) -> list[tuple[int, str]]:
    return [(plan.id, f"{plan.short_name[:60]} ({day_text(plan.issued_on)})") for plan in plans]


def _group_options(board: FollowUp) -> list[tuple[str, str]]:
    """The classes that have agencies here, and the one that was asked for."""
    sizes = ((key, name, board.groups.get(key, 0)) for key, name in group_names().items())
    return [(key, f"{_(name)} ({size})") for key, name, size in sizes if size or key == board.group]


def _rows_url(board: FollowUp) -> Callable[..., str]:
    """Return what makes the address of the report rows behind a number of the page."""
    kept: dict[str, Any] = {"den-ngay": day_text(board.on), "ke-hoach": board.plan_id, "nhom": board.group}

    def address(period: str, standing: str = "") -> str:
        wanted = {**kept, "ky": period, "lop": standing, "pham-vi": "" if board.plan_id else Scope.FOLLOWED.value}
        return url_for("reports.index", **{name: value for name, value in wanted.items() if value})

    return address


def _tasks_url(board: FollowUp) -> Callable[[int], str]:
    """Return what makes the address of the overdue tasks of an agency."""
    kept: dict[str, Any] = {"lop": "open_overdue", "den-ngay": day_text(board.on)}
    where = {"ke-hoach": board.plan_id} if board.plan_id else {"pham-vi": Scope.FOLLOWED.value}
    return lambda agency_id: url_for("tasks.index", **{**kept, **where, "co-quan": agency_id})
