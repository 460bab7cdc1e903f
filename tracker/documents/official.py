"""An official document as its parts (Decree 30/2020/NĐ-CP, Appendix I), before it is Word, PDF or a page. Pure.

Who composes a document says what stands in it; `word.py` and `static/css/document.css` alone decide how it looks.
All texts are plain: a newline inside one is a new line, nothing in them is ever read as markup.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from tracker.vietnamese import tidy

END_MARK = "./."
REPORT = "Báo cáo"
_ENDS = ".;:,/ "
_REFUSED = re.compile("[\ufffe\uffff]")  # tidy() takes the control signs


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: level 1 is "I.", 2 is "1.", 3 is "a)". It never stands alone at the end of a page."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body: justified, first line drawn in."""

    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `share` is its width against the others; neighbours of one `group` stand under one head."""

    title: str
    share: int = 1
    is_number: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, one text a column. A strong one is a sum or the name of a group."""

    cells: tuple[str, ...]
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A boxed table; its head is repeated on each page, no row is split. `note` stands above, right, in italics."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the lines of the office from "TM." to the title, and the name where it is known."""

    lines: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """What follows the signature on pages of its own. `label` is "Phụ lục I", or "Phụ lục" for the only one."""

    label: str
    title: str
    blocks: tuple[Block, ...]
    is_wide: bool = False  # on landscape pages


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """A report or a letter. `number` without "Số:", as "05/BC-STC"; where it begins with "/" room is left before it.

    `recipients` are those of "Nơi nhận" without dash and sign, the last one what is filed ("Lưu: VT"). A letter has no
    `kind`, and its subject stands under the number after "V/v". `mark` is "DỰ THẢO" for what is not signed yet.
    """

    superior: str
    issuer: str
    number: str
    place_and_day: str
    kind: str
    subject: str
    blocks: tuple[Block, ...]
    recipients: tuple[str, ...]
    signature: Signature
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    annex_to: str = ""  # "Kèm theo Báo cáo số 05/BC-STC ngày 05/7/2026 của Sở Tài chính"
    is_letter: bool = False
    mark: str = ""
    title: str = ""  # of the file


def cleaned(document: OfficialDocument) -> OfficialDocument:
    """Return the document in NFC, without signs that Word and PDF refuse: control signs, halves of letters."""
    return OfficialDocument(**{field.name: _cleaned(getattr(document, field.name)) for field in fields(document)})


def _cleaned(part: Any) -> Any:
    if isinstance(part, str):
        whole = part.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
        return _REFUSED.sub("", tidy(whole))
    if isinstance(part, tuple):
        return tuple(_cleaned(piece) for piece in part)
    if is_dataclass(part) and not isinstance(part, type):
        return type(part)(**{field.name: _cleaned(getattr(part, field.name)) for field in fields(part)})
    return part


def lines_of(text: str) -> list[str]:
    """Return the lines of a text; the empty ones are left out, since distance comes from the style alone."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def with_signs(items: Sequence[str], *, last: str = ".") -> list[str]:
    """Return the items of a list each ended by ";", the last by `last`, whatever they ended with before."""
    plain = [item.rstrip(_ENDS) for item in items if item.strip()]
    return [f"{item}{last if place == len(plain) else ';'}" for place, item in enumerate(plain, start=1)]


def closed(blocks: Sequence[Block]) -> list[Block]:
    """Return the body ended by "./.": at the end of its last paragraph, or below the table that ends it."""
    if blocks and isinstance(blocks[-1], Paragraph):
        return [*blocks[:-1], Paragraph(blocks[-1].text.rstrip(_ENDS) + END_MARK)]
    return [*blocks, Paragraph(END_MARK)]
