"""The urging letter for what the monitor ticked: shown as paper, as Word and as PDF. Nothing is sent or kept."""

from datetime import date
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask_babel import gettext as _

from tracker import clock
from tracker.documents import printing
from tracker.documents.official import OfficialDocument
from tracker.documents.urging import Sender, Wishes, joint_letter, single_letters
from tracker.documents.urging_queries import ANSWER_WORKING_DAYS, letter_parts
from tracker.documents.views.blueprint import as_pdf, as_word, asked_signer, bp, typed
from tracker.documents.views.reports import signing_options
from tracker.reminders.urging import late_subjects
from tracker.reminders.views import asked_to_urge
from tracker.rights import Role
from tracker.vietnamese import day_text, parse_day
from tracker.web.fragments import varied
from tracker.web.gate import me, open_to
from tracker.workdays.queries import working_calendar

TICKS = ("rieng", "chon", "ke-hoach")
TYPED = ("gui", "so", "don-vi", "han", "lien-he", "ky", "nguoi-ky")
EACH = "tung"


@bp.get("/theo-doi/don-doc/cong-van")
@open_to(Role.MONITOR)
def urging_letter() -> Response:
    """Show the letter as paper, with what can be chosen for it."""
    letters, wishes = _letters()
    kept: dict[str, Any] = {name: request.args.getlist(name) for name in TICKS if request.args.get(name)}
    chosen: dict[str, Any] = {name: request.args.get(name) for name in TYPED if request.args.get(name)}
    page = render_template(
        "documents/urging.html",
        wishes=wishes,
        answer_by=request.args.get("han") or day_text(wishes.answer_by),
        answer_refused=bool(request.args.get("han")) and _asked_answer_day() is None,
        gui=request.args.get("gui", ""),
        choices=[("", _("Một công văn gửi chung")), (EACH, _("Mỗi cơ quan một công văn"))],
        signings=signing_options(),
        kept=kept,
        word_url=url_for("documents.urging_word", **kept, **chosen),
        pdf_url=url_for("documents.urging_pdf", **kept, **chosen),
        back_url=url_for("reminders.urging_preview", **kept),
        **printing.shown(*letters),
    )
    return varied(make_response(page))


@bp.get("/theo-doi/don-doc/cong-van.docx")
@open_to(Role.MONITOR)
def urging_word() -> Response:
    """Hand out the letter, or the letters, as one Word file."""
    return as_word(*_letters()[0])


@bp.get("/theo-doi/don-doc/cong-van.pdf")
@open_to(Role.MONITOR)
def urging_pdf() -> Response:
    """Hand out the letter, or the letters, as one PDF."""
    return as_pdf(*_letters()[0])


def _letters() -> tuple[list[OfficialDocument], Wishes]:
    today = clock.today()
    subjects = late_subjects(asked_to_urge(), by=me(), today=today)
    sender, late = letter_parts(subjects, by=me(), today=today)
    wishes = _wishes(sender)
    if request.args.get("gui") == EACH:
        return single_letters(sender, late, wishes), wishes
    return [joint_letter(sender, late, wishes)], wishes


def _wishes(sender: Sender) -> Wishes:
    """Return what was typed; without words the answer is due in five working days, and the agency's own telephone."""
    agency = sender.agency
    usual = ", ".join(
        part for part in (agency.contact, _("điện thoại %(n)s", n=agency.phone) if agency.phone else "") if part
    )
    return Wishes(
        answer_by=_asked_answer_day() or working_calendar().add_working_days(sender.today, ANSWER_WORKING_DAYS),
        number=typed("so"),
        room=typed("don-vi"),
        contact=typed("lien-he") if "lien-he" in request.args else usual,
        signer=asked_signer(),
    )


def _asked_answer_day() -> date | None:
    """The day of answer that was typed; None where it is no day, or past."""
    day = parse_day(request.args.get("han", ""))
    return day if day and day >= clock.today() else None
