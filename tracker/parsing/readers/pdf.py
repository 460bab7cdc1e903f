"""PDF files: the text by places, ruled tables by rows, and pages that are only a picture by recognition."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as raw

from tracker.parsing.readers.care import MOST_PICTURES, TOO_MANY_PICTURES, Care, ask_if_long, ask_if_many_pictures
from tracker.parsing.readers.document import RawDocument, UnreadableDocument
from tracker.parsing.readers.encodings import encoding_note, is_unaccented, recovered, vietnamese_score
from tracker.parsing.readers.ocr import (
    DOTS_PER_INCH,
    MOST_PIXELS,
    NO_TEXT,
    ranges,
    recognise,
    recognised_note,
    unreadable_note,
)
from tracker.parsing.readers.pdf_pages import ReadPage, document_lines
from tracker.parsing.readers.pdf_tables import FEWEST_RULES, TableFinder
from tracker.parsing.readers.pdf_text import (
    Indents,
    Letter,
    letters_of,
    lines_of_letters,
    reading_order,
    with_whole_numbers,
)

MEDIA_TYPE = "application/pdf"
DAMAGED = "Tệp PDF bị hỏng, không mở được; hãy xuất lại PDF từ Word hoặc gửi bản .docx."
LOCKED = "Tệp PDF đang đặt mật khẩu; hãy bỏ mật khẩu rồi gửi lại."
EMPTY = "Tệp PDF không có trang nào; hãy kiểm tra và chọn lại tệp kế hoạch."
WORDLESS = "Tệp PDF không có chữ nào để đọc; hãy kiểm tra lại tệp, hoặc gửi bản có chữ (.docx)."
_FEWEST_LETTERS = 12  # fewer on a page with a picture: stamps and page numbers, not its text
_SAMPLE = 4_000
_VIETNAMESE = 0.3  # share of Vietnamese words below which a text layer is not believed
_WORDS_TO_JUDGE = 20
_MOST_LETTERS = 60_000_000
_SHOWN_LONGEST = 400


@dataclass(slots=True)
class _Reading:
    """What was found so far, page numbers from 1."""

    pages: list[ReadPage] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)
    poor: list[int] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    unaccented: list[int] = field(default_factory=list)
    lying: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    has_tables: bool = False


def read_pdf(content: bytes, care: Care | None = None) -> RawDocument:
    """Return the lines of a PDF, table rows with tabs.

    Raises UnreadableDocument; TooLong and NeedsTime where `care` sets a limit to pages or does not allow recognition.
    """
    care = care or Care()
    pdf = _opened(content)
    try:
        pages = len(pdf)
        if pages == 0:
            raise UnreadableDocument(EMPTY)
        if pages > MOST_PICTURES and all(_is_picture(pdf, index) for index in range(MOST_PICTURES + 1)):
            raise UnreadableDocument(TOO_MANY_PICTURES)
        ask_if_long(0, pages, care)
        reading = _Reader(pdf, TableFinder(content), care).read()
    except pypdfium2.PdfiumError as broken:
        raise UnreadableDocument(DAMAGED) from broken
    finally:
        pdf.close()
    return _document(reading, pages)


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as broken:
        # PDFium may repeat the reason of an earlier file: a lock is believed only where the file speaks of one.
        is_locked = "password" in str(broken).lower() and b"/Encrypt" in content
        sentence = LOCKED if is_locked else DAMAGED
        raise UnreadableDocument(sentence) from broken


def _document(reading: _Reading, pages: int) -> RawDocument:
    lines = tuple(document_lines(reading.pages))
    if not any(letter.isalpha() for line in lines for letter in line):
        if reading.unreadable:
            raise UnreadableDocument(unreadable_note(reading.unreadable))
        raise UnreadableDocument(NO_TEXT if reading.recognised else WORDLESS)
    notes = list(dict.fromkeys(reading.notes))
    if reading.lying:
        notes.append("Lớp chữ của tệp PDF không đúng với chữ in, nên đã đọc lại từ hình ảnh trang.")
    if reading.unaccented:
        notes.append(
            f"Chữ ở trang {ranges(reading.unaccented)} không có dấu tiếng Việt, nhiều nội dung chưa chắc nhận ra đúng; "
            "cần đối chiếu với bản gốc hoặc gửi bản có dấu."
        )
    if reading.recognised:
        notes.append(recognised_note(reading.recognised, reading.poor, reading.unreadable))
    return RawDocument(
        lines=lines,
        media_type=MEDIA_TYPE,
        wrapped=True,
        pages=pages,
        note=" ".join(notes) or None,
        table_rows=True,
        complete=not reading.unreadable,
    )


class _Reader:
    """Reads the pages of one file in their order."""

    def __init__(self, pdf: pypdfium2.PdfDocument, tables: TableFinder, care: Care) -> None:
        self._pdf = pdf
        self._tables = tables
        self._care = care
        self._letters = 0
        self._turn = 0
        self._indents = Indents()

    def read(self) -> _Reading:
        """Read all pages; those without a text of their own by recognition."""
        reading = _Reading()
        total = len(self._pdf)
        for number in range(1, total + 1):
            page = self._pdf[number - 1]
            try:
                reading.pages.append(self._page(page, number, total, reading))
            finally:
                page.close()
        return reading

    def _page(self, page: pypdfium2.PdfPage, number: int, total: int, reading: _Reading) -> ReadPage:
        letters = letters_of(page)
        self._letters += len(letters)
        if self._letters > _MOST_LETTERS:
            raise UnreadableDocument("Tệp PDF chứa quá nhiều chữ trên một trang, có thể là tệp gây hại.")
        shown = sum(not one.sign.isspace() for one in letters)
        if shown < _FEWEST_LETTERS:
            if _has_picture(page):
                return self._recognised(page, number, total, reading)
            return ReadPage(tuple(reading_order(lines_of_letters(letters))))
        read, lies = self._text(page, number, letters, reading)
        if lies:
            reading.lying.append(number)
            return self._recognised(page, number, total, reading)
        return read

    def _text(
        self, page: pypdfium2.PdfPage, number: int, letters: Sequence[Letter], reading: _Reading
    ) -> tuple[ReadPage, bool]:
        """Return the text of the page, and whether it lies: letters whose meaning is not what is printed."""
        lines = self._lines(page, number, letters, reading)
        sample = " ".join(lines)[:_SAMPLE]
        if not _is_strange(sample):
            return ReadPage(tuple(lines)), False
        if is_unaccented(sample):
            reading.unaccented.append(number)
            return ReadPage(tuple(lines)), False
        try:
            mended = recovered("\n".join(lines))
        except UnreadableDocument:
            return ReadPage(()), True
        if _is_strange(mended.text[:_SAMPLE]):
            return ReadPage(()), True
        reading.notes.append(mended.note or encoding_note("TCVN3/VNI", 1.0))
        return ReadPage(tuple(mended.text.split("\n"))), False

    def _lines(self, page: pypdfium2.PdfPage, number: int, letters: Sequence[Letter], reading: _Reading) -> list[str]:
        tables = self._tables.tables(number - 1, letters) if _rules(page) >= FEWEST_RULES else []
        lines: list[str] = []
        rest = list(letters)
        for table in tables:
            above = [one for one in rest if one.y > table.top]
            lines += [*self._ordered(above), ""] if above else []
            lines += ["\t".join(row) for row in table.rows]
            rest = [one for one in rest if one.y < table.bottom]
            reading.has_tables = True
            if any(not one.sign.isspace() for one in rest):
                lines.append("")
        return lines + self._ordered(rest)

    def _ordered(self, letters: Sequence[Letter]) -> list[str]:
        lines = lines_of_letters(letters)
        self._indents.learn(lines)
        return with_whole_numbers(list(reading_order(lines, self._indents)))

    def _pictures(self, first: int) -> int:
        """Count the pages from `first` on that must be recognised; where its letters lie, all are taken to."""
        rest = range(first - 1, len(self._pdf))
        if not _is_picture(self._pdf, first - 1):
            return len(rest)
        return sum(_is_picture(self._pdf, index) for index in rest)

    def _recognised(self, page: pypdfium2.PdfPage, number: int, total: int, reading: _Reading) -> ReadPage:
        if not reading.recognised:
            ask_if_many_pictures(total, self._pictures(number), self._care)
        self._care.progress(number - 1, total)
        width, height = page.get_size()
        scale = min(DOTS_PER_INCH / 72, (MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        picture = page.render(scale=scale, grayscale=True)
        found = recognise(picture.to_pil(), self._turn)
        picture.close()
        reading.recognised.append(number)
        self._turn = found.turn
        if not found.is_readable:
            reading.unreadable.append(number)
        if found.is_poor:
            reading.poor.append(number)
        self._care.progress(number, total)
        return ReadPage(found.lines, recognised=True, is_poor=found.is_poor)


def _is_picture(pdf: pypdfium2.PdfDocument, index: int) -> bool:
    """Tell a page that shows a picture and has hardly a letter of its own."""
    page = pdf[index]
    text = page.get_textpage()
    try:
        return text.count_chars() < _FEWEST_LETTERS and _has_picture(page)
    finally:
        text.close()
        page.close()


def _is_strange(text: str) -> bool:
    """Tell a text layer that is not what is printed: signs without meaning, or words of no language we read."""
    letters = [sign for sign in text if not sign.isspace()]
    odd = sum("\ue000" <= sign <= "\uf8ff" or sign == "\ufffd" or ord(sign) < 32 for sign in letters)
    if odd > len(letters) // 10:
        return True
    words = [word for word in text.split() if any(sign.isalpha() for sign in word)]
    return len(words) >= _WORDS_TO_JUDGE and vietnamese_score(text) < _VIETNAMESE


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    kinds = [raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING]
    return next(iter(page.get_objects(filter=kinds, max_depth=4)), None) is not None


def _rules(page: pypdfium2.PdfPage) -> int:
    found = 0
    for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3):
        found += 1
        if found >= FEWEST_RULES:
            break
    return found
