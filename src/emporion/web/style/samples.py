"""Neutral sample values for the style page: goods and numbers, no people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from ..barcodes import BarcodeInput
from ..charts import Chart, Line
from ..chronicle import Piece
from ..fields import AmountsField, DaysField, SeveralField
from ..lists import Chip, List, Sort
from ..lists.saved import Kept
from ..lists.words import Choosable, Column, Head, Ordering
from ..numbers import price
from ..parts import Action, Cover, Crumb, Event, Fact, Lamp, Progress, RawLine, Sum, Tab, Todo
from ..settings.seeing import Bar
from ..spark import spark
from ..status import Status, Words


@dataclass(frozen=True, slots=True)
class Ware:
    """A row of the sample list; why: the state of the drawer that its price opens."""

    id: int
    name: str
    lang: str
    article: str
    free: int
    price: int
    state: Status
    why: str

    @property
    def url(self) -> str:
        """The drawer of its price."""
        return drawer(self.why)


@dataclass(frozen=True, slots=True)
class SampleAct:
    """What the bar of selected rows takes from lists.Act."""

    name: str
    verb: Words
    icon: str = ""
    is_undo: bool = False


COLOURS = [
    ("ground", _("behind the menu")), ("surface", _("the page")), ("raised", _("drawer, menu, toast")),
    ("sunken", _("placeholder")), ("line", _("between rows")), ("line-strong", _("around controls")),
    ("ink", _("text")), ("ink-2", _("second text")), ("ink-3", _("labels, hints")),
    ("accent", _("primary, link, focus")), ("accent-soft", _("selected row")),
]  # fmt: skip
TONES = [
    ("bad", _("stands still")), ("warn", _("waits for somebody")), ("info", _("is under way")), ("good", _("done")),
    ("idle", _("not begun, given up")),
]  # fmt: skip
STATUSES = [
    Status(_("New")), Status(_("Reserved"), "info", "1"), Status(_("Picking"), "info", "2"),
    Status(_("Packed"), "info", "3"), Status(_("Delivered"), "good", "4"), Status(_("Cancelled"), "idle", "x"),
    Status(_("Waiting for goods"), "warn", "wait"), Status(_("Goods lost"), "bad", "stop"),
]  # fmt: skip
BIG = Status(_("Waiting for payment"), "warn", "wait")
LAMPS = [
    Lamp(_("Connection"), "good", _("Asked 6 min ago"), _("every 10 min")),
    Lamp(_("Goods in"), "bad", _("14 rows refused"), _("4,106 of 4,120 are in")),
    Lamp(_("Stock in"), "warn", _("74 min old"), _("the limit is 60")),
    Lamp(_("Orders out"), "idle", _("Switched off"), ""),
]
COVER = Cover(("", "", "due", "no"), _("due 24 Nov"))
TABS = [
    Tab(_("Open"), "?view=open", "41", current=True), Tab(_("To pick"), "?view=pick", "18"),
    Tab(_("Late"), "?view=late", "2"), Tab(_("All"), "?view=all"),
]  # fmt: skip
GOODS = [
    Ware(1, "Аэропресс AeroPress Clear", "ru", "APC-01", 31000, 44_900000, STATUSES[4], "arrived"),
    Ware(2, "Ibric din cupru Soy 300 ml", "ro", "SOY-300", 0, 38_500000, STATUSES[6], "hand"),
    Ware(3, "Φλιτζάνι espresso Loveramics Egg 80 ml", "el", "LVR-80", 1204000, 9_200000, STATUSES[1], "sum"),
    Ware(4, "Coffee beans, roasted on Monday", "en", "BNS-KG", 12250, 18_012500, STATUSES[7], "never"),
]
SUMS = [
    Sum(_("Goods"), "507.80", "#sums"), Sum(_("Discount 5 %"), "−25.39"), Sum(_("Delivery"), "5.19"),
    Sum(_("Total, €"), "487.60", total=True),
]  # fmt: skip
FACTS = [
    Fact(_("Shop"), "shop.example"),
    Fact(_("Article"), "SOY-300", "#facts"),
    Fact(pgettext_lazy("rows", "Refused"), "12", "", "bad"),
]
RAW = [
    RawLine(28814, "<Цена>"), RawLine(28815, "  <ИдТипаЦены>e6f1…9b20</ИдТипаЦены>"),
    RawLine(28816, "  <ЦенаЗаЕдиницу>349.00</ЦенаЗаЕдиницу>", hit=True), RawLine(28817, "</Цена>"),
]  # fmt: skip
ACTIONS = [
    Action(_("Print"), "#actions", "quiet", "printer"), Action(_("Edit"), "#actions", icon="pencil"),
    Action(_("Ship three lines"), "#actions", "primary"),
]  # fmt: skip
UNDO = Action(_("Undo"), "#notes", "quiet", "arrow-back-up")
AMOUNT = -2539
CRUMBS = [Crumb(_("Orders"), "#crumbs"), Crumb(_("Open"))]
SPARK = spark([2, 9, 15, 24, 40, 52, 71], [1, 6, 14, 22, 35, 49, 66, 78, 88, 97, 104, 110])


KEPT = Kept(1, "SOY", "q=egg", is_shared=True, is_own=True, by="AB")
HOW = {"price": "descending"}  # how the rows of the sample list are sorted
TREE = [
    (0, _("Kitchen"), True, 14), (1, _("Cups"), True, 9), (2, _("Espresso cups"), False, 4), (1, _("Pots"), False, 5),
    (0, _("Garden"), False, 31),
]  # fmt: skip


class BarcodeForm(forms.Form):
    """A barcode whose last digit is checked while it is typed."""

    code = forms.CharField(label=_("Barcode"), required=False, widget=BarcodeInput())


def chart(now: datetime) -> Chart:
    """Two prices that hold until the next."""
    moments = [now - timedelta(days=days) for days in (60, 41, 20, 0)]
    retail = Line(str(_("Retail")), (42_500000, 44_900000, 43_900000, 43_900000))
    wholesale = Line(str(_("Wholesale")), (None, 38_000000, 38_000000, 38_000000))
    return Chart(_("Prices over time, €"), moments, [retail, wholesale], lambda micro: price(micro, "EUR"), steps=True)


class SampleForm(forms.Form):
    """Every kind of field once; the price is wrong on purpose."""

    article = forms.CharField(label=_("Article"), help_text=_("As it stands in accounting."))
    price = forms.CharField(label=_("Price, €"), widget=forms.TextInput({"inputmode": "decimal", "class": "e-num"}))
    sold_from = forms.ChoiceField(label=_("Sold from"), choices=[("stock", _("Stock, then supplier"))])
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    protect = forms.BooleanField(label=_("Protect from accounting"), required=False)
    file = forms.FileField(label=_("Price list"), required=False)

    def clean_price(self) -> str:
        """The sample's one mistake, said with its remedy."""
        raise forms.ValidationError(_("Under cost 24.10. Did you mean 38.50?"))

    def clean(self) -> None:
        """And one of the form as a whole."""
        super().clean()
        self.add_error(None, _("Somebody else saved this product at 14:02. Compare, then save again."))


class PasswordsForm(forms.Form):
    """A new password, typed twice."""

    password1 = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), required=False)
    password2 = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), required=False)


def bars() -> list[Bar]:
    """Looking as a role, as a role in one place, and as a person."""
    return [
        Bar(str(_("Sales manager")), "", ""), Bar(str(_("Storekeeper")), str(_("warehouse 2")), ""), Bar("AB", "", ""),
    ]  # fmt: skip


def whys() -> list[tuple[str, str]]:
    """What of a subject can be asked, each in another state of the drawer."""
    words = {
        "arrived": _("Price, from accounting"), "hand": _("Name, by a person"), "sum": _("Free, a sum"),
        "never": _("Reserved, never moved"),
    }  # fmt: skip
    return [(str(word), drawer(state)) for state, word in words.items()]


def drawer(state: str) -> str:
    """The address of the drawer in one of its states."""
    return f"{reverse('web:style_why')}?state={state}"


@dataclass(frozen=True)
class SampleList:
    """What the partials of a list take from lists.Shown."""

    request: HttpRequest
    name: str = "style"
    asked: str = ""
    what: List[Any] = field(default_factory=lambda: List(sorts=(Sort("new", _("Newest"), ("-pk",)),)))
    acts: tuple[SampleAct, ...] = (
        SampleAct("print", _("Print"), "printer"),
        SampleAct("cancel", _("Cancel orders…"), is_undo=True),
    )
    is_paged: bool = True
    is_changed: bool = True
    address: str = "q=egg"
    kept_view: Kept = KEPT
    columns: tuple[Column[Any], ...] = (
        Column(_("Product"), name="product", look="w-100", is_fixed=True),
        Column(_("Article"), name="article", look="e-nowrap e-2 e-hide"),
        Column(_("Status"), name="status", look="e-nowrap e-end"),
        Column(_("Free"), name="free", is_number=True),
        Column(_("Price, €"), name="price", look="e-strong e-end", is_number=True),
    )
    rows: tuple[Any, ...] = ()
    first: int = 51
    last: int = 100
    total_shown: str = "10,000+"
    previous: str = "?before=1"
    next: str = "?after=2"
    is_filtered: bool = True
    kept: tuple[tuple[str, str], ...] = ()
    kept_by_columns: tuple[tuple[str, str], ...] = ()
    kept_by_filters: tuple[tuple[str, str], ...] = ()
    chips: tuple[Chip, ...] = (Chip(_("Shop"), "shop.example", "?"), Chip(_("Since"), "20 Nov", "?"))
    fields: tuple[forms.BoundField, ...] = field(default_factory=lambda: tuple(ranges()))
    sorts: tuple[Ordering, ...] = (
        Ordering("new", _("Newest"), "?sort=new", current=True),
        Ordering("total", _("Largest"), "?sort=total", current=False),
    )
    choosable: tuple[Choosable, ...] = (
        Choosable("product", _("Product"), is_on=True, is_fixed=True),
        Choosable("article", _("Article"), is_on=True, is_fixed=False),
        Choosable("brand", _("Brand"), is_on=False, is_fixed=False),
    )
    sort: Sort = field(default_factory=lambda: Sort("new", _("Newest"), ("-pk",)))

    @property
    def heads(self) -> list[Head]:
        """The heads; one of them sorts, and says how."""
        return [
            Head(one, str(one.title), "?sort=total#listing" if one.name == "price" else "", HOW.get(one.name, ""))
            for one in self.columns
        ]


class RangesForm(forms.Form):
    """The fields that are more than one input, for forms and filters alike."""

    several = SeveralField(label=_("Warehouse"), required=False, choices=[(str(n), f"№ {n}") for n in range(1, 13)])
    days = DaysField(label=_("Placed"), required=False)
    amounts = AmountsField(label=_("Total"), required=False)


def ranges(**told: Any) -> RangesForm:
    """The ranges as a person filled them."""
    return RangesForm(told, auto_id="range-%s") if told else RangesForm(auto_id="range-%s")


def states_of_ranges() -> list[RangesForm]:
    """Empty, filled, and wrong."""
    wrong = ranges(days_from="2026-11-20", days_to="2026-11-01", amounts_from="a dozen")
    wrong.full_clean()
    return [ranges(), ranges(several=["2", "3"], days="week", amounts_from="10", amounts_to="49.90"), wrong]


def form() -> SampleForm:
    """The form as it comes back with a mistake."""
    filled = SampleForm({"article": "SOY-300", "price": "3.85", "sold_from": "stock", "protect": "on"})
    filled.full_clean()
    return filled


def todos() -> list[Todo]:
    """Three things by urgency; the first one's button is refused, to show a toast."""
    refused = Action(_("Reserve elsewhere"), reverse("web:style_refuse"), post=True)
    return [
        Todo(
            _("3 orders lost their goods"), _("A count found none of SOY-300; five are promised."), refused,
            "bad", "192.50 €", _("orders at stake"),
        ),
        Todo(
            _("2 paid orders wait for an address"), _("The house number is missing."), Action(_("Ask for it"), "#todo"),
            "warn", "148.90 €", _("paid"),
        ),
        Todo(
            _("Beans run out on Tuesday"), _("18 kg left, 5.2 sold a day."), Action(_("Order 96 kg"), "#todo"),
            "info", "96 kg", _("proposed"),
        ),
    ]  # fmt: skip


def events(now: datetime) -> list[Event]:
    """A timeline of a rule, a comment and a message, each with its age."""
    return [
        Event(_("A comment"), initials="AB", at=now - timedelta(minutes=7), said=str(_("Call before the courier."))),
        Event(
            _("New → Waiting for goods"), _("Rule 6: line 4 is covered by a purchase"), "robot",
            at=now - timedelta(days=3),
        ),
        Event(_("Arrived from the shop"), _("message 120 609"), "plug-connected", at=now - timedelta(days=500)),
    ]  # fmt: skip


def chronicle(now: datetime) -> Piece:
    """A long timeline with its older lines and its parts."""
    parts = [
        Tab(_("All"), "?told=all", current=True),
        Tab(_("Comments"), "?told=comments"),
        Tab(_("Changes"), "?told=changes"),
    ]
    return Piece(events(now), "?before=1-1", parts, "all")


def progress(done: int, of: int) -> Progress:
    """Work that goes on as long as somebody looks, and ends."""
    running = done < of
    return Progress(
        _("Reading prices"), done, of, _("about 20 s left") if running else "",
        f"{reverse('web:style_progress')}?done={done}" if running else "",
        [Fact(_("Changed"), "2,118"), Fact(pgettext_lazy("rows", "Refused"), _("12, two causes"), "#work", "bad")],
    )  # fmt: skip


def now() -> datetime:
    """The moment the page is drawn."""
    return timezone.now()
