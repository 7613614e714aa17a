"""Why a request is turned away before anything is done: who asks, and what for."""

from django.utils.translation import gettext_noop

from emporion.kernel.errors import Refused


class SwitchedOff(Refused):
    """The connection is known and a person has switched it off."""

    code = "commerceml_switched_off"
    says = gettext_noop("This connection is switched off.")
    remedy = gettext_noop("Switch it on again on its page under Exchange, or stop the exchange in 1C.")


class WrongLogin(Refused):
    """Neither name nor password is told apart: who guesses learns nothing."""

    code = "commerceml_wrong_login"
    says = gettext_noop("Wrong login or password.")
    remedy = gettext_noop("Type login and password into 1C again as the page of the connection shows them.")


class TooManyLogins(Refused):
    """Somebody guesses, or an old password stands in 1C's settings."""

    code = "commerceml_too_many_logins"
    says = gettext_noop("Too many wrong logins, wait a minute.")
    remedy = gettext_noop("Correct the password in 1C first: every wrong try begins the minute anew.")


class NotSignedIn(Refused):
    """A step of a talk that has not begun, or whose token is a day old."""

    code = "commerceml_not_signed_in"
    says = gettext_noop("Sign in first: mode=checkauth.")
    remedy = gettext_noop(
        "Let 1C start the exchange again from its first step. If it comes back, a proxy on the way drops the cookie."
    )


class UnknownCommand(Refused):
    """A step that the protocol does not have, or that we do not speak."""

    code = "commerceml_unknown_command"
    says = gettext_noop("Unknown command type=%(kind)s mode=%(mode)s")
    remedy = gettext_noop("Only exchanges of type=catalog and type=sale are known here; switch the others off in 1C.")


class UnknownMethod(Refused):
    """HTTP has more verbs than GET and POST; 1C uses no other."""

    code = "commerceml_unknown_method"
    says = gettext_noop("A request by the method %(method)s is no request of the exchange.")
    remedy = gettext_noop("1C uses GET and POST; look what else calls this address, such as a monitor.")


class FileWithoutBody(Refused):
    """mode=file by GET: the bytes of the file were left on the way, as a redirect does."""

    code = "commerceml_file_without_body"
    says = gettext_noop("The file %(name)s was to come, but the request has no content.")
    remedy = gettext_noop("Look for a redirect on the way, such as from http to https: type the final address into 1C.")


class SharedLogin(Refused):
    """The address names no connection, and the login names several."""

    code = "commerceml_shared_login"
    says = gettext_noop("The login %(login)s belongs to several connections: %(channels)s.")
    remedy = gettext_noop(
        "Give each connection a login of its own, or type the whole address of the connection into 1C."
    )


class NoSuchAddress(Refused):
    """A path below ours that leads nowhere: a misspelled address, or one with something behind it."""

    code = "commerceml_no_such_address"
    says = gettext_noop("There is no exchange at the address %(path)s.")
    remedy = gettext_noop("Copy the address from the page of the connection under Exchange.")


class WrongHost(Refused):
    """The house is asked under a name that it does not answer to."""

    code = "commerceml_wrong_host"
    says = gettext_noop("This site does not answer to the name %(host)s.")
    remedy = gettext_noop(
        "Type an address with one of its own names into 1C (%(names)s), or add the name to EMPORION_HOSTS."
    )


class TwoMarks(Refused):
    """Not refused, only told: it works here, and fails at others."""

    code = "commerceml_two_question_marks"
    says = gettext_noop("The address in 1C has a ? of its own, so the request has two. It was understood.")
    remedy = gettext_noop("Type the address into 1C without the ? and what follows it.")
