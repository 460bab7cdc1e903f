"""What is done about a difficulty: answered, handed on, reopened, closed. One address each."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, url_for
from flask_babel import gettext as _

from tracker.difficulties import service
from tracker.difficulties.forms import AnswerForm, ForwardForm, ReopenForm, StepForm
from tracker.difficulties.models import Difficulty
from tracker.difficulties.queries import difficulty_visible_to
from tracker.difficulties.rules import CompetentLevel, levels_above
from tracker.difficulties.views.blueprint import bp
from tracker.difficulties.views.pages import difficulty_page
from tracker.errors import ChangedMeanwhile, DomainError, NotAllowed, NotVisible
from tracker.web.fragments import go_to
from tracker.web.gate import me, signed_in


@bp.post("/kho-khan/<int:difficulty_id>/<any('tra-loi', 'chuyen', 'mo-lai', 'dong'):word>")
@signed_in
def take(difficulty_id: int, word: str) -> Response:
    """Take the step that the form asks for."""
    found = difficulty_visible_to(me(), difficulty_id)
    form = _form(found, word)
    if not form.validate():
        return difficulty_page(found, {word: form}, 422)
    try:
        _ACTIONS[word](found, form)
    except (NotAllowed, NotVisible):
        raise
    except DomainError as refusal:
        form.form_errors.append(_(refusal.sentence))
        if isinstance(refusal, ChangedMeanwhile):
            form.version.data = str(found.version)
        return difficulty_page(found, {word: form}, refusal.status)
    flash(_("Đã ghi; hai bên được báo ngay."), "success")
    return go_to(url_for("difficulties.show", difficulty_id=found.id))


Action = Callable[[Difficulty, Any], object]

_ACTIONS: dict[str, Action] = {
    "tra-loi": lambda found, form: service.answer_difficulty(
        found, form.words.data or "", letter=form.letter, by=me(), version=form.seen_version
    ),
    "chuyen": lambda found, form: service.forward_difficulty(
        found,
        CompetentLevel(form.level.data),
        words=form.words.data or "",
        answer_by=form.answer_by.data,
        letter=form.letter,
        by=me(),
        version=form.seen_version,
    ),
    "mo-lai": lambda found, form: service.reopen_difficulty(
        found, form.words.data or "", answer_by=form.answer_by.data, by=me(), version=form.seen_version
    ),
    "dong": lambda found, form: service.close_difficulty(
        found, form.words.data or "", by=me(), version=form.seen_version
    ),
}


def _form(found: Difficulty, word: str) -> StepForm:
    if word == "tra-loi":
        return AnswerForm(prefix=word)
    if word == "chuyen":
        return ForwardForm(prefix=word, levels=levels_above(found.level))
    return ReopenForm(prefix=word) if word == "mo-lai" else StepForm(prefix=word)
