"""The questions to the exchange."""

from .authority import authority, authority_of, master_of
from .channels import channel_by_code, channel_by_id, channels, secrets_of, unanswered
from .identity import absent, digests, keys_of, known, object_of
from .lateness import agreed, late
from .messages import (
    listed_messages,
    message,
    message_views,
    messages,
    messages_in_work,
    messages_since,
    not_read,
    open_message,
    raw_bytes,
)
from .outbox import confirmed_before, known_there, last_confirmed, outgoing, told_of, waiting_count
from .quarantine import (
    causes,
    listed_quarantine,
    messages_to_retry,
    missing_keys,
    open_count,
    open_places,
    quarantine_codes,
    quarantine_views,
    quarantined,
    quarantined_row,
)
from .questions import question, questions
from .sessions import listed_sessions, session, session_by_token, session_views, sessions, steps, turned_away

__all__ = [
    "absent",
    "agreed",
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
    "last_confirmed",
    "late",
    "listed_messages",
    "listed_quarantine",
    "listed_sessions",
    "master_of",
    "message",
    "message_views",
    "messages",
    "messages_in_work",
    "messages_since",
    "messages_to_retry",
    "missing_keys",
    "not_read",
    "object_of",
    "open_count",
    "open_message",
    "open_places",
    "outgoing",
    "quarantine_codes",
    "quarantine_views",
    "quarantined",
    "quarantined_row",
    "question",
    "questions",
    "raw_bytes",
    "secrets_of",
    "session",
    "session_by_token",
    "session_views",
    "sessions",
    "steps",
    "told_of",
    "turned_away",
    "unanswered",
    "waiting_count",
]
