"""One sentence of the parts that hand out work, with what the place where it stands says about it."""

from dataclasses import dataclass

from tracker.parsing.draft import Span

WORK, LEAD_IN, CLOSING, UNPLACED, REPEATED = "work", "lead_in", "closing_order", "unplaced", "repeated"


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence at text[start:end]. `agency` is the written name of whose work it is, or of whom the order names.

    A task of a block or a table also says that its agency `leads`, its `partners`, the place of its `time`, and whether
    it names a `product`. `listed` are bodies that a sentence enumerates behind the class in its heading.
    `also_time` is the place of the time that a second telling of the same task states, for a sentence without its own.
    `guessed` says that a sentence outside the assigning parts names who acts without an order: a person confirms it.
    `rival` is another body that opens the sentence though the part where it stands speaks to `agency`.
    """

    kind: str
    start: int
    end: int
    agency: str | None
    mode: str
    section: str | None
    unsure: bool = False
    leads: bool = False
    partners: tuple[str, ...] = ()
    time: Span | None = None
    product: bool = False
    listed: tuple[str, ...] = ()
    also_time: Span | None = None
    guessed: bool = False
    rival: str | None = None
