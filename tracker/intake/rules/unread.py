"""Orders of an amending document ("Sửa đổi mục 1.2 phần VI như sau: …") that no proposal was read from. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.intake.rules.passages import SHORTEST_PASSAGE
from tracker.vietnamese import fold

_MARK = r"(?:dieu \d+[a-z]?\s*[.:]?\s*|\d+(?:\.\d+)*\s*[.)]?\s+|[ivx]+\s*[.)]\s*|[a-z]\s*[.)]\s*|[-+•*–]\s*)?"
_VERB = r"(?:sua doi|bo sung|thay the|dieu chinh|dinh chinh|thay cum tu)"
_PLACE = (
    r"(?:muc|khoan|diem|phan|dieu|tiet|gach dau dong|doan|cau|cum tu|chi tieu|bieu|bang|phu luc|noi dung|nhiem vu|"
    r"ke hoach|thoi han|thoi gian)\b"
)
_BEGINS = re.compile(rf"{_MARK}[\"“(]?(?:nay )?{_VERB}\b.*\b{_PLACE}")
_AS_FOLLOWS = re.compile(rf"\b{_VERB}\b.*\bnhu sau\b")
_REPEAL = re.compile(rf"{_MARK}[\"“(]?(?:nay )?(?:bai bo|huy bo|luoc bo)\b")
_NEXT_ARTICLE = re.compile(r"dieu \d+[a-z]?\s*[.:]")
_SIGNED = re.compile(r"noi nhan\b|(?:tm|t/m|kt|tl|tuq)\s*\.\s*\w")
_NUMBERED = re.compile(_MARK)
_LONGEST_QUOTE = 300


@dataclass(frozen=True, slots=True)
class AmendingOrder:
    """An order to change the plan: its own words, and the lines of its passage with where each begins in the text.

    `start` and `end` are code points of the text; the passage lasts until the next order, article, or the signature.
    """

    start: int
    end: int
    words: str
    lines: tuple[tuple[int, int, str], ...]  # (begin, end, words) of what may be added as a task
    is_repeal: bool = False


def amending_orders(text: str) -> list[AmendingOrder]:
    """Return every order to change the plan, in the order of the text; an outer one that only opens others is none."""
    placed = list(_placed_lines(text))
    starts = [at for at, (_, _, folded) in enumerate(placed) if _is_order(folded)]
    orders = []
    for number, at in enumerate(starts):
        last = starts[number + 1] if number + 1 < len(starts) else len(placed)
        ends = (i for i in range(at + 1, last) if _NEXT_ARTICLE.match(placed[i][2]) or _SIGNED.match(placed[i][2]))
        stop = next(ends, last)
        if stop == at + 1 and stop == last < len(placed) and placed[at][2].endswith((":", "nhu sau", "nhu sau.")):
            continue  # "Điều 1. Sửa đổi … như sau:" straight above "1. Sửa đổi mục …"
        orders.append(_order(text, placed[at:stop]))
    return orders


def unread_orders(
    text: str, spans: Iterable[Sequence[int]], repealing: Iterable[str] = ()
) -> tuple[AmendingOrder, ...]:
    """Return the orders in whose passage no proposal of the draft stands: what they change would be lost unseen.

    `spans` are the places of the proposals; `repealing` the lines of repeals that name a tracked assignment.
    """
    starts = [int(span[0]) for span in spans]
    found = set(repealing)
    return tuple(
        order
        for order in amending_orders(text)
        if not any(order.start <= start < order.end for start in starts)
        and not (order.is_repeal and text[order.start : order.end].split("\n")[0].strip() in found)
    )


def repeals_in(text: str) -> list[str]:
    """Return the lines that abolish something."""
    return [text[begin:end] for begin, end, folded in _placed_lines(text) if _REPEAL.match(folded)]


def _is_order(folded: str) -> bool:
    return bool(_BEGINS.match(folded) or _AS_FOLLOWS.search(folded) or _REPEAL.match(folded))


def _placed_lines(text: str) -> Iterable[tuple[int, int, str]]:
    """Yield (begin, end, folded words) of each line that says something. A title is told by its missing "như sau"."""
    at, head = 0, True
    for line in text.split("\n"):
        bare = line.strip()
        folded = fold(bare)
        begin = at + len(line) - len(line.lstrip())
        at += len(line) + 1
        if not bare:
            continue
        head = head and not (_NEXT_ARTICLE.match(folded) or _marked(folded) or folded.rstrip(" :.").endswith("nhu sau"))
        if not head:
            yield begin, begin + len(bare), folded


def _marked(folded: str) -> bool:
    """Tell a line that opens a numbered part: the head of the document is over."""
    found = _NUMBERED.match(folded)
    return bool(found and found.end() and folded[0] not in "-+•*–")


def _order(text: str, placed: Sequence[tuple[int, int, str]]) -> AmendingOrder:
    (start, end, folded), below = placed[0], placed[1:]
    lines = [(a, b, text[a:b]) for a, b, _ in below] or [(start, end, text[start:end])]
    return AmendingOrder(
        start=start,
        end=below[-1][1] if below else end,
        words=text[start:end][:_LONGEST_QUOTE],
        lines=tuple(line for line in lines if len(line[2]) >= SHORTEST_PASSAGE),
        is_repeal=bool(_REPEAL.match(folded)),
    )
