"""With which texts a new draft begins: from the agency's last report, or from what the system knows. Pure."""

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass


class Source(enum.StrEnum):
    """Where a text comes from that the agency did not type."""

    LAST_REPORT = "last_report"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Offered:
    """A text offered for a section: not the agency's own word until somebody changes it."""

    source: str
    text: str


def offers(carried: Mapping[str, str], proposed: Mapping[str, str]) -> dict[str, Offered]:
    """Return what is offered by section code. What the system knows of this period goes before last period's text."""
    found = {code: Offered(Source.LAST_REPORT, text) for code, text in carried.items() if text}
    return found | {code: Offered(Source.SYSTEM, text) for code, text in proposed.items() if text}


def untouched(content: Mapping[str, str], offered: Mapping[str, Offered]) -> dict[str, Offered]:
    """Return the offered texts that stand in the draft as they were offered."""
    return {code: offer for code, offer in offered.items() if content.get(code) == offer.text}


Edit = Callable[[Mapping[str, str], Mapping[str, Offered]], dict[str, str]]
"""One press that changes the texts of a draft: given the texts and what was offered, the texts that stay."""


def drop_offers(source: Source) -> Edit:
    """Return the press that drops every text from there that nobody changed."""

    def drop(content: Mapping[str, str], offered: Mapping[str, Offered]) -> dict[str, str]:
        gone = {code for code, offer in untouched(content, offered).items() if offer.source is source}
        return {code: text for code, text in content.items() if code not in gone}

    return drop


def clear_text(section: str) -> Edit:
    """Return the press that empties one section."""
    return lambda content, _offered: {code: text for code, text in content.items() if code != section}


def fill_empty(content: Mapping[str, str], offered: Mapping[str, Offered]) -> dict[str, str]:
    """Take the offers again, where nothing stands."""
    return {code: offer.text for code, offer in offered.items()} | dict(content)
