"""What a person leaves behind in the pages: words, a view, acts on rows, a way back, a picture, a trial."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

from emporion.accounts import commands as accounts
from emporion.accounts.queries import checked_password
from emporion.catalog import commands as catalog
from emporion.catalog.tests.factories import png
from emporion.catalog.types import PictureCard
from emporion.channels.commerceml.tasks import try_messages
from emporion.crm import commands as crm
from emporion.crm.queries import mentions_of
from emporion.exchange import commands as exchange
from emporion.orders.types import OrderRef
from emporion.pricing import commands as pricing
from emporion.pricing.types import PriceCard
from emporion.web import undo
from emporion.web.commands import ask_bulk, begin_bulk, keep_view
from emporion.web.tests.factories import PASSWORD


@dataclass(frozen=True)
class Deeds:
    """What is one person's own in the addresses; asked: an act that waits for a yes, running: one that was begun."""

    person: int
    comment: int
    mention: int
    view: int
    asked: int
    running: int
    token: str


def deeds(name: str, order: OrderRef, mark: str = "") -> Deeds:
    """A person of this name, who may do everything, has worked on an order; a colleague asks them something there."""
    person, colleague = (_joined(one) for one in (name, f"{name} Junior"))
    subject = f"order:{order.number}"
    own = crm.say(subject=subject, staff=person, text=f"{mark} has called", actor=f"staff:{person}")
    crm.say(subject=subject, staff=colleague, text=f"@{name} {mark}, and then?", actor=f"staff:{colleague}")
    view = keep_view(
        list_name="orders", title=f"{mark} view", address="view=all", owner=person, actor=f"staff:{person}"
    )
    asked, running = (
        ask_bulk(list_name="orders", act="take", staff=person, subjects=[order.id], actor=f"staff:{person}")
        for _ in range(2)
    )
    begin_bulk(bulk=running, told="", actor=f"staff:{person}")
    [mention] = mentions_of(person)
    return Deeds(person, own, mention.id, view, asked, running, way_back("comment", person, "/orders/", comment=own))


def way_back(way: str, person: int, back: str = "/", **told: object) -> str:
    """What the button of a toast carries, as undo.offer signs it."""
    return signing.dumps({"way": way, "staff": person, "back": back, "told": told}, salt=undo.SALT, compress=True)


def _joined(name: str) -> int:
    email = f"{name.replace(' ', '.').lower()}@demo.example"
    return accounts.add_staff(email=email, name=name, password=checked_password(PASSWORD), role="owner", actor="cli").id


def pictured(product: int) -> str:
    """A product gets a picture; answers where it lies."""
    kept = catalog.keep_picture(png())
    card = PictureCard(kept.file, kept.content_hash, "", kept.width, kept.height)
    catalog.add_pictures(product_id=product, pictures=(card,), actor="cli")
    return kept.file


def cheaper_together(variant: int, price_type: int) -> None:
    """From one piece on a variant has a price of its own."""
    pricing.put_prices(cards=[PriceCard(variant, ((price_type, 1000, 9_000_000),))], actor="cli")


def tried(channel: int, message: int) -> int:
    """Somebody wants to know what a message would do now, and a worker has found out; answers the dry run."""
    asked = exchange.ask_dry_run(channel=channel, messages=[message], actor="cli")
    try_messages.func(asked)
    return asked
