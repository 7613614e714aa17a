"""The verbs of the exchange. channel and session are row numbers; bulk verbs take many rows a call."""

from ..storage import store
from .authority import set_authority
from .channels import add_channel, change_channel, hold_channel
from .dry_runs import apply_dry_run, ask_dry_run, begin_dry_run, fail_dry_run, finish_dry_run, note_dry_run
from .identity import forget_digests, forget_keys, link, mark_seen, relink
from .leaving import give_up_outgoing, pause_outgoing, resume_outgoing, retry_outgoing
from .messages import (
    begin_message,
    expire_messages,
    fail_message,
    finish_message,
    forget_held,
    hold_message,
    keep_message,
    note_progress,
    reduce_messages,
    refuse_message,
    wait_message,
)
from .outbox import confirm, fail, hold, note_there, offer, want
from .quarantine import (
    mark_as_told,
    mark_fixed,
    mark_for_retry,
    mark_ignored,
    refuse_rows,
    settle_read,
    settle_rows,
)
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
    "apply_dry_run",
    "ask",
    "ask_dry_run",
    "begin_dry_run",
    "begin_message",
    "change_channel",
    "confirm",
    "end_session",
    "end_silent_sessions",
    "expire_messages",
    "fail",
    "fail_dry_run",
    "fail_message",
    "finish_dry_run",
    "finish_message",
    "forget_digests",
    "forget_held",
    "forget_keys",
    "give_up_outgoing",
    "hold",
    "hold_channel",
    "hold_message",
    "keep_message",
    "link",
    "log_step",
    "mark_as_told",
    "mark_fixed",
    "mark_for_retry",
    "mark_ignored",
    "mark_seen",
    "note_dry_run",
    "note_progress",
    "note_there",
    "note_version",
    "offer",
    "open_session",
    "reduce_messages",
    "pause_outgoing",
    "refuse_message",
    "refuse_rows",
    "relink",
    "resume_outgoing",
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
