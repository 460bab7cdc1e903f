"""Other names and roles of an agency."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.agencies import listing, search, service
from tracker.agencies.forms import AliasForm, EndForm, RoleForm
from tracker.agencies.models import Agency, RoleKind
from tracker.agencies.rules import Span
from tracker.agencies.views.blueprint import bp
from tracker.agencies.views.detail import Typed, agency_page
from tracker.errors import DomainError
from tracker.rights import Role
from tracker.web.fragments import go_to
from tracker.web.gate import me, open_to


@bp.post("/quan-tri/co-quan/<int:agency_id>/ten-khac")
@open_to(Role.ADMINISTRATOR)
def add_alias(agency_id: int) -> ResponseReturnValue:
    """Add another name."""
    agency, form = listing.agency_known(agency_id), AliasForm()
    if not form.validate():
        return agency_page(agency, Typed(alias=form)), 422
    try:
        service.add_alias(agency, form.alias.data or "", by=me())
    except DomainError as refusal:
        return agency_page(agency, Typed(alias=form, refusal=_(refusal.sentence))), refusal.status
    flash(_("Đã thêm tên khác."), "success")
    return go_to(url_for("agencies.show", agency_id=agency_id))


@bp.post("/quan-tri/co-quan/<int:agency_id>/ten-khac/<int:alias_id>/bo")
@open_to(Role.ADMINISTRATOR)
def remove_alias(agency_id: int, alias_id: int) -> ResponseReturnValue:
    """Take another name away."""
    service.remove_alias(listing.agency_known(agency_id), alias_id, by=me())
    flash(_("Đã bỏ tên khác."), "success")
    return go_to(url_for("agencies.show", agency_id=agency_id))


@bp.post("/quan-tri/co-quan/<int:agency_id>/vai-tro")
@open_to(Role.ADMINISTRATOR)
def give_role(agency_id: int) -> ResponseReturnValue:
    """Give the agency a role for the plans of an issuer."""
    agency, form = listing.agency_known(agency_id), RoleForm()
    form.issuer.settle(search.agencies_to_pick)
    form.plan.settle(search.plans_to_pick(form.issuer.chosen_id))
    if "tim" in request.form:
        return agency_page(agency, Typed(role=form))
    if not form.validate() or form.issuer.chosen_id is None or form.starts_on.data is None:
        return agency_page(agency, Typed(role=form)), 422
    try:
        _give_role(agency, form, form.issuer.chosen_id, Span(form.starts_on.data, form.ends_on.data))
    except DomainError as refusal:
        return agency_page(agency, Typed(role=form, refusal=_(refusal.sentence))), refusal.status
    flash(_("Đã giao vai trò."), "success")
    return go_to(url_for("agencies.show", agency_id=agency_id))


def _give_role(agency: Agency, form: RoleForm, issuer_id: int, span: Span) -> None:
    issuer = listing.agency_known(issuer_id)
    role = RoleKind(form.role.data)
    service.give_role(agency, role, issuer=issuer, plan_id=form.plan.chosen_id, span=span, by=me())


@bp.post("/quan-tri/co-quan/<int:agency_id>/vai-tro/<int:role_id>/ket-thuc")
@open_to(Role.ADMINISTRATOR)
def end_role(agency_id: int, role_id: int) -> ResponseReturnValue:
    """End a role on a day, yesterday when none is typed."""
    agency, form = listing.agency_known(agency_id), EndForm()
    if not form.validate():
        return agency_page(agency, Typed(refusal=" ".join(form.last_day.errors))), 422
    service.end_role(agency, role_id, last_day=form.last_day.data, by=me())
    flash(_("Đã kết thúc vai trò."), "success")
    return go_to(url_for("agencies.show", agency_id=agency_id))
