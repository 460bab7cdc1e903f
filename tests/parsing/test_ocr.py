"""Scans that lie on their side or head, and scans that show no words: turned, or refused; never gibberish."""

from typing import Any

import pytest
from PIL import Image

from tests.parsing.pdfs import PLAN, pictures_of, scan_pdf
from tracker.parsing.extract import extract_plan
from tracker.parsing.readers import ocr, pdf
from tracker.parsing.readers.document import UnreadableDocument
from tracker.parsing.readers.ocr import Recognised, recognise
from tracker.parsing.readers.pdf import read_pdf

PAGE = pictures_of(PLAN.read_bytes(), dots=110)[3].crop((0, 80, 909, 480))
UPSIDE_DOWN = ["'9Z0Z/II Ánb Buo13 oeuôu óu uaiạ op iôq"] * 6


def table(words: list[str], sure: int) -> bytes:
    """What Tesseract tells about one line of these words."""
    rows = [
        f"5\t1\t1\t1\t{line}\t1\t0\t0\t9\t9\t{sure}\t{word}"
        for line, words_ in enumerate(words)
        for word in words_.split()
    ]
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
    return "\n".join([head, *rows]).encode()


def test_a_page_on_its_head_is_turned_and_read() -> None:
    found = recognise(PAGE.rotate(180))
    assert "Sở Tài chính" in " ".join(found.lines)
    assert (found.turn, found.is_readable) == (180, True)


def test_a_turn_is_looked_for_only_where_no_words_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []

    def told(_picture: bytes, *options: str) -> bytes:
        asked.append(options)
        return b"Rotate: 90\n" if "osd" in options else table(UPSIDE_DOWN, 50)

    monkeypatch.setattr(ocr, "_tesseract", told)
    found = recognise(Image.new("L", (40, 40)))
    assert (found.lines, found.is_readable) == ((), False)
    assert len(asked) == 3


def test_sure_words_without_marks_are_not_taken_for_gibberish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_tesseract", lambda *_: table(["Giao So Tai chinh chu tri lap du toan nam sau"], 93))
    assert recognise(Image.new("L", (40, 40))).is_readable


def test_pages_without_words_are_refused_or_told(monkeypatch: pytest.MonkeyPatch) -> None:
    no_words = Recognised((), is_poor=True, is_readable=False)
    words = Recognised(("Giao Sở Tài chính lập dự toán.",), is_poor=False)
    answers: list[Any] = [no_words, no_words, words, no_words]
    monkeypatch.setattr(pdf, "recognise", lambda *_: answers.pop(0))
    blank = Image.new("L", (60, 80), 200)
    with pytest.raises(UnreadableDocument, match="Không nhận dạng được chữ ở trang 1–2; hãy quét lại thẳng"):
        read_pdf(scan_pdf([blank, blank]))
    source = extract_plan(scan_pdf([blank, blank]), "a.pdf").source
    assert source.complete is False
    assert source.note is not None and "ở trang 2;" in source.note and source.note.startswith("Trang 1 là ảnh quét")
