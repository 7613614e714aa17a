"""Who is master of which data."""

from collections.abc import Iterable, Mapping
from typing import cast

from ..models import Authority
from ..types import DATA, Data, Master, Rule, Way

# What a shop that begins with 1C expects: 1C knows the goods, the shop knows its orders.
USUAL: Mapping[Data, Rule] = {
    data: Rule(data, "theirs", "in") for data in ("names", "properties", "pictures", "prices", "stock")
} | {
    "orders": Rule("orders", "ours", "both"),
    "statuses": Rule("statuses", "ours", "both"),
    "customers": Rule("customers", "ours", "out"),
}


def authority_of(channel: int, data: Data) -> Rule:
    """The rule for one kind of data; the usual one where nobody has said otherwise."""
    row = Authority.objects.filter(channel=channel, data=data).first()
    return _rule(row) if row else USUAL[data]


def authority_of_each(data: Data, channels: Iterable[int]) -> dict[int, Rule]:
    """The rule for one kind of data of some channels; one query."""
    wanted = list(channels)
    said = {row.channel_id: _rule(row) for row in Authority.objects.filter(channel__in=wanted, data=data)}
    return {channel: said.get(channel, USUAL[data]) for channel in wanted}


def master_of(channel: int, data: Data) -> Master:
    """Whose word counts when both sides change the same thing."""
    return authority_of(channel, data).master


def authority(channel: int) -> list[Rule]:
    """All rules of a channel, in the order of the settings page."""
    said = {row.data: _rule(row) for row in Authority.objects.filter(channel=channel)}
    return [said.get(data, USUAL[data]) for data in DATA]


def _rule(row: Authority) -> Rule:
    return Rule(cast(Data, row.data), cast(Master, row.master), cast(Way, row.direction), row.from_status)
