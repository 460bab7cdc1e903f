"""Signing in and out, and one's own account."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from tracker.accounts import queries, service
from tracker.accounts.forms import PasswordForm, SignInForm
from tracker.accounts.signin import SignedIn, actor_of
from tracker.errors import DomainError
from tracker.extensions import login_manager
from tracker.rights import ROLE_WORDS
from tracker.web.fragments import came_from, own_path
from tracker.web.gate import me, public, signed_in
from tracker.web.kept import bind_forms, kept_of_request, unsealed

bp = Blueprint("accounts", __name__)


@bp.get("/dang-nhap")
@public
def sign_in() -> ResponseReturnValue:
    """Show the sign-in form, or go on when the person is signed in already."""
    if current_user.is_authenticated:
        return redirect(own_path(request.args.get("tiep")), 303)
    return render_template(
        "accounts/sign_in.html", form=SignInForm(formdata=None, data={"tiep": request.args.get("tiep")})
    )


@login_manager.unauthorized_handler  # type: ignore[untyped-decorator]  # flask-login ships no types
def sign_in_and_go_on() -> str:
    """Show the sign-in form in place of an answer to a form that was sent without a session; its fields wait in it."""
    kept = kept_of_request()
    waiting = {"tiep": came_from(), "giu": kept.sealed() if kept else ""}
    return render_template("accounts/sign_in.html", form=SignInForm(formdata=None, data=waiting))


@bp.get("/dang-nhap/da-xong")
@signed_in
def signed_in_again() -> str:
    """Send the person back to the page that stayed open with what they typed."""
    return render_template("accounts/signed_in_again.html")


@bp.post("/dang-nhap")
@public
def open_session() -> ResponseReturnValue:
    """Check the password and open a session."""
    form = SignInForm()
    if not form.validate():
        return render_template("accounts/sign_in.html", form=form), 422
    try:
        secret, session = service.sign_in(
            form.email.data or "",
            form.password.data or "",
            address=request.remote_addr or "",
            agent=request.headers.get("User-Agent", ""),
        )
    except DomainError as refusal:
        return render_template("accounts/sign_in.html", form=form, refusal=_(refusal.sentence)), refusal.status
    kept = unsealed(form.giu.data)
    if kept and kept.person_id != session.person_id:
        service.end_session(session.id, by=actor_of(session.person))
        refused = _("Nội dung đang giữ do tài khoản khác nhập. Hãy đăng nhập bằng tài khoản đó, hoặc bỏ nội dung.")
        return render_template("accounts/sign_in.html", form=form, refusal=refused), 409
    login_user(SignedIn(secret, session))
    bind_forms(session.person_id)
    if kept:
        return render_template("accounts/send_again.html", kept=kept)
    return redirect(own_path(form.tiep.data), 303)


@bp.post("/dang-xuat")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the session: its cookie is worth nothing from now on."""
    service.end_session(current_user.session_id, by=me())
    logout_user()
    answer = redirect(url_for("accounts.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.get("/tai-khoan")
@signed_in
def own_account() -> ResponseReturnValue:
    """Show one's own appointments and open sessions."""
    return _own_page(PasswordForm())


@bp.post("/tai-khoan/mat-khau")
@signed_in
def change_password() -> ResponseReturnValue:
    """Change one's own password; every session ends, this one too."""
    form = PasswordForm()
    if not form.validate():
        return _own_page(form), 422
    person = current_user.person
    try:
        service.change_password(person, form.new_password.data or "", by=me(), old_password=form.old_password.data)
    except DomainError as refusal:
        return _own_page(form, refusal=_(refusal.sentence)), refusal.status
    logout_user()
    flash(_("Đã đổi mật khẩu. Hãy đăng nhập lại bằng mật khẩu mới."))
    return redirect(url_for("accounts.sign_in"), 303)


def _own_page(form: PasswordForm, refusal: str | None = None) -> str:
    person = current_user.person
    sessions = queries.open_sessions_of(person.id)
    return render_template(
        "accounts/own.html", form=form, sessions=sessions, person=person, role_words=ROLE_WORDS, refusal=refusal
    )


@bp.post("/tai-khoan/phien/<int:session_id>/ket-thuc")
@signed_in
def end_session(session_id: int) -> ResponseReturnValue:
    """End another session of one's own."""
    service.end_session(session_id, by=me())
    flash(_("Đã kết thúc phiên đăng nhập."))
    return redirect(url_for("accounts.own_account"), 303)
