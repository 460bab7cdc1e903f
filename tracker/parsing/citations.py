"""Acts that a plan names: "Nghị quyết số 20-NQ/TU ngày 21/12/2021 của Ban Thường vụ Tỉnh ủy"."""

import re

from tracker.parsing.dates import FULL_DAY, moment_of
from tracker.parsing.draft import Citation

KINDS = {
    "Kế hoạch": "KH",
    "Nghị quyết": "NQ",
    "Quyết định": "QĐ",
    "Chỉ thị": "CT",
    "Nghị định": "NĐ",
    "Thông tư": "TT",
    "Chương trình": "CTr",
    "Công văn": "CV",
    "Kết luận": "KL",
    "Thông báo": "TB",
    "Hướng dẫn": "HD",
    "Đề án": "ĐA",
    "Luật": "Luật",
    "Văn bản": "VB",
    "Quy định": "QyĐ",
    "Báo cáo": "BC",
}
_ACT = re.compile(
    rf"(?P<kind>{'|'.join(KINDS)})(?:\s+liên "
    rf"tịch)?\s+số:?\s*(?P<number>\d+[a-zA-Z]?(?:/\d{{4}})?\s?[/-]\s?[A-ZĐƯa-z0-9]+(?:\s?[-/&]\s?[A-ZĐƯ][\wĐđƯư]*)*)",
    re.IGNORECASE,
)
_DAY = re.compile(r",?\s*" + FULL_DAY, re.IGNORECASE)
_STRENGTH = {"executes": 0, "basis": 1, "mentions": 2}
_ISSUER = re.compile(
    r"\s*của\s+(?P<issuer>[A-ZĐỦ][^.;,()]*?)(?=\s+(?:về|vè|thực hiện|quy định|ban hành|phê duyệt|giao|"
    r"định hướng|hướng dẫn|sửa đổi)|[.;,()]|$)"
)
_LEADS = re.compile(r"^\W*(?P<word>Thực hiện|Triển khai(?: thực hiện)?|Căn cứ|Theo)\b")


def read_citations(text: str, preamble: tuple[int, int]) -> list[Citation]:
    """Return the cited acts, each number and day once; in text[preamble] the opening word gives the relation."""
    found = [_citation(text, act, preamble) for act in _ACT.finditer(text)]
    dated = {(c.kind, c.number) for c in found if c.issued_on}
    best: dict[tuple[str, str, str | None], Citation] = {}
    for citation in found:
        key = (citation.kind, citation.number, citation.issued_on)
        if citation.issued_on is None and key[:2] in dated:
            continue
        if key not in best or _STRENGTH[citation.relation] < _STRENGTH[best[key].relation]:
            best[key] = citation
    return list(best.values())


def _citation(text: str, act: "re.Match[str]", preamble: tuple[int, int]) -> Citation:
    day = _DAY.match(text, act.end())
    end = day.end() if day else act.end()
    issuer = _ISSUER.match(text, end, min(end + 160, len(text)))
    last = moment_of(day).last_day() if day else None
    kind = next(code for name, code in KINDS.items() if name.lower() == act.group("kind").lower())
    return Citation(
        kind=kind,
        number=re.sub(r"\s+", "", act.group("number")),
        issued_on=last.isoformat() if last else None,
        issuer=issuer.group("issuer").strip() if issuer else None,
        relation=_relation(text, act.start(), preamble),
        span=(act.start(), issuer.end() if issuer else end),
    )


def _relation(text: str, at: int, preamble: tuple[int, int]) -> str:
    if not preamble[0] <= at < preamble[1]:
        return "mentions"
    begin = text.rfind("\n", 0, at) + 1
    word = _LEADS.match(text[begin:at])
    if not word:
        return "mentions"
    return "basis" if word.group("word") in ("Căn cứ", "Theo") else "executes"
