"""Pages and files of documents that go out."""

from tracker.documents.views import reports, urging
from tracker.documents.views.blueprint import bp

__all__ = ["bp", "reports", "urging"]
