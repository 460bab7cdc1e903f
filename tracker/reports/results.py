"""The lines of figures in part II: targets (II.1) and funds (II.3), planned against done. Pure.

In a version that was handed in a line is a ResultLine, kept by `as_json`. In a draft it is a TypedLine: what is typed
is kept as it is typed, also where it is no figure yet.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from tracker.reports.figures import FigureUnclear, figure_text, read_figure, share_of, typed_text

TARGETS, FUNDS = "results_targets", "results_funds"
SECTIONS = (TARGETS, FUNDS)
OWN = "own:"
ESTIMATED = "ước"
LONGEST_LABEL = 500
LONGEST_UNIT = 60


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A line of figures. `key`: "target:<id>", "budget:<id>" of the plan, or "own:<n>"; `before`: cùng kỳ."""

    key: str
    section: str
    label: str
    unit: str
    planned: Decimal | None = None
    actual: Decimal | None = None
    is_estimate: bool = False
    before: Decimal | None = None

    @property
    def share(self) -> Decimal | None:
        """Done in percent of what is planned."""
        return share_of(self.actual, self.planned)

    @property
    def against_before(self) -> Decimal | None:
        """Done in percent of the same period one year before (so cùng kỳ)."""
        return share_of(self.actual, self.before)

    @property
    def actual_words(self) -> str:
        """The figure as it is printed: "1.234", an estimate "ước 1.234"."""
        written = figure_text(self.actual)
        return f"{ESTIMATED} {written}" if written and self.is_estimate else written


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line as it stands in a draft. `planned` is typed in own lines only."""

    key: str
    section: str
    label: str
    unit: str
    planned: str = ""
    actual: str = ""
    is_estimate: bool = False
    before: str = ""

    @property
    def is_own(self) -> bool:
        """Whether the agency added the line itself."""
        return self.key.startswith(OWN)

    @property
    def is_filled(self) -> bool:
        """Whether the line says anything: a figure, or for an own line anything at all."""
        return bool(self.actual or (self.is_own and (self.label or self.planned or self.before)))


def as_json(lines: Iterable[ResultLine | TypedLine]) -> list[dict[str, Any]]:
    """Return the lines as they are kept: figures as plain decimal strings ("1234.5"), None where there is none."""
    return [
        {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(line).items()}
        for line in lines
    ]


def lines_of(kept: Iterable[Mapping[str, Any]]) -> list[ResultLine]:
    """Return the lines of a version that was handed in."""
    return [ResultLine(**{**line, **{name: _decimal(line.get(name)) for name in FIGURES}}) for line in kept]


def typed_lines_of(kept: Iterable[Mapping[str, Any]]) -> list[TypedLine]:
    """Return the lines of a draft."""
    return [TypedLine(**line) for line in kept]


def as_typed(line: ResultLine) -> TypedLine:
    """Return the line as one would type it."""
    return TypedLine(
        line.key,
        line.section,
        line.label,
        line.unit,
        typed_text(line.planned, unit=line.unit),
        typed_text(line.actual, unit=line.unit),
        line.is_estimate,
        typed_text(line.before, unit=line.unit),
    )


FIGURES = ("planned", "actual", "before")


def _decimal(kept: str | None) -> Decimal | None:
    return None if kept is None else Decimal(kept)


def read_line(line: TypedLine) -> ResultLine:
    """Return the line with its figures read. Raises FigureUnclear for the first that cannot be."""
    figures = {name: read_figure(getattr(line, name), unit=line.unit) for name in FIGURES}
    return ResultLine(line.key, line.section, line.label, line.unit, is_estimate=line.is_estimate, **figures)


def read_lines(lines: Sequence[TypedLine]) -> list[ResultLine]:
    """Return the lines that are filled, as they are handed in. Raises FigureUnclear (see `wrong_figures`)."""
    return [settled(read_line(line)) for line in lines if line.is_filled]


def readable_lines(lines: Sequence[TypedLine]) -> list[ResultLine]:
    """Return the filled lines of a draft whose figures can be read."""
    wrong = {key for key, _name in wrong_figures(lines)}
    return read_lines([line for line in lines if line.key not in wrong])


def settled(line: ResultLine) -> ResultLine:
    """An estimate is the property of a figure: a line without one estimates nothing."""
    return replace(line, is_estimate=False) if line.actual is None else line


def wrong_figures(lines: Iterable[TypedLine]) -> dict[tuple[str, str], str]:
    """Return what stands in the way of reading, one sentence by (key of the line, name of the field)."""
    found: dict[tuple[str, str], str] = {}
    for line in lines:
        for name in FIGURES:
            try:
                read_figure(getattr(line, name), unit=line.unit)
            except FigureUnclear as unclear:
                found[line.key, name] = unclear.sentence
        if line.is_own and line.is_filled and not line.label:
            found[line.key, "label"] = "Cần ghi tên chỉ tiêu hoặc nội dung của dòng này."
        for name, longest in (("label", LONGEST_LABEL), ("unit", LONGEST_UNIT)):
            if line.is_own and len(getattr(line, name)) > longest:
                found[line.key, name] = f"Không quá {longest} ký tự; hãy rút gọn."
    return found
