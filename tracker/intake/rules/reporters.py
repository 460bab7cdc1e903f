"""Who owes a drafted reporting duty."""

from dataclasses import dataclass

from tracker.catalogue.recognise import split_names
from tracker.intake.rules.leads import Lead, Surroundings, is_known, leads_named, without_doubles


@dataclass(frozen=True, slots=True)
class Reporters:
    """The agencies that report; with `every_lead` also every agency that leads a task; `unknown`: nobody knows."""

    leads: tuple[Lead, ...]
    every_lead: bool
    unknown: tuple[str, ...] = ()


def reporters_of(words: str, around: Surroundings) -> Reporters:
    """Return who reports. An open class ("các sở, ban, ngành") is every agency that leads a task in the plan."""
    leads: list[Lead] = []
    every_lead = False
    unknown: list[str] = []
    for name in split_names(words):
        found, open_class = leads_named(name, around)
        every_lead = every_lead or open_class is not None
        leads += [item for item in found if is_known(item)]
        unknown += [item["name"] for item in found if not is_known(item)]
    return Reporters(tuple(without_doubles(leads)), every_lead, tuple(unknown))
