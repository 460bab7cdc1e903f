"""How much trouble a file may make: pages, patience for pictures of text, and whom to tell how far reading has come."""

from collections.abc import Callable
from dataclasses import dataclass

from tracker.parsing.readers.document import UnreadableDocument

CHARACTERS_PER_PAGE = 2_200
MOST_PAGES = 500


def unheard(_done: int, _pages: int) -> None:
    """Tell nobody how far reading has come."""


@dataclass(frozen=True, slots=True)
class Care:
    """`most_pages` None: as long as it likes; `may_recognise` False: pictures of text are not read now (NeedsTime).

    `progress` is told the pages done and the pages in all.
    """

    most_pages: int | None = None
    may_recognise: bool = True
    progress: Callable[[int, int], None] = unheard


class TooLong(UnreadableDocument):
    """The document has more pages than are read without asking; `pages` says how many."""

    def __init__(self, pages: int) -> None:
        super().__init__(
            f"Văn bản dài khoảng {pages} trang, hơn mức {MOST_PAGES} trang được đọc ngay; "
            "cần xác nhận trước khi đọc (dòng lệnh: thêm --long)."
        )
        self.pages = pages


class NeedsTime(UnreadableDocument):
    """The document can be read, but not while somebody waits; `pages` says how many pages, None when unknown."""

    def __init__(self, pages: int | None = None) -> None:
        super().__init__("Văn bản cần thời gian để đọc (bản quét hoặc tệp lớn); hãy chờ tiến trình nền đọc xong.")
        self.pages = pages


def ask_if_long(characters: int, pages: int | None, care: Care) -> None:
    """Raise TooLong when the document has more pages than `care` allows; unknown pages are counted by characters."""
    counted = pages if pages is not None else characters // CHARACTERS_PER_PAGE
    if care.most_pages is not None and counted > care.most_pages:
        raise TooLong(counted)
