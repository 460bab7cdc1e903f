"""Pictures of text, read by Tesseract with its Vietnamese data: one page at a time, with a limit for each."""

import csv
import io
import os
import re
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from typing import Any

from tracker.parsing.readers.care import Care, ask_if_many_pictures
from tracker.parsing.readers.document import RawDocument, UnreadableDocument
from tracker.parsing.readers.encodings import vietnamese_score

DOTS_PER_INCH = 200
MOST_PIXELS = 25_000_000
LARGEST_IMAGE = 120_000_000  # pixels; more is no page of a document
PAGE_SECONDS = 90
_POOR = 70.0  # mean confidence of the words in %, below it a page is called hard to read
_UNREADABLE = 75.0  # below it a page must have Vietnamese words: measured 94 upright, 50 to 57 upside down
_VIETNAMESE = 0.4  # measured 0.99 upright, 0.14 at most upside down
_WORDS_TO_JUDGE = 8
_TURN = re.compile(rb"^Rotate: (90|180|270|0)\s*$", re.MULTILINE)
MISSING = (
    "Văn bản là bản quét (ảnh), mà máy chủ chưa có phần nhận dạng chữ tiếng Việt; "
    "cần cài gói tesseract-ocr và tesseract-ocr-vie, hoặc gửi bản có chữ (.docx, .pdf xuất từ Word)."
)
NO_TEXT = "Không nhận dạng được chữ nào trong bản quét; hãy quét lại rõ hơn hoặc gửi bản có chữ (.docx)."
BROKEN_IMAGE = "Tệp ảnh bị hỏng, không mở được; hãy quét hoặc lưu lại rồi gửi lại."
HUGE_IMAGE = "Ảnh có kích thước quá lớn; hãy quét lại ở 200–300 dpi, mỗi trang một ảnh."
TOO_SLOW = "Một trang của bản quét mất quá nhiều thời gian nhận dạng; hãy quét lại rõ hơn hoặc gửi bản có chữ."


@dataclass(frozen=True, slots=True)
class Recognised:
    """The lines of a picture, an empty one between its blocks; `is_poor` when most words are uncertain.

    `is_readable` False: what was found are no words, and there are no lines. `turn`: by how many degrees, clockwise,
    the picture was turned to be read.
    """

    lines: tuple[str, ...]
    is_poor: bool
    is_readable: bool = True
    turn: int = 0


@cache
def tesseract() -> str:
    """Return the program. Raises UnreadableDocument naming the packages when it or its Vietnamese data is missing."""
    program = shutil.which("tesseract")
    if program is None:
        raise UnreadableDocument(MISSING)
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    if "vie" not in (listed.stdout + listed.stderr).split():
        raise UnreadableDocument(MISSING)
    return program


def recognise(image: Any, turn: int = 0) -> Recognised:
    """Read one picture (a Pillow image), turned where it lies on its side or its head; `turn` is tried first.

    Raises UnreadableDocument when Tesseract is missing, fails or is too slow.
    """
    grey = _fitting(image.convert("L"))
    found = _read_turned(grey, turn)
    if found.is_readable:
        return found
    for other in _turns(grey):
        if other != turn:
            found = _read_turned(grey, other)
            if found.is_readable:
                return found
    return Recognised((), is_poor=True, is_readable=False)


def _read_turned(grey: Any, turn: int) -> Recognised:
    told = _tesseract(_picture(grey.rotate(-turn, expand=True) if turn else grey), "-l", "vie", "tsv")
    return replace(_lines(told.decode("utf-8", "replace")), turn=turn)


def _turns(grey: Any) -> tuple[int, ...]:
    """Return the turns to try: the one that Tesseract sees in the letters' shapes, all when it sees none."""
    try:
        seen = _TURN.search(_tesseract(_picture(grey), "-l", "osd", "--psm", "0"))
    except UnreadableDocument:
        seen = None
    return (int(seen.group(1)),) if seen else (90, 270, 180, 0)


def _picture(grey: Any) -> bytes:
    picture = io.BytesIO()
    grey.save(picture, format="PPM")
    return picture.getvalue()


def _tesseract(picture: bytes, *options: str) -> bytes:
    command = [tesseract(), "stdin", "stdout", "--dpi", str(DOTS_PER_INCH), *options]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, input=picture, capture_output=True, timeout=PAGE_SECONDS, check=True, env=environment
        )
    except subprocess.TimeoutExpired as slow:
        raise UnreadableDocument(TOO_SLOW) from slow
    except (subprocess.CalledProcessError, OSError) as failed:
        raise UnreadableDocument(NO_TEXT) from failed
    return done.stdout


def _fitting(image: Any) -> Any:
    pixels = image.width * image.height
    if pixels <= MOST_PIXELS:
        return image
    smaller = (MOST_PIXELS / pixels) ** 0.5
    return image.resize((max(int(image.width * smaller), 1), max(int(image.height * smaller), 1)))


def _lines(table: str) -> Recognised:
    lines: list[list[str]] = []
    place: tuple[str, ...] = ()
    sure: list[float] = []
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        word = (row.get("text") or "").strip()
        if row.get("level") != "5" or not word:
            continue
        here = (str(row["block_num"]), str(row["par_num"]), str(row["line_num"]))
        if here != place:
            if place and here[0] != place[0]:
                lines.append([])
            lines.append([])
            place = here
        lines[-1].append(word)
        sure.append(float(row["conf"] or 0))
    mean = sum(sure) / len(sure) if sure else 0.0
    words = [word for line in lines for word in line if any(sign.isalpha() for sign in word)]
    judged = mean < _UNREADABLE and len(words) >= _WORDS_TO_JUDGE
    readable = not judged or vietnamese_score(" ".join(words)) >= _VIETNAMESE
    return Recognised(tuple(" ".join(line) for line in lines), mean < _POOR, is_readable=readable)


def read_image(content: bytes, care: Care | None = None) -> RawDocument:
    """Return the lines of a PNG, JPEG or TIFF picture of a document, each of its frames a page.

    Raises UnreadableDocument, and NeedsTime where `care` does not allow recognition now.
    """
    care = care or Care()
    pages: list[Recognised] = []
    for number, (frame, frames) in enumerate(_frames(content), start=1):
        if number == 1:
            ask_if_many_pictures(frames, frames, care)
        care.progress(number - 1, frames)
        pages.append(recognise(frame, pages[-1].turn if pages else 0))
        care.progress(number, frames)
    lines = tuple(line for page in pages for line in page.lines)
    unreadable = [number for number, page in enumerate(pages, start=1) if not page.is_readable]
    if not any(letter.isalpha() for line in lines for letter in line):
        raise UnreadableDocument(unreadable_note(unreadable) if unreadable else NO_TEXT)
    poor = [number for number, page in enumerate(pages, start=1) if page.is_poor]
    note = recognised_note(list(range(1, len(pages) + 1)), poor, unreadable)
    return RawDocument(
        lines=lines,
        media_type=_media_type(content),
        wrapped=True,
        pages=len(pages),
        note=note,
        complete=not unreadable,
    )


def _frames(content: bytes) -> Iterator[tuple[Any, int]]:
    pillow: Any = import_module("PIL.Image")
    pillow.MAX_IMAGE_PIXELS = LARGEST_IMAGE
    warnings.simplefilter("ignore", pillow.DecompressionBombWarning)
    try:
        image = pillow.open(io.BytesIO(content), formats=["PNG", "JPEG", "TIFF"])
        frames = min(getattr(image, "n_frames", 1), 2_000)  # beyond care.MOST_PICTURES none is read
        for number in range(frames):
            image.seek(number)
            if image.width * image.height > LARGEST_IMAGE:
                raise UnreadableDocument(HUGE_IMAGE)
            yield image, frames
    except pillow.DecompressionBombError as huge:
        raise UnreadableDocument(HUGE_IMAGE) from huge
    except (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, TypeError, KeyError) as broken:
        raise UnreadableDocument(BROKEN_IMAGE) from broken


def _media_type(content: bytes) -> str:
    if content.startswith(b"\x89PNG"):
        return "image/png"
    return "image/jpeg" if content.startswith(b"\xff\xd8\xff") else "image/tiff"


def recognised_note(pages: list[int], poor: list[int], unreadable: list[int]) -> str:
    """Return what the officer is told about pages that were read from a picture, hard to read, or not readable."""
    read, unsure = ([one for one in some if one not in unreadable] for some in (pages, poor))
    notes = [f"Trang {ranges(read)} là ảnh quét, đọc bằng nhận dạng chữ; cần đối chiếu với bản gốc." if read else ""]
    notes += [f"Trang {ranges(unsure)} mờ, nhiều chữ chưa chắc đúng." if unsure else ""]
    notes += [unreadable_note(unreadable) if unreadable else ""]
    return " ".join(note for note in notes if note)


def unreadable_note(pages: list[int]) -> str:
    """Return the sentence about pages whose picture gives no words."""
    return f"Không nhận dạng được chữ ở trang {ranges(pages)}; hãy quét lại thẳng, rõ hoặc gửi bản có chữ (.docx)."


def ranges(numbers: list[int]) -> str:
    """Return page numbers as people write them: "1–3, 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
