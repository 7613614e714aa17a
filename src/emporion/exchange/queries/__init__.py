"""The questions to the exchange."""

from .authority import authority, authority_of, master_of
from .channels import channel_by_code, channel_by_id, channels, secrets_of
from .identity import absent, digests, keys_of, known, object_of
from .messages import message, messages, messages_in_work, open_message, raw_bytes
from .outbox import confirmed_before, known_there, outgoing, told_of, waiting_count
from .quarantine import causes, messages_to_retry, missing_keys, open_count, open_places, quarantined
from .sessions import session, session_by_token, sessions, steps, turned_away

__all__ = [
    "absent",
    "authority",
    "authority_of",
    "causes",
    "channel_by_code",
    "channel_by_id",
    "channels",
    "confirmed_before",
    "digests",
    "keys_of",
    "known",
    "known_there",
    "master_of",
    "message",
    "messages",
    "messages_in_work",
    "messages_to_retry",
    "missing_keys",
    "object_of",
    "open_count",
    "open_message",
    "open_places",
    "outgoing",
    "quarantined",
    "raw_bytes",
    "secrets_of",
    "session",
    "session_by_token",
    "sessions",
    "steps",
    "told_of",
    "turned_away",
    "waiting_count",
]
