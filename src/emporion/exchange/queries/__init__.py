"""The questions to the exchange."""

from .authority import authority, authority_of, master_of
from .channels import channel_by_code, channel_by_id, channels, secrets_of
from .identity import absent, digests, keys_of, known, object_of
from .messages import message, messages, messages_in_work, open_message, raw_bytes
from .outbox import confirmed_before, outgoing, told_of, waiting_count
from .quarantine import causes, open_count, quarantined, rows_to_retry
from .sessions import session, session_by_token, sessions, steps

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
    "master_of",
    "message",
    "messages",
    "messages_in_work",
    "object_of",
    "open_count",
    "open_message",
    "outgoing",
    "quarantined",
    "raw_bytes",
    "rows_to_retry",
    "secrets_of",
    "session",
    "session_by_token",
    "sessions",
    "steps",
    "told_of",
    "waiting_count",
]
