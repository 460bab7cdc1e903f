"""Transitional: moved to tracker.rights."""

from tracker.rights import *  # noqa: F403
from tracker.rights import AGENCY_ROLES, COMMAND_LINE, SYSTEM, WATCHING_ROLES, Actor, Grant, Role, may_judge  # noqa: F401
