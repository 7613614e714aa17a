"""Tables of orders. status and reason are derived and kept for lists; they change in one place only."""

from django.db import models

from .states import LIFE, STATUSES


class Shop(models.Model):
    """A web shop, a marketplace or a counter: where orders come from, for which firm, at which price type.

    takes_uncovered: its orders are taken also when goods are missing, because the customer was promised them already.
    is_demo: the shop of a demonstration; whatever is ordered there is invented.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    firm = models.ForeignKey("parties.OwnFirm", on_delete=models.PROTECT, related_name="+")
    price_type = models.ForeignKey("pricing.PriceType", on_delete=models.PROTECT, related_name="+")
    prefix = models.CharField(max_length=4, default="")
    takes_uncovered = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    is_hidden = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "id"]


class ShopWarehouse(models.Model):
    """From where a shop sells, in which turn."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="sources")
    warehouse = models.ForeignKey("stock.Warehouse", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["shop", "warehouse"], name="orders_shopwarehouse_once")]


class Order(models.Model):
    """What a customer asked for. Sums are in minor units of the order's currency, frozen with their rate and date.

    is_short: promised goods do not lie in the warehouse. returned_minor: what came back was sold for, net_back_minor
    without its tax; the total stays what was ordered. back_minor: what was paid beyond what is owed, and so has to be
    given back; null where nothing has, so that one small index finds the others. left_at: when the last of its goods
    left; null until all have. manager: the number of the member of the staff whose deal it is; null while nobody has
    taken it. is_demo: a demonstration invented it, so no real books may get it.
    """

    number = models.CharField(max_length=32, unique=True)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    firm = models.ForeignKey("parties.OwnFirm", on_delete=models.PROTECT, db_index=False, related_name="+")
    channel = models.CharField(max_length=40, default="")
    external = models.CharField(max_length=64, default="")
    customer = models.ForeignKey("parties.Party", on_delete=models.PROTECT, null=True, related_name="+")
    address = models.ForeignKey(
        "parties.Address", on_delete=models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    comment = models.TextField(default="")
    manager = models.BigIntegerField(null=True)
    placed_at = models.DateTimeField()
    currency = models.CharField(max_length=3)
    rate_micro = models.BigIntegerField(default=1_000_000)
    rate_source = models.CharField(max_length=32, default="")
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    paid_minor = models.BigIntegerField(default=0)
    returned_minor = models.BigIntegerField(default=0)
    net_back_minor = models.BigIntegerField(default=0)
    back_minor = models.BigIntegerField(null=True)
    lines_count = models.PositiveIntegerField(default=0)
    lines_covered = models.PositiveIntegerField(default=0)
    shipped = models.CharField(max_length=4, default="none")
    left_at = models.DateTimeField(null=True)
    returned = models.CharField(max_length=4, default="none")
    is_short = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    state = models.CharField(max_length=16, default=LIFE.start, choices=[(s, s) for s in sorted(LIFE.states)])
    status = models.CharField(max_length=24, default="", choices=[(s.code, s.code) for s in STATUSES])
    reason = models.CharField(max_length=80, default="")
    status_since = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-placed_at", "-id"], name="orders_order_newest"),
            models.Index(fields=["status", "-placed_at"], name="orders_order_status"),
            models.Index(  # what orders of a status are worth and owe, answered by the index alone
                fields=["status", "currency", "total_minor", "returned_minor", "paid_minor", "status_since"],
                name="orders_order_sums",
            ),
            models.Index(fields=["total_minor", "id"], name="orders_order_total"),
            models.Index(
                fields=["manager", "-placed_at", "-id"],
                name="orders_order_manager",
                condition=models.Q(manager__isnull=False),
            ),
            models.Index(fields=["external"], name="orders_order_external", condition=~models.Q(external="")),
            models.Index(
                fields=["placed_at", "id"],
                name="orders_order_waiting",
                condition=models.Q(state="open", lines_covered__lt=models.F("lines_count")),
            ),
            models.Index(fields=["left_at"], name="orders_order_left", condition=models.Q(left_at__isnull=False)),
            models.Index(fields=["-placed_at"], name="orders_order_back", condition=models.Q(back_minor__isnull=False)),
            models.Index(fields=["shop"], name="orders_order_demo", condition=models.Q(is_demo=True)),
        ]


class OrderLine(models.Model):
    """One thing in an order. The totals are the truth; the unit price and the rate say how they came about.

    tax_class is the one the thing had when it came into the order; it stays when lines are changed.

    Quantities in thousandths: asked, covered by promises, shipped, and of that returned, which was
    sold for returned_minor. A service such as delivery has no variant.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, default="goods")
    variant = models.ForeignKey(
        "catalog.Variant", on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    name = models.CharField(max_length=400)
    sku = models.CharField(max_length=120, default="")
    unit = models.CharField(max_length=16, default="")
    quantity = models.BigIntegerField()
    covered = models.BigIntegerField(default=0)
    shipped = models.BigIntegerField(default=0)
    returned = models.BigIntegerField(default=0)
    returned_minor = models.BigIntegerField(default=0)
    price_micro = models.BigIntegerField()
    discount_minor = models.BigIntegerField(default=0)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    tax_class = models.CharField(max_length=32)
    rate_milli = models.PositiveIntegerField()
    tax_included = models.BooleanField()

    class Meta:
        ordering = ["position", "id"]
        indexes = [
            models.Index(fields=["variant"], name="orders_line_variant", condition=models.Q(variant__isnull=False)),
            models.Index(  # the few that wait, among all that were ever sold
                fields=["variant", "order"],
                name="orders_line_waiting",
                condition=models.Q(covered__lt=models.F("quantity")),
            ),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(quantity__gt=0), name="orders_line_of_something")]


class OrderPayment(models.Model):
    """A payment the order has heard of, once; reference is the document that speaks of it."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    reference = models.CharField(max_length=96)
    amount_minor = models.BigIntegerField()
    method = models.CharField(max_length=64, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "reference"], name="orders_payment_once")]


class OrderShipment(models.Model):
    """A shipment the order has heard of, once."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="shipments")
    reference = models.CharField(max_length=96)
    tracking = models.CharField(max_length=96, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "reference"], name="orders_shipment_once")]


class OrderReturn(models.Model):
    """Goods the customer brought back, once; reference is the document that speaks of it, amount_minor their price."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="returns")
    reference = models.CharField(max_length=96)
    warehouse = models.ForeignKey("stock.Warehouse", on_delete=models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=255, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "reference"], name="orders_return_once")]


class Cancellation(models.Model):
    """Who called an order off, when and why."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="cancellation")
    actor = models.CharField(max_length=64)
    at = models.DateTimeField()
    reason = models.CharField(max_length=255, default="")


class StatusName(models.Model):
    """What this house calls a status in one language; the status itself, by its code, stays what it is."""

    status = models.CharField(max_length=24)
    language = models.CharField(max_length=10)
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["status", "language"], name="orders_statusname_once")]
