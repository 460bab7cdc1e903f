"""The sums of a consolidated report, and the parts of each."""

from dataclasses import dataclass
from decimal import Decimal

from flask import Response, make_response, render_template, request, url_for
from flask_babel import gettext as _

from tracker import clock
from tracker.consolidation.basis import Basis, basis_for
from tracker.consolidation.reading import PlanFigure, Voiced, compared_tasks, plan_figures, sums_of, voiced
from tracker.consolidation.rules.adding import Sum
from tracker.consolidation.rules.figures import mark_of
from tracker.consolidation.rules.likeness import doubtful_pairs
from tracker.consolidation.views.blueprint import bp
from tracker.consolidation.views.shared import READERS, asked_version, head_of, paged
from tracker.errors import NotVisible
from tracker.reports.drafting import Draft
from tracker.reports.figures import figure_text
from tracker.reports.handing_in import figures_day
from tracker.reports.results import OWN, TARGETS, TypedLine, as_typed, lines_of
from tracker.web.fragments import varied
from tracker.web.gate import me, open_to


@dataclass(frozen=True, slots=True)
class SumLine:
    """A sum as the page shows it. `written` is what the report itself says, where that is something else."""

    sum: Sum
    quote_url: str
    parts_url: str
    written: str
    written_key: str


@bp.get("/bao-cao/<int:row_id>/tong-hop/so-lieu")
@open_to(*READERS)
def figures(row_id: int) -> Response:
    """Show every sum with how many agencies gave a figure, what was not added, and the tasks beside their sum."""
    basis = basis_for(me(), row_id, asked_version())
    sources, own = voiced(basis.origins, with_text=False), plan_figures(basis.row.plan_id)
    sums = sums_of(sources, own)
    written = _written_lines(basis)
    on = basis.version.figures_day if basis.version else figures_day(basis.row, on=clock.today())
    return varied(
        make_response(
            render_template(
                "consolidation/figures.html",
                page=paged([_line(basis, line, own, written) for line in sums]),
                doubts=doubtful_pairs(sums),
                tasks=compared_tasks(sources, basis.row.plan_id, on=on),
                sources=len(sources),
                figure_text=figure_text,
                targets=TARGETS,
                **head_of(basis, "figures"),
            )
        )
    )


@bp.get("/bao-cao/<int:row_id>/tong-hop/so-lieu/phan")
@open_to(*READERS)
def parts(row_id: int) -> Response:
    """Show what one sum is made of: agency, version, figure."""
    basis = basis_for(me(), row_id, asked_version())
    sources, own = voiced(basis.origins, with_text=False), plan_figures(basis.row.plan_id)
    asked = request.args.get("dong", "")
    found = next((line for line in sums_of(sources, own) if line.key == asked), None)
    if found is None:
        raise NotVisible(_("Không tìm thấy dòng số liệu này trong các báo cáo nguồn."))
    numbers = {source.origin.submission_id: source.number for source in sources}
    return varied(
        make_response(
            render_template(
                "consolidation/parts.html",
                sum=found,
                page=paged(found.parts),
                numbers=numbers,
                silent=_silent(sources, found),
                quote_url=_quote_url(basis, found, own),
                figure_text=figure_text,
                **head_of(basis, "figures"),
            )
        )
    )


def _silent(sources: list[Voiced], found: Sum) -> list[str]:
    """The agencies whose report gives no figure here."""
    giving = {part.report.submission_id for part in (*found.parts, *found.repeated)}
    return [source.origin.agency for source in sources if source.origin.submission_id not in giving]


def _written_lines(basis: Basis) -> dict[tuple[str, ...], TypedLine]:
    """What the report itself says, by what a line is recognised."""
    if basis.version is None:
        lines = list(Draft.of(basis.row).results)
    else:
        lines = [as_typed(line) for line in lines_of(basis.version.results)]
    return {mark_of(line): line for line in lines}


def _line(basis: Basis, found: Sum, own: list[PlanFigure], written: dict[tuple[str, ...], TypedLine]) -> SumLine:
    typed = written.get(mark_of(found.line))
    summed = as_typed(found.line)
    differs = typed is not None and (typed.actual, typed.is_estimate) != (summed.actual, summed.is_estimate)
    words = ""
    if typed is not None and differs and found.actual is not None:
        words = (f"{_('ước')} " if typed.is_estimate else "") + (typed.actual or "–")
    return SumLine(
        found,
        _quote_url(basis, found, own),
        url_for("consolidation.parts", row_id=basis.row.id, lan=basis.number, dong=found.key),
        words,
        typed.key if typed else "",
    )


def _quote_url(basis: Basis, found: Sum, own: list[PlanFigure]) -> str:
    """The place in the plan's text where the target stands, "" for a line that agencies added."""
    if found.key.startswith(OWN):
        return ""
    start, end = next(figure.span for figure in own if figure.line.key == found.key)
    return f"/ke-hoach/{basis.row.plan_id}/van-ban?tu={start}&den={end}#trich"


def shown_figure(figure: Decimal | None, *, is_estimate: bool) -> str:
    """Return a figure as it is printed, "ước" before an estimate."""
    words = figure_text(figure)
    return f"{_('ước')} {words}" if words and is_estimate else words


bp.add_app_template_global(shown_figure)
