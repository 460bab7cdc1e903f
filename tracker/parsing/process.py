"""Reading in a process of its own: whatever a file does to its reader, the server goes on as before.

Each file gets a fresh process (child.py) with limits on memory, processor time and time, a private folder that is
removed, an empty environment and no network. However it ends, the caller gets a draft or one sentence.
"""

import hashlib
import json
import logging
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tracker.parsing.folders import private_folder, remove_left
from tracker.parsing.readers.care import MOST_PAGES, MOST_PICTURES_UNASKED, NeedsTime, TooLong, unheard
from tracker.parsing.readers.document import MAX_BYTES, UnreadableDocument

logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
LARGEST_RESULT = 128 * MEGABYTE
AT_ONCE = 2
TOO_MUCH_MEMORY = (
    "Tệp cần quá nhiều bộ nhớ để đọc (tệp bung ra quá lớn, có thể là tệp gây hại); "
    "hãy lưu lại bằng Word hoặc tách nhỏ rồi gửi lại."
)
TOO_MUCH_TIME = (
    "Tệp mất quá nhiều thời gian để đọc (quá lớn hoặc cấu trúc bất thường); "
    "hãy lưu lại bằng Word hoặc tách nhỏ rồi gửi lại."
)
TOO_DEEP = "Tệp có cấu trúc lồng nhau bất thường, có thể là tệp gây hại; hãy lưu lại bằng Word rồi gửi lại."
FAILED = "Không đọc được tệp (tệp hỏng hoặc có cấu trúc lạ); hãy mở bằng phần mềm soạn thảo, lưu lại rồi gửi lại."
TOO_MUCH_TEXT = "Tệp chứa quá nhiều nội dung để đọc một lần; hãy tách nhỏ rồi gửi lại."
_LIMITS = {"memory": TOO_MUCH_MEMORY, "depth": TOO_DEEP}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a reading may take: seconds without a sign of life, in all, and of the processor; memory in bytes.

    `recognises` False: pictures of text, and whatever takes longer, raise NeedsTime instead of being read or refused.
    `most_pages` None: any length; `most_pictures` None: as many pages to be recognised as are recognised at all.
    """

    silent: float
    seconds: float
    processor: int
    recognises: bool
    most_pages: int | None = MOST_PAGES
    most_pictures: int | None = MOST_PICTURES_UNASKED
    memory: int = 768 * MEGABYTE


WHILE_SOMEBODY_WAITS = Patience(silent=15, seconds=15, processor=15, recognises=False)
AT_LEISURE = Patience(silent=130, seconds=2 * 3600, processor=60, recognises=True)
AT_LEISURE_ANY_LENGTH = Patience(
    silent=300, seconds=6 * 3600, processor=300, recognises=True, most_pages=None, most_pictures=None
)


def always() -> bool:
    """Go on to the end."""
    return True


_slots = threading.BoundedSemaphore(AT_ONCE)


def read_apart(
    content: bytes,
    filename: str,
    *,
    largest: int = MAX_BYTES,
    patience: Patience = AT_LEISURE,
    progress: Callable[[int, int], None] = unheard,
    wanted: Callable[[], bool] = always,
) -> dict[str, Any]:
    """Return the JSON of a draft (plan-extraction/1), read in a process of its own.

    `progress` is told pages done and pages in all; `wanted` is asked once a second whether to go on. Raises
    UnreadableDocument with one Vietnamese sentence, TooLong, NeedsTime, or NotWanted.
    """
    if len(content) > largest:
        limit = max(largest // MEGABYTE, 1)
        raise UnreadableDocument(f"Tệp vượt quá dung lượng cho phép ({limit} MB); hãy tách nhỏ hoặc bỏ bớt hình ảnh.")
    key = hashlib.sha256(content).hexdigest() + filename
    remembered = _remembered(key)
    if remembered is None or (patience.most_pages is not None and _pages(remembered) > patience.most_pages):
        if not _slots.acquire(timeout=patience.silent):
            raise NeedsTime()
        try:
            remove_left()
            with private_folder() as folder:
                outcome = _Child(content, filename, largest, patience, folder).outcome(progress, wanted)
        finally:
            _slots.release()
        draft = _draft_of(outcome)
        _remember(key, draft)
        return draft
    return remembered


def _draft_of(outcome: dict[str, Any]) -> dict[str, Any]:
    """Turn how a reading ended into its draft, or raise the sentence for it."""
    if isinstance(draft := outcome.get("draft"), dict):
        return draft
    if "pages" in outcome:
        raise TooLong(int(outcome["pages"]), int(outcome.get("pictures") or 0))
    if "time" in outcome:
        raise NeedsTime(outcome["time"])
    if "fault" in outcome:
        logger.error("Reading failed: %s", outcome["fault"])
    raise UnreadableDocument(str(outcome.get("refused") or _LIMITS.get(str(outcome.get("limit"))) or FAILED))


class _Child:
    """One reading: the process, its folder, and what it said so far."""

    def __init__(self, content: bytes, filename: str, largest: int, patience: Patience, folder: Path) -> None:
        self._patience = patience
        self._folder = folder
        self._order = {
            "filename": filename,
            "max_bytes": largest,
            "parent": os.getpid(),
            "most_pages": patience.most_pages,
            "most_pictures": patience.most_pictures,
            "may_recognise": patience.recognises,
            "memory": patience.memory,
            "processor": patience.processor,
        }
        self._content = content

    def outcome(self, progress: Callable[[int, int], None], wanted: Callable[[], bool]) -> dict[str, Any]:
        """Run the process to its end and return its last word, or what its end means."""
        with tempfile.TemporaryFile() as order:
            order.write(json.dumps(self._order).encode() + b"\n")
            order.write(self._content)
            order.seek(0)
            process = self._start(order)
        try:
            return self._listen(process, progress, wanted)
        except _TooLate:
            if not self._patience.recognises:
                raise NeedsTime() from None
            raise UnreadableDocument(TOO_MUCH_TIME) from None
        finally:
            _end(process)

    def _start(self, order: IO[bytes]) -> "subprocess.Popen[bytes]":
        folder = str(self._folder)
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}
        environment |= dict.fromkeys(("HOME", "TMPDIR"), folder)
        if "TESSDATA_PREFIX" in os.environ:
            environment["TESSDATA_PREFIX"] = os.environ["TESSDATA_PREFIX"]
        return subprocess.Popen(
            [sys.executable, "-I", "-B", "-X", "utf8", str(Path(__file__).with_name("child.py"))],
            stdin=order,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            start_new_session=True,
            close_fds=True,
        )

    def _listen(
        self, process: "subprocess.Popen[bytes]", progress: Callable[[int, int], None], wanted: Callable[[], bool]
    ) -> dict[str, Any]:
        assert process.stdout is not None
        pipe = process.stdout.fileno()
        began = heard = time.monotonic()
        line = bytearray()
        while True:
            left = min(heard + self._patience.silent, began + self._patience.seconds) - time.monotonic()
            if left <= 0:
                raise _TooLate
            if not wanted():
                raise NotWanted
            if not select.select([pipe], [], [], min(left, 1.0))[0]:
                continue
            piece = os.read(pipe, 1 << 20)
            if not piece:
                return self._end_of(process)
            heard = time.monotonic()
            line += piece
            if len(line) > LARGEST_RESULT:
                raise UnreadableDocument(TOO_MUCH_TEXT)
            while (end := line.find(b"\n")) >= 0:
                said = _understood(bytes(line[:end]))
                del line[: end + 1]
                if "at" not in said:
                    return said
                progress(int(said["at"][0]), int(said["at"][1]))

    def _end_of(self, process: "subprocess.Popen[bytes]") -> dict[str, Any]:
        """Say what it means that the process ended without a word."""
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
        if process.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
            raise _TooLate
        logger.warning("The reading process ended with %s", process.returncode)
        is_memory = process.returncode in (-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGTRAP)
        return {"limit": "memory"} if is_memory else {}


class NotWanted(Exception):
    """Nobody wants the reading any more: the document was thrown away, or the worker ends."""


class _TooLate(Exception):
    """The time of a reading is over."""


def _understood(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line.decode("utf-8", "surrogatepass"))
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the process and all it started, and take its exit code so that nothing is left of it."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    if process.stdout is not None:
        process.stdout.close()
    process.wait()


# The same file is read once: a clerk who sends it again, having chosen the issuer this time, need not wait again.
_MOST_REMEMBERED = 8
_LARGEST_REMEMBERED = MEGABYTE
_memory: "OrderedDict[str, bytes]" = OrderedDict()
_memory_lock = threading.Lock()


def _remembered(key: str) -> dict[str, Any] | None:
    with _memory_lock:
        kept = _memory.get(key)
        if kept is not None:
            _memory.move_to_end(key)
    return None if kept is None else _understood(kept)


def _remember(key: str, draft: dict[str, Any]) -> None:
    written = json.dumps(draft, ensure_ascii=False).encode("utf-8", "surrogatepass")
    if len(written) > _LARGEST_REMEMBERED:
        return
    with _memory_lock:
        _memory[key] = written
        while len(_memory) > _MOST_REMEMBERED:
            _memory.popitem(last=False)


def _pages(draft: dict[str, Any]) -> int:
    return int(draft["source"]["pages"] or 0)
