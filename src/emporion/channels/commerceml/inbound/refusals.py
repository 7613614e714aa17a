"""Why a row that could be read cannot be taken."""

from django.utils.translation import gettext_noop

from emporion.kernel.errors import Refused


class ExchangeRunning(Refused):
    """Another file of the same connection is being worked on; a worker tries again later."""

    code = "commerceml_running"
    permanent = False
    says = gettext_noop("Another exchange of this connection is running (message %(message)s).")
    remedy = gettext_noop("Wait until it has ended; 1C tries again by itself.")


class RowUnusable(Refused):
    """A row that no table of ours can hold; its words are the database's."""

    code = "commerceml_row_unusable"
    says = gettext_noop("The row cannot be kept: %(problem)s")
    remedy = gettext_noop("Look in it for a number or a text that is far too large, correct it in 1C and send it.")


class Overtaken(Refused):
    """An old row that was to be read again, of something that has been told anew since."""

    code = "commerceml_overtaken"
    says = gettext_noop("Something newer than message %(message)s has changed %(key)s; the old row would take it back.")
    remedy = gettext_noop("Mark the row as fixed if all is right now; if not, let 1C send the object once more.")


class OtherThanShown(Refused):
    """Something changed here since a dry run, and the row would do something else than it has shown."""

    code = "commerceml_other_than_shown"
    says = gettext_noop("The row of %(key)s would do something else now than the dry run has shown.")
    remedy = gettext_noop("Look at it: read the row again to take it as it is now, or try the message once more.")


class KeyTooLong(Refused):
    """A key that the identity map cannot hold."""

    code = "commerceml_key_too_long"
    says = gettext_noop("The id begins with “%(key)s” and has more than %(limit)s characters.")
    remedy = gettext_noop("1C gives ids of 36 characters; correct the program that makes the file.")


class TaxNotUnderstood(Refused):
    """Goods with a rate of tax that is none; they are taken, and keep the tax that they have here."""

    code = "commerceml_tax_not_understood"
    says = gettext_noop("The tax rate “%(rate)s” of %(key)s is not understood; the product keeps the tax it has here.")
    remedy = gettext_noop("Write the rate in 1C as 22, 10, 0 or «Без НДС», or choose the tax on the product's page.")


class UnknownGoods(Refused):
    """An offer of goods that no catalog has brought yet."""

    code = "commerceml_unknown_goods"
    says = gettext_noop("The offer %(key)s is of goods that the catalog has not brought.")
    remedy = gettext_noop("Send the full catalog from 1C; the offer is taken by itself once its goods have come.")


class UnknownOffer(Refused):
    """A change of price or stock for an offer that was never sent."""

    code = "commerceml_unknown_offer"
    says = gettext_noop("The change is for the offer %(key)s, which no offers file has brought.")
    remedy = gettext_noop("Send a full export from 1C once; the change is taken by itself after it.")


class StockOfDouble(Refused):
    """Stock told under the key of goods that were merged into others, which the same connection tells too."""

    code = "commerceml_stock_of_double"
    says = gettext_noop("Stock is told under the key %(key)s, which was merged into product %(product)s here.")
    remedy = gettext_noop(
        "1C keeps the goods twice: move the stock there to the ones that stay, or undo the merge on the product's page."
    )


class AbsentGoods(Refused):
    """Not a refusal but a question: goods have gone from a full export."""

    code = "commerceml_absent_goods"
    says = gettext_noop(
        "A full export left out %(count)s of %(total)s goods and %(variants)s variants (%(percent)s%%). Hide them?"
    )
    remedy = gettext_noop(
        "Keep them if a filter in 1C was changed by mistake; hidden ones come back when it sends them."
    )


class NoFullExport(Refused):
    """Nobody can be absent from an export that never claimed to be whole."""

    code = "commerceml_no_full_export"
    says = gettext_noop("No full export of the catalog is kept, so nobody can say what 1C sends no more.")
    remedy = gettext_noop("Let 1C send the whole catalog once («Полная выгрузка»), then look again.")


class ExportUnfinished(Refused):
    """A message of the export was refused or is not taken yet; its goods would look absent."""

    code = "commerceml_export_unfinished"
    says = gettext_noop("Message %(message)s of the last full export was not taken, so nobody can say what is missing.")
    remedy = gettext_noop("Run this message again or let 1C send the export once more, then look again.")


class NothingAbsent(Refused):
    """Not a refusal but an answer: all that is in sale was named."""

    code = "commerceml_nothing_absent"
    says = gettext_noop("The last full export names all goods and variants that are in sale.")
    remedy = gettext_noop("There is nothing to do until the next full export.")


class TalkGoesOn(Refused):
    """1C is sending just now."""

    code = "commerceml_talk_goes_on"
    permanent = False
    says = gettext_noop("1C is talking with this connection just now.")
    remedy = gettext_noop(
        "Wait until its exchange is over, then look again: half an export would look like a whole one."
    )


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
    """A stock figure without a warehouse while there are several, and nobody has said of which of them it is."""

    code = "commerceml_no_warehouse"
    says = gettext_noop("The stock of %(key)s is told as one total, and this connection has %(count)s warehouses.")
    remedy = gettext_noop(
        "Choose in the checklist of the connection where such totals lie, or switch on the export of stock by "
        "warehouse in 1C."
    )


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


class OldAnswer(Refused):
    """A cancellation by somebody who had not seen what the order has become."""

    code = "commerceml_old_answer"
    says = gettext_noop("1C cancelled order %(number)s before it knew the order's last change here.")
    remedy = gettext_noop("Ask the customer and cancel the order here if it is still meant.")


class StillOpenThere(Refused):
    """1C has posted an order that was called off here, and does not say that it called it off too."""

    code = "commerceml_still_open_there"
    says = gettext_noop("Order %(number)s was called off here, and 1C goes on with it.")
    remedy = gettext_noop("Call it off in 1C too, or place it here anew.")


class MoreShippedThere(Refused):
    """A shipment was corrected in 1C after it had been told, or holds more than the order asks for."""

    code = "commerceml_more_shipped_there"
    says = gettext_noop("1C has shipped more of order %(number)s than has left here: %(differences)s.")
    remedy = gettext_noop("Compare with its shipments in 1C, and note on the order's page what has left besides.")


class CurrencyWordUnknown(Refused):
    """A price type in a currency that no list knows, such as «у.е.»: its prices stand in the connection's own."""

    code = "commerceml_currency_word_unknown"
    says = gettext_noop("The currency “%(word)s” of the price type %(name)s is not known: it stands in %(currency)s.")
    remedy = gettext_noop("Say on the checklist which currency it is before anybody buys, or name it in 1C.")
