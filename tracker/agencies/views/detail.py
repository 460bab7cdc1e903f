"""The page of one agency, and what the administrator changes on it."""

from dataclasses import dataclass

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.agencies import listing, search, service
from tracker.agencies.forms import LEVEL_WORDS, ROLE_KIND_WORDS, AgencyForm, AliasForm, RoleForm
from tracker.agencies.models import Agency
from tracker.agencies.views.blueprint import bp
from tracker.errors import DomainError
from tracker.history.queries import entries_of
from tracker.history.reading import changes
from tracker.rights import Role
from tracker.web.fragments import go_to
from tracker.web.gate import me, open_to


@dataclass(frozen=True, slots=True)
class Typed:
    """The forms of the page as they were typed; one that was not sent is None and shows what is kept."""

    agency: AgencyForm | None = None
    alias: AliasForm | None = None
    role: RoleForm | None = None
    refusal: str | None = None


@bp.get("/quan-tri/co-quan/<int:agency_id>")
@open_to(Role.ADMINISTRATOR)
def show(agency_id: int) -> ResponseReturnValue:
    """Show an agency with its names, roles and history."""
    return agency_page(listing.agency_known(agency_id), Typed())


@bp.post("/quan-tri/co-quan/<int:agency_id>")
@open_to(Role.ADMINISTRATOR)
def change(agency_id: int) -> ResponseReturnValue:
    """Change what is kept of an agency."""
    agency = listing.agency_known(agency_id)
    form = AgencyForm()
    form.parent.settle(search.agencies_to_pick)
    if "tim" in request.form:
        return agency_page(agency, Typed(agency=form))
    if not form.validate():
        return agency_page(agency, Typed(agency=form)), 422
    try:
        service.change_agency(agency, _change_typed(form), version=int(form.version.data or 0), by=me())
    except DomainError as refusal:
        form.version.data = form.version.raw_data = None
        return agency_page(agency, Typed(agency=form, refusal=_(refusal.sentence))), refusal.status
    flash(_("Đã lưu thông tin cơ quan."), "success")
    return go_to(url_for("agencies.show", agency_id=agency_id))


def _change_typed(form: AgencyForm) -> service.AgencyChange:
    return service.AgencyChange(
        name=form.name.data or "",
        contact=form.contact.data or None,
        phone=form.phone.data or None,
        valid_from=form.valid_from.data,
        valid_to=form.valid_to.data,
        parent_id=form.parent.chosen_id,
        head_approves=bool(form.head_approves.data),
    )


def agency_page(agency: Agency, typed: Typed) -> str:
    """Return the page of an agency with the typed forms on it."""
    roles = listing.roles_of(agency.id)
    entries = entries_of("agency", agency.id, limit=30)
    others = listing.agencies_numbered({role.issuer_id for role in roles} | {agency.parent_id or 0})
    by_id = {other.id: other for other in others}
    version = entries[0].id if entries else 0
    form = typed.agency or AgencyForm(
        None, obj=agency, parent=_label(by_id.get(agency.parent_id or 0)), version=str(version)
    )
    if form.version.data is None:
        form.version.data = str(version)
    return render_template(
        "agencies/show.html",
        agency=agency,
        form=form,
        alias_form=typed.alias or AliasForm(None),
        role_form=typed.role or RoleForm(None, starts_on=clock.today()),
        refusal=typed.refusal,
        refused_form="agency" if typed.agency else "alias" if typed.alias else "role" if typed.role else None,
        aliases=listing.aliases_of(agency.id),
        held=[role for role in roles if role.agency_id == agency.id],
        given=[role for role in roles if role.issuer_id == agency.id and role.agency_id != agency.id],
        by_id=by_id,
        plan_names=search.plan_names([role.plan_id for role in roles if role.plan_id]),
        entries=changes(entries),
        level_words=LEVEL_WORDS,
        role_words=ROLE_KIND_WORDS,
        label_of=search.label_of,
    )


def _label(agency: Agency | None) -> str | None:
    return search.label_of(agency) if agency else None
