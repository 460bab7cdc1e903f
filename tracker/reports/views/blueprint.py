"""The blueprint to which the pages of reports belong, and the words that its templates say themselves."""

from flask import Blueprint

from tracker.reports.words import begun_words, time_on, when_words

bp = Blueprint("reports", __name__)
for _words in (begun_words, time_on, when_words):
    bp.add_app_template_global(_words)
