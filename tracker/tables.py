"""Every table, in one place for the metadata: migrations and checks must see those too that no page imports."""

from tracker.accounts import models as accounts
from tracker.agencies import models as agencies
from tracker.difficulties import models as difficulties
from tracker.extension_requests import models as extension_requests
from tracker.files import models as files
from tracker.history import models as history
from tracker.indicators import models as indicators
from tracker.intake import models as intake
from tracker.intake import reading_models as readings
from tracker.intake import version_models as versions
from tracker.jobs import models as jobs
from tracker.notifications import models as notifications
from tracker.plans import models as plans
from tracker.reminders import models as reminders
from tracker.reports import models as reports
from tracker.reports import source_models as sources
from tracker.tasks import models as tasks
from tracker.workdays import models as workdays

MODULES = (
    accounts,
    agencies,
    difficulties,
    extension_requests,
    files,
    history,
    indicators,
    intake,
    jobs,
    notifications,
    plans,
    readings,
    reminders,
    reports,
    sources,
    tasks,
    versions,
    workdays,
)
