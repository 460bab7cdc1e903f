"""Pages of reading and reviewing plans, and of the plans that came of it."""

from tracker.intake.views import plan as plan
from tracker.intake.views import plan_versions as plan_versions
