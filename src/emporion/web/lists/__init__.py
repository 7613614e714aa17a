"""A list page: views, search, filters in the address, an order, columns, pages by key, counters, a CSV file, acts on
selected rows, and views that people keep.

    ORDERS = List(
        name="orders",
        sorts=(Sort("new", _("Newest"), ("-placed_at", "-pk"), "placed"), …),
        views=(View("open", _("Open"), Q(closed_at=None)), View("all", _("All"))),
        filters=(Several("shop", _("Shop"), shop_choices, lambda rows, codes: rows.filter(shop__code__in=codes)),),
        search=queries.searched,
        columns=(Column(_("Order"), lambda order: order.number, "number", is_fixed=True), …),
        acts=(CANCEL, …),
        rows=lambda request: seen_by(staff_of(request)), url="web:orders",
    )

    @requires("orders.view")
    def orders(request):
        shown = ORDERS.read(request)
        return shown.answer("orders") or render(request, "web/orders/list.html", {"list": shown})

The template writes a cell for each column: {% table list rows %}{% cell "number" %}…{% endcell %}…{% endtable %}.

It asks the database three times, whatever the number of rows: the rows, their number, the counters of the views; twice
more for the views that people keep and their counters.
"""

from .bulk import Act as Act
from .filters import (
    AmountRange as AmountRange,
    DayRange as DayRange,
    Filter as Filter,
    Several as Several,
    Text as Text,
)
from .register import LISTS as LISTS, enter as enter
from .shown import COUNTED_TO as COUNTED_TO, List as List, Shown as Shown
from .words import Chip as Chip, Choices as Choices, Column as Column, Sort as Sort, View as View
