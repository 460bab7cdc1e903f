"""flask worker, flask jobs list, flask jobs run NAME [--on DATE], flask reminders reconcile [--on DATE]."""

import logging
from datetime import date, datetime

import click
from flask import current_app

from tracker import clock
from tracker.extensions import db
from tracker.jobs.health import Health, health
from tracker.jobs.models import JobRun
from tracker.jobs.runner import run_worker
from tracker.jobs.runs import last_runs, run_job
from tracker.jobs.schedule import JOBS, READING_SECONDS, TICK_SECONDS, TIMETABLE, Counts, Job, Sender, last_day_due
from tracker.notifications.models import MessageState
from tracker.notifications.ownership import hold, new_owner_name
from tracker.notifications.queries import count_in_doubt, counts_by_state
from tracker.reminders.planner import missing_reminders
from tracker.vietnamese import day_text
from tracker.web.commands import DAY, Command, CommandGroup
from tracker.workdays.queries import working_calendar

jobs_cli = CommandGroup("jobs", help="Các việc chạy định kỳ.\n\nVí dụ: flask jobs run reminders --on 30/06/2026")
reminders_cli = CommandGroup("reminders", help="Nhắc việc.\n\nVí dụ: flask reminders reconcile --on 30/06/2026")


@click.command("worker", cls=Command)
def worker() -> None:
    """Chạy tiến trình nền: tạo kỳ báo cáo, nhắc việc, gửi thư. Dừng bằng Ctrl-C hoặc SIGTERM.

    Chỉ cảnh báo và lỗi được ghi ra; TRACKER_LOG_LEVEL=INFO để ghi cả các việc đã làm.

    Ví dụ: flask worker
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    logging.basicConfig(level=app.config["LOG_LEVEL"], format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    raise SystemExit(run_worker(app))


@jobs_cli.command("list")
def list_jobs() -> None:
    """Liệt kê các việc, giờ chạy và lần chạy gần nhất.

    Ví dụ: flask jobs list
    """
    last = last_runs()
    state = health(now=clock.now())
    for job in TIMETABLE:
        run = last.get(job.name)
        click.echo(f"{job.name:<10} {_hours(job):<51} {job.about}; {_last(job, run, state)}")
        if run is not None and run.problem:
            click.echo(f"{'':<10} lỗi gần nhất: {run.problem}")


@jobs_cli.command("run")
@click.argument("name", metavar="VIỆC")
@click.option("--on", "on", type=DAY, help="Coi ngày này là hôm nay, viết như 2026-06-30 hoặc 30/06/2026.")
def run(name: str, on: date | None) -> None:
    """Chạy một việc ngay: periods, reminders, reconcile, recover, deliver hoặc readings.

    Ví dụ: flask jobs run reminders --on 2026-06-30
    """
    job = JOBS.get(name)
    if job is None:
        click.echo(f"Không có việc «{name}». Các việc: {', '.join(JOBS)}.", err=True)
        raise SystemExit(2)
    if on is not None:
        clock.fix_day(on)
    counts = _run(job)
    click.echo(f"{job.name}, ngày {day_text(clock.today())}: {_said(counts)}")


def _run(job: Job) -> Counts:
    owner = hold(new_owner_name())
    assert owner is not None, "a new name is never held"
    try:
        return run_job(job, Sender(owner.name))
    finally:
        owner.release()


@reminders_cli.command("reconcile")
@click.option("--on", "on", type=DAY, help="Đối chiếu cho ngày này, viết như 2026-06-30 hoặc 30/06/2026.")
def reconcile(on: date | None) -> None:
    """Đối chiếu: nhắc việc đến kỳ theo quy tắc mà chưa có trong hàng thư. Không thiếu: mã thoát 0; thiếu: 1.

    Ví dụ: flask reminders reconcile --on 2026-06-30
    """
    day = on if on is not None else _day_to_reconcile()
    missing = missing_reminders(on=day)
    for person_id, line in missing:
        click.echo(
            f"thiếu: người {person_id}, {line.subject} {line.subject_id}, {line.rule}, hạn {day_text(line.due_on)}"
        )
    click.echo(f"Ngày {day_text(day)}: thiếu {len(missing)} nhắc việc.")
    raise SystemExit(1 if missing else 0)


def _day_to_reconcile() -> date:
    return last_day_due(JOBS["reminders"], today=clock.today(), now=clock.now(), calendar=working_calendar())


def _hours(job: Job) -> str:
    if job.begins_at is None:
        return f"mỗi {READING_SECONDS if job.stands_apart else TICK_SECONDS} giây"
    days = "ngày làm việc" if job.on_working_days_only else "hằng ngày"
    again = "" if job.repeats_after is None else f", lặp lại sau {int(job.repeats_after.total_seconds() // 60)} phút"
    return f"{days} từ {job.begins_at:%H:%M}{again}"


def _last(job: Job, run: JobRun | None, state: Health) -> str:
    """Say when the job ran last. At each tick nothing is kept unless there was work: there the worker's beat tells."""
    worked = "" if run is None or run.finished_at is None else _moment(run.finished_at)
    if job.begins_at is not None:
        return f"lần cuối: {worked or 'chưa chạy'}"
    if state.beat_at is None:
        beat = "tiến trình nền không chạy"
    elif state.is_well:
        beat = f"tiến trình nền đang chạy, báo lúc {_moment(state.beat_at)}"
    else:
        beat = f"tiến trình nền im lặng từ {_moment(state.beat_at)}"
    return f"{beat}; có việc lần cuối: {worked}" if worked else beat


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(clock.VIETNAM):%d/%m/%Y %H:%M}"


def _said(counts: Counts) -> str:
    """Say the five counts that matter, and those that only this job knows."""
    states = counts_by_state()
    waiting = sum(states[state] for state in (MessageState.PENDING, MessageState.CLAIMED, MessageState.HANDING_OVER))
    known = {
        "đến kỳ": counts.get("planned", 0),
        "xếp mới": counts.get("queued", 0),
        "đã gửi": counts.get("sent", 0),
        "còn chờ": waiting,
        "chưa rõ": count_in_doubt(),
    }
    more = {_MORE[name]: number for name, number in counts.items() if name in _MORE and number}
    db.session.rollback()
    return ", ".join(f"{words} {number}" for words, number in (known | more).items())


_MORE = {
    "read": "văn bản đã đọc",
    "refused": "văn bản không đọc được",
    "tasks": "lần nhiệm vụ mới",
    "rows": "dòng báo cáo mới",
    "cancelled": "không còn đúng",
    "failed": "chưa gửi được",
    "released": "thu lại",
    "resending": "sẽ gửi lại",
    "held": "chờ quyết định",
    "brought_back": "gọi về vì đồng hồ từng chạy sai",
    "missing": "thiếu khi đối chiếu",
}
