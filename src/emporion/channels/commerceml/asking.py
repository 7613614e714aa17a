"""Why a request is turned away before anything is done: who asks, and what for."""

from django.utils.translation import gettext_noop

from emporion.kernel.errors import Refused


class SwitchedOff(Refused):
    """The connection is known and a person has switched it off."""

    code = "commerceml_switched_off"
    says = gettext_noop("This connection is switched off.")


class WrongLogin(Refused):
    """Neither name nor password is told apart: who guesses learns nothing."""

    code = "commerceml_wrong_login"
    says = gettext_noop("Wrong login or password.")


class TooManyLogins(Refused):
    """Somebody guesses, or an old password stands in 1C's settings."""

    code = "commerceml_too_many_logins"
    says = gettext_noop("Too many wrong logins, wait a minute.")


class NotSignedIn(Refused):
    """A step of a talk that has not begun, or whose token is a day old."""

    code = "commerceml_not_signed_in"
    says = gettext_noop("Sign in first: mode=checkauth.")


class UnknownCommand(Refused):
    """A step that the protocol does not have, or that we do not speak."""

    code = "commerceml_unknown_command"
    says = gettext_noop("Unknown command type=%(kind)s mode=%(mode)s")
