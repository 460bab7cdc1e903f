"""One handler turns every refusal and every fault into a page (or a fragment) with one Vietnamese sentence."""

import json
import logging

from flask import Flask, Response, current_app, g, make_response, render_template
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from tracker.errors import DomainError
from tracker.extensions import db
from tracker.vietnamese import number_text
from tracker.web.fragments import came_from, varied, wants_fragment
from tracker.web.gate import ask_to_sign_in
from tracker.web.kept import kept_of_request

logger = logging.getLogger(__name__)


def register_error_pages(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(StaleDataError, _changed_meanwhile)
    app.register_error_handler(OperationalError, _database_busy)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def _refused(error: DomainError) -> Response:
    db.session.rollback()
    return error_answer(error.status, _(error.sentence))


def _stale_form(_error: CSRFError) -> Response:
    """A form of ours whose session is over: sign in, or send it once more; of anybody else: one sentence."""
    if not current_user.is_authenticated:
        return ask_to_sign_in()
    kept = kept_of_request()
    if kept is None or kept.person_id != current_user.actor.person_id:
        return error_answer(400, _("Biểu mẫu đã hết hạn. Hãy quay lại trang trước, tải lại rồi gửi lần nữa."))
    if not wants_fragment():
        return varied(make_response(render_template("accounts/send_again.html", kept=kept), 400))
    answer = error_answer(
        400, _("Đồng chí vừa đăng nhập lại. Những gì đã nhập vẫn còn trên trang; hãy bấm lại một lần.")
    )
    answer.headers["HX-Trigger"] = json.dumps({"formtoken": {"token": generate_csrf()}})
    return answer


def _changed_meanwhile(_error: StaleDataError) -> Response:
    db.session.rollback()
    return error_answer(409, _("Người khác vừa thay đổi nội dung này. Hãy tải lại trang để xem bản mới rồi nhập lại."))


def _database_busy(error: OperationalError) -> Response:
    db.session.rollback()
    logger.error("Request %s: database refused: %s", g.get("request_id"), error.orig)
    answer = make_response(_bare_page(busy=True), 503)
    answer.headers["Retry-After"] = "5"
    return answer


def _http(error: HTTPException) -> Response:
    if error.response is not None:  # an abort with its own answer, a redirect among them
        return make_response(error.response)
    sentences = {
        400: _("Yêu cầu không hợp lệ. Hãy quay lại trang trước và thử lại."),
        401: _("Đồng chí cần đăng nhập để tiếp tục."),
        403: _("Đồng chí không có quyền thực hiện việc này."),
        404: _("Không tìm thấy nội dung này, hoặc nội dung không thuộc phạm vi của đồng chí."),
        405: _("Thao tác này không được thực hiện theo cách đó. Hãy quay lại trang trước."),
        429: _("Thử quá nhiều lần. Hãy đợi ít phút rồi thử lại."),
    }
    code = error.code or 500
    if code == 413:
        return _too_large()
    return error_answer(code, sentences.get(code, _("Yêu cầu không thực hiện được.")))


def _too_large() -> Response:
    """Name the limit and lead back to the form: what was typed into it was not read, the browser keeps it."""
    largest = number_text(current_app.config["MAX_UPLOAD_BYTES"] / 1024 / 1024)
    sentence = _(
        "Tệp hoặc nội dung quá lớn: mỗi tệp tối đa %(size)s MB. Chưa lưu gì; hãy chọn tệp nhỏ hơn rồi gửi lại.",
        size=largest,
    )
    return error_answer(413, sentence, back=came_from())


def _fault(error: Exception) -> Response:
    db.session.rollback()
    logger.error("Request %s failed", g.get("request_id"), exc_info=error)
    sentence = _("Hệ thống gặp lỗi và chưa lưu gì. Hãy thử lại; nếu vẫn lỗi, báo quản trị số tham chiếu bên dưới.")
    try:
        return error_answer(500, sentence)
    except Exception:  # the frame itself needs the database; when that is gone a page without it is left
        logger.exception("Request %s: the error page failed too", g.get("request_id"))
        return make_response(_bare_page(busy=False), 500)


def _bare_page(*, busy: bool) -> str:
    """The page that needs no database: without the frame of the signed-in person."""
    page = current_app.jinja_env.get_template("errors/fallback.html")
    return page.render(reference=g.get("request_id", ""), busy=busy)


def error_answer(code: int, sentence: str, *, back: str | None = None) -> Response:
    """Return the error page, or its fragment for htmx, with the number of the request to quote.

    `back`: a path of ours, of the form that was refused.
    """
    template = "errors/_error.html" if wants_fragment() else "errors/error.html"
    page = render_template(template, code=code, sentence=sentence, reference=g.get("request_id", ""), back_url=back)
    answer = make_response(page, code)
    if wants_fragment():
        answer.headers["HX-Retarget"] = "#page-error"
        answer.headers["HX-Reswap"] = "innerHTML"
    return varied(answer)
