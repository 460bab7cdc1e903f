"""The lines of a letter as every channel shows them: the sentence, and what the reader can press."""

from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _

from tracker.notifications.letters import Letter, LetterLine
from tracker.notifications.links import Action, link_for, page_of

AWAITING = ("awaiting", "asked:", "answer_soon")  # what asks a judge; a rule begins so


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: its words and its full address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class WordedLine:
    """One line: its sentence and one or two buttons, the first of them the main one."""

    text: str
    buttons: tuple[Button, ...]


def worded(letter: Letter) -> list[WordedLine]:
    """Return the lines in order, each with the signed links of its reader, or the page that asks to sign in."""
    return [WordedLine(line.text, _buttons(line, letter.person_id)) for line in letter.lines]


def _buttons(line: LetterLine, person_id: int) -> tuple[Button, ...]:
    base: str = current_app.config["TRACKER_URL"]
    if not line.actions:
        label = _("Xem xét") if line.rule.startswith(AWAITING) else _("Mở để xem")
        return (Button(str(label), f"{base}{line.path}"),)
    return tuple(Button(_label(line, action), f"{base}{_path(line, person_id, action)}") for action in line.actions)


def _path(line: LetterLine, person_id: int, action: Action) -> str:
    if action is Action.DIFFICULTY:
        return f"{page_of(line.subject, line.subject_id)}/kho-khan"
    return link_for(person_id, line.subject, line.subject_id, action)


def _label(line: LetterLine, action: Action) -> str:
    if action is Action.MORE_TIME:
        return str(_("Xin thêm thời gian"))
    if action is Action.DIFFICULTY:
        return str(_("Nêu khó khăn (đăng nhập)"))
    return str(_("Cập nhật ngay") if line.subject == "task" else _("Nộp báo cáo ngay"))
