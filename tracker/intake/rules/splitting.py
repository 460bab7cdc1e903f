"""Where a quoted passage may be cut in two, and what each part says of its own deadline. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from tracker.intake.rules.reading import Extraction
from tracker.parsing.clauses import nature_of
from tracker.parsing.deadlines import PlanTime, read_deadline

MOST_POINTS = 9  # each has its key
_SHORTEST = 8
_VERBS = (
    r"(?:ban hành|báo cáo|bố trí|cân đối|chỉ đạo|chủ động|chủ trì|công khai|đề xuất|điều tra|đôn đốc|giám sát|giao|"
    r"hoàn thành|hỗ trợ|hướng dẫn|kiểm tra|lập|lồng ghép|phân bổ|phối hợp|quyết toán|rà soát|sơ kết|tập huấn|tham mưu|"
    r"theo dõi|thực hiện|tổ chức|tổng hợp|tổng kết|triển khai|trình|tuyên truyền|vận động|xây dựng)"
)
_CUTS = re.compile(
    rf"[.!?]\s+(?=[A-ZÀ-ỸĐ])|;\s+(?=\S)|\n\s*[-+•]\s*(?=\S)|,\s+(?=(?:đồng thời|và)\s)|,\s+(?={_VERBS}\b)|"
    rf"\s+(?=và\s+{_VERBS}\b)",
)
_JOINT = re.compile(r",\s+|;\s+|\s+(?=và\s)")
_OPENING = re.compile(r"^(?:[\s,;.+•–-]+|và\s+|đồng thời,?\s+)+")
_CLOSING = re.compile(r"[\s,;+•–-]+$")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a passage: its place in the document, its words, and what they say of the deadline."""

    start: int
    end: int
    text: str
    deadline: Extraction
    unclear: str | None
    nature: str


def points_of(drafted: Extraction) -> list[int]:
    """Return the places (from the start of the passage) where another piece of work may begin.

    First after each further deadline that was read, then at the ends of sentences, semicolons and ", tổ chức …".
    """
    text = drafted["text"]
    likely = after_deadlines(drafted)
    usual = [found.end() for found in _CUTS.finditer(text)]
    kept = [point for point in dict.fromkeys((*likely, *usual)) if is_point(text, point)]
    return sorted(kept[:MOST_POINTS])


def is_point(text: str, point: int) -> bool:
    """Tell whether words stand on both sides of the point."""
    return len(_closed(text[:point])) >= _SHORTEST and len(_opened(text[point:])) >= _SHORTEST


def parts_of(drafted: Extraction, points: Iterable[int], time: PlanTime) -> list[Part]:
    """Return the passage cut at the points, each part with the deadline that stands in its own words."""
    text, offset = drafted["text"], drafted["span"][0]
    edges = [0, *sorted(set(points)), len(text)]
    return [_part(text, start, end, offset, time) for start, end in pairwise(edges)]


def _part(text: str, start: int, end: int, offset: int, time: PlanTime) -> Part:
    start += len(text[start:end]) - len(_opened(text[start:end])) if start else 0
    words = _closed(text[start:end])
    deadline, unclear = read_deadline(words, offset + start, time)
    plain: dict[str, Any] = asdict(deadline)
    plain["span"] = list(deadline.span) if deadline.span else None
    nature = "specific" if unclear else nature_of(words, deadline)
    return Part(offset + start, offset + start + len(words), words, plain, unclear, nature)


def _opened(words: str) -> str:
    return _OPENING.sub("", words)


def _closed(words: str) -> str:
    return _CLOSING.sub("", words)


def after_deadlines(drafted: Extraction) -> list[int]:
    """Return where the words behind one deadline begin, when another deadline follows."""
    spans: Sequence[list[int]] = sorted(
        deadline["span"]
        for deadline in (drafted["deadline"], *(drafted.get("further_deadlines") or ()))
        if deadline and deadline.get("span")
    )
    found = [_JOINT.search(drafted["text"], max(end - drafted["span"][0], 0)) for (_, end), _next in pairwise(spans)]
    return [joint.end() for joint in found if joint and is_point(drafted["text"], joint.end())]
