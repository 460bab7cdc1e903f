"""The web application, for gunicorn and for the flask command."""

import sys

from config import SettingsError
from tracker import create_app

try:
    app = create_app()
except SettingsError as wrong:  # one sentence for the operator, not a traceback
    print(wrong, file=sys.stderr)  # noqa: T201
    raise SystemExit(2) from None
