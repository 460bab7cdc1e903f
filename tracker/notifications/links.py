"""Signed links of a message: one person, one subject, one action, for some days. They open a form, never a session.

The token is the secret: whoever has the mail can do that one thing as its recipient, and nothing else. Everything but
the signature is read again at each use: account, office, state of the subject (docs/decisions.md, "Links in messages").
"""

import enum
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer

from tracker.errors import DomainError

# Where the pages stand; each feature registers its own under these.
TASK_PAGES = "/lien-ket/nhiem-vu/"
REPORT_PAGES = "/lien-ket/bao-cao/"
MORE_TIME_PAGES = "/lien-ket/gia-han/"
ALL_PAGES = "/lien-ket/"
_SALT = "tracker.notifications.links"
_SUBJECTS = {"task": ("t", "/nhiem-vu/"), "report_row": ("r", "/bao-cao/")}


class Action(enum.StrEnum):
    """What a link lets its holder do."""

    REPORT = "report"
    MORE_TIME = "more_time"
    DIFFICULTY = "difficulty"  # a page that asks to sign in, never a signed link: a difficulty is a text to weigh


@dataclass(frozen=True, slots=True)
class Link:
    """What a token says: who may do what about which subject."""

    person_id: int
    subject: str
    subject_id: int
    action: Action

    @property
    def own_page(self) -> str:
        """The page of the subject, for people who sign in."""
        return page_of(self.subject, self.subject_id)


class LinkRefused(DomainError):
    """The link can do nothing: expired, cut, made for something else, or its holder has no right any more.

    `sign_in_to` is a page of ours to go on at after signing in.
    """

    status = 410

    def __init__(self, sentence: str, sign_in_to: str = "/") -> None:
        super().__init__(sentence)
        self.sign_in_to = sign_in_to


def link_for(person_id: int, subject: str, subject_id: int, action: Action) -> str:
    """Return the path of a signed link. Raises KeyError for a subject or action without such pages."""
    if action is Action.DIFFICULTY:
        raise KeyError(action)
    token = _signer(action).dumps([person_id, _SUBJECTS[subject][0], subject_id])
    if action is Action.MORE_TIME:
        return f"{MORE_TIME_PAGES}{token}"
    return f"{TASK_PAGES if subject == 'task' else REPORT_PAGES}{token}"


def page_of(subject: str, subject_id: int) -> str:
    """Return the page of a subject, for people who sign in. Raises KeyError for a subject that has no links."""
    return f"{_SUBJECTS[subject][1]}{subject_id}"


def has_links(subject: str) -> bool:
    """Tell whether something of this kind can be acted upon by link."""
    return subject in _SUBJECTS


def opened(token: str, action: Action, *subjects: str) -> Link:
    """Return what a token says. Raises LinkRefused unless it is ours, young enough, for this action and subject."""
    days: int = current_app.config["LINK_DAYS"]
    try:
        return _read(_signer(action).loads(token, max_age=int(timedelta(days=days).total_seconds())), action, subjects)
    except SignatureExpired as expired:
        old = _read(_signer(action).load_payload(expired.payload or b""), action, subjects)
        raise LinkRefused(
            f"Liên kết trong thư chỉ dùng được trong {days} ngày và đã hết hạn. Đồng chí hãy đăng nhập để tiếp tục.",
            old.own_page,
        ) from expired
    except BadData as bad:
        raise LinkRefused(
            "Liên kết không đúng hoặc bị cắt mất một phần. Hãy mở lại từ thư, hoặc đăng nhập để tiếp tục."
        ) from bad


def _read(said: object, action: Action, subjects: tuple[str, ...]) -> Link:
    names = {mark: name for name, (mark, _page) in _SUBJECTS.items()}
    match said:
        case [int(person_id), str(mark), int(subject_id)] if names.get(mark) in subjects:
            return Link(person_id, names[mark], subject_id, action)
    raise BadData("another kind of link")


def _signer(action: Action) -> URLSafeTimedSerializer:
    """Each action has a salt of its own, so a link for one never passes for another."""
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt=f"{_SALT}:{action.value}")
