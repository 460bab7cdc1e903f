"""By which channels a person hears: what is set up, what the administrator allows, what the person chose.

Asked when a line is queued and again when its message is about to go. The inbox is always on and is not asked about.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select

from tracker.accounts.models import Appointment
from tracker.extensions import db
from tracker.notifications.channels.channel import Channel
from tracker.notifications.channels.registry import channels_set_up
from tracker.notifications.models import ChannelChoice, ChannelLimit
from tracker.rights import Role

SOME = 500  # people named in one statement


@dataclass(frozen=True, slots=True)
class Wishes:
    """The answers for some people: what limits each channel, what each person chose, what roles they have."""

    channels: tuple[Channel, ...]
    limits: Mapping[str, ChannelLimit]
    choices: Mapping[tuple[int, str], bool]
    roles: Mapping[int, frozenset[str]]

    def of(self, person_id: int) -> list[str]:
        """Return the names of the channels by which the person hears."""
        return [c.name for c in self.channels if self.allows(c, person_id) and self.wants(c, person_id)]

    def allows(self, channel: Channel, person_id: int) -> bool:
        """Tell whether the administrator lets the person use the channel."""
        limit = self.limits.get(channel.name)
        if limit is None:
            return True
        return limit.is_allowed and (
            limit.roles is None or not self.roles.get(person_id, frozenset()).isdisjoint(limit.roles)
        )

    def wants(self, channel: Channel, person_id: int) -> bool:
        """Tell whether the person wants the channel."""
        return self.choices.get((person_id, channel.name), channel.is_wanted_unless_said)


def wishes_of(person_ids: Collection[int], *, on: date) -> Wishes:
    """Return the wishes of some people on a day. Two statements, three where a channel is limited to roles."""
    limits = {limit.channel: limit for limit in db.session.scalars(select(ChannelLimit))}
    needs_roles = any(limit.roles is not None for limit in limits.values())
    choices: dict[tuple[int, str], bool] = {}
    roles: dict[int, set[str]] = {}
    ordered = sorted(person_ids)
    for start in range(0, len(ordered), SOME):
        some = ordered[start : start + SOME]
        rows = db.session.execute(
            select(ChannelChoice.person_id, ChannelChoice.channel, ChannelChoice.is_wanted).where(
                ChannelChoice.person_id.in_(some)
            )
        )
        choices |= {(person_id, channel): is_wanted for person_id, channel, is_wanted in rows}
        if needs_roles:
            for person_id, role in db.session.execute(_offices(some, on)):
                roles.setdefault(person_id, set()).add(role)
    held = {person_id: frozenset(names) for person_id, names in roles.items()}
    return Wishes(tuple(channels_set_up()), limits, choices, held)


def _offices(person_ids: list[int], on: date) -> Select[tuple[int, Role]]:
    return select(Appointment.person_id, Appointment.role).where(
        Appointment.person_id.in_(person_ids),
        Appointment.starts_on <= on,
        or_(Appointment.ends_on.is_(None), Appointment.ends_on >= on),
    )
