"""The lines of figures that a form shows: those of the plan, those that the agency added, one empty one. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tracker.reports.figures import FigureUnclear, figure_text, typed_text
from tracker.reports.results import OWN, SECTIONS, TypedLine, read_line

LONGEST_TYPED = 60
MOST_OWN = 60


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A target or a budget line of the plan, as a line that may be reported on.

    `planned_as`: "từ", "không quá", "giảm" or "". `before`: what was done in the same period one year before, where an
    accepted report says so. `was_reported`: the agency gave a figure last time.
    """

    key: str
    section: str
    label: str
    unit: str
    planned: Decimal | None
    planned_as: str = ""
    before: Decimal | None = None
    was_reported: bool = False


@dataclass(frozen=True, slots=True)
class FormLine:
    """A line as the form shows it: what is typed, what the plan says, and the sentences about what is wrong."""

    typed: TypedLine
    planned_words: str
    before_words: str  # "" where the agency types it
    share: Decimal | None
    is_usual: bool  # open at once; the others wait behind "các chỉ tiêu khác"
    errors: Mapping[str, str]


def proposes_estimate(*, cut_off_on: date, period_end: date) -> bool:
    """Tell whether a new figure is proposed as an estimate ("ước"): the data close before the period is over."""
    return cut_off_on < period_end


def typed_lines(plan: Iterable[PlanLine], typed: Mapping[str, TypedLine], *, has_before: bool) -> list[TypedLine]:
    """Return the lines that say anything. What the plan says of a line goes before what a form says of it.

    `has_before`: an accepted report of the year before gives the figures of then; what is typed there counts not.
    """
    known = {line.key: line for line in plan}
    found = [_of_plan(line, typed[key], has_before) for key, line in known.items() if key in typed]
    own = [line for key, line in typed.items() if key not in known]
    return [line for line in (*found, *own) if line.is_filled or line.before]


def _of_plan(line: PlanLine, typed: TypedLine, has_before: bool) -> TypedLine:
    return replace(
        typed,
        section=line.section,
        label=line.label,
        unit=line.unit,
        planned=typed_text(line.planned, unit=line.unit),
        before=typed_text(line.before, unit=line.unit) if has_before else typed.before,
    )


@dataclass(frozen=True, slots=True)
class LineTable:
    """One table of the form: lines that stand open, and those of the plan that nobody reported on."""

    section: str
    usual: tuple[FormLine, ...]
    others: tuple[FormLine, ...]

    @property
    def others_wrong(self) -> bool:
        """Whether a sentence stands among the lines that are folded away."""
        return any(line.errors for line in self.others)


def line_tables(
    plan: Sequence[PlanLine],
    typed: Sequence[TypedLine],
    *,
    estimates: bool,
    has_before: bool,
    errors: Mapping[tuple[str, str], str],
) -> dict[str, LineTable]:
    """Return the tables of a form by section, each with one empty line of the agency's own at its end.

    `estimates`: a figure that is not typed yet is proposed as an estimate. `errors` by (key, field) as
    `results.wrong_figures` gives them.
    """
    kept = {line.key: line for line in typed}
    nothing_reported = not any(line.was_reported for line in plan) and len(plan) <= MOST_OPEN
    found: dict[str, list[FormLine]] = {section: [] for section in SECTIONS}
    for line in plan:
        shown = kept.get(line.key) or TypedLine(line.key, line.section, line.label, line.unit, is_estimate=estimates)
        is_usual = line.was_reported or nothing_reported or line.key in kept
        found[line.section].append(_form_line(shown, line, is_usual, has_before, errors))
    known = {line.key for line in plan}
    for added in (line for line in typed if line.key not in known):
        found[added.section].append(_form_line(added, None, True, has_before, errors))
    for number, section in enumerate(SECTIONS, start=next_own(kept)):
        empty = TypedLine(f"{OWN}{number}", section, "", "", is_estimate=estimates)
        found[section].append(_form_line(empty, None, True, has_before, errors))
    return {
        section: LineTable(
            section,
            tuple(line for line in lines if line.is_usual),
            tuple(line for line in lines if not line.is_usual),
        )
        for section, lines in found.items()
    }


MOST_OPEN = 30  # a first report shows every line of the plan at once, unless there are more


def next_own(keys: Iterable[str]) -> int:
    """Return the number of the next line that the agency adds."""
    numbers = [int(key.removeprefix(OWN)) for key in keys if key.startswith(OWN) and key[len(OWN) :].isdecimal()]
    return max(numbers, default=0) + 1


def _form_line(
    typed: TypedLine, plan: PlanLine | None, is_usual: bool, has_before: bool, errors: Mapping[tuple[str, str], str]
) -> FormLine:
    before = ""
    if has_before:
        before = (figure_text(plan.before) if plan else typed.before) or "–"
    return FormLine(
        typed=typed,
        planned_words=" ".join(filter(None, (plan.planned_as, figure_text(plan.planned)))) if plan else typed.planned,
        before_words=before,
        share=_share(typed, plan),
        is_usual=is_usual,
        errors={field: sentence for (key, field), sentence in errors.items() if key == typed.key},
    )


def _share(typed: TypedLine, plan: PlanLine | None) -> Decimal | None:
    """What is done in percent of the plan, while it is typed; None where a figure cannot be read yet."""
    planned = typed_text(plan.planned, unit=plan.unit) if plan else typed.planned
    try:
        return read_line(replace(typed, planned=planned, before="")).share
    except FigureUnclear:
        return None
