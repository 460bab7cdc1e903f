"""Acts that a plan names: "Nghị quyết số 20-NQ/TU ngày 21/12/2021 của Ban Thường vụ Tỉnh ủy"."""

import re
from dataclasses import replace

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
    "Tờ trình": "TTr",
}
_ACT = re.compile(
    rf"(?P<kind>{'|'.join(KINDS)})(?:\s+liên "
    rf"tịch)?\s+số:?\s*(?P<number>\d+[a-zA-Z]?(?:/\d{{4}})?\s?[/-]\s?[A-ZĐƯa-z0-9]+(?:\s?[-/&]\s?[A-ZĐƯ][\wĐđƯư]*)*)",
    re.IGNORECASE,
)
_DAY = re.compile(r",?\s*" + FULL_DAY, re.IGNORECASE)
_STRENGTH = {"replaces": 0, "amends": 1, "executes": 2, "basis": 3, "mentions": 4}
_ISSUER = re.compile(
    r"\s*của\s+(?P<issuer>[A-ZĐỦ][^.;,()]*?)(?=\s+(?:về|vè|thực hiện|quy định|ban hành|phê duyệt|giao|"
    r"định hướng|hướng dẫn|sửa đổi)|[.;,()]|$)"
)
_LEADS = re.compile(r"^\W*(?P<word>Thực hiện|Triển khai(?: thực hiện)?|Căn cứ|Theo)\b")
# What changes another act stands in title, opening or an article's first words, or says "Kế hoạch này thay thế …".
_CHANGES = re.compile(
    r"(?<!được )(?<!được\n)(?P<verb>sửa đổi|bổ sung|điều chỉnh|thay thế)(?P<what>[^;“”\"]{0,160})$", re.IGNORECASE
)
_PASSIVE = re.compile(r"(?:được|đã|theo|bởi)\s+(?:sửa đổi|bổ sung|điều chỉnh|thay thế)", re.IGNORECASE)
_SPEAKS_OF_ITSELF = re.compile(
    r"^\W*(?:(?:Điều|Khoản|Mục)\s+\d+\W+|\d+\W+)?(?:(?:Kế hoạch|Quyết định|Văn bản|Chương trình|Phương án|Công văn|"
    r"Chỉ thị|Nghị quyết) này\b|(?:Nay )?(?:sửa đổi|bổ sung|điều chỉnh|thay thế)\b)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.;](?=\s+[A-ZĐÁÀÂĂÊÔƠƯÍÝÚÓÉ])")
_ANY_ACT = re.compile(r"\bsố:?\s*\d+", re.IGNORECASE)


def read_citations(text: str, preamble: tuple[int, int]) -> list[Citation]:
    """Return the cited acts, each number and day once; in text[preamble] the opening word gives the relation.

    An act that the document itself amends or replaces is said to be so wherever the document speaks of itself.
    """
    found = [_citation(text, act, preamble) for act in _ACT.finditer(text)]
    dated = {(c.kind, c.number) for c in found if c.issued_on}
    best: dict[tuple[str, str, str | None], Citation] = {}
    for citation in found:
        key = (citation.kind, citation.number, citation.issued_on)
        if citation.issued_on is None and key[:2] in dated:
            _strengthen(best, found, citation)
            continue
        if key not in best or _STRENGTH[citation.relation] < _STRENGTH[best[key].relation]:
            best[key] = citation
    return list(best.values())


def _strengthen(best: dict[tuple[str, str, str | None], Citation], found: list[Citation], undated: Citation) -> None:
    """Let the one dated citation of an act say too that it is changed, where only an undated one says so."""
    days = {c.issued_on for c in found if (c.kind, c.number) == (undated.kind, undated.number) and c.issued_on}
    if undated.relation not in ("amends", "replaces") or len(days) != 1:
        return
    key = (undated.kind, undated.number, next(iter(days)))
    dated = best.get(key) or next(c for c in found if (c.kind, c.number, c.issued_on) == key)
    if _STRENGTH[undated.relation] < _STRENGTH[dated.relation]:
        best[key] = replace(dated, relation=undated.relation)


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
    changed = _changes(text, at, preamble)
    if changed:
        return changed
    if not preamble[0] <= at < preamble[1]:
        return "mentions"
    begin = text.rfind("\n", 0, at) + 1
    word = _LEADS.match(text[begin:at])
    if not word:
        return "mentions"
    return "basis" if word.group("word") in ("Căn cứ", "Theo") else "executes"


def _changes(text: str, at: int, preamble: tuple[int, int]) -> str | None:
    """Return "amends" or "replaces" where the words before the act say that this document does so to it.

    Another act named before in the sentence is the one that does it ("Nghị định số 38 sửa đổi Nghị định số 27").
    """
    begin = text.rfind("\n", 0, at) + 1
    is_opening = preamble[0] <= at < preamble[1]
    if is_opening and not _CHANGES.search(text[begin:at]):
        begin = max(preamble[0], text.rfind("\n", 0, max(begin - 1, 0)) + 1)  # a title that goes over two lines
    ends = [end.end() for end in _SENTENCE_END.finditer(text, begin, at) if not _is_label(text[begin : end.start()])]
    sentence = text[max([begin, *ends]) : at]
    found = _CHANGES.search(sentence)
    if found is None or _PASSIVE.search(sentence) or _ANY_ACT.search(sentence):
        return None
    if not is_opening and not _SPEAKS_OF_ITSELF.match(sentence):
        return None
    return "replaces" if found.group("verb").lower() == "thay thế" else "amends"


def _is_label(before: str) -> bool:
    """Tell a full stop that only closes the label of an article: "Điều 1."."""
    return re.fullmatch(r"\W*(?:Điều|Khoản|Mục)?\s*[\dIVX]+", before, re.IGNORECASE) is not None
