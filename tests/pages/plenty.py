"""A house with so many of everything that pages show, grown by the commands themselves.

What an address names (one order, one product, one connection) grows within too: more lines, payments, prices, words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import orjson
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from emporion.accounts import commands as accounts
from emporion.accounts.queries import checked_password
from emporion.catalog import commands as catalog
from emporion.catalog.tests.factories import png
from emporion.catalog.types import (
    CategoryCard,
    Change,
    OptionCard,
    PictureCard,
    ProductCard,
    PropertyCard,
    TextCard,
    VariantCard,
    VariantChanged,
)
from emporion.clockwork.models import Task
from emporion.crm import commands as crm
from emporion.exchange import commands as exchange
from emporion.exchange.queries import outgoing, quarantined, questions
from emporion.exchange.types import (
    DATA,
    MENDINGS,
    Differs,
    Fault,
    Found,
    Link,
    Marks,
    Outlook,
    PriceSample,
    Proposed,
    RefusedAlike,
    RefusedRow,
    Renumbered,
    Sample,
    Tally,
)
from emporion.household import commands as household
from emporion.journal.commands import deliver_all
from emporion.journal.models import Fact, Parked
from emporion.journal.types import kind_of
from emporion.kernel.money import Money, UnitPrice
from emporion.ledger.models import Mismatch
from emporion.ledger.types import Account, Kind
from emporion.orders import commands as orders
from emporion.orders.queries import order, shop_by_code
from emporion.orders.types import HasManager, OrderDraft, ServiceWish, ShopCard, Wish
from emporion.parties import commands as parties
from emporion.parties.types import AddressCard, PartyCard, TaxId
from emporion.pricing import commands as pricing
from emporion.pricing.types import PriceCard, PriceTypeCard
from emporion.reports.commands import weigh
from emporion.stock import commands as stock
from emporion.stock.types import Goods, WarehouseCard
from emporion.watchman import commands as watchman
from emporion.watchman.queries import alerts
from emporion.watchman.types import Found as Trouble
from emporion.web import commands as web, urls
from emporion.web.commands import Outcome
from emporion.web.lists.register import LISTS
from emporion.web.lists.working import call_worker
from emporion.web.tests.factories import EMAIL, PASSWORD, signed_in
from emporion.web.today.day import documents_url
from emporion.web.today.spans import compared
from emporion.web.why.tests.factories import END, HEAD, MAIN, RETAIL, Shop, sent, shop as first_exchange

from ..rights.deeds import Deeds
from ..rights.neighbours import EXAMPLES, NOBODY, Firm, register

BY = "staff:1"
SHOP = "plenty"
PHONE = "+3573777{:04d}"


def euro(amount: str) -> int:
    """A price in 10^-6."""
    return UnitPrice.of(amount, "EUR").micro


CODES = ("CY", "GR", "RO", "DE", "FR", "IT", "ES", "PL")
LANGUAGES = ("ru", "ro", "el")
FAULT = Fault("commerceml.field", {"place": "x", "field": "y", "raw": "z"})


def offers(number: int) -> str:
    """A package in which the cup costs more and lies in one more place, and of which a row cannot be read."""
    return f"""{HEAD}<ПакетПредложений><Ид>p</Ид><Наименование>Offers</Наименование>
<ТипыЦен><ТипЦены><Ид>{RETAIL}</Ид><Наименование>Retail</Наименование><Валюта>EUR</Валюта></ТипЦены></ТипыЦен>
<Склады><Склад><Ид>{MAIN}</Ид><Наименование>Main</Наименование></Склад></Склады>
<Предложения><Предложение><Ид>cup</Ид><Артикул>CUP-1</Артикул><Наименование>Blue cup</Наименование>
<Цены><Цена><ИдТипаЦены>{RETAIL}</ИдТипаЦены><ЦенаЗаЕдиницу>9.{number:02d}</ЦенаЗаЕдиницу>
<Валюта>EUR</Валюта></Цена></Цены><Склад ИдСклада="{MAIN}" КоличествоНаСкладе="{number + 30}"/></Предложение>
<Предложение><Ид>stranger-{number}</Ид><Артикул>NO-{number}</Артикул><Наименование>Stranger</Наименование>
<Склад ИдСклада="{MAIN}" КоличествоНаСкладе="1"/></Предложение>
</Предложения></ПакетПредложений>{END}"""


@dataclass
class Plenty:
    """The house; `of` is what stands for the arguments of its addresses."""

    desk: Client
    came: Shop
    size: int = 0
    variants: list[int] = field(default_factory=list)
    warehouses: list[int] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    staff: list[int] = field(default_factory=list)
    placed: list[str] = field(default_factory=list)
    order: str = ""
    left: str = ""
    customer: int = 0
    double: int = 0
    twin: int = 0
    goods: tuple[int, int] = (0, 0)
    document: str = ""
    picture: str = ""
    working: int = 0
    tried: int = 0
    bulks: dict[str, int] = field(default_factory=dict)

    def grow(self, more: int) -> None:
        """So many more of each kind; the longest of documents that cannot grow is the one to be looked at."""
        for number in range(self.size + 1, self.size + more + 1):
            self.size = number
            for one in (self._places, self._goods, self._people, self._customers, self._exchange, self._orders):
                one(number)
            self._talk(number)
            self._house(number)
        goods = [Goods(one, 1_000, 100) for one in self.variants]
        self.document = f"receipt:{self.came.firm}-{self.size}"
        stock.receive(warehouse_id=self.warehouses[0], document=self.document, goods=goods, actor=BY)
        self.order, self.left = self._order(leaves=False), self._order(leaves=True)
        self.tried = self._dry_run()
        self.bulks = {state: self._bulk(state) for state in ("asked", "done", "running", "stuck")}
        deliver_all()
        weigh()

    def _dry_run(self) -> int:
        """A dry run of a connection's message, with as many examples of each sort as there are goods."""
        told = orjson.dumps(VariantChanged(f"variant:{self.variants[0]}", (Change("name", "a", "b"),))).decode()
        samples = [Sample(kind_of(VariantChanged), told, f"x[{at}]", "Cup") for at, _ in enumerate(self.variants)]
        prices = [PriceSample(one, self.came.price_type, 1_000_000, 2_000_000, "x") for one in self.variants]
        count, asked = (
            len(self.variants),
            exchange.ask_dry_run(channel=self.came.channel, messages=[self.came.offers], actor=BY),
        )
        outlook = Outlook(
            self.came.offers, {"offers": Tally(count, 0, count, 0, 0)}, {"changed": count}, {"changed": samples},
            {"far": count}, {"far": prices}, refused=[RefusedAlike("offers", FAULT.code, FAULT.facts, "x", count)],
        )  # fmt: skip
        exchange.begin_dry_run(dry_run=asked, actor="worker")
        exchange.finish_dry_run(dry_run=asked, outlooks=[outlook], rows=b"", actor="worker")
        return asked

    def _bulk(self, state: str) -> int:
        """An act on as many orders as there are, each other one of them refused; nobody has a stuck one in hand."""
        ids = [order(one).id for one in self.placed[: 2 * self.size]]
        bulk = web.ask_bulk(list_name="orders", act="take", staff=1, subjects=ids, actor=BY)
        if state != "asked":
            web.begin_bulk(bulk=bulk, told="", actor=BY)
            refusal = HasManager(number="P1", manager="Person")
            outcomes: dict[int, Outcome] = {pk: refusal if at % 2 else "changed" for at, pk in enumerate(ids)}
            left = outcomes if state == "done" else dict(list(outcomes.items())[:-1])
            web.note_bulk(bulk=bulk, outcomes=left, actor=BY)
        if state == "running":
            call_worker(bulk)
        return bulk

    def _places(self, number: int) -> None:
        """Firms, warehouses, shops, kinds of price, taxes; and what one of each has."""
        firm, since = self.came.firm, date(2021, 1, 1) + timedelta(days=40 * number)
        parties.add_firm(name=f"Firm {number}", country="CY", base_currency="EUR", regime="general", actor=BY)
        parties.set_regime(firm=firm, regime=("simplified", "general")[number % 2], since=since, actor=BY)
        card = WarehouseCard(code=f"P{number}", name=f"Store {number}", firm=firm)
        self.warehouses.append(stock.put_warehouse(card=card, actor=BY))
        kind = PriceTypeCard(name=f"Kind {number}", currency="EUR", tax_included=True)
        self.kinds.append(pricing.put_price_types(cards=[kind], actor=BY)[0].id)
        theirs, both = (self.came.warehouse,), (*self.warehouses, self.came.warehouse)
        for code, prefix, sold_at, sources in (
            (SHOP, "PL", self.came.price_type, both),
            (f"shop-{number}", f"P{number}", self.kinds[-1], theirs),
        ):
            told = ShopCard(
                code=code, name=f"The {code}", firm=firm, price_type=sold_at, prefix=prefix, takes_uncovered=True,
                warehouses=sources,
            )  # fmt: skip
            orders.put_shop(card=told, actor=BY)
        pricing.set_tax_rate(
            country="CY", tax_class="standard", regime="general", percent_milli=5_000 + number, valid_from=since,
            actor=BY,
        )  # fmt: skip

    def _goods(self, number: int) -> None:
        """Groups, properties, products; variants, pictures, values, prices and names of one product."""
        product, variant = self.came.product, self.came.variant
        above = self.groups[0] if self.groups else 0
        group = CategoryCard(name=f"Group {number}", parent_id=above)
        self.groups.append(catalog.put_category(card=group, actor=BY).id)
        catalog.put_category(card=CategoryCard(name=f"Top {number}"), actor=BY)
        trait = PropertyCard(name=f"Trait {number}", kind="choice", options=(OptionCard("a"), OptionCard("b")))
        made = catalog.put_property(card=trait, actor=BY)
        told = tuple((made.id, one, "") for one in made.option_ids)
        catalog.put_values(product_id=product, told=((made.id, told),), actor=BY)
        more = tuple(OptionCard(f"more {n}") for n in range(number))
        catalog.put_property(card=PropertyCard(id=1, options=more), actor=BY)
        card = ProductCard(id=product, category_ids=tuple(self.groups), brand=f"B{number}")
        catalog.edit_product(card=card, actor=BY)
        sold = catalog.add_product(name=f"Cup {number}", sku=f"PL-{number}", category_ids=(above or 1,), actor=BY)
        sibling = catalog.add_variant(product_id=product, options=(("Size", str(number)),), sku=f"S-{number}", actor=BY)
        catalog.put_variants(
            cards=[
                VariantCard(variant, barcodes=tuple(f"code-{n}" for n in range(number))),
                VariantCard(sold[1], barcodes=(f"own-{number}",)),
            ],
            actor=BY,
        )
        catalog.protect_fields(product_id=sold[0], fields=("name", "sku"), actor=BY)
        self.variants += [sold[1], sibling]
        kept = catalog.keep_picture(png(number + 10, 8))
        shown = PictureCard(kept.file, kept.content_hash, "", kept.width, kept.height)
        self.picture = kept.file
        catalog.add_pictures(product_id=product, pictures=(shown,), actor=BY)
        twins = [catalog.add_product(name=f"Doubled {number}", sku=f"DB-{number}", actor=BY)[0] for _ in range(2)]
        merged = catalog.add_product(name=f"Cup once more {number}", sku=f"OM-{number}", actor=BY)[0]
        catalog.merge(product=merged, into=product, actor=BY)
        self.goods = (twins[0], merged)
        both = (product, sold[0])
        texts = [TextCard(one, language, f"{language} {number}") for one in both for language in LANGUAGES]
        catalog.put_texts(cards=texts, actor=BY)
        steps = tuple((self.came.price_type, n * 1000, euro(f"9.{90 - n:02d}")) for n in range(2, number + 3))
        others = tuple((kind, 0, euro("7.10")) for kind in self.kinds)
        sale = ((self.came.price_type, 0, euro("3.10")),)
        cards = [PriceCard(variant, steps + others), PriceCard(sold[1], sale), PriceCard(sibling, sale)]
        pricing.put_prices(cards=cards, actor=BY)
        for place in self.warehouses:
            goods = [Goods(variant, 5_000, 500), Goods(sold[1], 5_000, 500)]
            stock.receive(warehouse_id=place, document=f"receipt:first-{place}-{number}", goods=goods, actor=BY)
        stock.correct(
            warehouse_id=self.warehouses[0], document=f"count:{number}", counted=[Goods(sold[1], 3_000)], actor=BY
        )

    def _people(self, number: int) -> None:
        """Staff who hold roles and are signed in, roles of the house's own."""
        email = f"p{number}@shop.example"
        someone = accounts.add_staff(
            email=email, name=f"Person {number}", password=checked_password(PASSWORD), role="manager", actor=BY
        ).id
        self.staff.append(someone)
        for one in (someone, 1):
            accounts.grant(staff=one, role="storekeeper", warehouse=self.warehouses[-1], actor=BY)
        browser = Client(headers={"User-Agent": f"Browser {number}"})
        browser.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
        accounts.invite(staff=accounts.add_staff(email=f"i{number}@shop.example", name="New", actor=BY).id, actor=BY)
        accounts.copy_role(like="manager", title=f"Role {number}", actor=BY)

    def _customers(self, number: int) -> None:
        """Customers; phones, addresses, consents and merged twins of one."""
        parties.add(card=PartyCard(name=f"Guest {number}", phones=(f"+3572{number:07d}",), country="CY"), actor=BY)
        if not self.customer:
            self.customer = parties.add(card=PartyCard(name="Harbour Inn", country="CY"), actor=BY).id
        places = tuple(AddressCard(country="CY", city="Paphos", street=f"Street {n}") for n in range(number))
        ids = tuple(TaxId(CODES[n % 8], f"{n:09d}") for n in range(number))
        parties.change(
            party=self.customer, phones=tuple(PHONE.format(n) for n in range(number)), addresses=places, tax_ids=ids,
            emails=tuple(f"inn{n}@shop.example" for n in range(number)), country="CY", actor=BY,
        )  # fmt: skip
        parties.change_firm(firm=self.came.firm, tax_ids=ids, actor=BY)
        parties.give_consent(party=self.customer, purpose=f"letters-{number}", actor=BY)
        twin = PartyCard(name=f"Twin {number}", emails=(f"t{number}@x.example",))
        self.twin = parties.add(card=twin, actor=BY).id
        parties.merge(party=self.twin, into=self.customer, actor=BY)
        again = PartyCard(name="Harbour Inn", phones=(PHONE.format(number).removeprefix("+357"),))
        self.double = parties.add(card=again, even_if_known=True, actor=BY).id

    def _orders(self, number: int) -> None:
        """Orders in each state of one customer and of others; lines, payments, parcels and returns of one order."""
        kinds = ("waits", "paid", "shipped", "cancelled", "uncovered", "returned", "part")
        for kind in kinds:
            pieces = 900_000 if kind == "uncovered" else 2_000
            wishes = (Wish(self.came.variant, 1_000), Wish(self.variants[-2], pieces))
            placed = orders.place(
                draft=OrderDraft(shop=SHOP, wishes=wishes, customer=self.customer, comment="Ring"), actor="shop"
            )
            self.placed.append(placed.number)
            if kind in ("paid", "returned", "part"):
                share = placed.total if kind != "part" else Money(100, "EUR")
                orders.note_payment(number=placed.number, reference=f"{kind}", amount=share, actor="bank")
            if kind in ("shipped", "returned"):
                orders.note_shipment(number=placed.number, reference="a", actor=BY)
            if kind == "returned":
                orders.note_return(number=placed.number, reference="b", warehouse=self.warehouses[0], actor=BY)
            if kind == "cancelled":
                orders.cancel(number=placed.number, reason="A trial", actor=BY)
        orders.take(numbers=self.placed[-3:], manager=self.staff[-1], actor=BY)
        theirs = OrderDraft(shop=f"shop-{number}", wishes=(Wish(self.came.variant, 2_000),), customer=self.customer)
        number_there = orders.place(draft=theirs, actor="shop").number
        stock.note_offered(documents=[f"order:{number_there}"], master="1c", actor="worker")
        orders.note_shipment(number=number_there, reference="a", goods=[Goods(self.came.variant, 1_000)], actor=BY)
        Task.objects.create(
            path="x", args="[[], {}]", queue="default", priority=0, max_tries=1, run_after=timezone.now(),
            enqueued_at=timezone.now(), state="failed", unique_key=f"task-{number}",
        )  # fmt: skip

    def _order(self, *, leaves: bool) -> str:
        """One order with as many lines, services, payments, words as the house has of each; parcels and returns too."""
        first = self.variants[0]
        wishes = (Wish(first, 50_000), *(Wish(one, 1_000) for one in self.variants[1:]))
        services = tuple(ServiceWish(f"Delivery {n}", UnitPrice.of("1.00", "EUR")) for n in range(self.size))
        draft = OrderDraft(shop=SHOP, wishes=wishes, services=services, customer=self.customer)
        number = orders.place(draft=draft, actor="shop").number
        piece = [Goods(first, 1_000)]
        for one in range(self.size):
            orders.note_payment(number=number, reference=f"p{one}", amount=Money(100, "EUR"), actor="bank")
            crm.say(subject=f"order:{number}", staff=self.staff[-1], text="@Anna Berg look, please", actor=BY)
            if leaves:
                orders.note_shipment(number=number, reference=f"s{one}", goods=piece, tracking="T", actor=BY)
        for one in range(self.size if leaves else 0):
            place = self.warehouses[0]
            orders.note_return(number=number, reference=f"r{one}", warehouse=place, goods=piece, actor=BY)
        return number

    def _exchange(self, number: int) -> None:
        """Connections with talks that failed; talks, messages, refused rows, keys, wishes of one connection."""
        came = self.came
        exchange.withdraw_question(channel=came.channel, code=Renumbered.code, actor="worker")  # else files wait for it
        sent(came.channel, offers(number), f"offers{number}.xml", came.session)
        other = exchange.add_channel(
            code=f"c{number}", kind="commerceml", title=f"1C {number}", settings={"firm": came.firm, "currency": "EUR"},
            actor=BY,
        )  # fmt: skip
        exchange.pause_outgoing(channel=other, reason=f"a count {number}", actor=BY)
        exchange.begin_shadow(channel=other, reason=f"beside {number}", actor=BY)
        differs = [Differs("names", f"product:{number}", f"k{number}", "name", "Cup", "Mug")]
        exchange.note_differences(channel=other, found_by="shadow", rows=differs, actor="channel:1c")
        failed = exchange.open_session(channel=other, kind="catalog", actor="channel:1c").id
        asked = "GET ?type=catalog&mode=import"
        exchange.log_step(
            channel=other, session=failed, request=asked, answer="failure", fault=FAULT, actor="channel:1c"
        )
        stored = exchange.store(f"<b>{number}".encode())
        self.working = exchange.keep_message(channel=other, direction="in", name="b.xml", content=stored, actor="test")
        exchange.begin_message(message=self.working, actor="worker")
        for channel, talk in ((other, failed), (came.channel, came.session)):
            stored = exchange.store(f"<a>{channel}-{number}".encode())
            cut = exchange.keep_message(
                channel=channel, direction="in", name=f"cut{number}.xml", content=stored, session=talk, actor="test"
            )
            exchange.refuse_message(message=cut, fault=FAULT, actor="worker")
            exchange.want(channel=channel, kind="order", object_ids=[number], actor="worker")
            exchange.fail(channel=channel, kind="order", object_ids=[number], fault=FAULT, actor="worker")
            waits = order(self.placed[-1]).id if self.placed else 100
            exchange.want(channel=channel, kind="order", object_ids=[waits], actor="worker")
            left = 1000 + number
            exchange.want(channel=channel, kind="order", object_ids=[left], actor="worker")
            exchange.give_up_outgoing(
                ids=[row.id for row in outgoing(channel) if row.object_id == left], reason="by hand", actor=BY
            )
            exchange.ask(channel=channel, code="absent_goods", facts={"missing": number}, actor="worker")
            facts = {"count": number, "total": number, "samples": "Cup"}
            stopped = exchange.ask(channel=channel, code=Renumbered.code, facts=facts, actor="worker")
            like = Found(came.product, 50, ("name",), (came.product,))
            proposed = [Proposed(kind, f"k{number}", Marks("Cup"), like) for kind in ("product", "category")]
            exchange.propose(question=stopped, proposed=proposed, actor="worker")
            rows = [
                RefusedRow(
                    f"{kind}[{number}]", kind, FAULT.code, FAULT.facts, f"k{number}", "y", "z", f"z{number}", number
                )
                for kind in ("stock", "prices")
            ]
            exchange.refuse_rows(channel=channel, message=came.offers, refused=rows, actor="worker")
            keys = [Link(f"key-{number}-{n}", came.variant, None) for n in range(3)]
            exchange.link(
                channel=channel, kind="variant", links=keys, session=talk,
                actor="worker",
            )  # fmt: skip
            exchange.log_step(
                channel=channel, session=talk, request=f"checkauth {number}", answer="success", notice=FAULT, actor="t"
            )
            exchange.set_authority(
                channel=channel, data=DATA[number % len(DATA)], master="ours", direction="both", actor=BY
            )
        not_taken = [Trouble(f"channel:{pk}", 2, is_well=False, name="1C") for pk in (other, came.channel)]
        watchman.note_round(found={"outgoing.not_taken": not_taken}, actor="clockwork")
        exchange.log_step(
            channel=None, session=None, request=f"mode={number}", answer="failure", status=401, fault=FAULT,
            address=f"10.0.0.{number}", actor="t",
        )  # fmt: skip

    def _talk(self, number: int) -> None:
        """Comments that name people, on each kind of thing."""
        first = f"receipt:first-{self.warehouses[0]}-{number}"
        said = (
            *(f"party:{self.customer}", f"product:{self.came.product}", f"channel:{self.came.channel}"),
            *(f"order:{self.placed[-1]}", first),
        )
        for subject in said:
            crm.say(subject=subject, staff=self.staff[-1], text="@Anna Berg look, please", actor=BY)

    def _house(self, number: int) -> None:
        """Backups, views of lists, acts on many rows."""
        made = household.note_backup(place=f"/b/{number}", bytes=10, seconds=1, fingerprint="f", actor="worker")
        household.note_drill(backup=made, error="", actor="worker")
        for name in LISTS:
            web.keep_view(list_name=name, title=f"View {number}", address="", owner=1, actor=BY)
        spot = Account(Kind.SHELF, self.came.firm, self.warehouses[-1])
        Mismatch.objects.create(
            code="balance", subject=f"{spot.code}#{number}", expected=number, found=0, document=f"count:{number}",
            posting="count", account=spot.code, variant=self.variants[-1], currency="", place=self.warehouses[-1],
            since=timezone.now(),
        )  # fmt: skip
        fact = Fact.objects.latest("id")
        Parked.objects.create(subscriber="search", fact=fact, error="broke", at=timezone.now())

    @property
    def deeds(self) -> Deeds:
        """What the owner has begun."""
        return replace(
            NOBODY, comment=1, mention=1, view=1, asked=self.bulks["asked"], running=self.bulks["running"],
            token="nothing", person=1,
        )  # fmt: skip

    @property
    def of(self) -> Firm:
        """What stands for the arguments."""
        came = self.came
        return Firm(
            came.firm, shop_by_code(SHOP).id, SHOP, self.warehouses[0], "P1", order(self.order).id, self.document,
            came.variant, came.product, came.price_type, self.customer, came.channel, came.session, came.offers,
            next(row.id for row in quarantined(channel=came.channel) if row.fault.code in MENDINGS),
            questions(came.channel)[0].id, self.deeds, self.groups[0], 1, 1, self.picture, self.order, self.tried,
            self.double, self.twin, alerts()[0].id, goods=self.goods,
        )  # fmt: skip

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Every address of the register by its name; one that looks different in another state stands there twice."""
        of, span = self.of, compared(timezone.now(), "day")[0]
        left = replace(of, order=order(self.left).id)
        others: dict[str, tuple[object, ...]] = {
            "why_price_from": (of.variant, of.price_type, 2000),
            "message_progress": (self.working,),
        }
        asked = {"today_documents": documents_url("orders", span), "help_about": "/help/about/?page=today/"}
        for one in register(urls.urlpatterns):
            given = EXAMPLES[one.name](of) if one.takes_arguments else ()
            yield one.name, asked.get(one.name) or reverse(f"web:{one.name}", args=others.get(one.name, given))
            if one.takes_arguments and given == (of.order,):
                yield f"{one.name}, shipped", reverse(f"web:{one.name}", args=[left.order])
        for state in ("done", "running", "stuck"):
            yield f"bulk, {state}", reverse("web:bulk", args=[self.bulks[state]])
        yield "message, in work", reverse("web:message", args=[self.working])
        yield "orders, all", "/orders/?view=all"
        yield "products, with words", "/products/?q=cup"


def plenty() -> Plenty:
    """A house of which an owner is signed in, still with what one exchange brought."""
    return Plenty(signed_in(), first_exchange())
