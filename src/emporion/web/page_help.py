"""The help of each page, by its address: what the page is for, and what is worth knowing there.

An address without a line of its own has the help of the nearest one above it, so that a form answers as its list does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Guide = Literal["owner", "manager", "storekeeper", "integrator"]


@dataclass(frozen=True, slots=True)
class Help:
    """Sentences for one page, and the guide that tells more: its name and the head within it."""

    says: tuple[Promise, ...]
    guide: Guide
    head: str = ""


HELP: Mapping[str, Help] = {
    "today/": Help(
        (
            _("What needs you stands first, the most urgent on top; each line has the button that settles it."),
            _("Every figure is a link to the documents that it adds up. The page renews itself."),
        ),
        "owner",
        "the-day",
    ),
    "mentions/": Help(
        (
            _("Here is where colleagues named you with @ in a comment and wait for you."),
            _("“Open” leads to the record; the mention is then seen."),
        ),
        "manager",
        "talk-to-colleagues",
    ),
    "comments/": Help(
        (
            _("A comment can be changed or taken back for 15 minutes, by its author only."),
            _("Write @ and a name: that colleague finds it on Today."),
        ),
        "manager",
        "talk-to-colleagues",
    ),
    "orders/": Help(
        (
            _("Tabs above the list are views; search finds numbers, articles, phones and names."),
            _("The status is not chosen by hand: it follows from cover, payments and shipments."),
        ),
        "manager",
        "orders",
    ),
    "orders/new/": Help(
        (
            _("Search goods by name, article or barcode; prices come from the shop's price type."),
            _("Goods that are not free can be ordered where the shop allows it; the line then waits."),
        ),
        "manager",
        "a-new-order",
    ),
    "orders/managers/": Help(
        (
            _("An order is the deal of who placed it here, first changed its lines, took it, or was given it."),
            _("Every number opens exactly its orders. Who reads reports sees everybody's deals, others their own."),
        ),
        "manager",
        "orders",
    ),
    "orders/<int:pk>/": Help(
        (
            _("The sentence under the number says why the order stands where it stands."),
            _("The button on the right is the next step; the timeline tells who did what, and takes comments."),
        ),
        "manager",
        "orders",
    ),
    "lists/": Help(
        (
            _("First you see what would change and what would not, with the reason; nothing is done until you say so."),
            _("Then each row has its outcome here. You may leave the page: the work goes on."),
        ),
        "manager",
    ),
    "customers/": Help(
        (
            _("A search by the end of a phone number, an e-mail, a name or a tax number finds the customer."),
            _("Customers come with their first order; one who is known already is not made twice."),
        ),
        "manager",
        "customers",
    ),
    "customers/doubles/": Help(
        (
            _(
                "Customers who share a phone, an e-mail, a tax number or a name, in whatever letters, are put side by"
                " side."
            ),
            _(
                "A merge is shown before it is done and can be undone later; two who are not one are not proposed"
                " again."
            ),
        ),
        "manager",
        "customers",
    ),
    "products/": Help(
        (
            _("Prices and stock come from accounting or are kept here; “Why?” beside a figure says which."),
            _("What you change by hand is protected: no exchange overwrites it until you let it."),
        ),
        "manager",
        "products-and-prices",
    ),
    "products/doubles/": Help(
        (
            _("Products that share a barcode, an article or a name, in whatever letters, are put side by side."),
            _(
                "A merge is shown before it is done and can be undone later; two that are not one are not proposed"
                " again."
            ),
        ),
        "manager",
        "products-and-prices",
    ),
    "products/groups/": Help(
        (
            _("The tree of groups. Arrow keys walk it: right opens a group, left closes it."),
            _("A group that is hidden is not offered to shops; its products stay."),
        ),
        "manager",
        "products-and-prices",
    ),
    "products/properties/": Help(
        (
            _("Properties describe goods, such as colour or material; choices keep the words alike."),
            _("Properties that came by an exchange get their names from there."),
        ),
        "manager",
        "products-and-prices",
    ),
    "products/<int:product>/languages/": Help(
        (
            _("Who reads the pages in a language sees its name; where there is none, the name on the card."),
            _("An emptied name takes the language away. Orders keep the names under which goods were ordered."),
        ),
        "manager",
        "products-and-prices",
    ),
    "products/<int:product>/prices/": Help(
        (
            _("Each price and each figure of stock with what brought it; “Why?” leads to the very place."),
            _("Reserved goods are promised to the orders below the figures."),
        ),
        "manager",
        "products-and-prices",
    ),
    "journal/": Help(
        (
            _("Everything that ever happened, by who, kind, subject and time; each line leads to its origin."),
            _("Facts are never changed or deleted; a mistake is corrected by a further fact."),
        ),
        "integrator",
        "why",
    ),
    "why/": Help(
        (
            _("Who or what brought this value, when, from which message, and what stood there before."),
            _("“As it came” shows the raw text with the place marked."),
        ),
        "integrator",
        "why",
    ),
    "stock/": Help(
        (
            _("On hand is what lies there, reserved is promised to orders, free is what can still be promised."),
            _("A figure in red is short: more is promised than lies there."),
        ),
        "storekeeper",
        "stock",
    ),
    "stock/receive/": Help(
        (
            _("Scan or search what arrived, type how much and what it cost; everything is booked at once."),
            _("Waiting orders are covered by themselves, the oldest first."),
        ),
        "storekeeper",
        "receive",
    ),
    "stock/count/": Help(
        (
            _("Type what you counted; only what differs from the book is booked."),
            _("Goods that are missing although promised appear on Today with their orders."),
        ),
        "storekeeper",
        "count",
    ),
    "stock/move/": Help(
        (
            _("Goods leave one warehouse and lie in the other at the same moment."),
            _("What is promised to an order does not leave."),
        ),
        "storekeeper",
        "move",
    ),
    "stock/warehouses/": Help(
        (
            _("A warehouse belongs to a firm; its figures are kept here or by an outside program."),
            _("One that does not sell is not offered to orders."),
        ),
        "owner",
        "set-up",
    ),
    "exchange/": Help(
        (
            _("Each connection has four lamps: is it heard, did goods come, did stock come, did orders leave."),
            _("A lamp that is not green says what is wrong and what to do."),
        ),
        "integrator",
        "the-lamps",
    ),
    "exchange/connect/": Help(
        (
            _("Choose your program; the page then shows what to type there, and watches for the first contact."),
            _("Nothing is for sale before you have answered the checklist."),
        ),
        "integrator",
        "connect",
    ),
    "exchange/channels/": Help(
        (
            _("The address, the login and the password are typed into the other program."),
            _("Who is master of names, prices and stock is said once for each kind of data."),
        ),
        "integrator",
        "connect",
    ),
    "exchange/sessions/": Help(
        (_("A session is one talk of the other program with us, from its sign-in to its last word."),),
        "integrator",
        "messages",
    ),
    "exchange/messages/": Help(
        (
            _("Every file that came or left is kept as it was; it can be read, run again or undone."),
            _("Running a message twice changes nothing twice."),
        ),
        "integrator",
        "messages",
    ),
    "exchange/dry-runs/": Help(
        (
            _("What files would do, with examples, before anything is written. Prices stand by how far they jump."),
            _("“Do exactly this” does what is shown; a row that would do something else by then is put aside."),
        ),
        "integrator",
        "messages",
    ),
    "exchange/quarantine/": Help(
        (
            _("Rows that could not be accepted wait here, grouped by cause, each with its remedy."),
            _("Settle the cause once: all rows of it are taken in."),
        ),
        "integrator",
        "quarantine",
    ),
    "exchange/quarantine/rows/": Help(
        (
            _("All refused rows in one list, those that were fixed or ignored too: filter, select, and settle many."),
            _("Before anything happens you see which rows change and which do not, with the reason."),
        ),
        "integrator",
        "quarantine",
    ),
    "exchange/differences/": Help(
        (
            _("What the other side tells otherwise than it stands here, field by field; nothing was overwritten."),
            _("A connection in shadow mode fills it. Mend either side, or let the connection work for real."),
        ),
        "integrator",
        "shadow-mode",
    ),
    "exchange/outgoing/": Help(
        (
            _("What has still to leave, newest state only; what failed for good waits for your button."),
            _(
                "Send it again, one, all of a cause or all, or give it up with a reason. Pausing is on a connection's"
                " page."
            ),
        ),
        "integrator",
        "what-leaves",
    ),
    "settings/": Help(
        (
            _("Set up in this order: firm, warehouse, price type, shop. The list on this page shows what is left."),
            _("What is in use is closed or hidden, never deleted: old documents still name it."),
        ),
        "owner",
        "set-up",
    ),
    "setup/": Help(
        (_("From an empty house to a shop that takes orders, step by step. What is saved stays."),),
        "owner",
        "set-up",
    ),
    "settings/numbers/": Help(
        (
            _("Numbers of documents follow each other without a gap, for each firm or for the letters of a shop."),
            _("A series that has given no number yet may begin elsewhere, such as where another program left off."),
        ),
        "owner",
        "set-up",
    ),
    "settings/statuses/": Help(
        (
            _("A status is read off the facts of an order: what is paid, covered and shipped. Nobody sets it by hand."),
            _("Its name can be yours, in each language: rules, filters and the exchange know it as before."),
        ),
        "owner",
        "set-up",
    ),
    "settings/languages/": Help(
        (_("Which languages can be chosen here, and which one they read who have chosen none."),),
        "owner",
        "set-up",
    ),
    "settings/backups/": Help(
        (
            _("Each night the whole house goes into one file, which is restored beside it to see that it works."),
            _("The file holds the keys of the house: copy it to another place, and keep it like a key."),
        ),
        "owner",
        "set-up",
    ),
    "settings/diagnosis/": Help(
        (
            _("Versions, database, worker, queue, disk, backup and clock, each with what to do where it is not well."),
            _("The text below holds no secret: send it to who helps you. “emporion doctor” prints the same."),
        ),
        "owner",
        "set-up",
    ),
    "watchman/": Help(
        (
            _("The watchman looks each minute for what went wrong or did not happen; you see what concerns your work."),
            _("An alert closes by itself when its trouble has stayed away for a quarter of an hour."),
        ),
        "owner",
        "the-watchman",
    ),
    "settings/prices/": Help(
        (
            _("A price type is a price list with its currency; each shop sells at one of them."),
            _("One that nobody uses any more is closed: it can be chosen nowhere, and its past prices stay explained."),
        ),
        "owner",
        "set-up",
    ),
    "settings/staff/": Help(
        (
            _("A person holds one role or several, each everywhere or within a firm, a shop or a warehouse."),
            _("Who leaves is not deleted: what they did keeps their name."),
        ),
        "owner",
        "people",
    ),
    "settings/profile/": Help(
        (_("Your own name, language and time zone. They change nothing for others."),),
        "owner",
        "people",
    ),
    "help/": Help(
        (_("One short guide for each kind of work. “?” on any page tells what that page is for."),),
        "owner",
    ),
    "try/": Help(
        (
            _("Six things to try in a demonstration; each does the real work, and says here what came of it."),
            _("Files that you drop are compared with the goods here; nothing of them is written until you say so."),
        ),
        "integrator",
    ),
    "style/": Help(
        (_("Every part of the pages once, in each of its states, for those who build further pages."),),
        "integrator",
    ),
}


def help_of(route: str) -> tuple[str, Help] | None:
    """The help of an address and the address it is told for: its own, or that of the nearest above it."""
    found = max((key for key in HELP if route.startswith(key)), key=len, default="")
    return (found, HELP[found]) if found else None
