"""The report as an official document (Decree 30/2020/NĐ-CP, Appendix I): its head and foot, from what is kept of it."""

from dataclasses import dataclass
from datetime import date

from tracker.agencies.models import Agency
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.words import row_period

_COMMITTEE_SHORT, _COMMITTEE = "UBND ", "Ủy ban nhân dân "
_LAST_PADDED_MONTH = 2  # days below 10 and the months 1 and 2 are written with a zero


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands above and below the text. The number and the signature are left open until they are given."""

    above: str  # the body above the one that issues; "" where none is named
    issuer: str
    number: str
    place_and_day: str
    subject: str
    recipients: tuple[str, ...]
    signer: tuple[str, ...]


def letter_of(row: ReportRow, submission: ReportSubmission | None, *, today: date) -> Letter:
    """Return the head and foot of what was handed in, or of the draft as of today."""
    day = (submission.letter_on or submission.submitted_on) if submission else today
    number = submission.letter_number if submission else None
    duty, period = row.duty, row_period(row)
    told = [duty.addressee or row.plan.issuer.name, *([duty.via] if duty.via else []), *duty.copy_to]
    return Letter(
        above=_above(row.agency, row.plan.issuer),
        issuer=_full(row.agency.name),
        number=f"Số: {number}" if number else "Số:          /BC-…",
        place_and_day=place_and_day(row.agency.unit.name if row.agency.unit else "…", day),
        subject=f"Kết quả thực hiện {plan_words(row)} {period}",
        recipients=tuple(dict.fromkeys(told)),
        signer=_signer(row.agency),
    )


def plan_words(row: ReportRow) -> str:
    """Return what the plan is called in a sentence: "Kế hoạch số 78/KH-UBND", or its title when it has no number."""
    return f"Kế hoạch số {row.plan.number}" if row.plan.number else row.plan.short_name


def place_and_day(place: str, day: date) -> str:
    """Return the line of place and day: "Cao Bằng, ngày 30 tháng 7 năm 2026"."""
    month = f"{day.month:02d}" if day.month <= _LAST_PADDED_MONTH else str(day.month)
    return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"


def _above(agency: Agency, issuer: Agency) -> str:
    """The committee of the same place; not above itself, another people's committee, or a body that is only asked."""
    if agency.id == issuer.id or agency.unit_code != issuer.unit_code or agency.name.startswith(_COMMITTEE_SHORT):
        return ""
    return "" if agency.kind and agency.kind.is_requested else issuer.name


def _full(name: str) -> str:
    return name.replace(_COMMITTEE_SHORT, _COMMITTEE, 1) if name.startswith(_COMMITTEE_SHORT) else name


def _signer(agency: Agency) -> tuple[str, ...]:
    if agency.name.startswith(_COMMITTEE_SHORT):
        return ("TM. Ủy ban nhân dân", "Chủ tịch")
    return ("Giám đốc",) if agency.name.startswith("Sở ") else ("Thủ trưởng cơ quan",)
