"""Pages of difficulties: raise one (raising), the list and one of them (pages), what is done about it (steps)."""

from tracker.difficulties.views import pages as pages
from tracker.difficulties.views import raising as raising
from tracker.difficulties.views import steps as steps
from tracker.difficulties.views.blueprint import bp as bp
