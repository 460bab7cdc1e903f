"""The channels that send, in the order in which pages list them."""

from collections.abc import Mapping

from tracker.notifications.channels.channel import Channel
from tracker.notifications.channels.email.outlet import EMAIL
from tracker.notifications.channels.webhook.outlet import WEBHOOK

CHANNELS: Mapping[str, Channel] = {channel.name: channel for channel in (EMAIL, WEBHOOK)}


def channels_set_up() -> list[Channel]:
    """Return the channels that this installation can send by (settings)."""
    return [channel for channel in CHANNELS.values() if channel.is_set_up()]
