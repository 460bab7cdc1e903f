"""Pages of reports: lists, one report, writing it, judging it, closing a period, the regimes."""

from tracker.reports.views import closing, detail, judging, lists, regimes, writing
from tracker.reports.views.blueprint import bp

__all__ = ["bp", "closing", "detail", "judging", "lists", "regimes", "writing"]
