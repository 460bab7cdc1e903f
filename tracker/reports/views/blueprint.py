"""The blueprint to which the pages of reports belong, and the words that its templates say themselves."""

from flask import Blueprint

from tracker.reports.figures import figure_text
from tracker.reports.result_fields import file_field, line_field
from tracker.reports.results import lines_of
from tracker.reports.words import begun_words, handed_in_words, time_on, when_words
from tracker.reports.written import parts_of

bp = Blueprint("reports", __name__)
for _words in (
    begun_words,
    figure_text,
    file_field,
    handed_in_words,
    line_field,
    lines_of,
    parts_of,
    time_on,
    when_words,
):
    bp.add_app_template_global(_words)
