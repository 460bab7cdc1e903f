"""Agencies in running text: where a name begins and ends. Which agency it is, the catalogue says."""

import re
from functools import cache

from tracker.catalogue.kinds import all_kinds
from tracker.parsing.phrases import AGENCY_HEAD, AGENCY_TAIL, ANY_VERB, ORDER_WORDS, STRONG_VERB, mask_names
from tracker.vietnamese import fold

_STOP = re.compile(r"[.:()\[“\"]|\s[-–]\s(?=[A-ZĐ]?[a-z]+ trì)")
_JOINT = re.compile(r"\s*[,;]\s*(?:và\s+)?|\s+(?:và|cùng|hoặc)\s+")
_LONGEST_HEADING = 260
_LONGEST_KNOWN = 80
_MOST_WORDS = 16
_TRAILING = re.compile(r"(?:\s+(?:và|cùng|hoặc|có|cần|phải|tích cực)|[\s,;:.\-–])+$")


def agency_end(text: str, start: int = 0) -> int:
    """Return where the agencies that begin at `start` end; `start` itself when no agency begins there."""
    if not AGENCY_HEAD.match(text, start):
        return start
    limit = min(len(text), start + 600)
    masked = mask_names(text[start:limit])
    stop = len(masked)
    for rule in (ANY_VERB, _STOP):
        found = rule.search(masked, 1)
        if found:
            stop = min(stop, found.start())
    region = text[start : start + stop]
    end = len(region)
    for joint in _JOINT.finditer(region):
        if not AGENCY_TAIL.match(region, joint.end()):
            end = joint.start()
            break
    return start + len(_TRAILING.sub("", region[:end]))


def without_order(text: str) -> tuple[str, str]:
    """Return (order word or "", rest): ("Đề nghị", "Ủy ban Mặt trận …"), ("Giao", "Sở …"), ("", "Sở …")."""
    found = ORDER_WORDS.match(text)
    return (found.group("word"), text[found.end() :]) if found else ("", text)


def is_agency_heading(text: str) -> bool:
    """Tell a paragraph (without its number) that holds only the name of one or more agencies."""
    _, name = without_order(text)
    name = name.rstrip(" :;.")
    if not AGENCY_HEAD.match(name):
        return _is_known(name)
    if len(name) > _LONGEST_HEADING or ": " in name:
        return False
    if "." in name.replace("TP.", "").replace("H.", ""):
        return False
    masked = mask_names(name)
    sentence = text.rstrip().endswith((".", ";"))
    return not STRONG_VERB.search(masked) and (
        agency_end(name) == len(name) or (not sentence and len(name.split()) <= _MOST_WORDS)
    )


def _is_known(name: str) -> bool:
    """Tell a short name that the catalogue spells exactly so, though it begins like no other agency."""
    return len(name) <= _LONGEST_KNOWN and fold(name) in _spellings()


@cache
def _spellings() -> frozenset[str]:
    return frozenset(fold(words) for kind in all_kinds() for words in (kind.name, *kind.variants))


def inline_heading(text: str) -> tuple[int, int] | None:
    """Return (end of the name, start of the work) for "Sở X: chủ trì …", None for another form."""
    colon = text.find(":")
    if colon <= 0 or colon > _LONGEST_HEADING or not text[colon + 1 :].strip():
        return None
    if not is_agency_heading(text[:colon]):
        return None
    rest = text[colon + 1 :]
    return len(text[:colon].rstrip()), colon + 1 + len(rest) - len(rest.lstrip())


def opening_agency(text: str) -> int:
    """Return where the agencies end with which an order begins ("Các sở … có trách nhiệm …"), 0 when it does not.

    A verb must follow at once; a name alone is a heading, not an order.
    """
    end = agency_end(text)
    if not end:
        return 0
    rest = text[end:].lstrip(" ,")
    return end if rest and ANY_VERB.match(mask_names(rest)) else 0


def heads_agency(text: str) -> bool:
    """Tell whether a paragraph (without its number) is addressed to an agency in one of the three ways."""
    if is_agency_heading(text) or inline_heading(text):
        return True
    return bool(opening_agency(without_order(text)[1]))


def agencies_in(text: str, start: int = 0) -> str | None:
    """Return the first agencies named in `text` from `start` on, None when none is."""
    for found in AGENCY_HEAD.finditer(text, start):
        if found.start() and (text[found.start() - 1].isalnum()):
            continue
        end = agency_end(text, found.start())
        if end > found.start():
            return text[found.start() : end]
    return None
