"""The programs that exchange by CommerceML, and how each is connected, in its own words.

Names in Russian quotes are what the program itself shows; where its menu is not known for certain, none is named.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from emporion.exchange.types import Program

ADDRESS = _(
    "Paste the whole address. Where only a host is typed, 1C asks for /bitrix/admin/1c_exchange.php there, "
    "which leads here too: the login then tells which connection is meant."
)
LOGIN = _("Paste the login and the password, and let the program test the connection: the first lamp turns green.")
WAITS = _("Leave the setting that does not wait for the import off, or its files lie here until you import them.")
STOCK = _("Switch on the export of stock by warehouse; one total for several warehouses cannot be divided.")
ORDERS = _("Switch on the exchange of orders too. None leaves before you say on the checklist from which day on.")

WITH_PAYMENTS: dict[str, object] = {"schema_version": "2.10"}  # the only one with payments as 1C reads them

PROGRAMS = (
    Program(
        "ut11", _("1C: Trade management 11 (УТ 11)"),
        (
            _("Open the exchange with a site («Обмен с сайтом») and add a node for this shop."),
            ADDRESS, LOGIN, STOCK, WAITS, ORDERS,
            _("A big catalog comes in portions, each with a sign-in of its own: that is right."),
        ),
    ),
    Program(
        "unf", _("1C: Small firm (УНФ)"),
        (
            _("Open the exchange with a site («Обмен с сайтом») and add a node for this shop."),
            ADDRESS, LOGIN, STOCK, ORDERS,
            _("Fill in the table of order statuses there: УНФ tells them here as «Статус заказа»."),
            _("УНФ looks up «Организация», «Склад», «Соглашение» and «Вид цен» of an order by their exact names."),
        ),
        WITH_PAYMENTS,
    ),
    Program(
        "retail", _("1C: Retail (Розница)"),
        (
            _("Open the exchange with a site («Обмен с сайтом») and add a node for this shop."),
            ADDRESS, LOGIN, STOCK, WAITS, ORDERS,
        ),
    ),
    Program(
        "bitrix", _("Exchange module of 1C-Bitrix inside 1C"),
        (
            _("In the module, make a connection to a site of this address."),
            ADDRESS, LOGIN, STOCK, ORDERS,
            _("The module may send in schema 2.09 or 3.1; both are read, also when most comes as changes."),
            _("Let the first export be a full one: only that brings every group, property and price type."),
        ),
        WITH_PAYMENTS | {"bitrix_answers": True},
    ),
    Program(
        "moysklad", _("MoySklad (МойСклад)"),
        (
            _("Add a synchronisation with an online shop by CommerceML."),
            _("Paste the whole address."), LOGIN, ORDERS,
            _("Its full list brings no pictures; they come with the changes. Pictures that stand are not taken away."),
        ),
    ),
    Program(
        "other", _("Class365 or another program"),
        (
            _("Choose the exchange with a site by CommerceML 2."),
            _("Paste the whole address."), LOGIN, STOCK, ORDERS,
        ),
    ),
)  # fmt: skip
