"""Whether what an order asks for may be sold at all."""

from collections.abc import Iterable

from emporion.exchange.queries import channels, keys_of, unanswered

from ..types import NotYetForSale


def refuse_unanswered(variants: Iterable[int]) -> None:
    """Refuse variants that only connections have brought whose checklist nobody has answered yet."""
    waiting = unanswered()
    if not waiting:
        return
    wanted = sorted(set(variants))
    held = {channel.id: set(keys_of(channel.id, "variant", wanted)) for channel in channels()}
    answered = set().union(*(held[one] for one in held if one not in {channel.id for channel in waiting}))
    for channel in waiting:
        if held[channel.id] - answered:
            raise NotYetForSale(connection=channel.title or channel.code)
