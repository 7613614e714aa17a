"""Why an order cannot leave yet."""

from django.utils.translation import gettext_noop

from emporion.kernel.errors import Refused


class LineUnknownThere(Refused):
    """A line of goods that the other side has never told us of; it would make a new product of it."""

    code = "commerceml_line_unknown_there"
    says = gettext_noop("Order %(number)s waits: 1C does not know “%(name)s”.")
    remedy = gettext_noop("Bring the product from 1C with a catalog exchange, or take the line off the order.")


class DemoStaysHere(Refused):
    """An order that a demonstration invented, and a connection whose other end keeps real books."""

    code = "commerceml_demo_stays_here"
    says = gettext_noop("Order %(number)s was invented by the demonstration and goes to simulated connections alone.")
    remedy = gettext_noop("Sell in a shop of your own and name that shop in the settings of this connection.")


class RealStaysHere(Refused):
    """An order of a person, and a connection whose other end is a simulator."""

    code = "commerceml_real_stays_here"
    says = gettext_noop("Order %(number)s is a real one and goes to no simulated connection.")
    remedy = gettext_noop("Connect your 1C by a connection of its own.")


class NoFirstDay(Refused):
    """Nobody has said since when orders leave."""

    code = "commerceml_no_first_day"
    says = gettext_noop("Order %(number)s waits: nobody has said from which day on orders leave.")
    remedy = gettext_noop("Enter “Orders from” in the settings of the connection.")


class BeforeFirstDay(Refused):
    """The order is older than the first day."""

    code = "commerceml_before_first_day"
    says = gettext_noop("Order %(number)s is older than the day from which orders leave.")
    remedy = gettext_noop("Enter an earlier day under “Orders from” in the settings of the connection.")


class OrdersStayHere(Refused):
    """The connection is set so that no order leaves through it."""

    code = "commerceml_orders_stay_here"
    says = gettext_noop("Order %(number)s waits: no order leaves through this connection.")
    remedy = gettext_noop("Let orders out under “Whose word counts” in the settings of the connection.")


class NotThatFar(Refused):
    """Orders leave from a status on which this one has not reached."""

    code = "commerceml_not_that_far"
    says = gettext_noop("Order %(number)s leaves once it has come as far as the connection wants it.")
    remedy = gettext_noop("It leaves by itself; from which status on is set in the connection's settings.")


class NotTaken(Refused):
    """An order that 1C was given alone, twice, without ever saying that it has it."""

    code = "commerceml_not_taken"
    says = gettext_noop("1C did not take order %(number)s: it goes no further and lets the others pass.")
    remedy = gettext_noop("Look into the exchange log of 1C for the cause, correct the order and send it again.")


class ConfirmedThere(Refused):
    """A change of an order that 1C has confirmed: 1C passes over whatever the site says of it from then on."""

    code = "commerceml_confirmed_there"
    says = gettext_noop("Order %(number)s was changed here after 1C had confirmed it; 1C passes the change over.")
    remedy = gettext_noop("Make the same change in 1C, or take its confirmation back there and send the order again.")


class TheirGoodsUnknown(Refused):
    """1C put goods into the order that no catalog of its has brought."""

    code = "commerceml_their_goods_unknown"
    says = gettext_noop("Order %(number)s has goods in 1C that are not known here: %(names)s.")
    remedy = gettext_noop("Bring them with a catalog exchange first, then take 1C's lines.")
