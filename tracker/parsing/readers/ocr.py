"""Pictures of text, read by Tesseract with its Vietnamese data: one page at a time, with a limit for each."""

import csv
import io
import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from tracker.parsing.readers.care import Care, NeedsTime
from tracker.parsing.readers.document import RawDocument, UnreadableDocument

DOTS_PER_INCH = 200
MOST_PIXELS = 25_000_000
LARGEST_IMAGE = 120_000_000  # pixels; more is no page of a document
PAGE_SECONDS = 90
_POOR = 70.0  # mean confidence of the words in %, below it a page is called hard to read
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
    """The lines of a picture, an empty one between its blocks; `is_poor` when most words are uncertain."""

    lines: tuple[str, ...]
    is_poor: bool


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


def recognise(image: Any) -> Recognised:
    """Read one picture (a Pillow image). Raises UnreadableDocument when Tesseract is missing, fails or is too slow."""
    picture = io.BytesIO()
    _fitting(image.convert("L")).save(picture, format="PPM")
    command = [tesseract(), "stdin", "stdout", "-l", "vie", "--dpi", str(DOTS_PER_INCH), "tsv"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, input=picture.getvalue(), capture_output=True, timeout=PAGE_SECONDS, check=True, env=environment
        )
    except subprocess.TimeoutExpired as slow:
        raise UnreadableDocument(TOO_SLOW) from slow
    except (subprocess.CalledProcessError, OSError) as failed:
        raise UnreadableDocument(NO_TEXT) from failed
    return _lines(done.stdout.decode("utf-8", "replace"))


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
    return Recognised(tuple(" ".join(line) for line in lines), mean < _POOR)


def read_image(content: bytes, care: Care | None = None) -> RawDocument:
    """Return the lines of a PNG, JPEG or TIFF picture of a document, each of its frames a page.

    Raises UnreadableDocument, and NeedsTime where `care` does not allow recognition now.
    """
    care = care or Care()
    pages = []
    for number, (frame, frames) in enumerate(_frames(content), start=1):
        if not care.may_recognise:
            raise NeedsTime(frames)
        care.progress(number - 1, frames)
        pages.append(recognise(frame))
        care.progress(number, frames)
    lines = tuple(line for page in pages for line in page.lines)
    if not any(letter.isalpha() for line in lines for letter in line):
        raise UnreadableDocument(NO_TEXT)
    poor = [number for number, page in enumerate(pages, start=1) if page.is_poor]
    note = recognised_note(list(range(1, len(pages) + 1)), poor)
    return RawDocument(lines=lines, media_type=_media_type(content), wrapped=True, pages=len(pages), note=note)


def _frames(content: bytes) -> Iterator[tuple[Any, int]]:
    pillow: Any = import_module("PIL.Image")
    pillow.MAX_IMAGE_PIXELS = LARGEST_IMAGE
    warnings.simplefilter("ignore", pillow.DecompressionBombWarning)
    try:
        image = pillow.open(io.BytesIO(content), formats=["PNG", "JPEG", "TIFF"])
        frames = min(getattr(image, "n_frames", 1), 2_000)
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


def recognised_note(pages: list[int], poor: list[int]) -> str:
    """Return what the officer is told about pages that were read from a picture, and those that are hard to read."""
    note = f"Trang {ranges(pages)} là ảnh quét, đọc bằng nhận dạng chữ; cần đối chiếu với bản gốc."
    return note + (f" Trang {ranges(poor)} mờ, nhiều chữ chưa chắc đúng." if poor else "")


def ranges(numbers: list[int]) -> str:
    """Return page numbers as people write them: "1–3, 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
