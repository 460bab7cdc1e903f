"""What files do to a text without changing what it says: wrapping, page breaks, decomposed letters, odd spaces."""

import random
import textwrap
import unicodedata

_SPACES = ("  ", "\u00a0", "\u202f", " \u00a0", "\u2009 ")
_PAGE_ENDS = ("\f", "\n{page}\n", "\n{page}\n\f", "\f{page}\n", "\n- {page} -\n")
_LONG = 240


def wrapped(text: str, width: int) -> str:
    """Return the text with its lines broken at `width` signs, between words; table rows and cells stay."""
    lines = text.split("\n")
    broken = []
    for index, line in enumerate(lines):
        if len(line) <= width or _is_table(lines, index):
            broken.append(line)
        else:
            broken += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(broken)


def wrapped_with_empty_lines(text: str, width: int) -> str:
    """Return the text with its lines broken at `width` signs and an empty line between any two of its paragraphs."""
    return wrapped(text.replace("\n", "\n\n"), width)


def with_page_breaks(text: str, seed: int, pages: int = 4) -> str:
    """Return the text with page ends between lines: form feeds, page numbers on a line of their own."""
    chance = random.Random(seed)
    page_end = chance.choice(_PAGE_ENDS)
    lines = text.split("\n")
    body = range(len(lines) // 4, len(lines) * 3 // 4)
    whole = [index for index in body if lines[index] and not _is_table(lines, index)]
    for page, index in enumerate(sorted(chance.sample(whole, min(pages, len(whole)))), start=2):
        lines[index] += "\n" + page_end.format(page=page)
    return "\n".join(lines)


def with_pages_inside_paragraphs(text: str, seed: int, pages: int = 4) -> str:
    """Return the text with page ends in the middle of long paragraphs, as a converter leaves them."""
    chance = random.Random(seed)
    page_end = chance.choice(_PAGE_ENDS)
    lines = text.split("\n")
    long = [index for index, line in enumerate(lines) if len(line) > _LONG and "\t" not in line and "|" not in line]
    for page, index in enumerate(sorted(chance.sample(long, min(pages, len(long)))), start=2):
        words = lines[index].split(" ")
        at = chance.randrange(len(words) // 3, len(words) * 2 // 3)
        while at < len(words) - 1 and not (words[at][0].islower() and words[at - 1][-1].isalpha()):
            at += 1
        end = "\n" + page_end.format(page=page)
        lines[index] = " ".join(words[:at]) + end + ("" if end.endswith("\n") else "\n") + " ".join(words[at:])
    return "\n".join(lines)


def decomposed(text: str) -> str:
    """Return the text in Unicode form D, as some editors save it."""
    return unicodedata.normalize("NFD", text)


def oddly_spaced(text: str, seed: int) -> str:
    """Return the text with wider and unbreakable spaces between words and at the ends of lines."""
    chance = random.Random(seed)
    lines = []
    for line in text.split("\n"):
        if "\t" in line or not line.strip():
            lines.append(line)
            continue
        words = line.split(" ")
        gaps = [chance.choice(_SPACES) if chance.random() < 0.2 else " " for _ in words[1:]]
        lines.append("".join(word + gap for word, gap in zip(words, [*gaps, chance.choice(("", " "))], strict=True)))
    return "\n".join(lines)


def with_windows_line_ends(text: str) -> str:
    """Return the text with carriage returns."""
    return text.replace("\n", "\r\n")


def _is_table(lines: list[str], index: int) -> bool:
    near = lines[max(index - 3, 0) : index + 4]
    return any("\t" in line or "|" in line for line in near)
