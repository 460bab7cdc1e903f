"""What a channel must offer. The registry lists the channels that send; the inbox needs no sending."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from tracker.notifications.letters import Letter


class Outlet(Protocol):
    """A way out that stands open for letters one after the other: a line to a server, a folder."""

    def hand_over(self, letter: Letter, before_text: Callable[[], None]) -> None:
        """Hand a letter over and return once it is certainly taken.

        `before_text` is called when all but the text is agreed: the second mark. Raises what outcome.py names, or
        ValueError when the letter can never go (an address that is none).
        """

    def close(self) -> None:
        """Say goodbye. Never raises."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that sends. `open` takes the longest time for one letter in seconds, None: the channel's own.

    `title` and `about` are words for people, shown through gettext.
    """

    name: str  # in the key of every line and message: never renamed
    title: str
    about: str
    is_wanted_unless_said: bool  # what holds for a person who has chosen nothing
    is_set_up: Callable[[], bool]
    open: Callable[[float | None], Outlet]
