"""Transitional: moved to tracker.web.gate."""

from tracker.web.gate import ANYBODY, PUBLIC, close_by_default, guard_of, me, open_to, public, signed_in  # noqa: F401
