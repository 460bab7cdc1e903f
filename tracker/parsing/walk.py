"""Through the parts that hand out work, paragraph by paragraph: whose work is which sentence?

Every sentence becomes exactly one unit: work of an agency, a lead-in, a closing order, or unplaced.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from tracker.catalogue.recognise import split_names
from tracker.parsing.agencies import (
    agencies_in,
    inline_heading,
    is_agency_heading,
    name_of_heading,
    opening_agency,
    without_order,
)
from tracker.parsing.agency_refs import AgencyReader
from tracker.parsing.clauses import is_standing
from tracker.parsing.lines import Line
from tracker.parsing.markers import BULLET_LEVEL, NO_LEVEL, Marker, marker_of
from tracker.parsing.outline import Outline, section_at
from tracker.parsing.phrases import CLOSING_ORDER, EXECUTION, OBLIGED, STRONG_VERB, mask_names
from tracker.parsing.sentences import sentences
from tracker.parsing.unit import CLOSING, LEAD_IN, UNPLACED, WORK, Unit

_UNNUMBERED_HEADING = 5
_ORDER = re.compile(r"(?:^|\b)(?:[Yy]êu cầu|[Đđ]ề nghị|[Gg]iao(?: cho)?)\s+(?=\S)")
_LATEST_SUBJECT = 100
_LONGEST_BARE_HEADING = 120
_ROOM = re.compile(r"(?:Phòng|Trạm|Công chức|Trung tâm) ")
_LEADS = re.compile(r"[\s,]*(?:chủ trì|có trách nhiệm|chịu trách nhiệm)")
_DIFFICULTY = re.compile(r"khó khăn|vướng mắc")


@dataclass(frozen=True, slots=True)
class _Context:
    """The agency that the paragraphs below a heading speak to."""

    level: int
    name: str
    mode: str
    listed: tuple[str, ...] = ()


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
            self._leave(marker.level)
        body = line.text[marker.length :]
        at = line.start + marker.length
        section = section_at(self._outline, index)
        heading = is_agency_heading(body) and (marker.level != NO_LEVEL or len(body) <= _LONGEST_BARE_HEADING)
        closes = marker.level == NO_LEVEL and CLOSING_ORDER.match(body) and not (heading and body[-1] not in ".;/")
        if closes or EXECUTION.search(body):
            yield from self._closing(line, section)
            return
        if heading:
            level = marker.level if marker.level != NO_LEVEL else _UNNUMBERED_HEADING
            self._enter(level, *_name_and_mode(body))
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
        return following is not None and (level == NO_LEVEL or marker_of(following.text).level > level)

    def _leave(self, level: int) -> None:
        while self._contexts and self._contexts[-1].level >= level:
            self._contexts.pop()

    def _enter(self, level: int, name: str, mode: str, listed: tuple[str, ...] = ()) -> None:
        self._leave(level)
        self._contexts.append(_Context(level, name, mode, listed))

    def _addressed(self, marker: Marker, body: str) -> int | None:
        """Enter the agency that the paragraph itself names; return where its work begins, None when it names none."""
        inline = inline_heading(body)
        if inline:
            name_end, work = inline
            enumerated = opening_agency(body[work:])
            listed = split_names(body[work : work + enumerated]) if enumerated else ()
            self._enter(marker.level, *_name_and_mode(body[:name_end]), listed)
            return work
        word, rest = without_order(body)
        end = opening_agency(rest)
        if not end or not self._may_switch(marker, bool(word), rest, end):
            return None
        self._enter(marker.level, rest[:end], _mode(word))
        obliged = OBLIGED.match(rest, end)
        work = len(body) - len(rest) + (obliged.end() if obliged else end)
        return work + len(body[work:]) - len(body[work:].lstrip(" ,"))

    def _may_switch(self, marker: Marker, ordered: bool, rest: str, end: int) -> bool:
        """A bullet in one agency's part that begins with another still speaks to the first, unless ordered."""
        current = self._contexts[-1] if self._contexts else None
        if current is None or marker.level < BULLET_LEVEL or current.level == NO_LEVEL:
            return True
        strong = bool(STRONG_VERB.match(rest[end:].lstrip(" ,")))
        if ordered and marker.level != NO_LEVEL:
            return strong
        group = self._agencies.read(current.name).ref.group
        if _ROOM.match(rest):  # a body of each member of the class
            return False
        return group and strong and self._agencies.is_one_agency(rest[:end])

    def _work(self, index: int, start: int, section: str | None, last: int) -> Iterator[Unit]:
        context = whole = self._contexts[-1]
        line = self._lines[index]
        found = list(sentences(self._text, start, line.end))
        for number, (begin, end) in enumerate(found):
            opens_list = number == len(found) - 1 and self._opens_list(index, begin, end, last)
            kind = LEAD_IN if opens_list and not is_standing(self._text[begin:end]) else WORK
            unsure = number == 0 and start == line.start and self._text[begin].islower()
            other = self._speaks_to_another(begin, end, context) if number else None
            if other:
                context, begin = other
                whole = context if context.level else whole
            yield Unit(kind, begin, end, context.name, context.mode, section, unsure, listed=context.listed)
            context = whole

    def _speaks_to_another(self, begin: int, end: int, context: _Context) -> tuple[_Context, int] | None:
        """Return whom a later sentence of a paragraph speaks to, and where its work begins; None for the same agency.

        "Sở Y tế: …" holds for the rest of the paragraph (level 1), "Giao Sở Y tế …" for that sentence alone (level 0).
        """
        sentence = self._text[begin:end]
        inline = inline_heading(sentence)
        if inline:
            name, mode = _name_and_mode(sentence[: inline[0]])
            return (_Context(1, name, mode), begin + inline[1]) if self._is_body(name) else None
        word, rest = without_order(sentence)
        name_end = opening_agency(rest)
        name = rest[:name_end]
        if not name_end or name == context.name or not self._is_body(name):
            return None
        if not word and not _LEADS.match(mask_names(rest), name_end):
            return None
        obliged = OBLIGED.match(rest, name_end)
        work = len(sentence) - len(rest) + (obliged.end() if obliged else name_end)
        work += len(sentence[work:]) - len(sentence[work:].lstrip(" ,"))
        return _Context(0, name, _mode(word)), begin + work

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
            else:
                yield Unit(CLOSING, begin, end, name, _mode(word), section)

    def _without_agency(self, line: Line, at: int, section: str | None) -> Iterator[Unit]:
        """A paragraph below no agency: a numbered one still is work when it names who acts before its verb."""
        for begin, end in sentences(self._text, at, line.end):
            sentence = self._text[begin:end]
            order = _ORDER.search(sentence)
            name = agencies_in(sentence, order.end() if order else 0)
            named_early = name is not None and sentence.find(name) <= _LATEST_SUBJECT
            if at > line.start and named_early and not _DIFFICULTY.search(sentence) and not sentence.endswith(":"):
                yield Unit(WORK, begin, end, name, _mode(order.group() if order else ""), section)
            elif _DIFFICULTY.search(sentence) or CLOSING_ORDER.match(sentence):
                yield Unit(CLOSING, begin, end, name, "ordered", section)
            elif sentence.endswith(":"):
                yield Unit(LEAD_IN, begin, end, None, "ordered", section)
            else:
                yield Unit(UNPLACED, begin, end, None, "ordered", section)


def _name_and_mode(heading: str) -> tuple[str, str]:
    word, name = without_order(heading)
    return name_of_heading(name), _mode(word)


def _mode(order_word: str) -> str:
    return "requested" if "đề nghị" in order_word.lower() else "ordered"
