"""The letters of a PDF page with their places, and the lines that they make on paper.

Letters are put together by place, not in the order of the file: programs that lack a letter in one font take it from
another, and then write all letters of the second font behind the line. Sorted by place both kinds read the same.
"""

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as raw

_SOFT_HYPHENS = {0x02: "-", 0xFFFE: "-", 0xAD: "-"}
_SAME_LINE = 0.35  # of the size of the letters
_SPACE = 0.13
_COLUMN = 2.2
_CUT_NUMBER = re.compile(r"(?:^|\s)\S*(?:\d|/[A-ZĐ]+)-$")  # "2026-" before "2030", "15/KH-" before "UBND"
_LABEL = re.compile(r"(?:[IVXLC]+|\d+(?:\.\d+)*|[a-zđ])[.)]|[-+*•–]")  # "I.", "2.1.", "a)", "-" before a tab


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, upright on its page: `y` is the line it stands on, growing upwards; all in points."""

    sign: str
    left: float
    right: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one line without a wide gap between them."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of a page; more than one piece where wide gaps part it."""

    pieces: tuple[Piece, ...]
    y: float
    size: float

    @property
    def text(self) -> str:
        """The whole line."""
        return " ".join(piece.text for piece in self.pieces)


def letters_of(page: pypdfium2.PdfPage) -> list[Letter]:
    """Return the letters of a page, spaces too, turned upright as the page is shown."""
    text = page.get_textpage()
    try:
        return list(_turned(_letters(text), page))
    finally:
        text.close()


def _letters(text: pypdfium2.PdfTextPage) -> Iterator[Letter]:
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in (0, 10, 13) or (code == 32 and raw.FPDFText_IsGenerated(text, index) == 1):
            continue
        raw.FPDFText_GetCharOrigin(text, index, ctypes.byref(x), ctypes.byref(y))
        if not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box)):
            continue
        sign = _SOFT_HYPHENS.get(code) or _sign(code)
        size = max(box.top - box.bottom, 1.0)
        yield Letter(sign, box.left, box.right, y.value, size)


def _sign(code: int) -> str:
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _turned(letters: Iterator[Letter], page: pypdfium2.PdfPage) -> Iterator[Letter]:
    """Turn the letters of a page that is shown turned by a quarter or a half."""
    turn = page.get_rotation()
    if turn == 0:
        yield from letters
        return
    width, height = page.get_size()
    for one in letters:
        middle = (one.left + one.right) / 2
        if turn == 90:
            left, y = one.y, height - middle
        elif turn == 270:
            left, y = width - one.y, middle
        else:
            left, y = width - one.right, height - one.y
        yield Letter(one.sign, left, left + (one.right - one.left), y, one.size)


def lines_of_letters(letters: Sequence[Letter]) -> list[PageLine]:
    """Return the lines that these letters make, from top to bottom."""
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda one: -one.y):
        if rows and abs(rows[-1][0].y - letter.y) <= _SAME_LINE * min(letter.size, rows[-1][0].size):
            rows[-1].append(letter)
        else:
            rows.append([letter])
    made = (_line(row) for row in rows)
    return [line for line in made if line is not None]


def _line(row: list[Letter]) -> PageLine | None:
    printed = sorted(row, key=lambda one: one.left)
    shown = [one for one in printed if not one.sign.isspace()]
    if not shown:
        return None
    blanks = [(one.left + one.right) / 2 for one in printed if one.sign.isspace()]
    sizes = sorted(one.size for one in shown)
    usual = sizes[len(sizes) // 2]
    return PageLine(tuple(_pieces(shown, blanks, usual)), shown[0].y, usual)


def _pieces(shown: list[Letter], blanks: list[float], usual: float) -> Iterator[Piece]:
    """Yield the pieces of a line. Some programs give each letter its own height instead of that of its font, and a
    letter lent by another font a narrower box: a blank is measured by the largest of the sizes at hand."""
    signs, begin, last, at = [shown[0].sign], shown[0].left, shown[0], 0
    for letter in shown[1:]:
        while at < len(blanks) and blanks[at] < last.right:
            at += 1
        spaced = at < len(blanks) and blanks[at] < letter.left + letter.size / 10
        gap = letter.left - last.right
        if gap > _COLUMN * letter.size and not _LABEL.fullmatch("".join(signs)):
            yield Piece(_text(signs), begin, last.right)
            signs, begin = [], letter.left
        elif spaced or gap > _SPACE * max(letter.size, last.size, usual):
            signs.append(" ")
        signs.append(letter.sign)
        last = letter
    yield Piece(_text(signs), begin, last.right)


def _text(signs: list[str]) -> str:
    return " ".join(unicodedata.normalize("NFC", "".join(signs)).split())


class Indents:
    """Learns, line by line, where the first lines of paragraphs begin and where their other lines do.

    A place where hardly any line begins with a small letter is that of first lines, if it lies right of one where many
    do. Hanging indents show no such pair and are left to the words.
    """

    _FEWEST = 4
    _SMALL_OF_FIRST = 0.15
    _SMALL_OF_OTHERS = 0.3
    _DEEPEST = 72.0

    def __init__(self) -> None:
        self._lines: Counter[int] = Counter()
        self._small: Counter[int] = Counter()

    def learn(self, lines: Sequence[PageLine]) -> None:
        """Look at the lines of one more page."""
        for line in lines:
            if len(line.pieces) == 1 and line.text:
                place = round(line.pieces[0].left)
                self._lines[place] += 1
                self._small[place] += line.text[0].islower() and line.text[1:2] not in (")", ".")

    def begins_paragraph(self, line: PageLine) -> bool:
        """Tell whether the line stands where first lines stand."""
        left = line.pieces[0].left
        if len(line.pieces) != 1 or not self._is_first(left):
            return False
        margins = (place for place in self._lines if 6 < left - place <= self._DEEPEST)
        return any(
            self._share(place) >= self._SMALL_OF_OTHERS and self._near(place) >= self._FEWEST for place in margins
        )

    def _is_first(self, left: float) -> bool:
        place = round(left)
        return self._near(place) >= self._FEWEST and self._share(place) <= self._SMALL_OF_FIRST

    def _near(self, place: int) -> int:
        return sum(self._lines[near] for near in (place - 1, place, place + 1))

    def _share(self, place: int) -> float:
        return sum(self._small[near] for near in (place - 1, place, place + 1)) / max(self._near(place), 1)


def reading_order(lines: Sequence[PageLine], indents: Indents | None = None) -> Iterator[str]:
    """Yield the lines as they are read: where a gap runs through several lines, first what is left of it.

    With `indents`, an empty line stands before the first line of each paragraph.

    So the two blocks of an official head (issuer, motto), and of its end (recipients, signature), stay whole. A line
    of three pieces or more is a row of a table without rules: its pieces are parted by tabs.
    """
    index = 0
    while index < len(lines):
        gap = _gap(lines[index])
        if gap is None or _sides(lines[index], gap) is None:  # no gap, or one too narrow for letters so large
            line = lines[index]
            if indents is not None and indents.begins_paragraph(line):
                yield ""
            yield "\t".join(piece.text for piece in line.pieces) if len(line.pieces) > 2 else line.text
            index += 1
            continue
        left: list[str] = []
        right: list[str] = []
        while index < len(lines) and (sides := _sides(lines[index], gap)) is not None:
            for side, words in zip((left, right), sides[0], strict=True):
                side.extend(words)
            gap = sides[1]
            index += 1
        yield from left
        yield from right


def with_whole_numbers(lines: list[str]) -> list[str]:
    """Return the lines with a number that was broken at its hyphen ("2026-" / "2030") whole, on the second line."""
    for at in range(len(lines) - 1):
        cut = _CUT_NUMBER.search(lines[at])
        goes_on = cut and (lines[at + 1][:1].isdigit() or (cut.group()[-2].isalpha() and lines[at + 1][:1].isupper()))
        if cut and goes_on and "\t" not in lines[at] + lines[at + 1] and cut.start() > 0:
            lines[at + 1] = cut.group().strip() + lines[at + 1]
            lines[at] = lines[at][: cut.start()]
    return lines


def _gap(line: PageLine) -> tuple[float, float] | None:
    return (line.pieces[0].right, line.pieces[1].left) if len(line.pieces) == 2 else None


def _sides(line: PageLine, gap: tuple[float, float]) -> tuple[tuple[list[str], list[str]], tuple[float, float]] | None:
    """Return what stands left and right of the gap with the gap that is left of it, None when the line crosses it."""
    if len(line.pieces) > 2:
        return None
    if len(line.pieces) == 2:
        own = _gap(line)
        assert own is not None
        common = (max(own[0], gap[0]), min(own[1], gap[1]))
        if common[1] - common[0] < line.size:
            return None
        return ([line.pieces[0].text], [line.pieces[1].text]), common
    piece = line.pieces[0]
    if piece.right <= gap[1] - line.size and piece.left < gap[0]:
        narrowed = (max(gap[0], piece.right), gap[1])
        return ([piece.text], []), narrowed
    if piece.left >= gap[0] + line.size:
        narrowed = (gap[0], min(gap[1], piece.left))
        return ([], [piece.text]), narrowed
    return None
