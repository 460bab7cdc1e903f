"""The list of agencies, a new one, and the catalogue of kinds."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.agencies import listing, search, service
from tracker.agencies.forms import LEVEL_WORDS, KindForm, NameForm
from tracker.agencies.models import Level
from tracker.agencies.views.blueprint import bp
from tracker.catalogue.kinds import kind_by_code
from tracker.errors import DomainError
from tracker.rights import Role
from tracker.web.fragments import go_to
from tracker.web.gate import me, open_to
from tracker.web.paging import PAGE_SIZE, Page, asked_page

_LEVELS = {level.value: level for level in Level}


@bp.get("/quan-tri/co-quan")
@open_to(Role.ADMINISTRATOR)
def index() -> ResponseReturnValue:
    """List the agencies, by words and level."""
    words, level = request.args.get("q", "")[:120], _LEVELS.get(request.args.get("cap", ""))
    page = listing.agencies_listed(words, level=level, number=asked_page())
    return render_template("agencies/index.html", page=page, words=words, level=level, level_words=LEVEL_WORDS)


@bp.get("/quan-tri/danh-muc")
@open_to(Role.ADMINISTRATOR)
def kinds() -> ResponseReturnValue:
    """Show the kinds of the catalogue, which ships with the product."""
    words, level = request.args.get("q", "")[:120], _LEVELS.get(request.args.get("cap", ""))
    found = [kind for kind in search.kinds_called(words) if level is None or kind.level is level]
    number = asked_page()
    page = Page(found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], number, len(found))
    successors = {kind.successor: kind_by_code(kind.successor).name for kind in page.rows if kind.successor}
    return render_template(
        "agencies/kinds.html", page=page, words=words, level=level, level_words=LEVEL_WORDS, successors=successors
    )


@bp.get("/quan-tri/co-quan/moi")
@open_to(Role.ADMINISTRATOR)
def new() -> ResponseReturnValue:
    """Show the two ways to a new agency: from the catalogue, or by name."""
    return _new_page(KindForm(None), NameForm(None), by_name=request.args.get("cach") == "ten")


@bp.post("/quan-tri/co-quan/moi/danh-muc")
@open_to(Role.ADMINISTRATOR)
def found_from_catalogue() -> ResponseReturnValue:
    """Create an agency of a kind in a place."""
    form = KindForm()
    form.kind.settle(search.kinds_to_pick)
    form.unit.settle(search.units_to_pick)
    if "tim" in request.form:
        return _new_page(form, NameForm(None), by_name=False)
    if not form.validate() or not form.kind.chosen:
        return _new_page(form, NameForm(None), by_name=False), 422
    try:
        agency = service.found_from_catalogue(form.kind.chosen, form.unit.chosen, by=me())
    except DomainError as refusal:
        return _new_page(form, NameForm(None), by_name=False, refusal=_(refusal.sentence)), refusal.status
    flash(_("Đã tạo cơ quan %(name)s.", name=agency.name), "success")
    return go_to(url_for("agencies.show", agency_id=agency.id))


@bp.post("/quan-tri/co-quan/moi/ten")
@open_to(Role.ADMINISTRATOR)
def found_by_name() -> ResponseReturnValue:
    """Create an agency under its own name."""
    form = NameForm()
    form.unit.settle(search.units_to_pick)
    if "tim" in request.form:
        return _new_page(KindForm(None), form, by_name=True)
    if not form.validate():
        return _new_page(KindForm(None), form, by_name=True), 422
    try:
        agency = service.found_by_name(form.name.data or "", Level(form.level.data), form.unit.chosen, by=me())
    except DomainError as refusal:
        return _new_page(KindForm(None), form, by_name=True, refusal=_(refusal.sentence)), refusal.status
    flash(_("Đã tạo cơ quan %(name)s.", name=agency.name), "success")
    return go_to(url_for("agencies.show", agency_id=agency.id))


def _new_page(kind_form: KindForm, name_form: NameForm, *, by_name: bool, refusal: str | None = None) -> str:
    return render_template(
        "agencies/new.html", kind_form=kind_form, name_form=name_form, by_name=by_name, refusal=refusal
    )
