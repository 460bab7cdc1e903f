"""The head of a plan: kind, number, title, issuer, day, period, signer, recipients, what it executes."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.catalogue.units import Level, Unit, units_named
from tracker.parsing.citations import read_citations
from tracker.parsing.dates import FULL_DAY, moment_of
from tracker.parsing.draft import Citation, Period, PlanHead
from tracker.parsing.lines import Line
from tracker.parsing.markers import marker_of
from tracker.parsing.outline import Outline
from tracker.parsing.signature import read_recipients, read_signer

_KINDS = {
    "KẾ HOẠCH": "KH",
    "QUYẾT ĐỊNH": "QĐ",
    "CHỈ THỊ": "CT",
    "CHƯƠNG TRÌNH": "CTr",
    "NGHỊ QUYẾT": "NQ",
    "ĐỀ ÁN": "ĐA",
    "HƯỚNG DẪN": "HD",
    "THÔNG BÁO": "TB",
    "KẾT LUẬN": "KL",
    "CÔNG VĂN": "CV",
    "PHƯƠNG ÁN": "PA",
}
_KIND_LINE = re.compile(rf"^(?P<kind>{'|'.join(_KINDS)})(?:\s+(?P<rest>\S.*))?$", re.IGNORECASE)
_NUMBER = re.compile(
    r"Số(?:\s+hiệu)?\s*:\s*(?P<number>\d{1,5}[a-zA-Z]?\s*/\s*(?:\d{4}\s*/\s*)?[A-ZĐ][\w&]*(?:\s?-\s?[A-ZĐ][\w&]*)+)"
)
_PLACE_DAY = re.compile(r"^(?P<place>[A-ZĐ][\w .’'-]{1,40}?),?\s*" + FULL_DAY)
_NO_DAY = re.compile(r",\s*ngày\s*[.…/]*\s*tháng")
_UNIT = re.compile(
    r"(?P<prefix>[Tt]ỉnh|[Tt]hành phố|TP\.?|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Xx]ã|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu)\s+"
    r"(?P<name>[A-ZĐÁÀẢÃẠÂĂÊÔƠƯỦỨ][\w’'-]*(?:\s+(?:-\s+)?[A-ZĐÁÀẢÃẠÂĂÊÔƠƯỦỨ][\w’'-]*){0,4})"
)
_COMMITTEE_LINE = re.compile(r"^(?:ỦY|UỶ) BAN NHÂN DÂN\s*(?P<unit>.*)$|^UBND\s+(?P<unit2>\S.*)$", re.IGNORECASE)
_COMMITTEE_TEXT = re.compile(
    r"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+(?=(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|"
    r"thị trấn|đặc khu)\s+[A-ZĐÁÀÂĂÊÔƠƯ])"
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
_RANGE = re.compile(
    r"(?:giai đoạn|thời kỳ|trong các năm|từ năm)\s*(?P<a>(?:19|20)\d{2})\s*(?:[-–]|đến năm|"
    r"đến)\s*(?P<b>(?:19|20)\d{2})",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d )năm\s+(?P<y>(?:19|20)\d{2})(?!\s*[-–]\s*\d)", re.IGNORECASE)
_CITED_DAY = re.compile(r"(?:ngày\s+)?\d{1,2}\s*(?:/|tháng)\s*\d{1,2}\s*(?:/|năm)\s*\d{4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadHead:
    """The head, the unit of the issuer when the catalogue knows it, and whether only the day is missing."""

    plan: PlanHead
    unit: Unit | None
    issued_on: date | None


def read_head(text: str, lines: Sequence[Line], outline: Outline) -> ReadHead:
    """Return what the plan says about itself; what it does not say is None."""
    top = _top(lines, outline)
    at, kind = _kind_line(lines, top)
    title = _title(lines, at, top)
    preamble = (lines[at].end if lines else 0, lines[top].start if top < len(lines) else len(text))
    number = _number(lines[:top], at)
    issuer, level, name = _issuer(text, lines, at, preamble, title)
    place, issued_on = _place_and_day(lines[: max(at, 1)], name)
    unit = _unit(name, level, issued_on)
    citations = [
        act for act in read_citations(text, preamble) if not _is_itself(act, _kind(number, kind), number, issued_on)
    ]
    citations, parent = _parent(citations, title)
    plan = PlanHead(
        kind=_kind(number, kind),
        number=number,
        title=title,
        issuer=issuer,
        level=level,
        place=place or name,
        issued_on=issued_on.isoformat() if issued_on else None,
        period=_period(title, text[preamble[0] : preamble[1]], issued_on),
        signer=read_signer(lines, outline.body_end),
        recipients=read_recipients(lines, outline.body_end),
        citations=citations,
        parent=parent,
    )
    return ReadHead(plan, unit, issued_on)


def _top(lines: Sequence[Line], outline: Outline) -> int:
    """Return the index of the first numbered part: the head ends there."""
    first = next((p.index for p in outline.parts if p.marker.kind in ("roman", "article", "part", "capital")), None)
    if first is None:
        first = next((p.index for p in outline.parts), min(len(lines), 40))
    return first


def _kind_line(lines: Sequence[Line], top: int) -> tuple[int, str | None]:
    for index, line in enumerate(lines[:top]):
        found = _KIND_LINE.match(line.text)
        if found and line.kind == "text" and (line.heading or found.group("kind").isupper()):
            return index, _KINDS[found.group("kind").upper()]
    return 0, None


def _kind(number: str | None, printed: str | None) -> str:
    code = re.search(r"/(?:\d{4}/)?([A-ZĐa-z]+)-", number) if number else None
    return code.group(1) if code else printed or "KH"


def _title(lines: Sequence[Line], at: int, top: int) -> str:
    if not lines:
        return ""
    found = _KIND_LINE.match(lines[at].text)
    parts = [found.group("rest")] if found and found.group("rest") else []
    for line in lines[at + 1 : top]:
        capitals = not any(letter.islower() for letter in line.text)
        if not line.text or line.kind != "text" or (parts and not capitals) or marker_of(line.text).kind == "roman":
            break
        if not any(letter.isalnum() for letter in line.text):
            break
        parts.append(line.text)
        if not capitals:
            break
    return " ".join(parts)


def _number(lines: Sequence[Line], at: int) -> str | None:
    order = [*reversed(lines[: at + 1]), *lines[at + 1 :]]
    for line in order:
        found = _NUMBER.search(line.text)
        if found and line.kind == "text":
            return re.sub(r"\s+", "", found.group("number"))
    return None


def _place_and_day(lines: Sequence[Line], name: str | None) -> tuple[str | None, date | None]:
    for line in reversed(lines):
        found = _PLACE_DAY.match(line.text)
        if found:
            return found.group("place").strip(), moment_of(found).last_day()
    return name, None


def _issuer(
    text: str, lines: Sequence[Line], at: int, preamble: tuple[int, int], title: str
) -> tuple[str | None, str | None, str | None]:
    """Return (issuer "UBND tỉnh X", level, name of the unit), from the letterhead, else from the opening words."""
    for index, line in enumerate(lines[:at]):
        found = _COMMITTEE_LINE.match(line.text)
        if found:
            unit = (
                found.group("unit") or found.group("unit2") or (lines[index + 1].text if index + 1 < len(lines) else "")
            )
            named = _UNIT.match(_capitalised(unit))
            if named:
                return _named_issuer(named)
    opening = f"{_capitalised(title)}\n{text[preamble[0] : preamble[1]]}"
    found_text = _COMMITTEE_TEXT.search(text, preamble[0], preamble[1])
    own = re.search(
        r"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+(\w+(?: \w+)?)\s+(?:ban hành|xây dựng|yêu cầu)", opening
    )
    named_here = list(_UNIT.finditer(opening))
    for found in _COMMITTEE_TEXT.finditer(text, preamble[0], preamble[1]):
        named = _UNIT.match(text, found.end())
        if named and re.match(r"\s*(?:ban hành|xây dựng|triển khai|yêu cầu|lập)", text[named.end() :][:40]):
            return _named_issuer(named)
    level = own.group(1).split()[0] if own else None
    candidates = [m for m in named_here if level is None or m.group("prefix").lower() == level]
    if candidates:
        common = Counter(m.group("name") for m in candidates).most_common(1)[0][0]
        return _named_issuer(next(m for m in candidates if m.group("name") == common))
    named = _UNIT.match(text, found_text.end()) if found_text else None
    return _named_issuer(named) if named else (None, None, None)


def _named_issuer(named: "re.Match[str]") -> tuple[str, str, str]:
    prefix = named.group("prefix").lower().replace("tp.", "thành phố").replace("tp", "thành phố")
    name = re.sub(r"\s+", " ", named.group("name")).strip()
    level = _LEVELS.get(prefix) or _city_level(name)
    return f"UBND {prefix} {name}", level, name


def _city_level(name: str) -> str:
    cities = units_named(f"thành phố {name}")
    return "province" if any(unit.level is Level.PROVINCE for unit in cities) else "district"


def _capitalised(text: str) -> str:
    """Return letterhead words as they are written in running text: "TỈNH SƠN LA" becomes "tỉnh Sơn La"."""
    if any(letter.islower() for letter in text):
        return text
    words = " ".join(word.capitalize() for word in text.split())
    for prefix in ("Thành Phố", "Thị Xã", "Thị Trấn", "Đặc Khu", "Tỉnh", "Huyện", "Quận", "Xã", "Phường"):
        words = re.sub(rf"(?<!\w){prefix}(?=\s)", prefix.lower(), words)
    return words


def _unit(name: str | None, level: str | None, on: date | None) -> Unit | None:
    if not name or not level:
        return None
    found = units_named(name, level=Level(level), on=on) or units_named(name, level=Level(level))
    return found[0] if len(found) == 1 else None


def _period(title: str, preamble: str, issued_on: date | None) -> Period | None:
    for words in (title, preamble):
        plain = _CITED_DAY.sub(" ", words)
        span = _RANGE.search(plain)
        if span:
            return Period(f"{span.group('a')}-01-01", f"{span.group('b')}-12-31")
        year = _YEAR.search(plain)
        if year:
            return Period(f"{year.group('y')}-01-01", f"{year.group('y')}-12-31")
    return Period(f"{issued_on.year}-01-01", f"{issued_on.year}-12-31") if issued_on else None


def _is_itself(act: Citation, kind: str, number: str | None, issued_on: date | None) -> bool:
    """Tell the plan's own number, as annexes repeat it in their captions: a plan does not cite itself."""
    same_day = act.issued_on is None or issued_on is None or act.issued_on == issued_on.isoformat()
    return act.relation == "mentions" and (act.kind, act.number) == (kind, number) and same_day


def _parent(citations: list[Citation], title: str) -> tuple[list[Citation], str | None]:
    """Return the citations and the number of the act above: a plan, a resolution, else what the title executes."""
    executed = [c for c in citations if c.relation == "executes"]
    for kinds in (("KH",), ("NQ",), ("CTr", "QĐ", "CT")):
        for citation in executed:
            if citation.kind in kinds:
                return citations, citation.number
    words = re.search(r"thực hiện (kế hoạch|nghị quyết|chỉ thị|chương trình|quyết định)\b", title.lower())
    codes = {"kế hoạch": "KH", "nghị quyết": "NQ", "chỉ thị": "CT", "quyết định": "QĐ"}
    code = codes.get(words.group(1)) if words else None
    basis = next((c for c in citations if c.kind == code and c.relation == "basis"), None)
    if basis is None:
        return citations, None
    return [replace(c, relation="executes") if c is basis else c for c in citations], basis.number
