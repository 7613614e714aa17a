"""What a message needs around it before its first row is read."""

from __future__ import annotations

from emporion.catalog.queries import doubles_keys
from emporion.exchange.queries import (
    authority,
    channel_by_id,
    digests,
    keys_of,
    message,
    places_as_told,
    session,
    shadow_of,
)
from emporion.stock.queries import promised_variants

from ..settings import Settings
from ..uploads import area
from .beside import BESIDE
from .load import Load, known_references


def load_for(number: int) -> Load:
    """What a message needs around it before its first row is read."""
    kept = message(number)
    channel = channel_by_id(kept.channel)
    talk = session(kept.session) if kept.session else None
    load = Load(
        channel=channel,
        settings=Settings.model_validate(channel.settings),
        message=number,
        session=kept.session,
        started_at=talk.started_at if talk else kept.at,
        kept_at=kept.at,
        known=known_references(channel.id),
        ours=frozenset(rule.data for rule in authority(channel.id) if rule.master == "ours"),
        folder=str(area(channel.id) / "files"),
        as_told=places_as_told(number),
        shadow=shadow_of(channel.id),
        doubles=doubles_keys(channel.id),
    )
    load.had_variants = next(digests(channel.id, "variant"), None) is not None
    load.has_beside = next(digests(channel.id, BESIDE), None) is not None
    promised = promised_variants(load.master)
    load.hot = frozenset(keys_of(channel.id, "variant", sorted(promised)).values())
    return load
