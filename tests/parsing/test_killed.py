"""A server that is killed leaves nothing at work and nothing behind; what is refused or asked about before reading."""

import io
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from tracker.parsing.folders import PREFIX, private_folder, remove_left
from tracker.parsing.process import AT_LEISURE, WHILE_SOMEBODY_WAITS, read_apart
from tracker.parsing.readers.care import NeedsTime, TooLong
from tracker.parsing.readers.document import UnreadableDocument

SERVER = """
import sys
from tracker.parsing.process import read_apart
read_apart(open(sys.argv[1], "rb").read(), "a.tif")
"""


def picture(pages: int) -> bytes:
    """A file of so many scanned pages, all white."""
    page = Image.new("1", (40, 40), 1)
    written = io.BytesIO()
    page.save(written, "TIFF", save_all=True, append_images=[page] * (pages - 1))
    return written.getvalue()


def soon(told: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether something comes true before the time is over."""
    until = time.monotonic() + seconds
    while not told() and time.monotonic() < until:
        threading.Event().wait(0.05)
    return told()


def at_work(words: str) -> list[str]:
    """The processes whose command holds these words."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if words in (process / "cmdline").read_text(errors="replace"):
                found.append(process.name)
        except OSError:
            continue
    return found


@pytest.fixture
def machine() -> Iterator[Path]:
    """A folder that everybody may read, with a recogniser that takes for ever."""
    with tempfile.TemporaryDirectory(prefix="tests-killed-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        program = folder / "tesseract"
        program.write_text('#!/bin/sh\n[ "$1" = --list-langs ] && echo vie && exit 0\nexec tail -f "$0"\n')
        program.chmod(0o755)
        (folder / "scan.tif").write_bytes(picture(2))
        yield folder


def test_a_killed_server_takes_its_reader_and_the_recogniser_with_it(machine: Path) -> None:
    environment = {**os.environ, "PATH": f"{machine}:{os.environ['PATH']}", "TMPDIR": str(machine)}
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(machine / "scan.tif")], env=environment)
    assert soon(lambda: len(at_work(f"tail\x00-f\x00{machine}")) == 1)
    reader = next(iter(machine.glob(f"{PREFIX}*")))
    server.send_signal(signal.SIGKILL)
    server.wait()
    assert soon(lambda: not at_work(f"tail\x00-f\x00{machine}"), 3)
    assert soon(lambda: not [one for one in at_work("child.py") if is_in(one, reader)], 3)


def is_in(process: str, folder: Path) -> bool:
    """Whether a process works in a folder."""
    try:
        return Path(f"/proc/{process}/cwd").resolve() == folder
    except OSError:
        return False


def test_only_folders_that_nobody_holds_are_removed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, foreign, young = tmp_path / f"{PREFIX}left", tmp_path / "other", tmp_path / f"{PREFIX}young"
    for folder in (left, foreign, young):
        folder.mkdir()
        (folder / "file").write_text("a")
    with private_folder() as held:
        for folder in (left, foreign, held):
            os.utime(folder, (1, 1))
        remove_left.cache_clear()
        assert remove_left() == 1
        assert not left.exists() and foreign.exists() and young.exists() and held.exists()


def test_long_scans_are_asked_about_and_very_long_ones_refused_before_any_page_is_recognised() -> None:
    with pytest.raises(NeedsTime) as slow:
        read_apart(picture(60), "a.tif", patience=WHILE_SOMEBODY_WAITS)
    assert slow.value.pages == 60
    for patience in (WHILE_SOMEBODY_WAITS, AT_LEISURE):
        with pytest.raises(TooLong, match=r"61 trang quét.*khoảng 4 phút") as long:
            read_apart(picture(61), "a.tif", patience=patience)
        assert long.value.pictures == 61
    with pytest.raises(UnreadableDocument, match="tách bản quét"):
        read_apart(picture(501), "a.tif", patience=replace(AT_LEISURE, most_pages=None, most_pictures=None))


@pytest.mark.parametrize("head", [b"", b"WordDocument".decode().encode("utf-16-le") + b"\x00\x00"])
def test_a_signature_before_rubbish_is_refused_at_once(head: bytes) -> None:
    rubbish = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + head + bytes(range(251)) * 400
    with pytest.raises(UnreadableDocument, match="bị hỏng"):
        read_apart(rubbish, "ke-hoach.doc", patience=WHILE_SOMEBODY_WAITS)


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\xff\xfe", b" \r\n\t ", b"\x00" * 9, "\u00a0\u00a0".encode()])
def test_a_file_of_blanks_is_called_empty(content: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="Tệp rỗng"):
        read_apart(content, "a.txt")
