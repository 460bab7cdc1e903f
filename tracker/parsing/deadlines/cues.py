"""The words around a moment: "trước", "chậm nhất là" before it, "hằng năm", "năm liền kề" after it."""

import re
from dataclasses import dataclass
from enum import StrEnum

_LOOK_BACK = 72
_HOUR = r"(?:lúc\s+)?\d{1,2}\s*(?:giờ|h|g)\s*(?:\d{2})?\s*(?:phút)?\s*['’]?"
_CUE = re.compile(
    r"(?:^|(?<=[\s(\[\"“;:,.–-]))(?P<word>trước|chậm nhất|muộn nhất|(?<!tính )(?<!liệu )(?<!điểm )(?:đến|tới)|hết|xong|"
    r"trong|vào|(?:thời\s+)?hạn(?:\s+(?:chót|cuối(?:\s+cùng)?|hoàn thành|gửi|nộp|trình|báo cáo|thực hiện))?|"
    r"thời gian\s+(?:hoàn thành|thực hiện)|dự kiến|hoàn thành(?!\s+(?:trong|vào|đến))|cuối)"
    r"(?P<fill>\s*:?(?:\s+(?:là|vào|đến|trong|hết|cuối|đầu|giữa|các|cả|khoảng|sau))*)"
    rf"\s*(?P<hour>{_HOUR}\s*,?\s*(?:của\s+)?)?$",
    re.IGNORECASE,
)
_YEAR_CUE = re.compile(
    r"(?:^|(?<=[\s(\[\"“;:,.–-]))(?P<word>(?:hoàn thành|xong|chậm nhất|kết thúc)(?:\s+\w+){0,3}?\s+"
    r"(?:trong|đến|vào|hết|là)|"
    r"hoàn thành|dự kiến|đến hết|đến cuối|hết|cuối|vào cuối|kết thúc)(?:\s+(?:hết|cuối|trong|vào))*\s+$",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\s*trong\s+$", re.IGNORECASE)
_FROM = re.compile(r"(?:từ|bắt đầu|khởi công|sau)\s+(?:ngày\s+|tháng\s+|đầu\s+|cuối\s+|quý\s+)?$", re.IGNORECASE)
_STRONG = ("trước", "chậm nhất", "muộn nhất", "hạn", "thời hạn", "xong", "hoàn thành")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word, its words beginning at `start`.

    It stops before the moment ("trước ngày D", but not "trước 10h ngày D"), points at it only roughly ("vào đầu tháng
    6"), or is strong: it can only be a deadline ("chậm nhất").
    """

    start: int
    stops_before: bool = False
    rough: bool = False
    strong: bool = False


def cue_before(text: str, at: int) -> Cue | None:
    """Return the cue whose words end at `at`, None when the moment there has none."""
    begin = max(0, at - _LOOK_BACK)
    found = _CUE.search(text[begin:at])
    if found is None:
        return None
    word = found.group("word").lower()
    rough = bool({"đầu", "giữa"} & {*found.group("fill").lower().split()})
    stops = word == "trước" and not found.group("hour")
    return Cue(begin + found.start("word"), stops, rough, word.startswith(_STRONG))


def year_cue_before(text: str, at: int) -> Cue | None:
    """Return the cue of a year, which needs stronger words than a day: "hoàn thành trong", "đến hết"."""
    begin = max(0, at - _LOOK_BACK)
    found = _YEAR_CUE.search(text[begin:at])
    if found:
        return Cue(begin + found.start("word"), strong=found.group("word").lower().startswith(_STRONG))
    opening = _OPENING.fullmatch(text, 0, at)
    return Cue(opening.end() - len(opening.group().lstrip())) if opening else None


def starts_from(text: str, at: int) -> bool:
    """Tell whether the moment at `at` is when something begins ("từ ngày 01/7/2025"): a start is no deadline."""
    return bool(_FROM.search(text[max(0, at - 24) : at]))


def start_of_range(text: str, at: int) -> int:
    """Return where the words of a range begin: at its "từ", else at `at`."""
    found = _FROM.search(text[max(0, at - 24) : at])
    return max(0, at - 24) + found.start() if found else at


class Rhythm(StrEnum):
    """How a moment comes back."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    NEXT_MONTH = "next_month"
    QUARTERLY = "quarterly"
    NEXT_QUARTER = "next_quarter"
    FIRST_OF_QUARTER = "first_of_quarter"
    YEARLY = "yearly"
    NEXT_YEAR = "next_year"
    LAST_YEAR = "last_year"


_EACH = r"(?:hằng|hàng|mỗi|từng)"
_NEXT = r"(?:liền kề|liền sau|kế tiếp|kế sau|tiếp theo|sau)"
_AFTER: tuple[tuple[Rhythm, re.Pattern[str]], ...] = tuple(
    (rhythm, re.compile(r"\s*,?\s*(?:của\s+)?" + rule, re.IGNORECASE))
    for rhythm, rule in (
        (Rhythm.LAST_YEAR, r"năm\s+(?:trước(?:\s+liền kề)?|liền kề trước|liền trước)"),
        (Rhythm.NEXT_YEAR, rf"năm\s+{_NEXT}(?:\s+liền kề)?"),
        (Rhythm.NEXT_QUARTER, rf"tháng\s+đầu(?:\s+tiên)?\s+(?:của\s+)?quý\s+{_NEXT}"),
        (Rhythm.FIRST_OF_QUARTER, rf"tháng\s+đầu(?:\s+tiên)?\s+(?:của\s+)?(?:{_EACH}\s+)?quý"),
        (Rhythm.QUARTERLY, rf"tháng\s+cuối(?:\s+cùng)?\s+(?:của\s+)?(?:{_EACH}\s+)?quý"),
        (Rhythm.NEXT_MONTH, rf"tháng\s+{_NEXT}"),
        (Rhythm.YEARLY, rf"(?:{_EACH}|các|(?<=của ))\s*năm(?!\s*\d)"),
        (Rhythm.MONTHLY, rf"(?:{_EACH}|các|(?<=của ))\s*tháng(?!\s*\d)"),
        (Rhythm.QUARTERLY, rf"{_EACH}\s+quý"),
        (Rhythm.WEEKLY, rf"(?:{_EACH}|trong|(?<=của ))\s*tuần"),
    )
)


def rhythm_after(text: str, at: int) -> tuple[Rhythm, int] | None:
    """Return the rhythm whose words begin at `at` and where they end, None when the moment stands alone."""
    return next(((rhythm, found.end()) for rhythm, rule in _AFTER if (found := rule.match(text, at))), None)
