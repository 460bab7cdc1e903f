"""Reading in a process of its own: the same draft, and an end in words however the process ends."""

import json
import logging
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.parsing.hostile import FILES
from tests.parsing.pdfs import PLAN
from tracker.parsing import process
from tracker.parsing.extract import extract_plan
from tracker.parsing.process import AT_LEISURE, FAILED, TOO_MUCH_MEMORY, TOO_MUCH_TIME, NotWanted, read_apart
from tracker.parsing.readers.care import NeedsTime, TooLong
from tracker.parsing.readers.document import UnreadableDocument

TEXT = PLAN.with_suffix(".txt").read_bytes()


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> None:
    process._memory.clear()


def refusal(content: bytes, name: str, patience: process.Patience = AT_LEISURE) -> str:
    """The sentence that a reading ends with."""
    with pytest.raises(UnreadableDocument) as refused:
        read_apart(content, name, patience=patience)
    return refused.value.sentence


def test_the_draft_is_the_one_that_the_parser_gives_by_itself() -> None:
    apart = read_apart(TEXT, "kế hoạch\x00\ud800.txt")
    near = extract_plan(TEXT, "kế hoạch\x00\ud800.txt").to_json()
    assert apart == json.loads(json.dumps(near))


def children() -> set[str]:
    """The processes that this one started and that are not gathered; a whole run has its browser among them."""
    return {child for file in Path("/proc/self/task").glob("*/children") for child in file.read_text().split()}


def test_nothing_is_left_of_a_reading(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = children()
    read_apart(TEXT, "a.txt")
    refusal(b"%PDF-1.7 broken", "a.pdf")
    assert not list(tmp_path.iterdir())
    assert children() <= before


def test_the_same_file_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_apart(TEXT, "a.txt")
    monkeypatch.setattr(process.sys, "executable", "/does/not/exist")
    assert read_apart(TEXT, "a.txt") == first


def test_a_refusal_crosses_with_its_own_sentence() -> None:
    assert "bị hỏng" in refusal(b"%PDF-1.7 broken", "a.pdf")


def test_too_large_a_file_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process.sys, "executable", "/does/not/exist")
    with pytest.raises(UnreadableDocument, match="1 MB"):
        read_apart(b"a" * (1024 * 1024 + 1), "a.txt", largest=1024 * 1024)


def test_too_many_pages_are_asked_about() -> None:
    with pytest.raises(TooLong) as long:
        read_apart(PLAN.read_bytes(), PLAN.name, patience=replace(AT_LEISURE, most_pages=5))
    assert long.value.pages == 8


def test_memory_has_an_end() -> None:
    little = replace(AT_LEISURE, memory=150 * 1024 * 1024)
    assert refusal(FILES["20-mb-one-line.txt"](), "a.txt", replace(little, most_pages=None)) == TOO_MUCH_MEMORY


def test_processor_time_has_an_end() -> None:
    assert (
        refusal(FILES["digits.txt"]() * 2, "a.txt", replace(AT_LEISURE, processor=1, most_pages=None)) == TOO_MUCH_TIME
    )


def test_time_has_an_end_and_while_somebody_waits_it_only_means_later() -> None:
    hasty = replace(AT_LEISURE, seconds=0.05)
    assert refusal(TEXT, "a.txt", hasty) == TOO_MUCH_TIME
    with pytest.raises(NeedsTime):
        read_apart(TEXT, "a.txt", patience=replace(hasty, recognises=False))


def test_a_reading_that_nobody_wants_any_more_is_ended() -> None:
    with pytest.raises(NotWanted):
        read_apart(TEXT, "a.txt", wanted=lambda: False)


@pytest.mark.parametrize("words", ["", "print('nonsense')", "import os; os.kill(os.getpid(), 15)", "print('[1, 2]')"])
def test_whatever_the_process_says_or_does_not_say_ends_in_a_sentence(
    words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    (tmp_path / "child.py").write_text(words)
    monkeypatch.setattr(process, "__file__", str(tmp_path / "process.py"))
    assert refusal(TEXT, "a.txt") == FAILED
    assert FAILED.endswith(".")


def test_the_reader_gets_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", "very secret")
    told = "import json, os; print(json.dumps({'refused': ' '.join(sorted(os.environ))}))"
    (tmp_path / "child.py").write_text(told)
    monkeypatch.setattr(process, "__file__", str(tmp_path / "process.py"))
    assert set(refusal(TEXT, "a.txt").split()) <= {"HOME", "LANG", "LC_CTYPE", "PATH", "TMPDIR", "TESSDATA_PREFIX"}
