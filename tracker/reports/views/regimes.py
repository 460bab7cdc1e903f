"""The administrator's pages of the reporting regimes."""

from flask import Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _

from tracker.errors import NotVisible
from tracker.reports.forms import RegimeForm, cell_name, cell_words, read_cell
from tracker.reports.queries import all_regimes, regime_called
from tracker.reports.rules import PeriodKind, Step
from tracker.reports.service import regimes as service
from tracker.reports.service.regimes import Cell, Day
from tracker.reports.views.blueprint import bp
from tracker.rights import Role
from tracker.web.fragments import go_to, varied
from tracker.web.gate import me, open_to

KINDS = (PeriodKind.SEMIANNUAL, PeriodKind.ANNUAL, PeriodKind.QUARTERLY, PeriodKind.MONTHLY)


@bp.get("/quan-tri/che-do-bao-cao")
@open_to(Role.ADMINISTRATOR)
def regimes() -> Response:
    """Show every regime, with its days and whether it is in force."""
    return _regimes_page(RegimeForm(formdata=None))


@bp.post("/quan-tri/che-do-bao-cao")
@open_to(Role.ADMINISTRATOR)
def add_regime() -> Response:
    """Add a regime, switched off and without days."""
    form = RegimeForm()
    if not form.validate():
        return _regimes_page(form, status=422)
    try:
        regime = service.add_regime(form.name.data or "", form.source.data or "", by=me())
    except service.RegimeRefused as refused:
        form.name.errors = [_(refused.sentence)]
        return _regimes_page(form, status=422)
    return go_to(url_for("reports.regime", regime_id=regime.id))


@bp.get("/quan-tri/che-do-bao-cao/<int:regime_id>")
@open_to(Role.ADMINISTRATOR)
def regime(regime_id: int) -> Response:
    """Show the days of one regime, to be changed."""
    return _regime_page(regime_id, None, {})


@bp.post("/quan-tri/che-do-bao-cao/<int:regime_id>")
@open_to(Role.ADMINISTRATOR)
def set_days(regime_id: int) -> Response:
    """Keep the days of a regime."""
    typed = {
        cell_name(step, kind): request.form.get(cell_name(step, kind), "").strip()[:40]
        for step in Step
        for kind in KINDS
    }
    days, errors = _read(typed)
    if errors:
        return _regime_page(regime_id, typed, errors)
    service.set_regime_days(regime_id, days, by=me())
    flash(_("Đã lưu. Kỳ đã lập giữ nguyên hạn; các kỳ lập sau dùng hạn mới."), "success")
    return go_to(url_for("reports.regime", regime_id=regime_id))


@bp.post("/quan-tri/che-do-bao-cao/<int:regime_id>/hieu-luc")
@open_to(Role.ADMINISTRATOR)
def switch(regime_id: int) -> Response:
    """Put a regime in force or out of force."""
    service.switch_regime(regime_id, request.form.get("ap-dung") == "1", by=me())
    flash(_("Đã lưu. Kỳ đã lập giữ nguyên hạn; các kỳ lập sau dùng hạn mới."), "success")
    return go_to(url_for("reports.regimes"))


def _read(typed: dict[str, str]) -> tuple[dict[Cell, Day], dict[str, str]]:
    days: dict[Cell, Day] = {}
    errors: dict[str, str] = {}
    for step in Step:
        for kind in KINDS:
            name = cell_name(step, kind)
            day = read_cell(typed[name], kind) if typed[name] else None
            if day:
                days[step, kind] = day
            elif typed[name]:
                errors[name] = _("Hãy nhập như 20/5, hoặc 9/2 năm sau.")
    return days, errors


def _words() -> dict[str, dict[object, str]]:
    return {
        "steps": {
            Step.COMMUNE: _("Bước 1: cấp xã"),
            Step.DEPARTMENT: _("Bước 2: huyện, sở, ngành"),
            Step.STANDING: _("Bước 3: cơ quan thường trực"),
            Step.PROVINCE: _("Bước 4: UBND tỉnh"),
        },
        "kinds": {
            PeriodKind.SEMIANNUAL: _("6 tháng"),
            PeriodKind.ANNUAL: _("Năm"),
            PeriodKind.QUARTERLY: _("Quý (tháng tính trong quý)"),
            PeriodKind.MONTHLY: _("Tháng (tháng tính trong kỳ)"),
        },
    }


def _regimes_page(form: RegimeForm, status: int = 200) -> Response:
    found = all_regimes()
    cells = {regime.id: cell_words(regime) for regime in found}
    page = render_template(
        "reports/regimes.html", regimes=found, cells=cells, cell_name=cell_name, form=form, **_words()
    )
    return varied(make_response(page, status))


def _regime_page(regime_id: int, typed: dict[str, str] | None, errors: dict[str, str]) -> Response:
    found = regime_called(regime_id)
    if found is None:
        raise NotVisible()
    page = render_template(
        "reports/regime.html",
        regime=found,
        typed=cell_words(found) if typed is None else typed,
        errors=errors,
        cell_name=cell_name,
        **_words(),
    )
    return varied(make_response(page, 422 if errors else 200))
