"""Why orders decline."""

from django.utils.translation import gettext_noop

from emporion.kernel.errors import Refused


class UnknownOrder(Refused):
    """No order has this number."""

    code = "unknown_order"
    says = gettext_noop("There is no order %(number)s.")
    remedy = gettext_noop("Open its list anew and choose again.")


class UnknownShop(Refused):
    """No shop has this code."""

    code = "unknown_shop"
    says = gettext_noop("There is no shop %(shop)s.")
    remedy = gettext_noop("Open its list anew and choose again.")


class NumberTaken(Refused):
    """Another order has this number; the same order twice needs the same key."""

    code = "number_taken"
    says = gettext_noop("There already is an order %(number)s.")
    remedy = gettext_noop("Open that order, or give this one another number.")


class EmptyOrder(Refused):
    """An order needs at least one line."""

    code = "empty_order"
    says = gettext_noop("The order has no lines.")
    remedy = gettext_noop("Add at least one product, or cancel the order.")


class NoPrice(Refused):
    """A line has no price and the shop's price type has none for it."""

    code = "no_price"
    says = gettext_noop("%(name)s has no price of type %(price_type)s.")
    remedy = gettext_noop("Enter the price in the line, or set it on the product's page.")


class NotForSale(Refused):
    """The product is hidden."""

    code = "not_for_sale"
    says = gettext_noop("%(name)s is not for sale: it is switched off in the catalog.")
    remedy = gettext_noop("Switch it on in the catalog, or take it off the order.")


class NotYetForSale(Refused):
    """The goods came by a connection whose checklist is still open: prices, taxes and warehouses are not said yet."""

    code = "not_yet_for_sale"
    says = gettext_noop("What “%(connection)s” has brought is not for sale yet.")
    remedy = gettext_noop("Answer the checklist of this connection on the Exchange page.")


class DiscountTooLarge(Refused):
    """A discount of more than the line is worth, or of less than nothing."""

    code = "discount_too_large"
    says = gettext_noop("A discount of %(discount)s does not fit a line of %(total)s.")
    remedy = gettext_noop("Take off at most what the line comes to.")


class AlreadyShipped(Refused):
    """What has left the house cannot be cancelled or taken off."""

    code = "already_shipped"
    says = gettext_noop("Order %(number)s is shipped, at least in part.")
    remedy = gettext_noop("Take the goods back with a return instead.")


class ForeignPrice(Refused):
    """A line's price is in another currency than the order; an order has one."""

    code = "foreign_price"
    says = gettext_noop("The price of %(name)s is in %(currency)s, the order is in %(expected)s.")
    remedy = gettext_noop("Enter the price in %(expected)s.")


class NothingAsked(Refused):
    """A line asks for nothing, or for less."""

    code = "nothing_asked"
    says = gettext_noop("%(name)s is asked for %(quantity)s times.")
    remedy = gettext_noop("Enter more than nothing, or take the line off.")


class NothingLeft(Refused):
    """All that was ordered has left, so there is no rest to cancel."""

    code = "nothing_left_to_cancel"
    says = gettext_noop("All of order %(number)s has left already.")
    remedy = gettext_noop("Take the goods back with a return instead.")


class NothingHasLeft(Refused):
    """Nothing of the order has left: then it is called off as a whole."""

    code = "nothing_has_left"
    says = gettext_noop("Nothing of order %(number)s has left yet.")
    remedy = gettext_noop("Cancel the order as a whole, or change its lines.")


class MoreThanPaid(Refused):
    """More is given back than ever came in."""

    code = "more_than_paid"
    says = gettext_noop("Of order %(number)s %(paid)s are paid; %(amount)s cannot go back.")
    remedy = gettext_noop("Give back at most what was paid.")


class MoreThanShipped(Refused):
    """More comes back than is with the customer."""

    code = "more_than_shipped"
    says = gettext_noop("Of %(name)s the customer of order %(number)s has %(has)s; %(asked)s cannot come back.")
    remedy = gettext_noop("Take back at most what was shipped and has not come back yet.")


class HasManager(Refused):
    """Somebody else has taken the order."""

    code = "has_manager"
    says = gettext_noop("Order %(number)s has a manager already.")
    remedy = gettext_noop("Ask that colleague, or somebody who may give orders to others, to hand it over.")


class ManagerAway(Refused):
    """Who is to get the order works here no more."""

    code = "manager_away"
    says = gettext_noop("Nobody of this number works here.")
    remedy = gettext_noop("Choose a colleague of the list.")


class WrongCurrency(Refused):
    """The payment is in another currency than the order."""

    code = "wrong_currency"
    says = gettext_noop("Order %(number)s is paid in %(expected)s, not in %(currency)s.")
    remedy = gettext_noop("Note the amount in the currency of the order.")


class UnknownStatus(Refused):
    """No status has this code."""

    code = "unknown_status"
    says = gettext_noop("There is no status “%(status)s”.")
    remedy = gettext_noop("Open the list of statuses and choose one of them.")


class StatusNameTaken(Refused):
    """Another status is called so in the same language."""

    code = "status_name_taken"
    says = gettext_noop("Another status is called “%(name)s” already.")
    remedy = gettext_noop("Choose a name that tells the two apart.")
