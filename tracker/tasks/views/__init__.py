"""Pages of tasks: the agency's board and the list of all (lists), one task (detail), the update and the other steps."""

from tracker.tasks.views import detail as detail
from tracker.tasks.views import lists as lists
from tracker.tasks.views import steps as steps
from tracker.tasks.views import update as update
from tracker.tasks.views.blueprint import bp as bp
