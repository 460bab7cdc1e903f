"""What a careful reader takes from a plan, to be held against what the parser takes.

Two forms: with sentences (documents that we wrote ourselves) and without (real plans: tests/parsing/gold/README.md).
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class AnnotatedUnit:
    """One assignment; an optional one is neither a miss when absent nor an invention when present.

    `canonical` is the name in the catalogue, None for a heading of several bodies; it counts only when `catalogued`.
    """

    agency: str
    mode: str
    text: str
    optional: bool = False
    deadline: Mapping[str, Any] | None = None
    canonical: str | None = None
    catalogued: bool = False


@dataclass(frozen=True, slots=True)
class AnnotatedDuty:
    """One duty to report; an optional one is a matter of judgement."""

    reporter: str
    periods: frozenset[str]
    text: str = ""
    addressee: str | None = None
    via: str | None = None
    copy_to: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class AnnotatedPlan:
    """Head facts (number, issuer, date, level, period, signer, parent), assignments and duties of one document."""

    seed: str
    head: Mapping[str, Any]
    units: tuple[AnnotatedUnit, ...]
    duties: tuple[AnnotatedDuty, ...]
    difficulties: Mapping[str, str] | None = None


class Ink:
    """The letters and digits of a text, by number: places that no wrapping, marking or punctuation can move."""

    def __init__(self, text: str) -> None:
        self.text = unicodedata.normalize("NFC", text)
        self.places = [place for place, sign in enumerate(self.text) if sign.isalnum()]

    def passage(self, start: int, end: int) -> str:
        """Return the words from letter `start` to the letter before `end`, white space folded."""
        return " ".join(self.text[self.places[start] : self.places[end - 1] + 1].split())

    def find(self, passage: str, after: int = 0) -> tuple[int, int]:
        """Return the letters (start, end) of the first such passage at or behind letter `after`."""
        wanted = letters_of(passage)
        start = letters_of(self.text).index(wanted, after)
        return start, start + len(wanted)


def letters_of(text: str) -> str:
    """Return the letters and digits of a text, lower-case, one sign for each letter counted."""
    return "".join(
        sign.lower() if len(sign.lower()) == 1 else sign
        for sign in unicodedata.normalize("NFC", text)
        if sign.isalnum()
    )


def mark_of(text: str) -> str:
    """Return the sha256 of a passage's letters and digits."""
    return hashlib.sha256(letters_of(text).encode()).hexdigest()


def with_sentences(gold: Mapping[str, Any]) -> AnnotatedPlan:
    """Return the annotation of a document whose sentences stand in the annotation itself."""
    units = [
        AnnotatedUnit(
            agency=unit["agency"],
            mode=unit["mode"],
            text=unit["text"],
            optional=bool(unit.get("optional")),
            deadline=unit.get("deadline"),
            canonical=unit.get("canonical"),
            catalogued="canonical" in unit,
        )
        for unit in gold["units"]
    ]
    duties = [*_duties(gold["reporting"]), *_duties(gold.get("reporting_open", []), optional=True)]
    return AnnotatedPlan(gold["seed"], gold["meta"], tuple(units), tuple(duties), gold.get("difficulty_route"))


def of_real_plan(annotation: Path, plans: Path) -> AnnotatedPlan:
    """Return the annotation of a real plan, its sentences taken from the file in the folder `plans`.

    Raises ValueError when a passage of the file is not the one that was annotated.
    """
    gold = json.loads(annotation.read_text(encoding="utf-8"))
    ink = Ink((plans / gold["seed"]).read_text(encoding="utf-8"))
    return with_sentences(
        {
            **gold,
            "units": [_quoted(unit, ink) for unit in gold["units"]],
            "reporting": [_quoted(duty, ink) for duty in gold["reporting"]],
        }
    )


def _quoted(item: Mapping[str, Any], ink: Ink) -> dict[str, Any]:
    text = ink.passage(*item["letters"])
    if mark_of(text) != item["sha256"]:
        raise ValueError(f"letters {item['letters']} are not the passage that was annotated")
    return {**item, "text": text}


def _duties(duties: Iterable[Mapping[str, Any]], *, optional: bool = False) -> list[AnnotatedDuty]:
    return [
        AnnotatedDuty(
            reporter=duty["reporter"],
            periods=frozenset(duty["periods"]),
            text=duty.get("text", ""),
            addressee=duty.get("recipient"),
            via=duty.get("via"),
            copy_to=duty.get("copy_to"),
            optional=optional,
        )
        for duty in duties
    ]
