"""How much trouble a file may make: pages, patience for pictures of text, and whom to tell how far reading has come."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from tracker.parsing.readers.document import UnreadableDocument

CHARACTERS_PER_PAGE = 2_200
MOST_PAGES = 500
MOST_PICTURES_UNASKED = 60  # pages to be recognised; more are asked about first
MOST_PICTURES = 500  # more are not recognised at all
SECONDS_A_PICTURE = 3  # about what a scanned A4 page at 200 dpi takes on one processor
PAGES_A_SECOND = 10  # a cautious guess, not measured: pages with a text of their own

TOO_MANY_PICTURES = (
    f"Bản quét có hơn {MOST_PICTURES} trang, nhiều hơn mức nhận dạng được trong một lần; "
    "hãy tách bản quét thành các tệp nhỏ hơn hoặc gửi tệp Word."
)


def unheard(_done: int, _pages: int) -> None:
    """Tell nobody how far reading has come."""


@dataclass(frozen=True, slots=True)
class Care:
    """`most_pages` None: as long as it likes; `may_recognise` False: pictures of text are not read now (NeedsTime).

    `most_pictures` None: as many pages are recognised as MOST_PICTURES. `progress` is told the pages done and in all.
    """

    most_pages: int | None = None
    may_recognise: bool = True
    most_pictures: int | None = None
    progress: Callable[[int, int], None] = unheard


class TooLong(UnreadableDocument):
    """The document has more pages than are read without asking: `pages` in all, `pictures` of them to be recognised.

    `pictures` 0: none, or not counted.
    """

    def __init__(self, pages: int, pictures: int = 0) -> None:
        super().__init__(f"{length_said(pages, pictures)} Cần xác nhận trước khi đọc (dòng lệnh: thêm --long).")
        self.pages = pages
        self.pictures = pictures


class NeedsTime(UnreadableDocument):
    """The document can be read, but not while somebody waits. `pages` to be recognised, None when unknown."""

    def __init__(self, pages: int | None = None) -> None:
        super().__init__("Văn bản cần thời gian để đọc (bản quét hoặc tệp lớn); hãy chờ tiến trình nền đọc xong.")
        self.pages = pages


def minutes_for(pages: int, pictures: int) -> int:
    """Return about how many minutes reading takes, by the measured rates; at least one."""
    seconds = pictures * SECONDS_A_PICTURE + (pages - pictures) / PAGES_A_SECOND
    return max(1, ceil(seconds / 60))


def length_said(pages: int, pictures: int) -> str:
    """Return in words how long the document is and about how long its reading takes."""
    if pictures:
        minutes = minutes_for(pages, pictures)
        return f"Văn bản có {pictures} trang quét cần nhận dạng chữ, đọc mất khoảng {minutes} phút."
    scanned = minutes_for(pages, min(pages, MOST_PICTURES))
    return (
        f"Văn bản dài khoảng {pages} trang, đọc mất khoảng {minutes_for(pages, 0)} phút nếu là văn bản có chữ "
        f"(nếu là bản quét, có thể tới {scanned} phút)."
    )


def ask_if_many_pictures(pages: int, pictures: int, care: Care) -> None:
    """Raise UnreadableDocument, NeedsTime or TooLong unless `care` lets so many pages be recognised now."""
    if pictures > MOST_PICTURES:
        raise UnreadableDocument(TOO_MANY_PICTURES)
    if care.most_pictures is not None and pictures > care.most_pictures:
        raise TooLong(pages, pictures)
    if not care.may_recognise:
        raise NeedsTime(pictures)


def ask_if_long(characters: int, pages: int | None, care: Care) -> None:
    """Raise TooLong when the document has more pages than `care` allows; unknown pages are counted by characters."""
    counted = pages if pages is not None else characters // CHARACTERS_PER_PAGE
    if care.most_pages is not None and counted > care.most_pages:
        raise TooLong(counted)
