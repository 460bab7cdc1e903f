"""The pages of one call: the form, the preview, and sending it."""

from flask import Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker import clock
from tracker.agencies.classes import CLASS_NAMES, OTHERS, class_of
from tracker.agencies.models import Agency
from tracker.plans.models import Plan
from tracker.reports import duty_queries as queries
from tracker.reports.duty_forms import CallForm
from tracker.reports.service import calling as service
from tracker.reports.views.blueprint import bp
from tracker.reports.views.duties import asked_plan, choose_plan
from tracker.rights import Role
from tracker.web.fragments import go_to, varied
from tracker.web.gate import me, open_to
from tracker.workdays.queries import working_calendar

EVERYBODY = "all"


@bp.get("/bao-cao/yeu-cau-dot-xuat")
@open_to(Role.MONITOR)
def new_call() -> Response:
    """Show the form of a call; without ?ke-hoach=, the plans to choose from."""
    if not request.args.get("ke-hoach"):
        return choose_plan(_("Yêu cầu báo cáo đột xuất"), "reports.new_call")
    plan = asked_plan()
    form, agencies = _offered(CallForm(formdata=None), plan)
    return _form_page(plan, form, agencies)


@bp.post("/bao-cao/yeu-cau-dot-xuat")
@open_to(Role.MONITOR)
def call() -> Response:
    """Show whom the call would reach; confirmed, send it."""
    plan = asked_plan()
    form, agencies = _offered(CallForm(), plan)
    if not form.validate():
        return _form_page(plan, form, agencies, status=422)
    if request.form.get("sua"):
        return _form_page(plan, form, agencies)
    wanted = form.call(_chosen(form, agencies))
    try:
        called = service.called_agencies(plan, wanted, by=me())
        if request.form.get("xac-nhan"):
            made = service.send_call(plan, wanted, by=me())
            said = ngettext("Đã gửi đến %(num)s cơ quan.", "Đã gửi đến %(num)s cơ quan.", len(called))
            flash(said, "success")
            return go_to(url_for("reports.duty", duty_id=made.id))
    except service.CallRefused as refused:
        form.form_errors = [_(refused.sentence)]
        return _form_page(plan, form, agencies, status=422)
    calendar = working_calendar()
    page = render_template(
        "reports/call_preview.html",
        plan=plan,
        form=form,
        call=wanted,
        called=called,
        working_day=None
        if calendar.is_working_day(wanted.due_on)
        else max(calendar.previous_working_day(wanted.due_on), clock.today()),
    )
    return varied(make_response(page))


def _offered(form: CallForm, plan: Plan) -> tuple[CallForm, list[Agency]]:
    agencies = list(queries.agencies_of(plan, today=clock.today()))
    form.agencies.choices = [(agency.id, agency.name) for agency in agencies]
    names = {**{level.value: _(name) for level, name in CLASS_NAMES.items()}, OTHERS: _("Sở, ban, ngành, đoàn thể")}
    there = {_group(agency) for agency in agencies}
    form.groups.choices = [
        (EVERYBODY, _("Tất cả cơ quan tham gia kế hoạch")),
        *((code, name) for code, name in names.items() if code in there),
    ]
    return form, agencies


def _chosen(form: CallForm, agencies: list[Agency]) -> list[int]:
    groups, ticked = set(form.groups.data or ()), set(form.agencies.data or ())
    return [a.id for a in agencies if EVERYBODY in groups or _group(a) in groups or a.id in ticked]


def _group(agency: Agency) -> str:
    level = class_of(agency)
    return level.value if level else OTHERS


def _form_page(plan: Plan, form: CallForm, agencies: list[Agency], status: int = 200) -> Response:
    page = render_template("reports/call.html", plan=plan, form=form, nobody=not agencies)
    return varied(make_response(page, status))
