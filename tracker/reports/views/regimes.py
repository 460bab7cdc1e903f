"""The administrator's pages of the reporting regimes: the list, one regime, and what a change would touch."""

from typing import Any

from flask import Response, abort, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.errors import NotVisible
from tracker.reports.chain import terms_of
from tracker.reports.models import Regime
from tracker.reports.queries import all_regimes, regime_called
from tracker.reports.regime_change import Kept
from tracker.reports.regime_drafts import (
    WINDOW_KINDS,
    RegimeDraft,
    cell_name,
    edge_name,
    field_names,
    read_draft,
    typed_of,
)
from tracker.reports.rules import PeriodKind, RollRule, Step
from tracker.reports.service import regimes as service
from tracker.reports.views.blueprint import bp
from tracker.reports.words import row_title
from tracker.rights import Role
from tracker.vietnamese import tidy
from tracker.web.fragments import go_to, varied
from tracker.web.gate import me, open_to

LONGEST_PREVIEW = 200
LONGEST_TYPED = 4000


@bp.get("/quan-tri/che-do-bao-cao")
@open_to(Role.ADMINISTRATOR)
def regimes() -> Response:
    """Show every regime, with its days and when it is valid."""
    found = [(regime, typed_of(_draft_of(regime))) for regime in all_regimes()]
    return varied(make_response(render_template("reports/regimes.html", regimes=found, **_words())))


@bp.get("/quan-tri/che-do-bao-cao/moi")
@open_to(Role.ADMINISTRATOR)
def new_regime() -> Response:
    """Show an empty form, or with ?thay= the regime that the new one replaces, to be changed."""
    replaces = _replaced()
    typed = {"roll": RollRule.NONE.value, "grace_days": "0"}
    if replaces is not None:
        typed = {**typed_of(_draft_of(replaces)), "valid_from": "", "valid_to": "", "name": ""}
    return _form_page(None, typed, {}, replaces)


@bp.post("/quan-tri/che-do-bao-cao/moi")
@open_to(Role.ADMINISTRATOR)
def add_regime() -> Response:
    """Show what adding the regime would touch; with the seal of that preview, add it."""
    return _preview_or_keep(None, _replaced())


@bp.get("/quan-tri/che-do-bao-cao/<int:regime_id>")
@open_to(Role.ADMINISTRATOR)
def regime(regime_id: int) -> Response:
    """Show one regime, to be changed."""
    return _form_page(regime_id, typed_of(_draft_of(_found(regime_id))), {}, None)


@bp.post("/quan-tri/che-do-bao-cao/<int:regime_id>")
@open_to(Role.ADMINISTRATOR)
def set_regime(regime_id: int) -> Response:
    """Show what the change would touch; with the seal of that preview, keep it."""
    _found(regime_id)
    return _preview_or_keep(regime_id, None)


def _preview_or_keep(regime_id: int | None, replaces: Regime | None) -> Response:
    typed = {name: tidy(request.form.get(name, ""))[:LONGEST_TYPED] for name in field_names()}
    draft, errors = read_draft(typed, regime_id=regime_id, replaces=replaces.id if replaces else None)
    if errors or request.form.get("sua"):
        return _form_page(regime_id, typed, errors, replaces)
    seal, seen = request.form.get("xac-nhan", ""), request.form.get("seen", "")
    if seen and seen != service.seal_of(regime_id) and not service.is_kept(draft):
        sentence = _("Chế độ này vừa được người khác sửa; hãy xem lại bản hiện hành rồi lưu.")
        return _form_page(regime_id, typed, {"form": sentence}, replaces, status=409)
    try:
        if seal and service.is_kept(draft):
            return _kept(0)
        preview = service.preview_regime(draft, by=me())
        if seal == preview.seal:
            service.keep_regime(draft, seal, by=me())
            return _kept(len(preview.touched.moved))
    except service.RegimeRefused as refused:
        return _form_page(regime_id, typed, {"form": _(refused.sentence)}, replaces)
    refusal = _("Các kỳ bị ảnh hưởng đã thay đổi từ lúc xem trước; hãy xem lại rồi áp dụng.") if seal else ""
    return _preview_page(regime_id, typed, draft, preview, refusal)


def _kept(moved: int) -> Response:
    words = ngettext("Đã lưu chế độ; %(num)s kỳ đổi ngày.", "Đã lưu chế độ; %(num)s kỳ đổi ngày.", moved)
    flash(words if moved else _("Đã lưu chế độ; không kỳ nào đã lập phải đổi ngày."), "success")
    return go_to(url_for("reports.regimes"))


def _replaced() -> Regime | None:
    written = request.args.get("thay", "")
    if not written:
        return None
    if not written.isdecimal() or len(written) > 9:
        abort(404)
    return _found(int(written))


def _found(regime_id: int) -> Regime:
    found = regime_called(regime_id)
    if found is None:
        raise NotVisible()
    return found


def _draft_of(regime: Regime) -> RegimeDraft:
    return RegimeDraft(regime.name, regime.source, terms_of(regime))


def _words() -> dict[str, Any]:
    return {
        "steps": {
            Step.COMMUNE: _("Bước 1: cấp xã (đến 30/6/2025)"),
            Step.DEPARTMENT: _("Bước 2: huyện, sở, ngành; cấp xã từ 01/7/2025"),
            Step.STANDING: _("Bước 3: cơ quan thường trực"),
            Step.PROVINCE: _("Bước 4: UBND tỉnh"),
        },
        "kinds": {
            PeriodKind.SEMIANNUAL: _("6 tháng"),
            PeriodKind.ANNUAL: _("Năm"),
            PeriodKind.QUARTERLY: _("Quý"),
            PeriodKind.MONTHLY: _("Tháng"),
            PeriodKind.ONCE: _("Một lần, theo đợt"),
        },
        "window_kinds": WINDOW_KINDS,
        "rolls": {
            RollRule.NONE.value: _("Giữ nguyên ngày"),
            RollRule.NEXT.value: _("Lùi đến ngày làm việc tiếp theo"),
            RollRule.PREVIOUS.value: _("Đưa lên ngày làm việc trước đó"),
        },
        "cell_name": cell_name,
        "edge_name": edge_name,
    }


def kept_words() -> dict[Kept, str]:
    """Return why rows keep their days."""
    return {
        Kept.BEGUN: _("đã bắt đầu viết hoặc đã nộp"),
        Kept.RELEASED: _("đã được miễn hoặc kỳ đã khóa"),
        Kept.PAST: _("hạn nộp đã qua"),
        Kept.STATED: _("ngày do chính kế hoạch quy định"),
        Kept.EXTENDED: _("đã được gia hạn riêng"),
        Kept.TOO_EARLY: _("hạn mới đã qua trước hôm nay"),
    }


def _form_page(
    regime_id: int | None,
    typed: dict[str, str],
    errors: dict[str, str],
    replaces: Regime | None,
    status: int | None = None,
) -> Response:
    page = render_template(
        "reports/regime.html",
        regime_id=regime_id,
        seen=service.seal_of(regime_id),
        typed=typed,
        errors=errors,
        replaces=replaces,
        action=_address(regime_id, replaces.id if replaces else None),
        **_words(),
    )
    return varied(make_response(page, status or (422 if errors else 200)))


def _preview_page(
    regime_id: int | None, typed: dict[str, str], draft: RegimeDraft, preview: service.RegimePreview, refusal: str
) -> Response:
    page = render_template(
        "reports/regime_preview.html",
        typed=typed,
        draft=draft,
        preview=preview,
        seen=service.seal_of(regime_id),
        refusal=refusal,
        action=_address(regime_id, draft.replaces),
        kept_words=kept_words(),
        most=LONGEST_PREVIEW,
        title_of=row_title,
        **_words(),
    )
    return varied(make_response(page, 409 if refusal else 200))


def _address(regime_id: int | None, replaces: int | None) -> str:
    if regime_id is not None:
        return url_for("reports.set_regime", regime_id=regime_id)
    return url_for("reports.add_regime", thay=replaces)
