"""Orders outside the parts that hand out work: "Về nguồn vốn: Giao Sở Tài chính …", "… (Sở Y tế chủ trì)".

Conclusions of a meeting and letters assign only in this way; plans do it now and then in their list of measures.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from tracker.parsing.agencies import agency_end, inline_heading, opening_agency, subject_in
from tracker.parsing.agency_refs import AgencyReader
from tracker.parsing.lines import Line
from tracker.parsing.markers import NO_LEVEL, marker_of
from tracker.parsing.outline import Outline, Part, section_at
from tracker.parsing.phrases import CLOSING_ORDER, DIFFICULTY, EXECUTION, OBLIGED, mask_names
from tracker.parsing.sentences import sentences
from tracker.parsing.unit import CLOSING, UNPLACED, WORK, Unit

_ORDER = re.compile(
    r"(?:^|(?<=[:;])\s+)(?:(?:Chủ tịch |Phó Chủ tịch )?(?:UBND|Ủy ban nhân dân)[^:;.,]{0,40}? )?"
    r"(?P<word>[Gg]iao(?: cho| nhiệm vụ cho)?|[Yy]êu cầu|(?:[Kk]ính )?[Đđ]ề nghị|[Pp]hân công)\s+(?=\S)"
)
_LEADS = re.compile(
    r"[\s,]*(?:chủ trì|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|làm đầu mối|"
    r"là (?:cơ quan|đơn vị) (?:chủ trì|đầu mối|thường trực))"
)
_TELLING = re.compile(
    r"kết quả|đánh giá|thực trạng|tình hình|mục tiêu|mục đích|yêu cầu|căn cứ|sự cần thiết|đối tượng|phạm vi|kinh "
    r"phí|nguồn vốn|"
    r"chỉ tiêu|tồn tại|hạn chế|nguyên nhân|quan điểm"
)
_TOLD_TO = re.compile(r"phản ánh|\bbáo|kiến nghị")
_ARISES = re.compile(r"^(?:Nếu|Khi|Trong quá trình|Quá trình|Trường hợp|Có gì|Có khó khăn)|, nếu có")
_TOLD = re.compile(
    r"\b(?:đã|đạt|được (?:ban hành|phê duyệt)|năm qua|vừa qua|thời gian qua|tổng số|chiếm|hiện nay|hiện có)\b"
)
_TOPIC = re.compile(r"^(?:Về|Đối với)\s[^.:;]{3,160}:\s+(?=[A-ZĐ])")


def order_units(
    lines: Sequence[Line],
    text: str,
    outline: Outline,
    agencies: AgencyReader,
    taken: Collection[int],
    *,
    beside: bool,
) -> Iterator[Unit]:
    """Yield the orders in the numbered and unnumbered paragraphs of the bodies, without the lines `taken`.

    `beside` says that the document has a part that hands out work: elsewhere in it an open class gets no order, for
    what the aims ask of "các sở, ngành" is a principle, no task.
    """
    told = {at for part in outline.parts if _TELLING.search(part.section.title.lower()) for at in _lines_of(part)}
    for first, last in outline.bodies:
        for index in range(_opening(lines, outline, first, last), last + 1):
            line = lines[index]
            if index not in taken and line.kind == "text" and line.text:
                found = list(_of_line(text, line, index, outline, agencies))
                yield from _placed(found, agencies, beside=beside, telling=index in told)


def _placed(
    found: Sequence[tuple[Unit, bool]], agencies: AgencyReader, *, beside: bool, telling: bool
) -> Iterator[Unit]:
    """Yield the orders of one paragraph; where it holds one, nothing beside or behind it is lost without a word."""
    ordered = [unit.start for unit, placed in found if placed and unit.kind == WORK and not unit.guessed]
    for unit, placed in found:
        vague = beside and unit.kind == WORK and _is_vague(unit, agencies)
        if placed and not vague and not (unit.guessed and telling and not ordered):
            yield unit
        elif ordered and (not beside or unit.start >= ordered[0]):
            yield replace(unit, kind=UNPLACED, guessed=False)


def _lines_of(part: Part) -> range:
    return range(part.index, part.last + 1)


def _opening(lines: Sequence[Line], outline: Outline, first: int, last: int) -> int:
    """Return the first line behind the head of a body: its first numbered part, else its first colon."""
    numbered = next((part.index for part in outline.parts if first <= part.index <= last), None)
    if numbered is not None:
        return numbered
    return next((i + 1 for i in range(first, last + 1) if lines[i].text.endswith(":")), last + 1)


def _of_line(
    text: str, line: Line, index: int, outline: Outline, agencies: AgencyReader
) -> Iterator[tuple[Unit, bool]]:
    """Yield each sentence of a paragraph, and whether it says whose work it is."""
    marker = marker_of(line.text)
    at = line.start + marker.length
    topic = _TOPIC.match(line.text[marker.length :])
    numbered = marker.level != NO_LEVEL
    section = section_at(outline, index)
    for begin, end in sentences(text, at + (topic.end() if topic else 0), line.end):
        unit = _order(text, begin, end, section, agencies, numbered=numbered)
        yield unit or Unit(UNPLACED, begin, end, None, "ordered", section), unit is not None


def _order(
    text: str, begin: int, end: int, section: str | None, agencies: AgencyReader, *, numbered: bool
) -> Unit | None:
    sentence = text[begin:end]
    if EXECUTION.search(sentence):
        return Unit(CLOSING, begin, end, None, "ordered", section)
    if DIFFICULTY.search(sentence) and _ARISES.search(sentence) and _TOLD_TO.search(sentence):
        return Unit(CLOSING, begin, end, None, "ordered", section)
    order = _ORDER.search(sentence)
    name_at = order.end() if order else 0
    name_end = _addressee(sentence, name_at, ordered=order is not None)
    if not name_end:
        return _by_subject(text, begin, end, section, agencies)
    name = sentence[name_at:name_end].strip()
    mode = "requested" if order and "đề nghị" in order.group("word").lower() else "ordered"
    known = agencies.read(name)
    if not numbered and (known.recognition.open_class or (CLOSING_ORDER.match(sentence) and _is_all(name))):
        return Unit(CLOSING, begin, end, name, mode, section)
    if known.ref.canonical is None and not known.ref.group and known.recognition.kind is None and order is None:
        return None
    if sentence.rstrip().endswith(":"):
        return None
    obliged = OBLIGED.match(sentence, name_end)
    start = obliged.end() if obliged else name_end
    start += len(sentence[start:]) - len(sentence[start:].lstrip(" ,:"))
    return Unit(WORK, begin + start, end, name, mode, section)


def _by_subject(text: str, begin: int, end: int, section: str | None, agencies: AgencyReader) -> Unit | None:
    """Return a sentence in which one known body acts ("Hằng tuần, Phòng Kinh tế tổng hợp …"), to be confirmed."""
    sentence = text[begin:end]
    subject = subject_in(sentence)
    if subject is None or _TOLD.search(sentence) or sentence.endswith(":"):
        return None
    name = sentence[slice(*subject)]
    known = agencies.read(name).recognition
    own = known.unit is not None and agencies.place is not None and known.unit == agencies.place.code
    issuer = own and (known.canonical or "").startswith("UBND")
    closed = agencies.read(name).ref.canonical is not None and not known.open_class
    if not closed or issuer:
        return None
    return Unit(WORK, begin, end, name, "ordered", section, guessed=True)


def _is_vague(unit: Unit, agencies: AgencyReader) -> bool:
    return any(doubt.code == "open_class" for doubt in agencies.read(unit.agency or "").doubts)


def _is_all(name: str) -> bool:
    return name.lower().startswith(("các sở", "các cơ quan", "các đơn vị", "thủ trưởng các", "giám đốc các"))


def _addressee(sentence: str, at: int, *, ordered: bool) -> int:
    """Return where the agency ends that the sentence speaks to from `at` on, 0 when it speaks to none."""
    rest = sentence[at:]
    if ordered:
        end = opening_agency(rest)
        colon = inline_heading(rest)
        return at + (end or (colon[0] if colon else 0)) if end or colon else 0
    colon = inline_heading(rest)
    if colon:
        return colon[0]
    end = agency_end(rest)
    return end if end and _LEADS.match(mask_names(rest), end) else 0
