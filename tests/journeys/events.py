"""Who hears of a deed at once, whatever the ladder: written by hand, from what offices expect of each other."""

from collections.abc import Iterator, Mapping, Sequence

from tests.journeys.oracle import People, Thing
from tracker.demonstration.script import AGRICULTURE, EDUCATION, FINANCE, HEALTH
from tracker.demonstration.year.script import Deed

Event = tuple[int, str]  # person, and the kind of thing it is about

# Of what: a task, a report, a request, a difficulty; who hears: who judges the agency's work, or its clerks and head.
HEARS = {
    "done": ("task", "judge"),
    "decline": ("task", "judge"),
    "confirm": ("task", "clerk head"),
    "return": ("task", "clerk head"),
    "submit": ("report_row", "judge"),
    "send_up": ("report_row", "judge"),
    "accept": ("report_row", "clerk head"),
    "accept_up": ("report_row", "clerk head"),
    "return_report": ("report_row", "clerk head"),
    "return_up": ("report_row", "clerk head"),
    "urge": ("report_row", "clerk head"),
    "ask_task": ("extension_request", "judge"),
    "ask_report": ("extension_request", "judge"),
    "grant": ("extension_request", "clerk head"),
    "refuse": ("extension_request", "clerk head"),
    "raise": ("difficulty", "judge"),
    "answer": ("difficulty", "clerk head"),
    "take_in": ("report_row", "clerk head"),
}
TELLS_NOBODY = ("acknowledge", "update", "end_agency", "excuse_communes")  # the communes have no account


def events_of(acts: Sequence[Deed], people: People, agencies: Mapping[str, int]) -> Iterator[Event]:
    """Yield each person that must hear of what was done, with the kind of thing."""
    for deed in acts:
        if deed.what == "hand_over":
            concerned = [("task", "clerk head", deed.whose), ("task", "clerk head", deed.letter)]
        elif deed.what == "call":
            concerned = [("report_row", "clerk head", name) for name in (HEALTH, FINANCE, EDUCATION)]
        elif deed.what in TELLS_NOBODY:
            concerned = []
        else:
            kind, to = HEARS[deed.what]
            concerned = [(kind, to, deed.whose or deed.who or AGRICULTURE)]
        for kind, to, name in concerned:
            yield from ((who, kind) for who in people.reached(to, Thing(kind, 0, agencies[name])))
