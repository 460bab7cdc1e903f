"""The list of difficulties, one of them, and its history."""

from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker import clock
from tracker.difficulties import queries
from tracker.difficulties.forms import LEVEL_WORDS, AnswerForm, ForwardForm, ReopenForm, StepForm
from tracker.difficulties.models import Difficulty
from tracker.difficulties.queries import Chosen
from tracker.difficulties.rights import answers
from tracker.difficulties.rules import (
    ANSWER_WORKING_DAYS,
    WAITING_STATES,
    CompetentLevel,
    DifficultyState,
    StepKind,
    levels_above,
)
from tracker.difficulties.views.blueprint import bp
from tracker.errors import NotVisible
from tracker.history.pages import history_page
from tracker.rights import Role
from tracker.vietnamese import shortened
from tracker.web.fragments import varied
from tracker.web.gate import me, open_to, signed_in
from tracker.web.paging import asked_page
from tracker.workdays.queries import working_calendar

STATE_WORDS: dict[DifficultyState, Any] = {
    DifficultyState.OPEN: _l("Chờ trả lời"),
    DifficultyState.FORWARDED: _l("Đã chuyển cấp có thẩm quyền"),
    DifficultyState.ANSWERED: _l("Đã trả lời"),
    DifficultyState.CLOSED: _l("Đã đóng"),
}
STEP_WORDS: dict[StepKind, Any] = {
    StepKind.RAISED: _l("nêu khó khăn, vướng mắc"),
    StepKind.FORWARDED: _l("chuyển cấp có thẩm quyền"),
    StepKind.ANSWERED: _l("trả lời"),
    StepKind.REOPENED: _l("cho biết chưa được giải quyết"),
    StepKind.CLOSED: _l("đóng"),
}
ADDRESSES = {"task": "/nhiem-vu/{}", "report_row": "/bao-cao/{}"}
Forms = dict[str, StepForm]


@bp.get("/kho-khan")
@open_to(Role.CLERK, Role.HEAD, Role.MONITOR, Role.COMMITTEE, Role.SECRETARY)
def index() -> str:
    """Show the difficulties of the person's agencies and of the plans they watch."""
    state, level = request.args.get("trang-thai", ""), request.args.get("cap", "")
    chosen = Chosen(
        DifficultyState(state) if state in set(DifficultyState) else None,
        CompetentLevel(level) if level in set(CompetentLevel) else None,
        _number(request.args.get("ke-hoach", "")),
    )
    return render_template(
        "difficulties/index.html",
        page=queries.listed(me(), chosen, asked_page()),
        chosen=chosen,
        states=[(str(one), words) for one, words in STATE_WORDS.items()],
        levels=[(str(one), words) for one, words in LEVEL_WORDS.items()],
        state_words=STATE_WORDS,
        level_words=LEVEL_WORDS,
        waiting_states=WAITING_STATES,
    )


@bp.get("/kho-khan/<int:difficulty_id>")
@signed_in
def show(difficulty_id: int) -> Response:
    """Show one difficulty, what was done about it, and the forms that the person may send."""
    return difficulty_page(queries.difficulty_visible_to(me(), difficulty_id), {}, 200)


@bp.get("/kho-khan/<int:difficulty_id>/lich-su")
@signed_in
def history(difficulty_id: int) -> Response:
    """Show every change of the difficulty as it was recorded."""
    found = queries.difficulty_visible_to(me(), difficulty_id)
    back = (_("Khó khăn, vướng mắc"), url_for("difficulties.show", difficulty_id=found.id))
    return history_page("difficulty", found.id, words=shortened(found.words, 160), back=back)


def difficulty_page(found: Difficulty, sent: Forms, status: int) -> Response:
    """Return the page; `sent` are the forms that came back with what was typed."""
    forms = {**_fresh_forms(found), **sent}
    page = render_template(
        "difficulties/show.html",
        found=found,
        steps=queries.steps_of(found.id),
        forms=forms,
        subject_url=ADDRESSES[found.subject].format(found.subject_id) if found.subject else None,
        state_words=STATE_WORDS,
        step_words=STEP_WORDS,
        level_words=LEVEL_WORDS,
        waits=found.state in WAITING_STATES,
    )
    return varied(make_response(page, status))


def _fresh_forms(found: Difficulty) -> Forms:
    """The forms that the person may send now, by the word in their address."""
    if found.state is DifficultyState.CLOSED:
        return {}
    in_ten_days = working_calendar().add_working_days(clock.today(), ANSWER_WORKING_DAYS)
    seen: dict[str, Any] = {"formdata": None, "data": {"version": found.version, "answer_by": in_ten_days}}
    forms: Forms = {}
    is_own, may_answer = me().acts_for(found.agency_id), answers(me(), found, on=clock.today())
    if may_answer and found.state in WAITING_STATES:
        forms["tra-loi"] = AnswerForm(prefix="tra-loi", **seen)
    if may_answer and levels_above(found.level):
        forms["chuyen"] = ForwardForm(prefix="chuyen", levels=levels_above(found.level), **seen)
    if is_own and found.state is DifficultyState.ANSWERED:
        forms["mo-lai"] = ReopenForm(prefix="mo-lai", **seen)
    if is_own or (may_answer and found.state is DifficultyState.ANSWERED):
        forms["dong"] = StepForm(prefix="dong", **seen)
    return forms


def _number(written: str) -> int | None:
    if not written:
        return None
    if not written.isdecimal() or len(written) > 9:
        raise NotVisible()
    return int(written)
