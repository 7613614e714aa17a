"""The verbs of the exchange. channel and session are row numbers; bulk verbs take many rows a call."""

from ..storage import store
from .authority import set_authority
from .channels import add_channel, change_channel, hold_channel
from .identity import forget_digests, forget_keys, link, mark_seen, relink
from .messages import (
    begin_message,
    expire_messages,
    fail_message,
    finish_message,
    keep_message,
    note_progress,
    refuse_message,
    wait_message,
)
from .outbox import confirm, fail, hold, note_there, offer, retry_outgoing, want
from .quarantine import mark_fixed, mark_for_retry, mark_ignored, refuse_rows, settle_read, settle_rows
from .questions import answer_question, ask, withdraw_question
from .sessions import (
    end_session,
    end_silent_sessions,
    log_step,
    note_version,
    open_session,
    touch,
)

__all__ = [
    "add_channel",
    "answer_question",
    "ask",
    "begin_message",
    "change_channel",
    "confirm",
    "end_session",
    "end_silent_sessions",
    "expire_messages",
    "fail",
    "fail_message",
    "finish_message",
    "forget_digests",
    "forget_keys",
    "hold",
    "hold_channel",
    "keep_message",
    "link",
    "log_step",
    "mark_fixed",
    "mark_for_retry",
    "mark_ignored",
    "mark_seen",
    "note_progress",
    "note_there",
    "note_version",
    "offer",
    "open_session",
    "refuse_message",
    "refuse_rows",
    "relink",
    "retry_outgoing",
    "set_authority",
    "settle_read",
    "settle_rows",
    "store",
    "touch",
    "wait_message",
    "want",
    "withdraw_question",
]
