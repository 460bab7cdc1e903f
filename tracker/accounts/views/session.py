"""Signing in and out, and one's own account."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from tracker.accounts import queries, service
from tracker.accounts.forms import PasswordForm, SignInForm
from tracker.accounts.signin import SignedIn
from tracker.errors import DomainError
from tracker.rights import ROLE_WORDS
from tracker.web.fragments import own_path
from tracker.web.gate import me, public, signed_in

bp = Blueprint("accounts", __name__)


@bp.get("/dang-nhap")
@public
def sign_in() -> ResponseReturnValue:
    """Show the sign-in form, or go on when the person is signed in already."""
    if current_user.is_authenticated:
        return redirect(own_path(request.args.get("tiep")), 303)
    return render_template("accounts/sign_in.html", form=SignInForm(request.args))


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
    login_user(SignedIn(secret, session))
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
