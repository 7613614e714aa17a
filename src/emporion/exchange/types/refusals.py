"""Refusals of the exchange."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from emporion.kernel.errors import Refused


class Unexpected(Refused):
    """An error nobody foresaw, kept with its own words."""

    code = "exchange_unexpected"
    says = gettext_noop("The work stopped on an unexpected error: %(error)s")
    remedy = gettext_noop("Run the message again. If it stops at the same place, pass this line on to your integrator.")


class NoSuchChannel(Refused):
    """No connection of this code or number."""

    code = "no_such_channel"
    says = gettext_noop("There is no connection %(channel)s.")
    remedy = gettext_noop("Look at the list of connections on the Exchange page, or add this one.")


class ChannelExists(Refused):
    """The code is taken."""

    code = "channel_exists"
    says = gettext_noop("A connection with the code %(code)s exists already.")
    remedy = gettext_noop("Choose another code, or change the connection that has it.")


class ChannelOff(Refused):
    """The connection is switched off."""

    code = "channel_off"
    says = gettext_noop("The connection %(code)s is switched off.")
    remedy = gettext_noop("Switch it on in its settings on the Exchange page.")


class NoSuchSession(Refused):
    """The talk is not known."""

    code = "no_such_session"
    says = gettext_noop("There is no session %(session)s.")
    remedy = gettext_noop("Start the exchange again from its first step.")


class NoSuchMessage(Refused):
    """No message has this number."""

    code = "no_such_message"
    says = gettext_noop("There is no message number %(message)s.")
    remedy = gettext_noop("Open its list anew and choose again.")


class NoSuchDryRun(Refused):
    """No dry run has this number, or it was forgotten with its time."""

    code = "no_such_dry_run"
    says = gettext_noop("There is no dry run number %(dry_run)s any more.")
    remedy = gettext_noop("Try the message once more from its page.")


class ContentGone(Refused):
    """The bytes were reduced to hash and counts."""

    code = "content_gone"
    says = gettext_noop("The content of message %(message)s is no longer kept, only its hash and counts.")
    remedy = gettext_noop("Let the other side send it again.")


class ContentDamaged(Refused):
    """The file on disk is not what was stored."""

    code = "content_damaged"
    says = gettext_noop("The stored file %(path)s is damaged: %(problem)s.")
    remedy = gettext_noop("Restore it from a backup, or let the other side send it again.")


class KeyTaken(Refused):
    """Re-linking would make one key lead to two objects."""

    code = "exchange_key_taken"
    says = gettext_noop("The key %(key)s already leads to another object, number %(object_id)s.")
    remedy = gettext_noop("Merge the two objects first, or leave this key out.")


class Renumbered(Refused):
    """What a load names has keys that nobody knows, and looks like what is known under other ones."""

    code = "exchange_renumbered"
    says = gettext_noop(
        "Of %(total)s unknown keys %(count)s look like what is here under other keys: %(samples)s. "
        "Nothing of the file was taken, or all that would stand here twice."
    )
    remedy = gettext_noop(
        "Was the base created anew? Open the proposals and link the new keys to the goods that are here, or say that "
        "these are new goods; the file is taken by itself after that."
    )


class StillRelinked(Refused):
    """The keys of a connection are being linked anew just now."""

    code = "exchange_still_relinked"
    permanent = False
    says = gettext_noop("The keys of this connection are being linked anew.")
    remedy = gettext_noop("Wait until it is over; files that 1C sends again are taken after that.")


class QuestionOver(Refused):
    """The question was answered, or a newer exchange has left nothing to ask."""

    code = "exchange_question_over"
    says = gettext_noop("The question %(question)s is not open any more.")
    remedy = gettext_noop("Look at the Exchange page: somebody has answered it, or a newer exchange has settled it.")


class PausedAlready(Refused):
    """Somebody has paused it before."""

    code = "exchange_paused_already"
    says = gettext_noop("What leaves to %(name)s is paused already.")
    remedy = gettext_noop("Open the connection: it says who paused it and why.")


class NotPausedNow(Refused):
    """Somebody has resumed it before."""

    code = "exchange_not_paused_now"
    says = gettext_noop("What leaves to %(name)s is not paused any more.")
    remedy = gettext_noop("Open the connection: its journal says who resumed it.")


class ReasonUntold(Refused):
    """Whoever finds it so later will ask why."""

    code = "exchange_reason_untold"
    says = gettext_noop("Nobody said why.")
    remedy = gettext_noop("Write the reason: whoever finds it so later will ask.")


class UnknownWord(Refused):
    """A value outside its list."""

    code = "exchange_unknown_word"
    says = gettext_noop("“%(word)s” is none of: %(words)s.")
    remedy = gettext_noop("Choose one of these.")
