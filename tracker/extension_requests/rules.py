"""States of a request for more time, its limits, and what may be asked and granted. Pure.

Source: domain B1, "Extension (xin gia hạn)": a written request with its reason before the deadline, decided by whoever
judges the work. How many and how long varies by province; the defaults are those of docs/decisions.md, "More time".
"""

import enum


class RequestState(enum.StrEnum):
    """What became of a request. While it waits the old due day counts."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class SubjectKind(enum.StrEnum):
    """What more time is asked for, by the words of lines and reminders."""

    TASK = "task"
    REPORT_ROW = "report_row"


MOVES: dict[RequestState, frozenset[RequestState]] = {
    RequestState.WAITING: frozenset({RequestState.GRANTED, RequestState.REFUSED, RequestState.WITHDRAWN}),
    RequestState.GRANTED: frozenset(),
    RequestState.REFUSED: frozenset(),
    RequestState.WITHDRAWN: frozenset(),
}
