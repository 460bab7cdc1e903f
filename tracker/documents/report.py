"""The report of an agency as an official document: a draft, or a version that was handed in. Pure but for its rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.documents.head import (
    Signer,
    abbreviation,
    day_words,
    full_name,
    number_words,
    open_day_words,
    place_of,
    signature_of,
    superior_of,
)
from tracker.documents.official import REPORT, Annex, OfficialDocument, Paragraph
from tracker.documents.report_text import ReportText, blocks_of
from tracker.reports.models import ReportRow
from tracker.reports.outline import COVERAGE
from tracker.reports.words import plan_words, row_period, row_title
from tracker.vietnamese import day_text, fold

DRAFT_MARK = "DỰ THẢO"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Number and day of the report; `day` is None while it is a draft, then the month of `today` stands alone."""

    number: str
    day: date | None
    today: date


def report_document(
    row: ReportRow, text: ReportText, letterhead: Letterhead, signer: Signer, annexes: Sequence[Annex] = ()
) -> OfficialDocument:
    """Return the report with its route: addressee (through whom) above, who gets a copy below."""
    agency, via = row.agency, _via(row)
    name, period = full_name(agency.name), row_period(row)
    addressee = full_name(row.duty.addressee or row.plan.issuer.name)
    day = day_words(letterhead.day) if letterhead.day else open_day_words(letterhead.today)
    number = number_words(letterhead.number, sign=f"BC-{abbreviation(agency.name)}")
    return OfficialDocument(
        superior=superior_of(agency, row.plan.issuer),
        issuer=name,
        number=number,
        place_and_day=f"{place_of(agency) or '…'}, {day}",
        kind=REPORT,
        subject=_subject(row),
        addressees=(f"{addressee} (qua {via})" if via else addressee,),
        blocks=(
            Paragraph(_opening(row, period)),
            *_told(text),
            *blocks_of(text),
            Paragraph(_closing(row, name, period, addressee)),
        ),
        recipients=_recipients(row),
        signature=signature_of(agency.name, signer),
        annexes=tuple(annexes),
        annex_to=f"Kèm theo Báo cáo {_named(number, letterhead.day)} của {name}",
        mark="" if letterhead.day else DRAFT_MARK,
        title=f"{row_title(row)} - {agency.name}",
    )


def _told(text: ReportText) -> Iterator[Paragraph]:
    """From how many reports a consolidated one is made; who is missing, and why, stands in its first annex."""
    for line in text.content.get(COVERAGE, "").splitlines()[:1]:
        yield Paragraph(line)


def _plan(row: ReportRow) -> str:
    return plan_words(row.plan.number, row.plan.title)


def _subject(row: ReportRow) -> str:
    """What is reported; of a call its own title, without the word that stands above it."""
    if row.duty.title is None:
        return f"Kết quả thực hiện {_plan(row)} {row_period(row)}"
    bare = row.duty.title.removeprefix(f"{REPORT} ")
    return bare[:1].upper() + bare[1:]


def _opening(row: ReportRow, period: str) -> str:
    plan = row.plan
    named = f"Thực hiện {_plan(row)} ngày {day_text(plan.issued_on)} của {plan.issuer.name}"
    window = f"số liệu từ ngày {day_text(row.window_start)} đến ngày {day_text(row.cut_off_on)}"
    return f"{named}, {full_name(row.agency.name)} báo cáo kết quả {period} ({window}) như sau:"


def _closing(row: ReportRow, name: str, period: str, addressee: str) -> str:
    """Who consolidates is asked to report on; who decides is asked to decide."""
    asked = (
        f"{full_name(row.duty.via)} tổng hợp, báo cáo {addressee}" if row.duty.via else f"{addressee} xem xét, chỉ đạo"
    )
    return f"Trên đây là báo cáo kết quả thực hiện {_plan(row)} {period}, {name} kính gửi {asked}."


def _via(row: ReportRow) -> str:
    """The body through which the report goes; "" where it is the reporting agency itself, which consolidates."""
    via = full_name(row.duty.via or "")
    return "" if fold(via) == fold(full_name(row.agency.name)) else via


def _recipients(row: ReportRow) -> tuple[str, ...]:
    told = ["Như trên", *filter(None, [_via(row)]), *(full_name(name) for name in row.duty.copy_to)]
    return (*dict.fromkeys(told), "Lưu: VT")


def _named(number: str, day: date | None) -> str:
    """Return "số 05/BC-STC ngày 05/02/2026"; dots where number or day are not given yet."""
    known = number if not number.startswith("/") else f"……{number}"
    return f"số {known} ngày {day_text(day) if day else '……/……/……'}"
