"""Pages and files of documents that go out."""

from tracker.documents.views import reports
from tracker.documents.views.blueprint import bp

__all__ = ["bp", "reports"]
