"""The texts of a consolidated report, each paragraph with its source, and what was edited since it was taken."""

from dataclasses import dataclass

from flask import Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _

from tracker.consolidation.basis import Basis, basis_for
from tracker.consolidation.reading import version_numbers
from tracker.consolidation.rules.keeping import Difference, differences
from tracker.consolidation.rules.merging import paragraphs_by_source
from tracker.consolidation.service.taking import use_line, use_section
from tracker.consolidation.views.blueprint import bp
from tracker.consolidation.views.shared import READERS, WRITERS, asked_version, head_of, paged, section_titles
from tracker.extensions import db
from tracker.reports.drafting import Draft
from tracker.reports.forms import VersionedForm
from tracker.reports.outline import TEXT_CODES
from tracker.reports.source_models import ConsolidationBase
from tracker.web.fragments import go_to, varied
from tracker.web.gate import me, open_to

MOST_DIFFERENCES = 50


@dataclass(frozen=True, slots=True)
class SectionState:
    """A section in the list at the side: its paragraphs, and whether a person edited what came from the sources."""

    code: str
    title: str
    paragraphs: int
    is_edited: bool
    url: str


@bp.get("/bao-cao/<int:row_id>/tong-hop/noi-dung")
@open_to(*READERS)
def texts(row_id: int) -> Response:
    """Show one section at a time: paragraphs with their sources, and beside the draft what the sources say."""
    basis = basis_for(me(), row_id, asked_version())
    base = None if basis.version else db.session.get(ConsolidationBase, row_id)
    content = dict(basis.version.content if basis.version else Draft.of(basis.row).content)
    sections = _sections(basis, content, base)
    asked = request.args.get("muc", "")
    chosen = asked if asked in TEXT_CODES else _first_to_look_at(sections)
    changes = _changes(base, content, chosen)
    return varied(
        make_response(
            render_template(
                "consolidation/texts.html",
                sections=sections,
                chosen=chosen,
                chosen_title=section_titles().get(chosen, ""),
                page=paged(paragraphs_by_source(content.get(chosen, ""), [o.agency for o in basis.origins])),
                changes=changes[:MOST_DIFFERENCES],
                hidden_changes=max(len(changes) - MOST_DIFFERENCES, 0),
                taken=base,
                numbers=version_numbers(basis.origins),
                **head_of(basis, "texts"),
            )
        )
    )


@bp.post("/bao-cao/<int:row_id>/tong-hop/noi-dung")
@open_to(*WRITERS)
def use_again(row_id: int) -> Response:
    """Put the words or the sum of the sources in place of what was typed, where the person asks for it."""
    basis, seen = basis_for(me(), row_id), VersionedForm().seen_version
    code, key = request.form.get("muc", ""), request.form.get("dong", "")[:40]
    if key:
        use_line(basis.row, key, version=seen, by=me())
        flash(_("Đã dùng số cộng từ các báo cáo nguồn."), "success")
        return go_to(url_for("consolidation.figures", row_id=row_id))
    use_section(basis.row, code, version=seen, by=me())
    flash(_("Đã dùng lại nội dung từ các báo cáo nguồn cho mục này."), "success")
    return go_to(url_for("consolidation.texts", row_id=row_id, muc=code))


def _first_to_look_at(sections: list[SectionState]) -> str:
    """The first section that was edited, else the first that says anything, else none."""
    by_need = sorted(sections, key=lambda section: (not section.is_edited, not section.paragraphs))
    return by_need[0].code if by_need[0].is_edited or by_need[0].paragraphs else ""


def _sections(basis: Basis, content: dict[str, str], base: ConsolidationBase | None) -> list[SectionState]:
    titles = section_titles()
    return [
        SectionState(
            code,
            titles[code],
            sum(bool(line.strip()) for line in content.get(code, "").splitlines()),
            bool(_changes(base, content, code)),
            url_for("consolidation.texts", row_id=basis.row.id, lan=basis.number, muc=code),
        )
        for code in TEXT_CODES
    ]


def _changes(base: ConsolidationBase | None, content: dict[str, str], code: str) -> list[Difference]:
    return differences(base.content.get(code, ""), content.get(code, "")) if base else []
