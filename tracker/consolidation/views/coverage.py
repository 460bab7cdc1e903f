"""Who is in a consolidated report and who is missing; the accepted reports are taken from here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker import clock
from tracker.consolidation.basis import Basis, basis_for
from tracker.consolidation.service.taking import Taken, take_sources
from tracker.consolidation.views.blueprint import bp
from tracker.consolidation.views.shared import READERS, WRITERS, asked_version, head_of, paged, section_titles
from tracker.reports.coverage import Coverage, Entry, Presence, coverage_of
from tracker.reports.forms import VersionedForm
from tracker.reports.source_rules import LeftOut
from tracker.web.fragments import go_to, varied
from tracker.web.gate import me, open_to

_USED = (Presence.USED, Presence.FRESH, Presence.RENEWED)
GROUPS: dict[str, tuple[Presence, ...]] = {
    "da-chap-nhan": _USED,
    "cho-xem-xet": (Presence.WAITING,),
    "tra-lai": (Presence.RETURNED,),
    "chua-nop": (Presence.MISSING,),
    "duoc-mien": (Presence.EXCUSED,),
    "khong-cong": (Presence.LEFT_OUT,),
}


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One report as the list shows it."""

    row_id: int
    agency: str
    plan_name: str  # "" where it is the plan of the consolidated report itself
    presence: Presence
    number: int | None
    day: date | None
    days_late: int
    reason: str


@bp.get("/bao-cao/<int:row_id>/tong-hop")
@open_to(*READERS)
def show(row_id: int) -> Response:
    """Show who has accepted reports, who waits, was returned, is missing or excused: now, or as a version kept it."""
    basis = basis_for(me(), row_id, asked_version())
    coverage = None if basis.version else coverage_of(basis.row, today=clock.today())
    entries = _kept_entries(basis) if coverage is None else [_shown(basis, entry) for entry in coverage.entries]
    chosen = request.args.get("lop", "")
    listed = [entry for entry in entries if chosen not in GROUPS or entry.presence in GROUPS[chosen]]
    return varied(
        make_response(
            render_template(
                "consolidation/show.html",
                page=paged(listed),
                strip=_strip(basis, entries),
                chosen=chosen,
                group_words=_group_words(),
                total=len(entries),
                coverage=coverage,
                fresh=_names(coverage, Presence.FRESH),
                renewed=_names(coverage, Presence.RENEWED),
                fallen=[entry.row.agency.name for entry in coverage.fallen] if coverage else [],
                as_of=coverage.as_of if coverage else date.fromisoformat((basis.coverage or {})["as_of"]),
                **head_of(basis, "show"),
            )
        )
    )


@bp.post("/bao-cao/<int:row_id>/tong-hop")
@open_to(*WRITERS)
def take(row_id: int) -> Response:
    """Take the accepted reports into the draft."""
    basis = basis_for(me(), row_id)
    taken = take_sources(basis.row, version=VersionedForm().seen_version, by=me())
    flash(
        ngettext(
            "Bản tổng hợp dựa trên %(num)s báo cáo đã được chấp nhận.",
            "Bản tổng hợp dựa trên %(num)s báo cáo đã được chấp nhận.",
            taken.reports,
        ),
        "success",
    )
    if taken.sections or taken.lines:
        flash(_kept_words(taken), "info")
    return go_to(url_for("consolidation.texts" if taken.sections else "consolidation.show", row_id=row_id))


def _kept_words(taken: Taken) -> str:
    titles = section_titles()
    places = [*(titles[code] for code in taken.sections), *taken.lines]
    words: str = _(
        "Nguồn đã đổi ở chỗ đồng chí đã sửa; bản sửa được giữ nguyên, hãy đối chiếu: %(places)s.",
        places="; ".join(places),
    )
    return words


def _names(coverage: Coverage | None, presence: Presence) -> list[str]:
    return [entry.row.agency.name for entry in coverage.of(presence)] if coverage else []


def _shown(basis: Basis, entry: Entry) -> ShownEntry:
    row = entry.row
    late = max((clock.today() - row.grace_until).days, 0) if entry.presence is Presence.MISSING else 0
    return ShownEntry(
        row.id,
        row.agency.name,
        row.plan.short_name if row.plan_id != basis.row.plan_id else "",
        entry.presence,
        entry.number,
        entry.day,
        late,
        _left_out_words(entry.left_out, entry.through) if entry.left_out else entry.reason,
    )


def _kept_entries(basis: Basis) -> list[ShownEntry]:
    kept = basis.coverage or {}
    used = [ShownEntry(e["row_id"], e["agency"], "", Presence.USED, e["number"], None, 0, "") for e in kept["used"]]
    return (
        used
        + [
            ShownEntry(
                entry["row_id"],
                entry["agency"],
                "",
                Presence(entry["standing"]),
                None,
                date.fromisoformat(entry["day"]) if entry["day"] else None,
                0,
                entry["reason"],
            )
            for entry in kept["absent"]
        ]
        + [
            ShownEntry(
                entry["row_id"],
                entry["agency"],
                "",
                Presence.LEFT_OUT,
                None,
                None,
                0,
                _left_out_words(LeftOut.THROUGH_DISTRICT, entry["reason"]),
            )
            for entry in kept.get("not_in_district", ())
        ]
    )


def _left_out_words(reason: LeftOut, through: str) -> str:
    words: str = {
        LeftOut.REPORTS_ABOVE: _("Cơ quan này đã báo cáo trực tiếp trong kế hoạch trên."),
        LeftOut.INSIDE_ANOTHER: _("Đã nằm trong một báo cáo tổng hợp khác."),
        LeftOut.IN_DISTRICT: _("Đã nằm trong báo cáo của %(agency)s.", agency=through),
        LeftOut.THROUGH_DISTRICT: _(
            "Báo cáo qua %(agency)s, chưa nằm trong báo cáo được chấp nhận của cơ quan này.", agency=through
        ),
    }[reason]
    return words


def _group_words() -> dict[str, str]:
    return {
        "da-chap-nhan": _("Đã được chấp nhận"),
        "cho-xem-xet": _("Đã nộp, chờ xem xét"),
        "tra-lai": _("Bị trả lại"),
        "chua-nop": _("Chưa nộp"),
        "duoc-mien": _("Được miễn"),
        "khong-cong": _("Không cộng lần nữa"),
    }


_LOOKS = {
    "da-chap-nhan": ("circle-check", None),
    "cho-xem-xet": ("send", None),
    "tra-lai": ("arrow-back-up", None),
    "chua-nop": ("alert-triangle", "red"),
    "duoc-mien": ("circle-minus", None),
    "khong-cong": ("ban", None),
}


def _strip(basis: Basis, entries: Sequence[ShownEntry]) -> list[dict[str, Any]]:
    """The counts on top; together they are all reports that the rule names."""
    words = _group_words()
    found = []
    for name, (icon, tone) in _LOOKS.items():
        number = sum(entry.presence in GROUPS[name] for entry in entries)
        if name == "khong-cong" and not number:
            continue
        url = url_for("consolidation.show", row_id=basis.row.id, lan=basis.number, lop=name)
        found.append({"number": number, "label": words[name], "url": url, "icon": icon, "tone": tone})
    return found
