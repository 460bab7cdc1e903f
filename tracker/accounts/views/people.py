"""The administrator's pages of people: the list, a new account, and one account with its roles and sessions."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.accounts import listing, service
from tracker.accounts.forms import AppointmentForm, DetailsForm, EndForm, PersonForm, RoleFields, VersionForm
from tracker.accounts.listing import Order, Wanted
from tracker.accounts.models import Person
from tracker.accounts.queries import open_sessions_of
from tracker.agencies import search
from tracker.errors import DomainError, NotVisible
from tracker.history.queries import entries_of
from tracker.history.reading import changes
from tracker.rights import ROLE_WORDS, Grant, Role
from tracker.web.fragments import go_to
from tracker.web.gate import me, open_to
from tracker.web.paging import asked_page

bp = Blueprint("people", __name__)

_ROLES = {role.value: role for role in Role}
_STATES = {"mo": True, "khoa": False}
_ORDERS = {order.value: order for order in Order}


@bp.get("/quan-tri/nguoi-dung")
@open_to(Role.ADMINISTRATOR)
def index() -> ResponseReturnValue:
    """List the accounts, by words, agency, role and state."""
    asked = request.args
    wanted = Wanted(
        words=asked.get("q", "")[:120],
        agency=asked.get("co-quan", "")[:240],
        role=_ROLES.get(asked.get("vai-tro", "")),
        is_open=_STATES.get(asked.get("trang-thai", "")),
        order=_ORDERS.get(asked.get("xep", ""), Order.NAME),
    )
    page = listing.people_listed(wanted, on=clock.today(), number=asked_page())
    return render_template(
        "accounts/people.html",
        page=page,
        wanted=wanted,
        role_words=ROLE_WORDS,
        label_of=search.label_of,
        last_sign_ins=listing.last_sign_ins([person.id for person in page.rows]),
    )


@bp.get("/quan-tri/nguoi-dung/moi")
@open_to(Role.ADMINISTRATOR)
def new() -> ResponseReturnValue:
    """Show the form of a new account, for an agency when its page asked."""
    return _new_page(PersonForm(None, agency=request.args.get("co-quan", "")[:240]))


@bp.post("/quan-tri/nguoi-dung/moi")
@open_to(Role.ADMINISTRATOR)
def open_account() -> ResponseReturnValue:
    """Open an account with its first role; the answer shows its password, once."""
    form = PersonForm()
    _settle(form)
    if "tim" in request.form:
        return _new_page(form)
    if not form.validate():
        return _new_page(form), 422
    password = service.generated_password()
    grant = Grant(Role(form.role.data), form.agency.chosen_id, form.issuer.chosen_id)
    try:
        person = service.open_account(
            form.email.data or "", form.name.data or "", password, grants=(grant,), by=me(), phone=form.phone.data
        )
    except DomainError as refusal:
        return _new_page(form, refusal=_(refusal.sentence)), refusal.status
    return render_template("accounts/password_once.html", person=person, password=password, is_new=True)


def _settle(form: RoleFields) -> None:
    form.agency.settle(search.agencies_to_pick)
    form.issuer.settle(search.agencies_to_pick)


def _new_page(form: PersonForm, refusal: str | None = None) -> str:
    return render_template("accounts/new_person.html", form=form, refusal=refusal)


@bp.get("/quan-tri/nguoi-dung/<int:person_id>")
@open_to(Role.ADMINISTRATOR)
def show(person_id: int) -> ResponseReturnValue:
    """Show an account with its roles, sessions and history."""
    return _page(listing.person_known(person_id))


@bp.post("/quan-tri/nguoi-dung/<int:person_id>")
@open_to(Role.ADMINISTRATOR)
def change(person_id: int) -> ResponseReturnValue:
    """Change address, name and telephone."""
    person, form = listing.person_known(person_id), DetailsForm()
    if not form.validate():
        return _page(person, details=form), 422
    try:
        service.change_person(
            person,
            email=form.email.data or "",
            name=form.name.data or "",
            phone=form.phone.data,
            version=int(form.version.data or 0),
            by=me(),
        )
    except DomainError as refusal:
        form.version.data = None
        return _page(person, details=form, refusal=_(refusal.sentence)), refusal.status
    return _back(person, _("Đã lưu tài khoản."))


@bp.post("/quan-tri/nguoi-dung/<int:person_id>/vai-tro")
@open_to(Role.ADMINISTRATOR)
def appoint(person_id: int) -> ResponseReturnValue:
    """Give the person one more role, from a day on."""
    person, form = listing.person_known(person_id), AppointmentForm()
    _settle(form)
    form.plan.settle(search.plans_to_pick(form.issuer.chosen_id))
    if "tim" in request.form:
        return _page(person, role=form)
    if not form.validate():
        return _page(person, role=form), 422
    grant = Grant(Role(form.role.data), form.agency.chosen_id, form.issuer.chosen_id, form.plan.chosen_id)
    try:
        service.appoint(person, grant, by=me(), starts_on=form.starts_on.data, ends_on=form.ends_on.data)
    except DomainError as refusal:
        return _page(person, role=form, refusal=_(refusal.sentence)), refusal.status
    return _back(person, _("Đã giao vai trò."))


@bp.post("/quan-tri/nguoi-dung/<int:person_id>/vai-tro/<int:appointment_id>/ket-thuc")
@open_to(Role.ADMINISTRATOR)
def end_appointment(person_id: int, appointment_id: int) -> ResponseReturnValue:
    """End a role on a day, yesterday when none is typed."""
    person, form = listing.person_known(person_id), EndForm()
    held = {appointment.id: appointment for appointment in person.appointments}
    if appointment_id not in held:
        raise NotVisible()
    if not form.validate():
        return _page(person, refusal=" ".join(form.last_day.errors)), 422
    try:
        service.end_appointment(held[appointment_id], by=me(), last_day=form.last_day.data)
    except DomainError as refusal:
        return _page(person, refusal=_(refusal.sentence)), refusal.status
    return _back(person, _("Đã kết thúc vai trò."))


@bp.post("/quan-tri/nguoi-dung/<int:person_id>/trang-thai")
@open_to(Role.ADMINISTRATOR)
def set_open(person_id: int) -> ResponseReturnValue:
    """Close or reopen the account."""
    person = listing.person_known(person_id)
    wanted = _STATES.get(request.form.get("trang-thai", ""), person.is_open)
    try:
        service.set_open(person, wanted, by=me())
    except DomainError as refusal:
        return _page(person, refusal=_(refusal.sentence)), refusal.status
    return _back(person, _("Đã mở tài khoản.") if wanted else _("Đã khóa tài khoản; mọi phiên đăng nhập đã kết thúc."))


@bp.post("/quan-tri/nguoi-dung/<int:person_id>/mat-khau")
@open_to(Role.ADMINISTRATOR)
def reset_password(person_id: int) -> ResponseReturnValue:
    """Set a generated password; the answer shows it, once."""
    person, form = listing.person_known(person_id), VersionForm()
    if not form.validate():
        return _page(person, refusal=_("Biểu mẫu đã cũ. Hãy làm lại.")), 422
    try:
        password = service.reset_password(person, version=int(form.version.data or 0), by=me())
    except DomainError as refusal:
        return _page(person, refusal=_(refusal.sentence)), refusal.status
    return render_template("accounts/password_once.html", person=person, password=password, is_new=False)


@bp.post("/quan-tri/nguoi-dung/<int:person_id>/phien/<int:session_id>/ket-thuc")
@open_to(Role.ADMINISTRATOR)
def end_session(person_id: int, session_id: int) -> ResponseReturnValue:
    """End one open session."""
    person = listing.person_known(person_id)
    service.end_session_of(person, session_id, by=me())
    return _back(person, _("Đã kết thúc phiên đăng nhập."))


def _back(person: Person, done: str) -> ResponseReturnValue:
    flash(done, "success")
    return go_to(url_for("people.show", person_id=person.id))


def _page(
    person: Person,
    *,
    details: DetailsForm | None = None,
    role: AppointmentForm | None = None,
    refusal: str | None = None,
) -> str:
    entries = entries_of("person", person.id, limit=50)
    version = str(entries[0].id if entries else 0)
    form = details or DetailsForm(None, obj=person, version=version)
    if form.version.data is None:
        form.version.data = version
    return render_template(
        "accounts/person.html",
        person=person,
        form=form,
        role_form=role or AppointmentForm(None, starts_on=clock.today()),
        role_is_typed=role is not None,
        refusal=refusal,
        version=version,
        sessions=open_sessions_of(person.id),
        plan_names=search.plan_names([held.plan_id for held in person.appointments if held.plan_id]),
        entries=changes(entries),
        role_words=ROLE_WORDS,
        label_of=search.label_of,
    )
