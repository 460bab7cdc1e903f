"""Pages of reports: lists, one report, writing it, judging it, closing a period, duties and calls, the regimes."""

from tracker.reports.views import calls, closing, detail, difficulty, duties, judging, lists, regimes, writing
from tracker.reports.views.blueprint import bp

__all__ = ["bp", "calls", "closing", "detail", "difficulty", "duties", "judging", "lists", "regimes", "writing"]
