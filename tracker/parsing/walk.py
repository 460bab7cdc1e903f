"""Through the parts that hand out work, paragraph by paragraph: whose work is which sentence?

Every sentence becomes exactly one unit: work of an agency, a lead-in, a closing order, or unplaced.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.catalogue.recognise import split_names
from tracker.parsing.agencies import (
    agencies_in,
    agency_end,
    inline_heading,
    is_agency_heading,
    name_of_heading,
    opening_agency,
    subject_in,
    without_order,
)
from tracker.parsing.agency_refs import AgencyReader
from tracker.parsing.clauses import is_standing
from tracker.parsing.lines import Line
from tracker.parsing.markers import BULLET_LEVEL, NO_LEVEL, Marker, marker_of
from tracker.parsing.outline import Outline, section_at
from tracker.parsing.phrases import CLOSING_ORDER, DIFFICULTY, EXECUTION, OBLIGED, STRONG_VERB, mask_names
from tracker.parsing.sentences import sentences
from tracker.parsing.unit import CLOSING, LEAD_IN, UNPLACED, WORK, Unit

_UNNUMBERED_HEADING = 5
_ORDER = re.compile(r"(?:^|\b)(?:[Yy]êu cầu|[Đđ]ề nghị|[Gg]iao(?: cho)?)\s+(?=\S)")
_LONGEST_BARE_HEADING = 120
_ROOM = re.compile(r"(?:Phòng|Trạm|Công chức|Trung tâm) ")
_SHORT = re.compile(
    r"(?P<head>Văn phòng|Trung tâm|Chi cục|Chi nhánh|Phòng|Sở) (?=tổng hợp|theo dõi|có trách nhiệm|chủ trì|tham "
    r"mưu|báo)"
)
_TITLE = re.compile(r"[^.;:!?]{3,120}")
_ASKS = re.compile(r"(?:Kính )?[Đđ]ề nghị\s+(?=(?!các\b)[a-zđ])(?!(?:sở|ủy ban|ban)\b)")
_CLAUSE_ORDER = re.compile(r";\s*(?:giao(?: cho)?|yêu cầu|đề nghị)\s+(?=\S)")
_LEADS = re.compile(r"[\s,]*(?:chủ trì|có trách nhiệm|chịu trách nhiệm)")


@dataclass(frozen=True, slots=True)
class _Context:
    """The agency that the paragraphs below a heading speak to."""

    level: int
    name: str
    mode: str
    listed: tuple[str, ...] = ()
    sign: str = ""
    bare: bool = False


class Walk:
    """Walks the assigning parts of one plan."""

    def __init__(
        self, text: str, lines: Sequence[Line], outline: Outline, agencies: AgencyReader, skip: Collection[int] = ()
    ) -> None:
        self._text = text
        self._lines = lines
        self._outline = outline
        self._agencies = agencies
        self._skip = skip
        self._contexts: list[_Context] = []
        self._fresh = False  # a heading was entered and nothing stands below it yet

    def units(self, first: int, last: int) -> Iterator[Unit]:
        """Yield the units of lines first..last in their order."""
        self._contexts = []
        for index in range(first, last + 1):
            line = self._lines[index]
            if line.kind == "text" and line.text and index not in self._skip:
                yield from self._paragraph(index, line, last)

    def _paragraph(self, index: int, line: Line, last: int) -> Iterator[Unit]:
        marker = marker_of(line.text)
        if marker.level != NO_LEVEL:
            self._leave(marker.level, marker.sign)
        body = line.text[marker.length :]
        at = line.start + marker.length
        section = section_at(self._outline, index)
        asks = _ASKS.match(body)
        heading = is_agency_heading(body) and (marker.level != NO_LEVEL or len(body) <= _LONGEST_BARE_HEADING)
        closes = marker.level == NO_LEVEL and CLOSING_ORDER.match(body) and not (heading and body[-1] not in ".;/")
        closes = closes and not (self._contexts and (asks or self._fresh))
        if closes or EXECUTION.search(body):
            yield from self._closing(line, section)
            return
        if heading:
            if marker.level == NO_LEVEL:
                self._contexts = [context for context in self._contexts if not context.bare]
                level = self._level_of_bare(index, last)
            else:
                level = marker.level
            self._enter(level, *_name_and_mode(body), sign=marker.sign, bare=marker.level == NO_LEVEL)
            if not self._holds_work(index, marker.level, last):
                yield Unit(UNPLACED, at, line.end, self._contexts[-1].name, "ordered", section)
            return
        start = self._addressed(marker, body)
        if start is None and not self._contexts:
            yield from self._without_agency(line, at, section)
            return
        yield from self._work(index, at + (start or 0), section, last)

    def _holds_work(self, index: int, level: int, last: int) -> bool:
        """Tell whether anything stands below the heading at this line before the next one of its kind."""
        lines = (self._lines[at] for at in range(index + 1, last + 1))
        below = (line for line in lines if line.kind == "text" and line.text)
        following = next(below, None)
        if following is None or level == NO_LEVEL:
            return following is not None
        marker, own = marker_of(following.text), marker_of(self._lines[index].text)
        return marker.level > level or (marker.level == level and marker.sign != own.sign)

    def _leave(self, level: int, sign: str = "") -> None:
        """Leave the agencies of this level and below; bullets of two signs stand one below the other."""
        while self._contexts and self._contexts[-1].level >= level:
            above = self._contexts[-1]
            if above.level == level and sign and above.sign and above.sign != sign:
                return
            self._contexts.pop()

    def _enter(
        self, level: int, name: str, mode: str, listed: tuple[str, ...] = (), sign: str = "", *, bare: bool = False
    ) -> None:
        self._leave(level, sign)
        self._contexts.append(_Context(level, name, mode, listed, sign, bare))
        self._fresh = True

    def _level_of_bare(self, index: int, last: int) -> int:
        """Return the level of a heading without number: above the numbers that begin anew at 1 below it."""
        following = next((line.text for line in self._lines[index + 1 : min(index + 3, last + 1)] if line.text), "")
        marker = marker_of(following)
        anew = marker.label in ("1", "a") and not is_agency_heading(following[marker.length :])
        return min(marker.level - 1, _UNNUMBERED_HEADING) if anew else _UNNUMBERED_HEADING

    def _addressed(self, marker: Marker, body: str) -> int | None:
        """Enter the agency that the paragraph itself names; return where its work begins, None when it names none."""
        inline = inline_heading(body)
        if inline:
            name_end, work = inline
            enumerated = opening_agency(body[work:])
            listed = split_names(body[work : work + enumerated]) if enumerated else ()
            self._enter(marker.level, *_name_and_mode(body[:name_end]), listed, marker.sign)
            return work
        word, rest = without_order(body)
        end = opening_agency(rest)
        if not end or not self._may_switch(marker, word, rest, end):
            return None
        self._enter(marker.level, rest[:end], _mode(word), sign=marker.sign)
        obliged = OBLIGED.match(rest, end)
        work = len(body) - len(rest) + (obliged.end() if obliged else end)
        return work + len(body[work:]) - len(body[work:].lstrip(" ,"))

    def _may_switch(self, marker: Marker, word: str, rest: str, end: int) -> bool:
        """A bullet in one agency's part that begins with another still speaks to the first, unless ordered."""
        current = self._contexts[-1] if self._contexts else None
        ordered = bool(word)
        if current and not ordered and rest[:end] != current.name and self._same_body(rest[:end], current.name):
            return False
        if current is None or marker.level < BULLET_LEVEL or current.level == NO_LEVEL:
            return True
        strong = bool(STRONG_VERB.match(rest[end:].lstrip(" ,")))
        if ordered and marker.level != NO_LEVEL:
            return strong or (word == "Giao" and self._agencies.is_one_agency(rest[:end]))
        group = self._agencies.read(current.name).ref.group
        if _ROOM.match(rest):  # a body of each member of the class
            return False
        return group and strong and self._agencies.is_one_agency(rest[:end])

    def _work(self, index: int, start: int, section: str | None, last: int) -> Iterator[Unit]:
        context = whole = self._contexts[-1]
        self._fresh = self._fresh and start >= self._lines[index].end
        line = self._lines[index]
        found = list(sentences(self._text, start, line.end))
        for number, (begin, end) in enumerate(found):
            opens_list = number == len(found) - 1 and self._opens_list(index, begin, end, last)
            kind = LEAD_IN if opens_list and not is_standing(self._text[begin:end]) else WORK
            unsure = number == 0 and start == line.start and self._text[begin].islower()
            asks = _ASKS.match(self._text, begin, end)
            if asks and not number:  # "Đề nghị vận động …" below the heading of a body: it is asked to do so
                context, begin = replace(context, mode="requested"), asks.end()
            other = self._speaks_to_another(begin, end, context) if number else None
            if other:
                context, begin = other
                whole = context if context.level else whole
            rival = self._rival(begin, end, context)
            for piece in self._by_order(begin, end, context):
                yield Unit(kind, *piece, section, unsure, listed=context.listed, rival=rival)
            context = whole

    def _rival(self, begin: int, end: int, context: _Context) -> str | None:
        """Return another known body that opens a sentence which stays with the body of its part: a person decides."""
        rest = without_order(self._text[begin:end])[1]
        name = rest[: opening_agency(rest)]
        if not name or not self._agencies.is_one_agency(name) or self._same_body(name, context.name):
            return None
        return name

    def _same_body(self, name: str, other: str) -> bool:
        """Tell a body and the post at its head: "Giám đốc Sở Y tế" and "Sở Y tế"."""
        one, two = self._agencies.read(name).ref, self._agencies.read(other).ref
        return one.canonical is not None and one.canonical == two.canonical

    def _by_order(self, begin: int, end: int, context: _Context) -> Iterator[tuple[int, int, str, str]]:
        """Part a sentence where a clause gives an order to another body: "…; giao Sở Y tế …"."""
        at, name, mode = begin, context.name, context.mode
        for order in _CLAUSE_ORDER.finditer(self._text, begin, end):
            rest = self._text[order.end() : end]
            name_end = opening_agency(rest)
            if not name_end or not self._is_body(rest[:name_end]):
                continue
            yield at, order.start() + 1, name, mode
            at = order.end() + name_end
            at += len(self._text[at:end]) - len(self._text[at:end].lstrip(" ,"))
            name, mode = rest[:name_end], _mode(order.group())
        yield at, end, name, mode

    def _speaks_to_another(self, begin: int, end: int, context: _Context) -> tuple[_Context, int] | None:
        """Return whom a later sentence of a paragraph speaks to, and where its work begins; None for the same agency.

        "Sở Y tế: …" holds for the rest of the paragraph (level 1), "Giao Sở Y tế …" for that sentence alone (level 0).
        """
        sentence = self._text[begin:end]
        short = self._short_name(begin, end)
        if short:
            return _Context(0, short, context.mode), begin
        inline = inline_heading(sentence)
        if inline:
            name, mode = _name_and_mode(sentence[: inline[0]])
            return (_Context(1, name, mode), begin + inline[1]) if self._is_body(name) else None
        word, rest = without_order(sentence)
        name_end = opening_agency(rest)
        name = rest[:name_end]
        if not name_end or name == context.name or not self._is_body(name):
            return None
        if not word and not (_LEADS.match(mask_names(rest), name_end) or self._agencies.is_one_agency(name)):
            return None
        obliged = OBLIGED.match(rest, name_end)
        work = len(sentence) - len(rest) + (obliged.end() if obliged else name_end)
        work += len(sentence[work:]) - len(sentence[work:].lstrip(" ,"))
        return _Context(0, name, _mode(word)), begin + work

    def _short_name(self, begin: int, end: int) -> str | None:
        """Return the body that a short name stands for: "… về Văn phòng HĐND và UBND xã. Văn phòng tổng hợp …"."""
        short = _SHORT.match(self._text, begin, end)
        paragraph = self._text.rfind("\n", 0, begin) + 1
        at = self._text.rfind(f"{short.group('head')} ", paragraph, begin) if short else -1
        name = self._text[at : agency_end(self._text, at)] if at >= 0 else ""
        return name if name and self._agencies.is_one_agency(name) else None

    def _is_body(self, name: str) -> bool:
        """Tell one known agency, or a class of them that is closed."""
        known = self._agencies.read(name)
        return bool(known.ref.canonical) and not known.recognition.open_class

    def _opens_list(self, index: int, begin: int, end: int, last: int) -> bool:
        if self._text[end - 1] != ":" or index >= last:
            return False
        following = marker_of(self._lines[index + 1].text).level
        own = marker_of(self._lines[index].text).level
        return following != NO_LEVEL and (own == NO_LEVEL or following > own)

    def _closing(self, line: Line, section: str | None) -> Iterator[Unit]:
        """An unnumbered order to everybody; a sentence in it that hands work to one known agency is work."""
        self._contexts = []
        for begin, end in sentences(self._text, line.start, line.end):
            sentence = self._text[begin:end]
            order = _ORDER.search(sentence)
            word = order.group().strip() if order else ""
            name = agencies_in(sentence, order.end()) if order else None
            if order and order.start() == 0 and name and self._agencies.is_one_agency(name):
                start = begin + order.end() + len(name)
                work = start + len(self._text[start:end]) - len(self._text[start:end].lstrip(" ,"))
                yield Unit(WORK, work, end, name, _mode(word), section)
            elif (opening := self._opens(sentence)) and not order and not EXECUTION.search(sentence):
                work = begin + opening + len(sentence[opening:]) - len(sentence[opening:].lstrip(" ,"))
                yield Unit(WORK, work, end, sentence[:opening], "ordered", section)
            else:
                yield Unit(CLOSING, begin, end, name, _mode(word), section)

    def _opens(self, sentence: str) -> int:
        """Return where the one known agency ends that opens a sentence and acts in it, 0 when none does."""
        end = opening_agency(sentence)
        return end if end and self._agencies.is_one_agency(sentence[:end]) else 0

    def _without_agency(self, line: Line, at: int, section: str | None) -> Iterator[Unit]:
        """A paragraph below no agency: a numbered one still is work when it names who acts before its verb."""
        for begin, end in sentences(self._text, at, line.end):
            sentence = self._text[begin:end]
            order = _ORDER.search(sentence)
            subject = subject_in(sentence)
            name = sentence[slice(*subject)] if subject else agencies_in(sentence)
            if subject and not DIFFICULTY.search(sentence) and not sentence.endswith(":"):
                yield Unit(WORK, begin, end, name, _mode(order.group() if order else ""), section)
            elif DIFFICULTY.search(sentence) or (at == line.start and CLOSING_ORDER.match(sentence)):
                yield Unit(CLOSING, begin, end, name, "ordered", section)
            elif sentence.endswith(":") or _is_title(line, sentence):
                yield Unit(LEAD_IN, begin, end, None, "ordered", section)
            else:
                yield Unit(UNPLACED, begin, end, None, "ordered", section)


def _is_title(line: Line, sentence: str) -> bool:
    """Tell a short numbered paragraph without a stop: the title of what stands below it."""
    return marker_of(line.text).level < BULLET_LEVEL and bool(_TITLE.fullmatch(sentence))


def _name_and_mode(heading: str) -> tuple[str, str]:
    word, name = without_order(heading)
    return name_of_heading(name), _mode(word)


def _mode(order_word: str) -> str:
    return "requested" if "đề nghị" in order_word.lower() else "ordered"
