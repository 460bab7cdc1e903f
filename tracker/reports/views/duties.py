"""The register of reporting duties: the list, one duty, and what the monitor changes in it."""

from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker import clock
from tracker.agencies.search import agencies_to_pick
from tracker.plans.models import Plan
from tracker.reports import duty_queries as queries
from tracker.reports.duty_forms import KIND_CHOICES, DutyForm, EndForm, ReporterForm, RoutingForm
from tracker.reports.duty_queries import DutyFilter
from tracker.reports.models import ReportingDuty
from tracker.reports.periods import kinds_of
from tracker.reports.regime_change import SeenOtherwise
from tracker.reports.rules import DutyOrigin, PeriodKind
from tracker.reports.service import duties as service
from tracker.reports.views.blueprint import bp
from tracker.reports.views.lists import NOBODY, READERS
from tracker.reports.views.regimes import LONGEST_PREVIEW, kept_words
from tracker.reports.words import period_words, route_words, row_title
from tracker.rights import Role
from tracker.web.fragments import go_to, varied
from tracker.web.gate import me, open_to
from tracker.web.paging import asked_page


@bp.get("/bao-cao/nghia-vu")
@open_to(*READERS)
def duties() -> Response:
    """Show the register: to those who watch plans all duties of these, to an agency its own."""
    actor, asked = me(), _asked()
    page = queries.listed_duties(actor, asked, page=asked_page(), today=clock.today())
    answer = render_template(
        "reports/duties.html",
        page=page,
        asked=asked,
        choices=queries.duty_choices(actor),
        origins=origin_words(),
        keeps=actor.has(Role.MONITOR),
        **_words(),
    )
    return varied(make_response(answer))


@bp.get("/bao-cao/nghia-vu/<int:duty_id>")
@open_to(*READERS)
def duty(duty_id: int) -> Response:
    """Show one duty: its basis, who owes it, its periods; to the monitor with what can be changed."""
    return _duty_page(queries.duty_visible_to(me(), duty_id))


@bp.get("/bao-cao/nghia-vu/moi")
@open_to(Role.MONITOR)
def new_duty() -> Response:
    """Show the form for a duty of a plan; without ?ke-hoach=, the plans to choose from."""
    if not request.args.get("ke-hoach"):
        return choose_plan(_("Thêm nghĩa vụ báo cáo"), "reports.new_duty")
    plan = asked_plan()
    form = _offered(DutyForm(formdata=None, data={"starts_on": clock.today()}), plan)
    return _new_page(plan, form)


@bp.post("/bao-cao/nghia-vu/moi")
@open_to(Role.MONITOR)
def add_duty() -> Response:
    """Add a duty by hand."""
    plan = asked_plan()
    form = _offered(DutyForm(), plan)
    form.other.settle(agencies_to_pick)
    if "tim" in request.form:
        return _new_page(plan, form)
    if not form.validate():
        return _new_page(plan, form, status=422)
    try:
        made = service.add_duty(plan, form.new_duty(), by=me())
    except service.DutyRefused as refused:
        form.form_errors = [_(refused.sentence)]
        return _new_page(plan, form, status=422)
    flash(_("Đã thêm nghĩa vụ báo cáo."), "success")
    return go_to(url_for("reports.duty", duty_id=made.id))


@bp.post("/bao-cao/nghia-vu/<int:duty_id>")
@open_to(Role.MONITOR)
def change_duty(duty_id: int) -> Response:
    """Change routing and regime; another regime first shows which rows would move, and is kept with that seal."""
    found = queries.duty_visible_to(me(), duty_id)
    form = RoutingForm()
    form.offer_regimes(queries.regime_choices())
    if not form.validate():
        return _duty_page(found, routing=form, status=422)
    if form.is_stale(found):
        form.form_errors = [_("Nghĩa vụ này vừa được người khác sửa; hãy xem lại các ô rồi lưu.")]
        form.now_showing(found)
        return _duty_page(found, routing=form, status=409)
    seal = request.form.get("xac-nhan", "")
    if form.regime_id != (found.regime.series if found.regime else None):
        preview = service.preview_duty(found, form.regime_id, by=me())
        if preview.seal != seal:
            return _preview_page(found, form, preview, SeenOtherwise().sentence if seal else "")
    moved = service.change_duty(found, form.routing, form.regime_id, seal, by=me())
    words = ngettext("Đã lưu; %(num)s kỳ đổi ngày.", "Đã lưu; %(num)s kỳ đổi ngày.", moved)
    flash(words if moved else _("Đã lưu."), "success")
    return go_to(url_for("reports.duty", duty_id=duty_id))


def _preview_page(duty: ReportingDuty, form: RoutingForm, preview: service.DutyPreview, refusal: str) -> Response:
    page = render_template(
        "reports/duty_preview.html",
        duty=duty,
        form=form,
        preview=preview,
        refusal=_(refusal) if refusal else "",
        kept_words=kept_words(),
        most=LONGEST_PREVIEW,
        title_of=row_title,
    )
    return varied(make_response(page, 409 if refusal else 200))


@bp.post("/bao-cao/nghia-vu/<int:duty_id>/co-quan")
@open_to(Role.MONITOR)
def begin_reporter(duty_id: int) -> Response:
    """Let one more agency owe the duty from a day on."""
    found = queries.duty_visible_to(me(), duty_id)
    form = ReporterForm()
    form.agency.settle(agencies_to_pick)
    if "tim" in request.form:
        return _duty_page(found, reporter=form)
    if not form.validate() or form.agency.chosen_id is None or form.starts_on.data is None:
        return _duty_page(found, reporter=form, status=422)
    service.begin_reporters(found, [form.agency.chosen_id], form.starts_on.data, by=me())
    flash(_("Đã ghi cơ quan phải báo cáo."), "success")
    return go_to(url_for("reports.duty", duty_id=duty_id))


@bp.post("/bao-cao/nghia-vu/<int:duty_id>/ket-thuc")
@open_to(Role.MONITOR, Role.SECRETARY)
def end_duty(duty_id: int) -> Response:
    """End the duty, or that one agency owes it, on a day with the reason."""
    found = queries.duty_visible_to(me(), duty_id)
    form = EndForm()
    if not form.validate() or form.last.data is None:
        return _duty_page(found, end=form, status=422)
    written = request.form.get("co-quan", "")
    try:
        if written:
            agency_id = int(written) if written.isdecimal() and len(written) < 10 else NOBODY
            number = service.end_reporter(found, agency_id, form.last.data, form.reason.data or "", by=me())
        else:
            number = service.end_duty(found, form.last.data, form.reason.data or "", by=me())
    except service.DutyRefused as refused:
        form.form_errors = [_(refused.sentence)]
        return _duty_page(found, end=form, status=422)
    words = ngettext("Đã kết thúc; %(num)s kỳ được miễn.", "Đã kết thúc; %(num)s kỳ được miễn.", number)
    flash(words if number else _("Đã kết thúc."), "success")
    return go_to(url_for("reports.duty", duty_id=duty_id))


def asked_plan() -> Plan:
    """Return the plan of ?ke-hoach= for which the person keeps the register, or raise NotVisible."""
    written = request.args.get("ke-hoach", "")
    return queries.plan_kept_by(me(), int(written) if written.isdecimal() and len(written) < 10 else NOBODY)


def choose_plan(title: str, endpoint: str) -> Response:
    """Show the plans for which the person keeps the register, each leading on."""
    plans = queries.plans_kept_by(me())
    return varied(
        make_response(render_template("reports/choose_plan.html", plans=plans, title=title, endpoint=endpoint))
    )


def origin_words() -> dict[DutyOrigin, str]:
    """Return where duties come from, in words."""
    return {
        DutyOrigin.PLAN: _("Kế hoạch quy định"),
        DutyOrigin.ADDED: _("Bổ sung theo văn bản"),
        DutyOrigin.CALL: _("Yêu cầu đột xuất"),
    }


def _asked() -> DutyFilter:
    kind, origin = request.args.get("loai-ky", ""), request.args.get("nguon", "")
    return DutyFilter(
        plan_id=_number("ke-hoach"),
        agency_id=_number("co-quan"),
        kind=PeriodKind(kind) if kind in set(PeriodKind) else None,
        regime_id=_number("che-do"),
        origin=DutyOrigin(origin) if origin in set(DutyOrigin) else None,
    )


def _number(name: str) -> int | None:
    written = request.args.get(name, "").strip()
    if not written:
        return None
    return int(written) if written.isdecimal() and len(written) < 10 else NOBODY


def _words() -> dict[str, Any]:
    return {
        "kind_choices": [(kind.value, words) for kind, words in KIND_CHOICES],
        "rhythm_of": _rhythm,
        "route_of": lambda duty: route_words(duty.addressee, duty.via, list(duty.copy_to)),
        "period_words": period_words,
    }


def _rhythm(duty: ReportingDuty) -> str:
    named = {kind: str(words) for kind, words in KIND_CHOICES}
    said = [named[kind] for kind in kinds_of(duty.periods)]
    return ", ".join(said) or _("Đột xuất")


def _offered(form: DutyForm, plan: Plan) -> DutyForm:
    form.offer_regimes(queries.regime_choices())
    form.clause.choices = [("0", _("Không phải mục của kế hoạch này"))] + [
        (str(number), words) for number, words in queries.clauses_of(plan)
    ]
    form.agencies.choices = [(agency.id, agency.name) for agency in queries.agencies_of(plan, today=clock.today())]
    return form


def _new_page(plan: Plan, form: DutyForm, status: int = 200) -> Response:
    return varied(make_response(render_template("reports/duty_new.html", plan=plan, form=form), status))


def _duty_page(
    duty: ReportingDuty,
    *,
    routing: RoutingForm | None = None,
    reporter: ReporterForm | None = None,
    end: EndForm | None = None,
    status: int = 200,
) -> Response:
    actor, today = me(), clock.today()
    keeps = actor.holds(Role.MONITOR, issuer_id=duty.plan.issuer_id, plan_id=duty.plan_id)
    ends = keeps or actor.holds(Role.SECRETARY, issuer_id=duty.plan.issuer_id, plan_id=duty.plan_id)
    page = render_template(
        "reports/duty.html",
        duty=duty,
        reporters=queries.reporters_of(duty, actor),
        periods=queries.periods_of(duty, actor),
        origins=origin_words(),
        keeps=keeps,
        ends=ends,
        is_call=duty.origin is DutyOrigin.CALL,
        routing=routing or (RoutingForm.showing(duty, queries.regime_choices()) if keeps else None),
        reporter=reporter or ReporterForm(formdata=None, data={"starts_on": today}),
        end=end or EndForm(formdata=None, data={"last": today}),
        today_date=today,
        **_words(),
    )
    return varied(make_response(page, status))
