"""Two wordings of one sentence side by side: which words went and which came. Pure."""

import difflib
import re
from dataclasses import dataclass

_WORDS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in both wordings ("same"), only in the old one ("out"), or only in the new one ("in")."""

    sort: str
    words: str


def same_words(one: str, other: str) -> bool:
    """Tell whether two sentences say the same but for spaces, the first capital and the closing mark."""
    return _plain(one) == _plain(other)


def _plain(sentence: str) -> str:
    words = _WORDS.sub(" ", sentence).strip(" .,;:-–+/")
    return words[:1].lower() + words[1:]


def runs_of(old: str, new: str) -> list[Run]:
    """Return the new wording with what went and what came, word by word, in reading order. A mark alone is nothing."""
    before, after = _WORDS.split(old.strip()), _WORDS.split(new.strip())
    bare = [word.strip(".,;:") or word for word in before], [word.strip(".,;:") or word for word in after]
    runs: list[Run] = []
    for sort, a, b, c, d in difflib.SequenceMatcher(None, *bare, autojunk=False).get_opcodes():
        if sort == "equal":
            runs.append(Run("same", " ".join(after[c:d])))
            continue
        if b > a:
            runs.append(Run("out", " ".join(before[a:b])))
        if d > c:
            runs.append(Run("in", " ".join(after[c:d])))
    return runs
