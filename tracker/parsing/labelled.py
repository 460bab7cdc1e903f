"""Task blocks with labels: "Cơ quan chủ trì: …", "Cơ quan phối hợp: …", "Thời gian hoàn thành: …", "Sản phẩm: …"."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from tracker.catalogue.recognise import split_names
from tracker.parsing.agencies import agency_end, is_agency_heading, without_order
from tracker.parsing.draft import Span
from tracker.parsing.lines import Line
from tracker.parsing.markers import marker_of
from tracker.parsing.outline import Outline, section_at
from tracker.parsing.unit import WORK, Unit

_BODY = r"(?:[Cc]ơ quan|[Đđ]ơn vị|[Bb]ộ phận)(?:,? (?:đơn vị|cơ quan))?"
_LABELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("partners", re.compile(rf"(?:{_BODY} phối hợp(?: thực hiện)?|[Pp]hối hợp(?: thực hiện)?)\s*:\s*")),
    (
        "lead",
        re.compile(
            rf"(?:{_BODY} (?:chủ trì(?:,? (?:tham mưu|thực hiện))?|thực hiện)|[Cc]hủ trì(?: thực hiện)?|"
            rf"(?:Phân công|Trách nhiệm) thực hiện)\s*:\s*"
        ),
    ),
    (
        "time",
        re.compile(
            r"(?:[Tt]hời (?:gian|hạn)(?: (?:thực hiện|hoàn thành|dự kiến))*|[Tt]iến độ|[Hh]oàn "
            r"thành|[Xx]ong|[Hh]ạn(?: hoàn thành| chót)?)\s*:\s*"
        ),
    ),
    ("product", re.compile(r"(?:[Ss]ản phẩm|[Kk]ết quả)(?: (?:đầu ra|dự kiến|thực hiện|hoàn thành))*\s*:\s*")),
)
_LABEL_START = re.compile(
    r"(?:^|[.;,(]\s*|\s)(?=(?:[Cc]ơ quan|[Đđ]ơn vị|[Cc]hủ trì|[Pp]hối hợp|[Tt]hời|[Tt]iến độ|[Xx]ong|[Hh]ạn|[Ss]ản "
    r"phẩm|"
    r"[Kk]ết quả)[^:;.]{0,40}:)"
)
_LEADS = re.compile(r"[\s,]*(?:là (?:cơ quan|đơn vị) )?chủ trì(?: thực hiện)?")
_HELPS = re.compile(r"\s*(?:là (?:cơ quan|đơn vị) )?phối hợp(?: với| thực hiện)*\s*")
_TASK_WORD = re.compile(r"(?:Nhiệm vụ|Nội dung|Công việc)(?: thực hiện)?\s*:\s*")
_LONGEST_BLOCK = 12


def labelled_units(
    text: str, lines: Sequence[Line], outline: Outline, inside: Collection[int] = ()
) -> tuple[list[Unit], set[int]]:
    """Return the tasks of labelled blocks, and the lines that they used up; lines `inside` tables are left out."""
    units: list[Unit] = []
    used: set[int] = set()
    task: int | None = None
    for index in (i for first, last in outline.bodies for i in range(first, last + 1)):
        line = lines[index]
        if line.kind != "text" or not line.text or index in inside:
            continue
        values = _values(line)
        if not values and _only_label(line):
            used.add(index)
            continue
        if not values:
            task = index
            continue
        inline = not _starts_with_label(line)
        if inline:
            task = index
        if task is None or index - task > _LONGEST_BLOCK:
            continue
        if "lead" in dict(values):
            units.append(_unit(text, lines, outline, task, dict(values), index if inline else None))
            used |= {task, index}
        elif units and task in used:
            units[-1] = _completed(text, units[-1], dict(values))
            used.add(index)
    return units, used


def _only_label(line: Line) -> bool:
    """Tell a label without a value of its own: "Cơ quan thực hiện:" above the labels nested in it."""
    begin = marker_of(line.text).length
    return any((found := rule.match(line.text, begin)) and found.end() == len(line.text) for _, rule in _LABELS)


def _starts_with_label(line: Line) -> bool:
    body = line.text[marker_of(line.text).length :]
    return any(rule.match(body) for _, rule in _LABELS)


def _labels(line: Line) -> list[tuple[str, int, int]]:
    """Return (label, where it begins, where its value begins) in the paragraph, labels inside labels left out."""
    begin = marker_of(line.text).length
    starts = sorted({found.end() for found in _LABEL_START.finditer(line.text, begin)} | {begin})
    found: list[tuple[str, int, int]] = []
    for at in starts:
        label = next(((name, m.end()) for name, rule in _LABELS if (m := rule.match(line.text, at))), None)
        if label and not (found and at < found[-1][2]):
            found.append((label[0], at, label[1]))
    return found


def _values(line: Line) -> list[tuple[str, Span]]:
    """Return (label, place of its value) for the labels of a paragraph; a lead must be an agency."""
    found = _labels(line)
    values = []
    for number, (name, _, begin) in enumerate(found):
        end = found[number + 1][1] if number + 1 < len(found) else len(line.text)
        words = line.text[begin:end].rstrip(" ;.,()·|–-")
        if words:
            values.append((name, (line.start + begin, line.start + begin + len(words))))
    leads = [line.text[span[0] - line.start : span[1] - line.start] for name, span in values if name == "lead"]
    return [] if leads and not _is_body(leads[0]) else values


def _is_body(value: str) -> bool:
    _, name = without_order(value[:1].upper() + value[1:])
    return agency_end(name) > 0 or is_agency_heading(name)


def _unit(
    text: str, lines: Sequence[Line], outline: Outline, task: int, values: dict[str, Span], inline: int | None
) -> Unit:
    line = lines[task]
    start = line.start + marker_of(line.text).length
    word = _TASK_WORD.match(text, start)
    start = word.end() if word else start
    end = line.end
    if inline is not None:
        end = line.start + _labels(line)[0][1]
    end = start + len(text[start:end].rstrip(" ;:,.("))
    lead = values["lead"]
    value = text[lead[0] : lead[1]]
    order, _ = without_order(value[:1].upper() + value[1:])
    name, partners = _parted(value[len(order) :].lstrip())
    mode = "requested" if "đề nghị" in order.lower() else "ordered"
    unit = Unit(WORK, start, end, name, mode, section_at(outline, task), leads=True, partners=partners)
    return _completed(text, unit, values)


def _parted(lead: str) -> tuple[str, tuple[str, ...]]:
    """Return lead and partners of "Bưu điện tỉnh chủ trì; UBND các xã phối hợp"; most values are the lead alone."""
    end = agency_end(lead)
    if not _LEADS.match(lead, end):
        return lead, ()
    rest = _LEADS.sub("", lead[end:], count=1).strip(" ,;")
    helping = _HELPS.search(rest)
    others = rest[: helping.start()] if helping and helping.start() else rest[helping.end() :] if helping else ""
    return lead[:end], split_names(others) if others.strip(" ,;") else ()


def _completed(text: str, unit: Unit, values: dict[str, Span]) -> Unit:
    partners = unit.partners
    if "partners" in values:
        begin, end = values["partners"]
        partners = (*partners, *split_names(text[begin:end]))
    return replace(
        unit, partners=partners, time=values.get("time", unit.time), product=unit.product or "product" in values
    )
