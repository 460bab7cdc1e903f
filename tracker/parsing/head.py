"""The head of a plan: kind, number, title, issuer, day, period, signer, recipients, what it executes."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.catalogue.naming import lineage
from tracker.catalogue.units import Level, Unit, units_named
from tracker.parsing.citations import read_citations
from tracker.parsing.draft import Citation, PlanHead
from tracker.parsing.letterhead import (
    UNIT,
    Issuer,
    blank_day_year,
    capitalised,
    issuer_of,
    named_issuer,
    number_of,
    pieces_of,
    place_and_day,
)
from tracker.parsing.lines import Line
from tracker.parsing.list_head import first_table_row, read_list_head
from tracker.parsing.outline import Outline
from tracker.parsing.plan_period import read_period
from tracker.parsing.signature import read_addressees, read_recipients, read_signer
from tracker.parsing.title import read_title
from tracker.vietnamese import fold

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
    "CÔNG ĐIỆN": "CĐ",
    "QUY CHẾ": "QC",
    "TỜ TRÌNH": "TTr",
}
_CODES = {*_KINDS.values(), "QC", "QyĐ", "BC", "TTr", "KL", "CĐ", "DA"} - {"CV"}
_ADDRESSED = re.compile(r"Kính gửi\s*:?", re.IGNORECASE)
_AS_ABOVE = re.compile(r"Như (?:trên|kính gửi)", re.IGNORECASE)
_POINTS_BACK = re.compile(r"Như (?:trên|kính gửi|(?:các )?(?:điều|khoản|mục)\b)", re.IGNORECASE)
_AROUND = 2000
_SUBJECT = re.compile(r"(?:V/v|Về việc)\s", re.IGNORECASE)
_KIND_LINE = re.compile(rf"^(?P<kind>{'|'.join(_KINDS)})(?:\s+(?P<rest>\S.*))?$", re.IGNORECASE)
_COMMITTEE_TEXT = re.compile(
    r"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+(?=(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|"
    r"thị trấn|đặc khu)\s+[A-ZĐÁÀÂĂÊÔƠƯ])"
)


@dataclass(frozen=True, slots=True)
class ReadHead:
    """The head, the unit of the issuer when the catalogue knows it, its day, and whether a committee issues it."""

    plan: PlanHead
    unit: Unit | None
    issued_on: date | None
    is_committee: bool = True


def read_head(text: str, lines: Sequence[Line], outline: Outline) -> ReadHead:
    """Return what the plan says about itself; what it does not say is None."""
    top = _top(lines, outline)
    at, printed = _kind_line(lines, top)
    letter_at = None if printed else _letter_line(lines, top)
    rows_at = first_table_row(lines) if printed is None and letter_at is None else None
    top = top if rows_at is None else min(top, rows_at)
    above = pieces_of([line.text for line in lines[: at if printed else letter_at or top]])
    title = _title(lines, at, top) if printed or letter_at is None else _subject(above)
    preamble = (lines[letter_at or at].end if lines else 0, lines[top].start if top < len(lines) else len(text))
    number = number_of([*reversed(above), *(line.text for line in lines[at + 1 : top])])
    kind = _kind(number, printed, is_letter=letter_at is not None)
    issuer = issuer_of(above)
    issuer = issuer if issuer.name else _issuer_in_text(text, preamble, title)
    place, issued_on = place_and_day(above)
    listed = read_list_head(lines, top) if rows_at is not None and number is None else None
    if listed:
        kind, number, issued_on = listed.kind or kind, listed.number, listed.issued_on
        title = listed.title or title
        issuer = listed.issuer if listed.issuer.name else issuer
    citations, parent = _parent(
        [act for act in read_citations(text, preamble) if not _is_itself(act, kind, number, issued_on)], title
    )
    plan = PlanHead(
        kind=kind,
        number=number,
        title=title,
        issuer=issuer.name,
        level=issuer.level,
        place=place or issuer.unit,
        issued_on=issued_on.isoformat() if issued_on else None,
        period=read_period(kind, title, text[preamble[0] : preamble[1]], issued_on, blank_day_year(above)),
        signer=read_signer(lines, outline.signed_at),
        recipients=_recipients(lines, outline, letter_at, top),
        citations=citations,
        parent=parent,
    )
    unit = _unit(issuer.unit, issuer.level, issued_on, around=text[: max(preamble[1], _AROUND)])
    return ReadHead(plan, unit, issued_on, issuer.is_committee)


def _letter_line(lines: Sequence[Line], top: int) -> int | None:
    """Return the line of a letter that says to whom it goes, None in another document."""
    return next((i for i, line in enumerate(lines[:top]) if _ADDRESSED.match(line.text)), None)


def _subject(pieces: Sequence[str]) -> str:
    """Return what a letter is about: "V/v …", to the place and day or the end of its head."""
    first = next((i for i, piece in enumerate(pieces) if _SUBJECT.search(piece)), None)
    if first is None:
        return ""
    words = pieces[first][_SUBJECT.search(pieces[first]).start() :]  # type: ignore[union-attr]
    for piece in pieces[first + 1 :]:
        if place_and_day([piece])[1] or not piece[:1].islower():
            break
        words = f"{words} {piece}"
    return words


def _recipients(lines: Sequence[Line], outline: Outline, letter_at: int | None, top: int) -> list[str]:
    """Return to whom the document goes; a letter repeats the names of its head as "Như trên"."""
    listed = read_recipients(lines, outline.signed_at)
    named = read_addressees(lines, letter_at, top) if letter_at is not None else []
    others = [name for name in listed if not _POINTS_BACK.match(name)]
    return [*named, *others] if not listed or any(_AS_ABOVE.match(name) for name in listed) else others


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


def _kind(number: str | None, printed: str | None, *, is_letter: bool) -> str:
    """Return the code of the kind: by the number where it carries one, else as printed; a letter has none ("CV")."""
    code = re.search(r"/(?:\d{4}/)?([A-ZĐa-z]+)-|-([A-ZĐa-z]+)/", number) if number else None
    written = (code.group(1) or code.group(2)) if code else None
    if written in _CODES:
        return str(written)
    return printed or ("CV" if is_letter or written else "KH")


def _title(lines: Sequence[Line], at: int, top: int) -> str:
    if not lines:
        return ""
    found = _KIND_LINE.match(lines[at].text)
    return read_title(lines, at, top, found.group("rest") if found else None)


def _issuer_in_text(text: str, preamble: tuple[int, int], title: str) -> Issuer:
    """Return who issues by the opening words, where the letterhead is lost."""
    opening = f"{capitalised(title)}\n{text[preamble[0] : preamble[1]]}"
    for found in _COMMITTEE_TEXT.finditer(text, preamble[0], preamble[1]):
        named = UNIT.match(text, found.end())
        if named and re.match(r"\s*(?:ban hành|xây dựng|triển khai|yêu cầu|lập)", text[named.end() :][:40]):
            return named_issuer(named)
    own = re.search(
        r"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+(\w+(?: \w+)?)\s+(?:ban hành|xây dựng|yêu cầu)", opening
    )
    level = own.group(1).split()[0] if own else None
    candidates = [m for m in UNIT.finditer(opening) if level is None or m.group("prefix").lower() == level]
    if candidates:
        common = Counter(m.group("name") for m in candidates).most_common(1)[0][0]
        return named_issuer(next(m for m in candidates if m.group("name") == common))
    first = _COMMITTEE_TEXT.search(text, preamble[0], preamble[1])
    named = UNIT.match(text, first.end()) if first else None
    return named_issuer(named) if named else Issuer()


def _unit(name: str | None, level: str | None, on: date | None, around: str) -> Unit | None:
    """Return the unit of that name and level; of several the one whose province or district the head names."""
    if not name or not level or level == "central":
        return None
    found = units_named(name, level=Level(level), on=on) or units_named(name, level=Level(level))
    if len(found) > 1:
        folded = fold(around)
        found = tuple(unit for unit in found if any(fold(above.full_name) in folded for above in lineage(unit)[1:]))
    return found[0] if len(found) == 1 else None


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
    basis = next((c for c in citations if c.kind == code and c.relation == "basis"), None) or next(
        (c for c in citations if c.kind == "KH" and c.relation == "basis"), None
    )
    if basis is None:
        return citations, None
    return [replace(c, relation="executes") if c is basis else c for c in citations], basis.number
