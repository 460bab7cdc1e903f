"""The quoted sentence with what stands round it in its clause. Pure."""

import re
from dataclasses import dataclass

LONGEST_SIDE = 350
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quote and its surroundings, white space folded; a side that was cut begins or ends with an ellipsis."""

    before: str
    quote: str
    after: str


def quotation(
    window: str, window_start: int, *, quote: tuple[int, int], clause: tuple[int, int] | None, heading: str = ""
) -> Quotation:
    """Return the quote with at most 350 letters of its own clause on each side.

    `window` is the part of the plan's text that begins at `window_start`; all places count from the plan's beginning.
    The clause's `heading` is left out where it stands as a line of its own, as the page shows it above.
    """
    first, last = clause or (window_start, window_start + len(window))
    begin = max(first, window_start) - window_start
    end = max(min(last, window_start + len(window)) - window_start, 0)
    start, stop = quote[0] - window_start, quote[1] - window_start
    before = _without_heading(window[min(begin, start) : start], heading)
    return Quotation(_tail(before), _folded(window[start:stop]), _head(window[stop : max(end, stop)]))


def _without_heading(before: str, heading: str) -> str:
    line, newline, rest = before.partition("\n")
    return rest if newline and heading and _folded(heading) in _folded(line) else before


def _folded(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _tail(text: str) -> str:
    text = _folded(text)
    return text if len(text) <= LONGEST_SIDE else "… " + text[-LONGEST_SIDE:].partition(" ")[2]


def _head(text: str) -> str:
    text = _folded(text)
    return text if len(text) <= LONGEST_SIDE else text[:LONGEST_SIDE].rpartition(" ")[0] + " …"
