"""Why an order cannot be written for 1C; the facts name the order, never its customer."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from emporion.kernel.errors import Refused


class OrderUnwritable(Refused):
    """An order that 1C could not load, and with it all the others of the file."""

    code = "commerceml.order"
    says = gettext_noop("Order %(number)s cannot be written for 1C.")
    remedy = gettext_noop("Send the diagnosis of the house to whoever helps you; this should not happen.")


class NumberTooLong(OrderUnwritable):
    """UT 11 looks a number up in a column of 11 characters: a longer one makes a new order at every exchange."""

    code = "commerceml.order.number_too_long"
    says = gettext_noop("The order number %(number)s has more than %(limit)s characters.")
    remedy = gettext_noop("Give the shop a shorter number series or prefix: 1C compares only %(limit)s characters.")


class NumberMissing(OrderUnwritable):
    """Without a number 1C cannot answer about the order."""

    code = "commerceml.order.number_missing"
    says = gettext_noop("An order without a number cannot be sent to 1C.")
    remedy = gettext_noop("Send the diagnosis of the house to whoever helps you; this should not happen.")


class NoLines(OrderUnwritable):
    """An order without goods."""

    code = "commerceml.order.no_lines"
    says = gettext_noop("Order %(number)s has no lines.")
    remedy = gettext_noop("Add goods to the order; it leaves with the next exchange.")


class CurrencyUnwritable(OrderUnwritable):
    """CommerceML has exactly three characters for a currency."""

    code = "commerceml.order.currency"
    says = gettext_noop("Order %(number)s: the currency “%(currency)s” is not three characters long.")
    remedy = gettext_noop("Give the shop's price type the code of its currency, such as EUR.")


class AmountTooFine(OrderUnwritable):
    """CommerceML money has two decimals."""

    code = "commerceml.order.amount_too_fine"
    says = gettext_noop("Order %(number)s: an amount has more than two decimals.")
    remedy = gettext_noop("Round the prices of its lines to two decimals.")


class IdTooLong(OrderUnwritable):
    """Ids have 40 characters, goods with a variant 80; a cut one would name something else."""

    code = "commerceml.order.id_too_long"
    says = gettext_noop("Order %(number)s: the id %(id)s has more than %(limit)s characters.")
    remedy = gettext_noop("Send the diagnosis of the house to whoever helps you; this should not happen.")
