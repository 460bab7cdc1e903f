"""What was typed while the session ended: kept through the sign-in, and sent by one press, by the same person alone.

The token of a form says for whom its page was drawn (`own_seed`), and carries our signature. So a form that another
site made up, or that somebody else typed at the same machine, is never offered for sending. Files and passwords are
not kept. Source of the rule: reliability, "lost session while typing: 0 characters lost".
"""

import secrets
from dataclasses import asdict, dataclass

from flask import current_app, g, request, session
from itsdangerous import BadSignature, URLSafeTimedSerializer

from tracker.web.fragments import own_path

TOKEN = "csrf_token"
_LONGEST = 24 * 3600  # seconds that typed words wait for the sign-in


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that was sent without a session: who typed it, where it goes, its fields, and which of them were files."""

    person_id: int
    path: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """What reads as typed words rather than as a number or a choice, to be shown again before it is sent."""
        return [value for _name, value in self.fields if len(value.split()) > 1]

    def sealed(self) -> str:
        """Return the form as one signed text, to travel through the sign-in page."""
        return str(_sealer().dumps(asdict(self)))


def unsealed(text: str | None) -> Kept | None:
    """Return the form again, or None when the text is not ours, or waited for more than a day."""
    try:
        found = _sealer().loads(text or "", max_age=_LONGEST)
    except BadSignature:
        return None
    fields = tuple((name, value) for name, value in found["fields"])
    return Kept(found["person_id"], found["path"], fields, tuple(found["files"]))


def kept_of_request() -> Kept | None:
    """Return the form that this request carries; None when we did not draw it for a person, or it has a password."""
    person_id = typist(request.form.get(TOKEN, ""))
    if person_id is None or any("password" in name for name in request.form):
        return None
    fields = tuple((name, value) for name, value in request.form.items(multi=True) if name != TOKEN)
    files = tuple(name for name in request.files if any(one.filename for one in request.files.getlist(name)))
    return Kept(person_id, own_path(request.full_path.rstrip("?")), fields, files)


def typist(token: str) -> int | None:
    """Return the person for whom a page with this form token was drawn, whichever session it was."""
    try:
        seed = URLSafeTimedSerializer(str(current_app.secret_key), salt="wtf-csrf-token").loads(token)
    except BadSignature:
        return None
    number = str(seed).partition(".")[0] if "." in str(seed) else ""
    return int(number) if number.isdecimal() else None


def own_seed(person_id: int, former: str | None) -> str:
    """Return what the form tokens of a session are made from; the same person's open pages go on with theirs."""
    mark = f"{person_id}."
    return former if former and former.startswith(mark) else mark + secrets.token_hex(20)


def bind_forms(person_id: int) -> None:
    """Make the forms of this session the person's own, from now on: called when they sign in."""
    session[TOKEN] = own_seed(person_id, session.get(TOKEN))
    g.pop(TOKEN, None)  # made from the former seed, for the form of the sign-in


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="kept-form")
