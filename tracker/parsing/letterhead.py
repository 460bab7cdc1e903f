"""The letterhead: who issues, under which number, where and when. Two columns of a page often lie in one line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.catalogue.recognise import recognise
from tracker.catalogue.units import Level, units_named
from tracker.parsing.agencies import evened
from tracker.parsing.dates import FULL_DAY, moment_of
from tracker.parsing.known_names import known_end

_MOTTO = re.compile(
    r"C[ỘO]NG H(?:ÒA|OÀ|OA) X[ÃA] H[ỘO]I(?: CH[ỦU] NGH[ĨI]A VI[ỆE]T NAM)?|CH[ỦU] NGH[ĨI]A VI[ỆE]T NAM|"
    r"ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"Số(?:\s+hiệu)?\s*:?\s*(?P<number>\d{1,5}[a-zA-Z]?\s*(?:/\s*(?:\d{4}\s*/\s*)?[A-ZĐ][\w&]*(?:\s?-\s?[A-ZĐ][\w&]*)+"
    r"|-\s?[A-ZĐ][\w]*\s?/\s?[A-ZĐ][\w-]*))"
)
_NUMBER_LINE = re.compile(r"(?<!\w)Số\s*:")
_PLACE_DAY = re.compile(r"(?<!\w)(?P<place>[A-ZĐ][\w .’'-]{1,40}?)(?:\s*,\s*|\s*(?=ngày))" + FULL_DAY)
_LIST_TITLE = re.compile(
    r"(?:DANH MỤC|DANH SÁCH|BIỂU|BẢNG|PHỤ LỤC|PHỤ BIỂU|PHÂN CÔNG|LỊCH|NHIỆM VỤ|TIẾN ĐỘ|TỔNG HỢP|DỰ TOÁN|KHUNG|"
    r"CÁC NHIỆM VỤ|KẾ HOẠCH|CHƯƠNG TRÌNH|ĐỀ ÁN)\b"
)
_BLANK_DAY = re.compile(r"ngày\W*(?:\d{1,2}\W+)?tháng\W*(?:\d{1,2}\W+)?năm\W+(?P<y>20\d{2})(?!\d)", re.IGNORECASE)
_BROKEN_OFF = re.compile(r"(?<=Số:)[ \t]*\n+(?=\s*\d)|(?<=ngày|háng)[ \t]*\n+(?=\s*\d)|(?<=năm)[ \t]*\n+(?=\s*\d{4})")
_RULE = re.compile(r"^[\W_]*$")
_ORGAN = (
    r"(?:ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND|SỞ|BỘ|BAN|VĂN PHÒNG|PHÒNG|CHI CỤC|CỤC|TRUNG TÂM|"
    r"TỈNH ỦY|HUYỆN ỦY|THÀNH ỦY|THỊ ỦY|ĐẢNG ỦY|ĐẢNG BỘ|CÔNG AN|THỦ TƯỚNG|CHÍNH PHỦ|ỦY BAN|UỶ BAN|HỘI|LIÊN ĐOÀN|"
    r"CHỦ TỊCH)"
)
_ORGAN_START = re.compile(rf"^{_ORGAN}(?=\s|$|:)")
_SECOND_ORGAN = re.compile(
    r"\s+(?=(?:SỞ|VĂN PHÒNG|BAN CHỈ ĐẠO|(?<!HẢI )(?<!VĂN )PHÒNG|CHI CỤC|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND)(?:\s|$))"
)
_UNIT_LINE = re.compile(r"^(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)\s")
_COMMITTEE = re.compile(r"^(?:(?:CHỦ TỊCH )?(?:ỦY|UỶ) BAN NHÂN DÂN|UBND)\s*", re.IGNORECASE)
# Communes with a number for a name ("phường 5", "xã Sơn Kim 1"), not a count of something.
_NO_COUNT = (
    r"(?![\w/%]|[.,]\d|\s*[-–]\s*\d|\s+(?:năm|tháng|ngày|quý|hộ|người|xã|huyện|thôn|bản|ấp|tỷ|triệu|lần|trường|nhà|mô|"
    r"lớp|công|km|ha)\b)"
)
UNIT = re.compile(
    r"(?P<prefix>[Tt]ỉnh|[Tt]hành phố|TP\.?|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Xx]ã|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu)\s+"
    r"(?P<name>[A-ZĐÁÀẢÃẠÂĂÊÔƠƯỦỨ][\w’'-]*(?:\s+(?:-\s+)?[A-ZĐÁÀẢÃẠÂĂÊÔƠƯỦỨ][\w’'-]*){0,4}"
    rf"(?:\s+\d{{1,2}}{_NO_COUNT})?|\d{{1,2}}{_NO_COUNT})"
)
_LEVELS = {
    "tỉnh": "province",
    "huyện": "district",
    "quận": "district",
    "thị xã": "district",
    "xã": "commune",
    "phường": "commune",
    "thị trấn": "commune",
    "đặc khu": "commune",
}
_PARTY = re.compile(r"(?P<level>TỈNH|THÀNH|HUYỆN|QUẬN|THỊ) (?:ỦY|UỶ)\s+(?P<name>\w.*)")
_PARTY_UNITS = {"TỈNH": "tỉnh", "THÀNH": "thành phố", "HUYỆN": "huyện", "QUẬN": "quận", "THỊ": "thị xã"}
_LEVEL_WORD = re.compile(r"\s(?:tỉnh|huyện|xã|thành phố|phường)$", re.IGNORECASE)
_PREFIXES = ("Thành Phố", "Thị Xã", "Thị Trấn", "Đặc Khu", "Tỉnh", "Huyện", "Quận", "Xã", "Phường")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues: "UBND tỉnh An Giang", its level, and the name of the unit it stands for; None for what is not said.

    `is_committee` is False for a department or another body that issues its own plan.
    """

    name: str | None = None
    level: str | None = None
    unit: str | None = None
    is_committee: bool = True


def pieces_of(lines: Sequence[str]) -> list[str]:
    """Return the parts of the letterhead in their order: the motto gone, number, place and day each by itself."""
    found: list[str] = []
    for line in _BROKEN_OFF.sub(" ", "\n".join(lines)).split("\n"):
        for part in re.split(r"[\t|\n]", _MOTTO.sub("\n", line)):
            number = _NUMBER_LINE.search(part)
            found += _with_number(part, number.start()) if number else [part]
    return [piece for piece in (part.strip() for part in found) if not _RULE.match(piece)]


def _with_number(part: str, at: int) -> list[str]:
    number = NUMBER.search(part, at)
    return [part[:at], part[at : number.end()], part[number.end() :]] if number else [part[:at], part[at:]]


def number_of(pieces: Sequence[str]) -> str | None:
    """Return the number of the document, without spaces ("78/KH-UBND"), None when it is blank."""
    for piece in pieces:
        found = NUMBER.search(piece)
        if found:
            return re.sub(r"\s+", "", found.group("number"))
    return None


def place_and_day(pieces: Sequence[str]) -> tuple[str | None, date | None]:
    """Return place and day of the document ("Lạng Sơn", 5/4/2021)."""
    for piece in reversed(pieces):
        found = _PLACE_DAY.match(piece)
        if found:
            return found.group("place").strip(), moment_of(found).last_day()
    return None, None


def blank_day_year(pieces: Sequence[str]) -> int | None:
    """Return the year of a day that is left blank ("Hà Tĩnh, ngày …  tháng 5 năm 2026")."""
    found = next((found for piece in reversed(pieces) if (found := _BLANK_DAY.search(piece))), None)
    return int(found.group("y")) if found else None


def is_letterhead(line: str) -> bool:
    """Tell a line that names who issues, the motto, the number or the day: no part of a title."""
    pieces = pieces_of([line])
    if any(_LIST_TITLE.match(piece) for piece in pieces):
        return False
    rules = (_ORGAN_START, _UNIT_LINE, _COMMITTEE, _NUMBER_LINE, _PLACE_DAY)
    return all(any(rule.match(piece) for rule in rules) for piece in pieces)


def issuer_of(pieces: Sequence[str]) -> Issuer:
    """Return who issues by the letterhead: the last body named before the number."""
    organs: list[str] = []
    for piece in pieces:
        if _NUMBER_LINE.match(piece) or _PLACE_DAY.match(piece) or _LIST_TITLE.match(piece):
            break
        if any(letter.islower() for letter in piece) and not _COMMITTEE.match(piece):
            continue
        for part in _SECOND_ORGAN.split(piece):
            if _ORGAN_START.match(part) or not organs:
                organs.append(part)
            elif _UNIT_LINE.match(part) and UNIT.search(capitalised(organs[-1])):
                organs.append(f"UBND {part}")
            else:
                organs[-1] = f"{organs[-1]} {part}"
    organs = [organ for organ in organs if _ORGAN_START.match(organ) or _COMMITTEE.match(organ)]
    above = Issuer()
    for organ in organs:
        above = _issuer(organ, above)
    return above


def _issuer(organ: str, above: Issuer) -> Issuer:
    party = _PARTY.match(organ)
    if party and (named := UNIT.search(f"{_PARTY_UNITS[party.group('level')]} {capitalised(party.group('name'))}")):
        unit = named_issuer(named)
        return Issuer(f"{party.group('level').capitalize()} ủy {unit.unit}", unit.level, unit.unit, is_committee=False)
    committee = _COMMITTEE.match(organ)
    own = 0 if committee else len(_LEVEL_WORD.sub("", organ[: known_end(organ, 0)]))
    words = capitalised(organ[committee.end() if committee else own :])
    named = UNIT.search(words)
    if committee:
        return named_issuer(named) if named else above
    name = _body_name(organ, own, named.group() if named else "")
    if named:
        unit = named_issuer(named)
        return Issuer(name, unit.level, unit.unit, is_committee=False)
    if above.name:
        of_whom = above.name if name == "Văn phòng" else above.name.removeprefix("UBND ")
        return Issuer(f"{name} {of_whom}", above.level, above.unit, is_committee=False)
    known = recognise(name, place=None, on=None)
    central = name.startswith(("Bộ ", "Chính phủ", "Thủ tướng", "Ủy ban Dân tộc")) and not name.startswith("Bộ Chỉ huy")
    return Issuer(known.canonical or name, "central" if central else None, None, is_committee=False)


def _body_name(organ: str, known: int, unit: str) -> str:
    """Return a body in capitals as it is written: "SỞ Y TẾ" gives "Sở Y tế"; by the catalogue where it knows it."""
    name = recognise(organ[:known], place=None, on=None).canonical if known else None
    if name and not unit:
        return name
    words = name or evened(organ).replace("Ban chỉ đạo", "Ban Chỉ đạo")
    return f"{_LEVEL_WORD.sub('', words)} {unit}" if name else f"{words[: len(words) - len(unit)]}{unit}"


def named_issuer(named: "re.Match[str]") -> Issuer:
    """Return the people's committee of a named unit."""
    prefix = named.group("prefix").lower().replace("tp.", "thành phố").replace("tp", "thành phố")
    name = re.sub(r"\s+", " ", named.group("name")).strip()
    level = _LEVELS.get(prefix) or _city_level(name)
    return Issuer(f"UBND {prefix} {name}", level, name)


def _city_level(name: str) -> str:
    cities = units_named(f"thành phố {name}")
    return "province" if any(unit.level is Level.PROVINCE for unit in cities) else "district"


def capitalised(text: str) -> str:
    """Return letterhead words as they are written in running text: "TỈNH SƠN LA" becomes "tỉnh Sơn La"."""
    if any(letter.islower() for letter in text):
        return text
    words = " ".join(word.capitalize() for word in text.split())
    for prefix in _PREFIXES:
        words = re.sub(rf"(?<!\w){prefix}(?=\s)", prefix.lower(), words)
    return words
