"""The page of everything that was recorded about one thing; the feature that owns the thing decides who may open it."""

from flask import Response

from tracker.history.queries import entries_of
from tracker.history.reading import changes
from tracker.web.fragments import page_or_fragment


def history_page(subject: str, subject_id: int, *, words: str, back: tuple[str, str]) -> Response:
    """Return the history of a thing (its table and id), called `words`; `back` is the label and address of its page."""
    entries = changes(entries_of(subject, subject_id))
    return page_or_fragment("history/page.html", "history/_entries.html", entries=entries, words=words, back=back)
