"""The gold of the corpus is sound in itself, whatever the parser says."""

import html
import json
import re
import unicodedata
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.parsing.corpus.build_docx import build

HERE = Path(__file__).parent
GOLD = sorted(HERE.glob("*.json"))
KINDS = {"date", "recurring", "period_end", "event", "none"}


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def words_of(path: Path) -> str:
    """The plain words of a document, read without the parser: Word text without what was deleted."""
    if path.suffix == ".docx":
        body = zipfile.ZipFile(path).read("word/document.xml").decode()
        paragraphs = body.split("</w:p>")
        return folded("\n".join(html.unescape("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", p))) for p in paragraphs))
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return folded(text.replace("**", "") if path.suffix == ".md" else text)


def read(gold: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(gold.read_text(encoding="utf-8"))
    return content


def test_the_corpus_has_fifteen_documents_each_with_its_gold() -> None:
    assert len(GOLD) == 15
    assert all((HERE / read(gold)["seed"]).exists() for gold in GOLD)


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.stem)
def test_every_gold_sentence_stands_in_its_document(gold: Path) -> None:
    content = read(gold)
    words = words_of(HERE / content["seed"])
    assert [unit["text"] for unit in content["units"] if unit["text"] not in words] == []
    assert content["meta"]["signer"] in words and content["meta"]["number"] in words


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.stem)
def test_every_gold_deadline_is_a_real_one(gold: Path) -> None:
    for unit in read(gold)["units"]:
        deadline = unit["deadline"]
        if deadline is None:
            continue
        assert deadline["kind"] in KINDS
        assert (deadline["due_on"] is not None) == (deadline["kind"] in {"date", "period_end"}), unit["text"]
        assert deadline["due_on"] is None or date.fromisoformat(deadline["due_on"])


@pytest.mark.parametrize("outline", sorted((HERE / "outlines").glob("*.outline")), ids=lambda path: path.stem)
def test_a_word_file_says_what_its_outline_says(outline: Path, tmp_path: Path) -> None:
    build(outline, tmp_path / "built.docx")
    assert words_of(tmp_path / "built.docx") == words_of(HERE / f"{outline.stem}.docx")
