"""Why a row that could be read cannot be taken."""

from django.utils.translation import gettext_noop

from emporion.kernel.errors import Refused


class UnknownGoods(Refused):
    """An offer of goods that no catalog has brought yet."""

    code = "commerceml_unknown_goods"
    says = gettext_noop("The offer %(key)s is of goods that the catalog has not brought.")
    remedy = gettext_noop("Send the full catalog from 1C; the offer is taken with the next exchange after it.")


class UnknownOffer(Refused):
    """A change of price or stock for an offer that was never sent."""

    code = "commerceml_unknown_offer"
    says = gettext_noop("The change is for the offer %(key)s, which no offers file has brought.")
    remedy = gettext_noop("Send a full export from 1C once; changes are taken after it.")


class UnknownPriceType(Refused):
    """A price of a type that the file does not define."""

    code = "commerceml_unknown_price_type"
    says = gettext_noop("The price type %(price_type)s is not defined in any file of this connection.")
    remedy = gettext_noop("Send the price types from 1C: a full export of offers carries them.")


class OtherCurrency(Refused):
    """A price in another currency than its type."""

    code = "commerceml_other_currency"
    says = gettext_noop("The price is in %(currency)s, but the price type “%(price_type)s” is kept in %(expected)s.")
    remedy = gettext_noop("Use one currency for this price type in 1C, or add a price type for the other currency.")


class UnknownWarehouse(Refused):
    """A stock figure without a warehouse while there are several."""

    code = "commerceml_no_warehouse"
    says = gettext_noop("The stock of %(key)s is told as one total, and this connection has %(count)s warehouses.")
    remedy = gettext_noop("Switch on the export of stock by warehouse in 1C.")


class OrderNotOurs(Refused):
    """An answer for an order that this connection was never given."""

    code = "commerceml_order_not_ours"
    says = gettext_noop("Order %(number)s is not one of ours.")
    remedy = gettext_noop("Only orders that came from here can be answered; check the number prefix in 1C.")


class OrderDiffers(Refused):
    """The order was edited on the other side."""

    code = "commerceml_order_differs"
    says = gettext_noop("Order %(number)s was changed in 1C: %(differences)s.")
    remedy = gettext_noop("Open the order, compare and change its lines here if the customer agreed.")
