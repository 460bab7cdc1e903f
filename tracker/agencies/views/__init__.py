"""Pages of agencies: the administrator's list and page (listing, detail, parts), and the head's own (own)."""

from tracker.agencies.views import detail, listing, own, parts
from tracker.agencies.views.blueprint import bp

__all__ = ["bp", "detail", "listing", "own", "parts"]
