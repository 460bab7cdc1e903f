"""Pages of reports: lists, one report, writing it, judging it, its versions, closing a period, duties, the regimes."""

from tracker.reports.views import (
    calls,
    closing,
    detail,
    difficulty,
    duties,
    judging,
    lists,
    on_behalf,
    regimes,
    versions,
    writing,
)
from tracker.reports.views.blueprint import bp

__all__ = [
    "bp",
    "calls",
    "closing",
    "detail",
    "difficulty",
    "duties",
    "judging",
    "lists",
    "on_behalf",
    "regimes",
    "versions",
    "writing",
]
