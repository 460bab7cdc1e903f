"""Pages of consolidation: which reports to make, who is in one, its figures, its texts."""

from tracker.consolidation.views import coverage, desk, figures, texts
from tracker.consolidation.views.blueprint import bp

__all__ = ["bp", "coverage", "desk", "figures", "texts"]
