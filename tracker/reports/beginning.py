"""What a report begins with: facts of the agency's work, its last report, the plan's lines of figures. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, Select, Text, and_, cast, func, literal, null, or_, select, union_all

from tracker.difficulties.models import Difficulty
from tracker.difficulties.rules import DifficultyState
from tracker.extensions import db
from tracker.indicators.models import BudgetLine, Target
from tracker.reports.lines import PlanLine
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.offering import Offered, offers
from tracker.reports.outline import TEXT_CODES
from tracker.reports.proposing import Fact, Sort, proposed_texts
from tracker.reports.results import FUNDS, TARGETS, ResultLine, lines_of
from tracker.reports.rules import Outcome
from tracker.reports.words import period_words
from tracker.tasks.models import Assignment, Task, TaskEvent
from tracker.tasks.rules import WORKING_STATES, EventKind, Mode, State

MOST_FACTS = 60  # of one sort
MOST_LINES = 300
_OWN_STEPS = (EventKind.UPDATED, EventKind.REPORTED)
_REASONS = (EventKind.DECLINED, EventKind.RETURNED, EventKind.SENT_BACK)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was reported before: the last texts with the name of their period, and the figures of the lines.

    `before` are the figures of the accepted report of the same period one year before, by key and by own label; None
    when there is no such report, so that nobody can have them but the agency.
    """

    texts: dict[str, str]
    name: str
    last_keys: frozenset[str]
    before: dict[str, Decimal] | None


NOTHING_EARLIER = Earlier({}, "", frozenset(), None)


def earlier_of(row: ReportRow) -> Earlier:
    """Return what the agency reported before for the same duty, by one statement."""
    found = db.session.execute(_earlier_reports(row)).all()
    if not found:
        return NOTHING_EARLIER
    last, last_row = found[0]
    texts = {code: text for code, text in last.content.items() if code in TEXT_CODES}
    name = period_words(last_row.period_kind, last_row.period_key, last_row.period_start)
    year_before = _year_before(row.period_start)
    same_period = [
        version
        for version, of in found
        if of.period_kind is row.period_kind and of.period_start == year_before and version.outcome is Outcome.ACCEPTED
    ]
    before = figures_by_line(lines_of(same_period[0].results)) if same_period else None
    return Earlier(texts, name, frozenset(line["key"] for line in last.results), before)


def figures_by_line(lines: Iterable[ResultLine]) -> dict[str, Decimal]:
    """Return what was done, by the key of the line; of the agency's own lines by section and label."""
    return {line_name(line.key, line.section, line.label): line.actual for line in lines if line.actual is not None}


def line_name(key: str, section: str, label: str) -> str:
    """Return by what a line is found again next year: own lines are numbered anew in each report."""
    return f"{section}|{label.casefold()}" if key.startswith("own:") else key


def _earlier_reports(row: ReportRow) -> Select[tuple[ReportSubmission, ReportRow]]:
    same = and_(ReportRow.duty_id == row.duty_id, ReportRow.agency_id == row.agency_id)
    stood = and_(same, ReportRow.period_end < row.period_end, ReportSubmission.outcome != Outcome.WITHDRAWN)
    joined = select(ReportSubmission.id).join(ReportRow, ReportRow.id == ReportSubmission.row_id).where(stood)
    newest = joined.order_by(ReportRow.period_end.desc(), ReportSubmission.number.desc()).limit(1).scalar_subquery()
    year_before = and_(
        ReportRow.period_kind == row.period_kind,
        ReportRow.period_start == _year_before(row.period_start),
        ReportSubmission.outcome == Outcome.ACCEPTED,
    )
    return (
        select(ReportSubmission, ReportRow)
        .join(ReportRow, ReportRow.id == ReportSubmission.row_id)
        .where(stood, or_(ReportSubmission.id == newest, year_before))
        .order_by(ReportRow.period_end.desc(), ReportSubmission.number.desc())
        .limit(5)
    )


def _year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28) if is_leap_day else day.replace(year=day.year - 1)


def plan_lines(row: ReportRow, earlier: Earlier) -> list[PlanLine]:
    """Return the plan's targets and budget lines as lines of the report, in the order of its text, by one statement."""
    targets = select(
        literal("target").label("kind"), Target.id, Target.indicator, Target.comparator, Target.value, Target.unit
    ).where(Target.plan_id == row.plan_id)
    funds = select(
        literal("budget").label("kind"), BudgetLine.id, BudgetLine.item, literal(""), BudgetLine.amount, BudgetLine.unit
    ).where(BudgetLine.plan_id == row.plan_id)
    found = db.session.execute(
        union_all(
            *(select(each.order_by(each.selected_columns.id).limit(MOST_LINES).subquery()) for each in (targets, funds))
        ).order_by("kind", "id")
    ).all()
    lines = [_plan_line(*line, earlier=earlier) for line in found]
    return sorted(lines, key=lambda line: line.section != TARGETS)


_COMPARATORS = {">=": "từ", "<=": "không quá", "-": "giảm"}


def _plan_line(
    kind: str, number: int, label: str, comparator: str, planned: Decimal, unit: str, *, earlier: Earlier
) -> PlanLine:
    key = f"{kind}:{number}"
    return PlanLine(
        key=key,
        section=TARGETS if kind == "target" else FUNDS,
        label=label,
        unit=unit,
        planned=planned.normalize(),
        planned_as=_COMPARATORS.get(comparator, ""),
        before=(earlier.before or {}).get(key),
        was_reported=key in earlier.last_keys,
    )


def offered_to(row: ReportRow, earlier: Earlier, *, today: date) -> dict[str, Offered]:
    """Return the texts with which a draft of the row begins, by section code."""
    return offers(earlier.texts, proposed_texts(facts_of(row), today=today))


def facts_of(row: ReportRow) -> list[Fact]:
    """Return what the system knows for this report, by one statement: letters of the window, the rest as of now."""
    parts = (_letters(row), _open_tasks(row), _sent_back(row), _difficulties(row))
    found = db.session.execute(union_all(*(select(part.limit(MOST_FACTS).subquery()) for part in parts)))
    return [Fact(Sort(sort), text, more or "", day, level or "") for sort, text, more, day, level in found]


def _letters(row: ReportRow) -> Select[Any]:
    day = func.coalesce(TaskEvent.letter_on, TaskEvent.on_day, type_=Date)
    return (
        _fact(Sort.LETTER, Assignment.text, TaskEvent.letter_number, day)
        .select_from(TaskEvent)
        .join(Task, Task.id == TaskEvent.task_id)
        .join(Assignment, Assignment.id == Task.assignment_id)
        .where(
            Task.plan_id == row.plan_id,
            Task.agency_id == row.agency_id,
            TaskEvent.kind.in_(_OWN_STEPS),
            TaskEvent.letter_number.is_not(None),
            day >= row.window_start,
            day <= row.cut_off_on,
        )
        .order_by(day, TaskEvent.id)
    )


def _open_tasks(row: ReportRow) -> Select[Any]:
    return (
        _of_tasks(row, Sort.OPEN, null())
        .where(Task.state.in_(WORKING_STATES), Assignment.mode == Mode.ORDERED)
        .order_by(Task.due_on.is_(None), Task.due_on, Task.id)
    )


def _sent_back(row: ReportRow) -> Select[Any]:
    reason = (
        select(TaskEvent.words)
        .where(TaskEvent.task_id == Task.id, TaskEvent.kind.in_(_REASONS))
        .order_by(TaskEvent.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return _of_tasks(row, Sort.SENT_BACK, reason).where(Task.state.in_((State.DECLINED, State.REDO))).order_by(Task.id)


def _of_tasks(row: ReportRow, sort: Sort, more: Any) -> Select[Any]:
    return (
        _fact(sort, Assignment.text, more, Task.due_on)
        .select_from(Task)
        .join(Assignment, Assignment.id == Task.assignment_id)
        .where(Task.plan_id == row.plan_id, Task.agency_id == row.agency_id)
    )


def _difficulties(row: ReportRow) -> Select[Any]:
    return (
        _fact(Sort.DIFFICULTY, Difficulty.words, Difficulty.asked, Difficulty.raised_on, Difficulty.level)
        .where(
            Difficulty.plan_id == row.plan_id,
            Difficulty.agency_id == row.agency_id,
            Difficulty.state.in_((DifficultyState.OPEN, DifficultyState.FORWARDED)),
        )
        .order_by(Difficulty.raised_on, Difficulty.id)
    )


def _fact(sort: Sort, text: Any, more: Any, day: Any, level: Any = None) -> Select[Any]:
    return select(
        literal(sort.value).label("sort"),
        text.label("text"),
        cast(more, Text).label("more"),
        day.label("day"),
        cast(level, Text).label("level"),
    )
