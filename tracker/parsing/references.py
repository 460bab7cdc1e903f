"""Acts that are cited with two days, captions left blank, and programmes whose time is over."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from tracker.parsing.draft import Citation, Finding, Hypothesis, Period
from tracker.vietnamese import fold

_CAPTION = re.compile(
    r"\(?\s*(?:Kèm|Ban hành kèm) theo\s+[^()\n]{2,40}?số:?\s*(?P<number>[\d…._\s]*)/\s?"
    r"(?:KH|QĐ|TTr|BC|CV|NQ|CTr)[^()\n]{0,20}?"
    r"\s+ngày\s*(?P<day>[\d…._\s]*)(?:/\s*(?P<slashed>[\d…._\s]*)/|\s*tháng\s*(?P<month>[\d…._\s]*))",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"(?P<what>(?:Chương trình|Đề án|Dự án|Kế hoạch|Chiến lược)"
    r"(?:[^.;\n](?!giai đoạn|Chương trình|Đề án|Dự án|Chiến lược)){0,160}?)\s*,?\s*giai đoạn\s+"
    r"(?P<from>(?:19|20)\d\d)\s*[-–]\s*(?P<to>(?:19|20)\d\d)(?P<after>[^.;\n]{0,60})",
    re.IGNORECASE,
)
_LOOKS_BACK = re.compile(
    r"tổng kết|sơ kết|kết quả|đánh giá|chuẩn nghèo|rà soát|quyết toán|theo Quyết định|theo Nghị quyết|"
    r"đã (?:được )?(?:thực hiện|ban hành)"
)
_BEHIND = 120


def check_citations(citations: Sequence[Citation], start: date | None = None) -> list[Finding]:
    """Return acts of one kind, number and issuer that are cited with two days.

    A body uses a number once a year, so two days of one year contradict each other; the same day and month of two years
    is a slip of the year. Other days of other years are other acts. `start`: first day of the plan's own period.
    """
    findings = []
    known: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        if citation.issued_on is None:
            continue
        same = known.setdefault((citation.kind, fold(citation.number)), [])
        other = next((one for one in same if _contradict(one, citation)), None)
        if other is not None:
            findings.append(_conflict(other, citation, start))
        same.append(citation)
    return findings


def _contradict(one: Citation, other: Citation) -> bool:
    first, second = one.issued_on or "", other.issued_on or ""
    if first == second or not _same_issuer(one.issuer, other.issuer):
        return False
    return first[:4] == second[:4] or first[4:] == second[4:]


def _same_issuer(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return True
    first, second = (fold(name).replace("uy ban nhan dan", "ubnd") for name in (one, other))
    return first.startswith(second) or second.startswith(first)


def _conflict(one: Citation, other: Citation, start: date | None) -> Finding:
    days = [_day(one.issued_on), _day(other.issued_on)]
    likely = _likely(one, other, start)
    hint = f" Thời gian của kế hoạch phù hợp với ngày {_day(likely)} hơn." if likely else ""
    return Finding(
        code="citation_conflict",
        severity="error",
        message=f"Văn bản số {other.number} được dẫn với hai ngày khác nhau: {days[0]} và {days[1]}; "
        f"một ngày sai.{hint}",
        places=[one.span, other.span],
        printed=days[1],
        computed=days[0],
        hypotheses=[
            Hypothesis(f"Ngày {days[1]} sai", days[0], likely == one.issued_on),
            Hypothesis(f"Ngày {days[0]} sai", days[1], likely == other.issued_on),
        ],
    )


def _likely(one: Citation, other: Citation, start: date | None) -> str | None:
    """Return the day that lies in the year before the plan begins, when only one of the two does."""
    if start is None:
        return None
    near = [
        day for day in (one.issued_on, other.issued_on) if day and 0 <= (start - date.fromisoformat(day)).days <= 366
    ]
    return near[0] if len(near) == 1 else None


def _day(iso: str | None) -> str:
    return "/".join(reversed((iso or "").split("-")))


def check_captions(text: str) -> list[Finding]:
    """Return captions of annexes whose number or day was never filled in."""
    findings = []
    for found in _CAPTION.finditer(text):
        month = found.group("month") if found.group("month") is not None else found.group("slashed")
        parts = (("số", found.group("number")), ("ngày", found.group("day")), ("tháng", month))
        blank = [name for name, words in parts if not re.search(r"\d", words or "")]
        if blank:
            words = " ".join(found.group().split()).strip("( ")
            findings.append(
                Finding(
                    "caption_blank",
                    "info",
                    f"Chú thích phụ lục “{words}” còn để trống {', '.join(blank)}.",
                    [found.span()],
                )
            )
    return findings


def check_terms(text: str, period: Period | None) -> list[Finding]:
    """Return programmes that the plan goes on with although the years of their own title ended before it begins."""
    return list(_terms(text, int(period.start[:4]))) if period else []


def _terms(text: str, first_year: int) -> Iterator[Finding]:
    seen: set[str] = set()
    for found in _TERM.finditer(text):
        if int(found.group("to")) >= first_year:
            continue
        words = " ".join(text[found.start("what") : found.end("to")].split())
        around = text[max(found.start() - _BEHIND, text.rfind("\n", 0, found.start()) + 1) : found.end()]
        if _LOOKS_BACK.search(around) or fold(words) in seen:
            continue
        seen.add(fold(words))
        later = " (văn bản có nêu định hướng cho các năm sau)" if "định hướng" in found.group("after") else ""
        yield Finding(
            code="term_over",
            severity="info",
            message=f"“{words[:160]}” đã hết thời gian trước kỳ của kế hoạch này{later}; "
            "cần xem còn thực hiện hay không.",
            places=[found.span()],
            printed=f"{found.group('from')}-{found.group('to')}",
            computed=str(first_year),
        )
