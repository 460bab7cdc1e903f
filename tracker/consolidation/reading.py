"""What a consolidated report rests on, read for the sums, the merged texts and the pages. Reads, never writes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, literal, select, union_all

from tracker.consolidation.rules.adding import Report, Sum, add_up
from tracker.consolidation.rules.merging import Voice, merged_texts
from tracker.extensions import db
from tracker.indicators.models import BudgetLine, Target
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.results import FUNDS, TARGETS, ResultLine, lines_of
from tracker.reports.source_models import ConsolidatedVersion, ReportSource
from tracker.tasks.counts import counts_of
from tracker.tasks.models import Task

MOST_LINES = 300


@dataclass(frozen=True, slots=True)
class Origin:
    """One report that a consolidated one rests on: the version used, and the name of its agency at that time."""

    row_id: int
    submission_id: int
    agency: str
    plan_id: int


@dataclass(frozen=True, slots=True)
class Voiced:
    """A source with what it says."""

    origin: Origin
    number: int
    agency_id: int
    submitted_on: date
    content: dict[str, str]
    figures: dict[str, int]
    lines: tuple[ResultLine, ...]
    is_consolidated: bool


def draft_origins(row_id: int) -> list[Origin]:
    """Return what the draft of a row rests on, in the order in which it was taken up."""
    found = db.session.execute(
        select(ReportSource.source_row_id, ReportSource.submission_id, ReportSource.agency_name, ReportSource.plan_id)
        .where(ReportSource.row_id == row_id)
        .order_by(ReportSource.id)
    )
    return [Origin(*line) for line in found]


def version_origins(kept: ConsolidatedVersion) -> list[Origin]:
    """Return what a version that was handed in rests on."""
    return [
        Origin(used["row_id"], used["submission_id"], used["agency"], used["plan_id"]) for used in kept.coverage["used"]
    ]


def version_numbers(origins: Sequence[Origin]) -> dict[int, int]:
    """Return the number of each version used, by its id."""
    wanted = [origin.submission_id for origin in origins]
    if not wanted:
        return {}
    found = db.session.execute(
        select(ReportSubmission.id, ReportSubmission.number)
        .where(ReportSubmission.id.in_(wanted))
        .order_by(ReportSubmission.id)
    )
    return dict(found.tuples().all())


def voiced(origins: Sequence[Origin], *, with_text: bool = True) -> list[Voiced]:
    """Return what the sources say, in their order, by one statement. Without text the letters stay in the database."""
    found = db.session.execute(
        select(
            ReportSubmission.id,
            ReportSubmission.number,
            ReportRow.agency_id,
            ReportSubmission.submitted_on,
            ReportSubmission.content if with_text else literal(None),
            ReportSubmission.figures,
            ReportSubmission.results,
            ConsolidatedVersion.submission_id.is_not(None),
        )
        .join(ReportRow, ReportRow.id == ReportSubmission.row_id)
        .outerjoin(ConsolidatedVersion, ConsolidatedVersion.submission_id == ReportSubmission.id)
        .where(ReportSubmission.id.in_([origin.submission_id for origin in origins]))
        .order_by(ReportSubmission.id)
    )
    by_id = {line[0]: line for line in found}
    return [_voiced(origin, by_id[origin.submission_id]) for origin in origins]


def _voiced(origin: Origin, line: Any) -> Voiced:
    _id, number, agency_id, submitted_on, content, figures, results, is_consolidated = line
    return Voiced(
        origin,
        number,
        agency_id,
        submitted_on,
        content or {},
        figures,
        tuple(lines_of(results)),
        bool(is_consolidated),
    )


@dataclass(frozen=True, slots=True)
class PlanFigure:
    """A target or a budget line of the plan, and where it stands in the plan's text."""

    line: ResultLine
    span: tuple[int, int]


def plan_figures(plan_id: int) -> list[PlanFigure]:
    """Return the targets and budget lines of the plan, in the order of its text, by one statement."""
    parts: list[Select[Any]] = [
        select(
            literal("target").label("kind"),
            Target.id,
            Target.indicator.label("label"),
            Target.unit,
            Target.value,
            Target.span_start,
            Target.span_end,
        ).where(Target.plan_id == plan_id),
        select(
            literal("budget").label("kind"),
            BudgetLine.id,
            BudgetLine.item.label("label"),
            BudgetLine.unit,
            BudgetLine.amount,
            BudgetLine.span_start,
            BudgetLine.span_end,
        ).where(BudgetLine.plan_id == plan_id),
    ]
    found = db.session.execute(
        union_all(
            *(select(part.order_by(part.selected_columns.id).limit(MOST_LINES).subquery()) for part in parts)
        ).order_by("kind", "id")
    ).all()
    lines = [
        PlanFigure(
            ResultLine(f"{line.kind}:{line.id}", _SECTIONS[line.kind], line.label, line.unit, line.value.normalize()),
            (line.span_start, line.span_end),
        )
        for line in found
    ]
    return sorted(lines, key=lambda figure: figure.line.section != TARGETS)


_SECTIONS = {"target": TARGETS, "budget": FUNDS}


def sums_of(sources: Iterable[Voiced], own: Iterable[PlanFigure]) -> list[Sum]:
    """Return the figures of the sources added up, under the plan's own lines where they are the same."""
    reports = [Report(s.origin.row_id, s.origin.submission_id, s.agency_id, s.origin.agency, s.lines) for s in sources]
    return add_up(reports, [figure.line for figure in own])


def texts_of(sources: Iterable[Voiced], sums: Sequence[Sum]) -> dict[str, str]:
    """Return the texts of the sources merged under the outline."""
    return merged_texts([Voice(s.origin.agency, s.content, s.is_consolidated) for s in sources], sums)


@dataclass(frozen=True, slots=True)
class TaskComparison:
    """The 2 × 2 of the whole plan recomputed as of a day, beside the sum of what the sources gave."""

    on: date
    whole: dict[str, int]
    parts: dict[str, int]

    @property
    def differs(self) -> bool:
        """Whether the two say something else."""
        return any(self.whole[name] != self.parts[name] for name in COMPARED)


COMPARED = ("total", "done_on_time", "done_late", "open_in_time", "open_overdue", "no_deadline")


def compared_tasks(sources: Collection[Voiced], plan_id: int, *, on: date) -> TaskComparison:
    """Return the figures of the tasks: of the plans that the sources report on, else of the plan itself."""
    plan_ids = {source.origin.plan_id for source in sources} or {plan_id}
    whole = counts_of(on, Task.plan_id.in_(plan_ids)).as_figures()
    parts = {name: sum(source.figures.get(name, 0) for source in sources) for name in COMPARED}
    return TaskComparison(on, whole, parts)
