"""The web application, for gunicorn and for the flask command."""

from tracker import create_app

app = create_app()
