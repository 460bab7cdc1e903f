"""Do what the script of the year says, through the services that people use. A refused deed is a wrong script."""

from collections.abc import Callable

from tracker import clock
from tracker.demonstration.cast import Province
from tracker.demonstration.year import asking, reporting, working
from tracker.demonstration.year.script import ADMINISTRATOR, MONITOR, SECRETARY, Deed
from tracker.rights import Actor

Doing = Callable[[Province, Deed, Actor], None]
DOINGS: dict[str, Doing] = {**working.DOINGS, **reporting.DOINGS, **asking.DOINGS}


def do(province: Province, deed: Deed) -> None:
    """Let the deed be done today."""
    assert deed.day == clock.today()
    DOINGS[deed.what](province, deed, actor(province, deed.who))


def actor(province: Province, who: str) -> Actor:
    """Return who did it: the holder of a shown role, or the clerk of an agency."""
    if who in (MONITOR, SECRETARY, ADMINISTRATOR):
        return province.actor(who)
    return province.clerk_of(province.agency(who).id)
