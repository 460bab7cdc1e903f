"""What reading a plan gives: a draft with quotes, places in the text and doubts. Nothing here is a task yet.

Every `span` counts Unicode code points of `PlanDraft.text`. Field meanings: docs/decisions.md, "plan-extraction/1".
"""

from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

Span = tuple[int, int]

SCHEMA = "plan-extraction/1"
_JSON_NAMES = {"from_": "from"}


@dataclass(frozen=True, slots=True)
class Source:
    """The file that was read; `complete` is False when only a part was read and `note` says which."""

    filename: str
    media_type: str
    sha256: str
    characters: int
    pages: int | None = None
    complete: bool = True
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day of the plan, ISO dates."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed, and as what ("KT. CHỦ TỊCH PHÓ CHỦ TỊCH")."""

    name: str
    position: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Another act that the plan names; `relation` is executes, basis or mentions; amends or replaces: it is changed."""

    kind: str
    number: str
    issued_on: str | None
    issuer: str | None
    relation: str
    span: Span


@dataclass(frozen=True, slots=True)
class PlanHead:
    """Who issued which plan, when and for what time; None where the text does not say."""

    kind: str
    number: str | None
    title: str
    issuer: str | None
    level: str | None
    place: str | None
    issued_on: str | None
    period: Period | None
    signer: Signer | None
    recipients: list[str]
    citations: list[Citation]
    parent: str | None


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part: `span` reaches from its heading to the end of what it holds; `level` 1 is the outermost."""

    id: str
    label: str
    title: str
    level: int
    span: Span


@dataclass(frozen=True, slots=True)
class AgencyRef:
    """An agency as the plan writes it; `members` names the bodies of a heading that holds several, or of a class."""

    name: str
    canonical: str | None
    group: bool = False
    members: list[str] | None = None


@dataclass(frozen=True, slots=True)
class DraftDeadline:
    """A deadline: kind date, recurring, period_end, event or none; `due_on` is the last allowed day (ISO).

    `after` is how long after an event the work is due: days, working_days or months, negative for before it.
    """

    text: str
    kind: str
    due_on: str | None = None
    recurs: dict[str, Any] | None = None
    span: Span | None = None
    after: dict[str, int] | None = None


NO_DEADLINE = DraftDeadline(text="", kind="none")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why an officer must look: a code of the closed list and a Vietnamese sentence."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """One sentence of work for one agency (or several that a heading names together).

    `deadline` is the first that the sentence states, `further_deadlines` the others in the order of the text.
    """

    id: str
    section: str | None
    agency: AgencyRef
    mode: str
    role: str
    partners: list[str]
    nature: str
    text: str
    span: Span
    deadline: DraftDeadline
    confidence: float
    doubts: list[Doubt]
    further_deadlines: list[DraftDeadline] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReportingDuty:
    """Who reports in which rhythm to whom; `via` is the way through, `copy_to` gets a copy."""

    reporter: str
    periods: list[str]
    due: dict[str, str] | None
    addressee: str | None
    via: str | None
    copy_to: list[str]
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class DifficultyRoute:
    """Where difficulties are reported: from whom, through whom, to whom."""

    from_: str | None
    via: str | None
    to: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Target:
    """One figure to reach. Comparator "-" is a range: `value` is its lower end, `upper` its upper one.

    `condition` is for whom or when it holds ("có nhu cầu"), in the words of the plan.
    """

    id: str
    text: str
    indicator: str
    comparator: str
    value: float
    unit: str
    baseline: float | None
    per_year: bool
    due_on: str | None
    dimension: str | None
    of: str | None
    span: Span
    upper: float | None = None
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class BudgetPart:
    """A source of money inside a budget line, in the unit of that line."""

    source: str
    amount: float


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One printed amount with its printed parts, never corrected."""

    item: str
    amount: float
    unit: str
    parts: list[BudgetPart]
    span: Span


@dataclass(frozen=True, slots=True)
class TableDraft:
    """A table as printed. `unit_column` is the index of the column that names the place or body of each row."""

    title: str
    header: list[str]
    rows: list[list[str]]
    total: list[str] | None
    unit_column: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One way to explain a contradiction: which figure would be wrong, what it should then be, and whether the sums
    around it fit together again with that value. Nobody but an officer chooses."""

    wrong: str
    corrected: str | None
    restores_total: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What the checks saw: severity error, warning or info; printed and computed stand side by side.

    Findings of one kind in one table stand together: `places` then holds each figure that is meant.
    """

    code: str
    severity: str
    message: str
    places: list[Span] = field(default_factory=list)
    printed: str | None = None
    computed: str | None = None
    hypotheses: list[Hypothesis] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Quota:
    """What a table gives one unit: how many at the start, by how many fewer, how many at the end, and the shares in %.

    `unit` is None where the table lost the name; `subject` is poor, near_poor or the words of the header; `table` the
    number of the table from 0; `is_total` marks the row of the whole place. Figures stand as printed, without sign.
    """

    unit: str | None
    subject: str
    table: int
    is_total: bool
    span: Span
    households: float | None = None
    start: float | None = None
    less: float | None = None
    end: float | None = None
    start_rate: float | None = None
    less_rate: float | None = None
    end_rate: float | None = None


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """Everything that reading one file gave."""

    source: Source
    text: str
    plan: PlanHead
    sections: list[Section]
    assignments: list[Assignment]
    reporting_duties: list[ReportingDuty]
    difficulty_route: DifficultyRoute | None
    targets: list[Target]
    budget: list[BudgetLine]
    tables: list[TableDraft]
    findings: list[Finding]
    quotas: list[Quota] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return the JSON of schema plan-extraction/1; the same bytes read give the same JSON."""
        plain = _plain(self)
        assert isinstance(plain, dict)
        return {"schema": SCHEMA, **plain}


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {_JSON_NAMES.get(f.name, f.name): _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
