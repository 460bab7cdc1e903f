"""What a reader hands on, and the refusal when it cannot."""

from dataclasses import dataclass

from tracker.errors import DomainError

MAX_BYTES = 20 * 1024 * 1024


class UnreadableDocument(DomainError):
    """The file cannot be read as a plan; the sentence says what is wrong with it and what to do."""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """Lines of a file. `wrapped` None means unknown: long paragraphs may stand on several lines.

    `complete` False: a part could not be read, and `note` says which.
    `table_rows` True: the form knows its tables, so each line that holds a tab is a table row and no other line is.
    """

    lines: tuple[str, ...]
    media_type: str
    wrapped: bool | None = None
    pages: int | None = None
    note: str | None = None
    table_rows: bool = False
    complete: bool = True
