"""What the head of an agency changes of it: whom to call, and whether the head approves before submission."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.agencies import listing, service
from tracker.agencies.forms import ContactForm
from tracker.agencies.models import Agency
from tracker.agencies.search import label_of
from tracker.agencies.views.blueprint import bp
from tracker.errors import DomainError, NotVisible
from tracker.history.queries import version_of
from tracker.rights import Role
from tracker.web.fragments import go_to
from tracker.web.gate import me, open_to


@bp.get("/co-quan-cua-toi")
@open_to(Role.HEAD)
def own() -> ResponseReturnValue:
    """Show the agency that the person heads; of several the one asked for."""
    asked = request.args.get("co-quan", "")
    headed = sorted(agency_id for agency_id in me().agency_ids if me().heads(agency_id))
    chosen = int(asked) if asked.isdecimal() and len(asked) < 10 else headed[0]
    if chosen not in headed:
        raise NotVisible()
    agency = listing.agency_known(chosen)
    return _own_page(agency, ContactForm(None, obj=agency, version=str(version_of("agency", agency.id))))


@bp.post("/co-quan-cua-toi/<int:agency_id>")
@open_to(Role.HEAD)
def change_own(agency_id: int) -> ResponseReturnValue:
    """Change the own agency's contact and its way of submitting."""
    if not me().heads(agency_id):
        raise NotVisible()
    agency, form = listing.agency_known(agency_id), ContactForm()
    if not form.validate():
        return _own_page(agency, form), 422
    try:
        service.change_own_contact(
            agency,
            contact=form.contact.data or None,
            phone=form.phone.data or None,
            head_approves=bool(form.head_approves.data),
            version=int(form.version.data or 0),
            by=me(),
        )
    except DomainError as refusal:
        form.version.data = str(version_of("agency", agency_id))
        return _own_page(agency, form, refusal=_(refusal.sentence)), refusal.status
    flash(_("Đã lưu thông tin cơ quan."), "success")
    return go_to(f"{url_for('agencies.own')}?co-quan={agency_id}")


def _own_page(agency: Agency, form: ContactForm, refusal: str | None = None) -> str:
    others = [agency_id for agency_id in me().agency_ids if me().heads(agency_id) and agency_id != agency.id]
    return render_template(
        "agencies/own.html",
        agency=agency,
        form=form,
        refusal=refusal,
        others=listing.agencies_numbered(others) if others else [],
        label_of=label_of,
    )
