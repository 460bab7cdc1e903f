"""The daily reconciliation: what the rules make due, against what was ever queued. Silence alone looks healthy."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker import clock
from tracker.extensions import db, writing
from tracker.jobs.models import JobRun
from tracker.notifications import issue, queries
from tracker.reminders.planner import missing_reminders

RECONCILE = "reconcile"


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The last reconciliation: for which day, when it ran, and how many reminders were missing."""

    day: date
    at: datetime
    missing: int


def reconcile_daily() -> dict[str, int]:
    """Count what is missing, and tell the administrators in their inbox when it is anything."""
    day = clock.today()
    missing = len(missing_reminders(on=day))
    db.session.rollback()
    if missing:
        _alert(missing, day)
    return {"missing": missing}


def _alert(missing: int, day: date) -> None:
    with writing():
        sentence = f"Đối chiếu ngày {day:%d/%m/%Y}: thiếu {missing} nhắc việc chưa vào hàng thư; cần xem lại."
        line = issue.Line("mail", 0, "reminders_missing", day, sentence, "/quan-tri/thu")
        issue.alert(queries.administrators(on=day), line, day=day)
        db.session.commit()


def last_reconciled() -> Reconciled | None:
    """Return the last reconciliation that finished, or None when there was none."""
    run = db.session.get(JobRun, RECONCILE)
    if run is None or run.last_day is None or run.finished_at is None:
        return None
    return Reconciled(run.last_day, run.finished_at, (run.counts or {}).get("missing", 0))
