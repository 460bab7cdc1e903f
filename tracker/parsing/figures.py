"""Figures inside one clause about aims: what is a figure to reach, in which unit, from which level."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.parsing.numbers import NUMBER_TEXT, parse_number

_UNITS = (
    r"%|phần trăm|hộ|người|lao động|mô hình|huyện|xã|thôn|lượt|triệu đồng|tỷ đồng|đồng|căn|nhà|công trình|"
    r"cán bộ|học sinh|"
    r"thành viên|dự án|lớp|hợp tác xã|trẻ em|km|ha|điểm phần trăm|bản|ấp|buôn|lần"
)
SHARES = ("%", "phần trăm", "điểm phần trăm")
_FIGURE = re.compile(
    rf"(?P<number>{NUMBER_TEXT})(?:\s*(?:[-–]|"
    rf"đến)\s*(?P<upper>{NUMBER_TEXT}))?\s*(?P<unit>{_UNITS})(?![\w])"
    r"(?P<per>\s*/\s*(?:người|hộ|lao động|ha|khẩu)(?:\s*/\s*(?:năm|tháng))?)?"
    r"(?P<year>\s*/\s*năm|\s+(?:mỗi|hằng|hàng|một) năm)?"
)
_FROM_TO = re.compile(
    rf"từ\s+(?P<from>{NUMBER_TEXT})\s*(?P<unit>(?:{_UNITS})(?!\w))?"
    r"(?:\s*\([^)]*\)|[^\d,;.()]{0,25}?(?:\s+năm\s+\d{4})?[^\d,;.()]{0,15}?)\s*(?<!trở )(?P<way>xuống|lên)(?!\w)"
    r"(?:\s+(?:còn|dưới|trên|đến|đạt|mức|khoảng|ít nhất|tối thiểu|không quá))*"
    rf"\s*(?P<to>{NUMBER_TEXT})\s*(?P<unit2>(?:{_UNITS})(?!\w))?"
)
# A count of things that no list foresees: "640 bể …". The noun behind the number is its unit.
_PAIRED = (
    r"điểm trường|trạm y tế|phiên giao dịch|hội nghị|chuyên mục|chuyên đề|phóng sự|tin bài|doanh nghiệp|gia đình|"
    r"sinh viên|hội viên|đoàn viên|giáo viên|sản phẩm|cơ sở|tủ sách|giếng khoan|con giống|cây giống|phụ nữ|thanh niên|"
    r"bác sĩ|công chức|viên chức|cộng tác viên|tuyên truyền viên|giường bệnh|hồ sơ|tài liệu|tờ rơi|tổ hợp tác|"
    r"câu lạc bộ|tuyến đường|chuỗi liên kết|tổ chức"
)
_COUNT = re.compile(rf"(?<![\w/.,–-])(?P<number>{NUMBER_TEXT})\s+(?P<unit>{_PAIRED}|[^\W\d_]+)(?!\w)")
_NUMBERED = re.compile(
    r"(?<!\w)(?:năm|tháng|ngày|quý|tuần|số|điều|điểm|khoản|mục|án|nhóm|đoạn|kỳ|thứ|lần|cấp|loại|hạng|bậc|lớp|khóa|đợt|"
    r"đến|và|lục|biểu|luật|tiêu chí|tuổi|giờ)\s*$",
    re.IGNORECASE,
)
_NOT_COUNTED = re.compile(
    # times and ages, words that join or order, and the standards by which poverty is measured
    r"năm|tháng|ngày|giờ|phút|tuần|quý|tuổi|đầu|đến|và|hoặc|hay|là|có|của|theo|tại|trong|trên|dưới|cho|thì|còn|đã|"
    r"được|trở|so|với|về|do|từ|lần|chiều|chỉ|tiêu|nhóm|nội|giải|nhiệm|chính|chương|dịch|mục|cấp|vùng|bước|loại|nghìn|"
    r"triệu|tỷ|điểm"
)
_LATEST_COUNT = 80
_NEAR = 120  # characters beside a figure that say what it is
_AREAS = {"xã", "huyện", "thôn", "bản", "ấp", "buôn"}
_WHERE = re.compile(r"(?<!\w)(?:tại|ở|của|thuộc|trên địa bàn|trong)\s*$")
_STANDARD = re.compile(r"(?:chuẩn nghèo|giai đoạn|tuổi|tiêu chí|Nghị quyết|Quyết định|Chương trình)\s[^,;]{0,40}$")
_AGE = re.compile(r"^\s*(?:tuổi|tháng tuổi)")
_TOLD_BY_RANGE = re.compile(r"\s*[,(]?\s*(?:tương ứng\s*)?(?:là\s*)?(?:giảm\s*)?")
_TELLS_CHANGE = re.compile(r"\s*\)?\s*[,(;]?\s*(?:tương ứng\s*)?(?:với\s*)?(?:giảm|tăng)\s*(?:được\s*|ít nhất\s*)?")
_TIMES = re.compile(r"(?:tăng|gấp|giảm)(?:\s+\w+){0,2}\s*$", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:[,;.)]|$)")
_AT_LEAST_BEFORE = re.compile(r"(?:ít nhất|tối thiểu|trên|hơn|từ|không dưới|không thấp hơn)\s*$", re.IGNORECASE)
_AT_LEAST_AFTER = re.compile(r"^\s*(?:[^,;.]{0,60}?\s)?trở lên")
_AT_MOST_BEFORE = re.compile(
    r"(?:không quá|tối đa|dưới|xuống(?: còn| dưới)?|còn(?: dưới)?|không vượt quá)\s*$", re.IGNORECASE
)
_LEVEL_BEFORE = re.compile(r"(?:xuống|lên)(?:\s+(?:còn|dưới|trên|đến|mức|khoảng|đạt))*\s*$")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at clause[start:end]; `level` tells a state to reach ("xuống còn 15%") from an amount ("giảm 3%")."""

    start: int
    end: int
    value: float
    unit: str
    comparator: str
    baseline: float | None = None
    each_year: bool = False
    level: bool = False
    upper: float | None = None

    @property
    def is_share(self) -> bool:
        """Whether the unit counts hundredths, so that the words before the figure name what is measured."""
        return self.unit in SHARES

    @property
    def names_no_thing(self) -> bool:
        """Whether the unit alone says nothing of what is measured: a share, money, a multiple."""
        return self.is_share or "đồng" in self.unit or self.unit == "lần"


def figures_of(clause: str, *, item: bool) -> list[Figure]:
    """Return the figures to reach in one clause, in their order.

    "từ A xuống còn B" is one figure (B, baseline A), or the baseline of the change that stands right before it
    ("giảm 2% (từ A xuống còn B)"). In an `item` of a list without any known unit, the noun behind a count is its unit.
    """
    ranges = [found for found in _FROM_TO.finditer(clause) if found.group("unit") or found.group("unit2")]
    plain = [figure for figure in _plain(clause) if not any(_inside(figure, found) for found in ranges)]
    for found in ranges:
        plain = _with_range(clause, plain, found)
    if not plain and item:
        plain = list(_first_count(clause))
    return sorted(plain, key=lambda figure: figure.start)


def _inside(figure: Figure, found: "re.Match[str]") -> bool:
    return found.start() <= figure.start < found.end()


def _with_range(clause: str, figures: list[Figure], found: "re.Match[str]") -> list[Figure]:
    baseline = parse_number(found.group("from"))
    for at, figure in enumerate(figures):
        between = clause[figure.end : found.start()]
        if figure.is_share and figure.end <= found.start() and _TOLD_BY_RANGE.fullmatch(between):
            return [*figures[:at], replace(figure, baseline=baseline), *figures[at + 1 :]]
    level = Figure(
        found.start(),
        found.end(),
        parse_number(found.group("to")) or 0.0,
        found.group("unit2") or found.group("unit"),
        "<=" if found.group("way") == "xuống" else ">=",
        baseline,
        level=True,
    )
    return [*(figure for figure in figures if not _repeats(clause, figure, level)), level]


def _repeats(clause: str, figure: Figure, level: Figure) -> bool:
    """Tell the change that only repeats a range: "từ A% xuống còn B%, giảm C%"."""
    follows = level.end <= figure.start and (figure.unit == level.unit or (figure.is_share and level.is_share))
    ends = bool(_ENDS.match(clause, figure.end))
    return follows and ends and bool(_TELLS_CHANGE.fullmatch(clause[level.end : figure.start]))


def _plain(clause: str) -> Iterator[Figure]:
    for found in _FIGURE.finditer(clause):
        before, after = clause[max(found.start() - _NEAR, 0) : found.start()], clause[found.end() : found.end() + _NEAR]
        if not _AGE.match(after) and not _is_no_figure(before, found.group("unit")):
            yield _figure(found, before, after)


def _is_no_figure(before: str, unit: str) -> bool:
    if unit == "lần":
        return not _TIMES.search(before)
    if unit in _AREAS and _WHERE.search(before):
        return True
    if unit == "%" or "đồng" in unit:
        return False
    return bool(_STANDARD.search(before)) or before.endswith(("/", ".", "số ", "Dự án "))


def _first_count(clause: str) -> Iterator[Figure]:
    for found in _COUNT.finditer(clause, 0, _LATEST_COUNT):
        before, unit = clause[: found.start()], found.group("unit")
        foreign = _NUMBERED.search(before) or _WHERE.search(before) or _STANDARD.search(before)
        if not foreign and unit.islower() and not _NOT_COUNTED.fullmatch(unit):
            yield _figure(found, before, clause[found.end() :])
            return


def _figure(found: "re.Match[str]", before: str, after: str) -> Figure:
    parts = found.groupdict()
    per = re.sub(r"\s+", "", parts.get("per") or "").replace("laođộng", "lao động")
    return Figure(
        found.start(),
        found.end(),
        parse_number(parts["number"]) or 0.0,
        parts["unit"] + per,
        _comparator(before, after, bool(parts.get("upper"))),
        each_year=bool(parts.get("year")),
        level=bool(_LEVEL_BEFORE.search(before)),
        upper=parse_number(parts["upper"]) if parts.get("upper") else None,
    )


def _comparator(before: str, after: str, ranged: bool) -> str:
    if ranged:
        return "-"
    if _AT_LEAST_BEFORE.search(before) or _AT_LEAST_AFTER.match(after):
        return ">="
    return "<=" if _AT_MOST_BEFORE.search(before) else "="
