"""What a claimed message says, without a word about how it travels."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from tracker.notifications.links import Action
from tracker.notifications.models import MessageKind, Weight
from tracker.vietnamese import day_text

TITLE_LENGTH = 150


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One line of a letter. `actions` is what the reader may do about it by a signed link, without signing in."""

    subject: str
    subject_id: int
    rule: str
    text: str
    path: str
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A claimed message with everything that is needed to send it, so that no transaction stays open meanwhile."""

    id: int
    token: str
    channel: str
    message_id: str
    attempts: int
    kind: MessageKind
    weight: Weight
    is_resend: bool
    day: date
    person_id: int
    name: str
    address: str
    phone: str | None
    lines: tuple[LetterLine, ...]


def title_of(letter: Letter) -> str:
    """Say what is late and what falls due; a single line speaks for itself."""
    if len(letter.lines) == 1:
        return _shortened(one_line(letter.lines[0].text))
    what = ", ".join(_counted(letter.lines))
    if letter.kind is MessageKind.URGING:
        return str(_("Đôn đốc: %(what)s (ngày %(day)s)", what=what, day=day_text(letter.day)))
    return str(_("%(what)s (ngày %(day)s)", what=what, day=day_text(letter.day)))


def _counted(lines: tuple[LetterLine, ...]) -> list[str]:
    late = sum(line.rule.startswith(("overdue", "urge:")) for line in lines)
    due = sum(line.rule.startswith(("due_", "upcoming")) for line in lines)
    other = len(lines) - late - due
    said = (
        (late, _("%(num)s việc quá hạn", num=late)),
        (due, _("%(num)s việc sắp đến hạn", num=due)),
        (other, _("%(num)s việc khác", num=other)),
    )
    return [str(words) for number, words in said if number]


def one_line(text: str) -> str:
    """Return the text without line breaks and other signs that cannot be printed."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _shortened(text: str) -> str:
    """Cut what is quoted rather than what is said of it: the day stands at the end."""
    if len(text) <= TITLE_LENGTH:
        return text
    _quoted, sign, said = text.rpartition("»")
    end = f"{sign}{said}" if sign and len(said) <= TITLE_LENGTH // 2 else ""
    return text[: TITLE_LENGTH - 1 - len(end)].rpartition(" ")[0] + "…" + end
