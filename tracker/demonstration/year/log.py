"""The log of the year: what was told to whom on which day; and how each agency did, in one table."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from sqlalchemy import Select, select

from tracker import clock
from tracker.accounts.models import Appointment, Person
from tracker.agencies.models import Agency
from tracker.demonstration.year.script import Deed, deeds
from tracker.extensions import db
from tracker.notifications.models import Message, MessageLine, MessageState
from tracker.reports.counts import counts_by as reports_by
from tracker.tasks.counts import counts_by as tasks_by
from tracker.vietnamese import day_text, shortened

LONGEST = 150
RULER = "─" * 100
DID = {
    "acknowledge": "nhận việc",
    "update": "cập nhật",
    "done": "báo đã xong",
    "decline": "trả lại việc",
    "confirm": "xác nhận",
    "return": "trả lại kết quả",
    "hand_over": "chuyển giao",
    "submit": "nộp báo cáo",
    "accept": "chấp nhận",
    "return_report": "trả lại báo cáo",
    "take_in": "nhập thay bản giấy",
    "excuse_communes": "miễn cho các xã",
    "send_up": "tổng hợp, gửi lên",
    "accept_up": "chấp nhận",
    "return_up": "trả lại báo cáo",
    "ask_task": "xin gia hạn",
    "ask_report": "xin gia hạn",
    "grant": "cho gia hạn",
    "refuse": "không cho gia hạn",
    "raise": "nêu khó khăn",
    "answer": "trả lời khó khăn",
    "urge": "đôn đốc",
    "call": "yêu cầu báo cáo",
    "end_agency": "cơ quan kết thúc",
}
Told = tuple[str, str, str]  # who, by which channel, what


def written_log() -> Iterator[str]:
    """Yield the log line by line: under each day what people did, then what the system told them."""
    told = _told_by_day()
    done: dict[date, list[Deed]] = defaultdict(list)
    for deed in deeds():
        done[deed.day].append(deed)
    for day in sorted(told.keys() | done.keys()):
        yield f"── {day_text(day)} {RULER[:60]}"
        for deed in done[day]:
            about = " · ".join(part for part in (deed.whose, deed.about, deed.words) if part)
            yield f"   {_who(deed):<36} {DID[deed.what]:<18} {shortened(about, LONGEST)}"
        for who, channel, what in told.get(day, ()):
            yield f" → {shortened(who, 36):<36} {channel:<18} {what}"


def _who(deed: Deed) -> str:
    return {"monitor": "Theo dõi", "secretary": "Thư ký", "administrator": "Quản trị"}.get(deed.who, deed.who)


def _told_by_day() -> dict[date, list[Told]]:
    """Every line that was sent, by the day on which its message left."""
    sent = (
        select(Message.sent_at, Message.kind, MessageLine.channel, MessageLine.rule, MessageLine.text, Person.name)
        .join(Message, Message.id == MessageLine.message_id)
        .join(Person, Person.id == MessageLine.person_id)
        .where(Message.state == MessageState.SENT, MessageLine.is_stale.is_(False))
        .order_by(Message.sent_at, Person.name, MessageLine.id)
    )
    found: dict[date, list[Told]] = defaultdict(list)
    for moment, kind, channel, rule, text, name in db.session.execute(sent):
        day = moment.astimezone(clock.VIETNAM).date()
        found[day].append((name, f"{channel}/{kind.value}", f"[{rule.partition(':')[0]}] {text}"))
    return found


def summary(on: date) -> Iterator[str]:
    """Yield a table: of each agency its tasks and reports as of the day, and what its people were sent in the year."""
    tasks, reports = tasks_by("agency", on), reports_by(on, ("agency_id",))
    letters, lines = _letters(), _lines()
    names = {agency.id: agency.name for agency in db.session.scalars(select(Agency).order_by(Agency.id))}
    yield RULER
    yield (
        f"{'Cơ quan':<34}{'việc':>5}{'đúng hạn':>10}{'quá hạn':>9}{'còn nợ':>8}"
        f"{'báo cáo':>9}{'đúng hạn':>10}{'muộn':>6}{'thiếu':>7}{'thư':>6}{'dòng':>6}"
    )
    for agency_id in sorted(tasks.keys() | {key[0] for key in reports}):
        work, report = tasks.get(agency_id), reports.get((agency_id,))
        done = (work.total, work.done_on_time, work.done_late, work.open_overdue) if work else (0, 0, 0, 0)
        came = (report.expected, report.on_time, report.late, report.missing) if report else (0, 0, 0, 0)
        yield (
            f"{shortened(names[agency_id], 33):<34}{done[0]:>5}{done[1]:>10}{done[2]:>9}{done[3]:>8}"
            f"{came[0]:>9}{came[1]:>10}{came[2]:>6}{came[3]:>7}{letters[agency_id]:>6}{lines[agency_id]:>6}"
        )
    yield RULER
    for rule, count in sorted(_rules().items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"{rule:<34}{count:>5}"


def _letters() -> Counter[int]:
    """How many messages the people of each agency were sent."""
    sent = select(Appointment.agency_id, Message.id).join(Message, Message.person_id == Appointment.person_id)
    return _by_agency(sent.where(Message.state == MessageState.SENT).distinct())


def _lines() -> Counter[int]:
    told = select(Appointment.agency_id, MessageLine.id).join(
        MessageLine, MessageLine.person_id == Appointment.person_id
    )
    return _by_agency(told.where(MessageLine.is_stale.is_(False)).distinct())


def _by_agency(wanted: Select[tuple[int | None, int]]) -> Counter[int]:
    return Counter(agency_id for agency_id, _id in db.session.execute(wanted) if agency_id is not None)


def _rules() -> Counter[str]:
    kept = select(MessageLine.rule).where(MessageLine.is_stale.is_(False)).order_by(MessageLine.id)
    return Counter(rule.partition(":")[0] for rule in db.session.scalars(kept))
