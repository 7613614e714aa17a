"""Tables of stock: places and what cannot be read off the book. Figures stand in the ledger."""

from django.db import models


class Warehouse(models.Model):
    """A place where a firm's goods lie.

    master is the code of the channel whose declared figures are the truth there; empty when we keep it ourselves.
    excludes_reserves says that its figures already leave out the orders it knows.
    """

    firm = models.ForeignKey("parties.OwnFirm", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=160)
    sells = models.BooleanField(default=True)
    master = models.CharField(max_length=64, default="", blank=True)
    excludes_reserves = models.BooleanField(default=False)
    is_hidden = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "id"]


class Told(models.Model):
    """What a document held in the warehouses of an outside master when it was offered to it.

    known_at is when the master confirmed that it took it, by our clock; None until then. A document that held nothing
    leaves a state without quantities: one that was called off.
    """

    document = models.CharField(max_length=64)
    master = models.CharField(max_length=64)
    told_at = models.DateTimeField()
    known_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["document", "master"], name="stock_told_document")]


class ToldQuantity(models.Model):
    """So many thousandths of a variant in a warehouse, as a document held them when its master was told."""

    told = models.ForeignKey(Told, on_delete=models.CASCADE, related_name="quantities", db_index=False)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    quantity = models.BigIntegerField(help_text="thousandths")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["told", "warehouse", "variant"], name="stock_told_once")]


class Leaving(models.Model):
    """Goods that left a warehouse whose figures come from outside: their promise stands until those figures know it.

    is_told: the master itself says that it shipped them, so its next stock session that ends knows. What was noted here
    by anybody else waits until the master says so too.
    """

    document = models.CharField(max_length=64)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    quantity = models.BigIntegerField(help_text="thousandths")
    since = models.DateTimeField()
    is_told = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "warehouse", "variant", "is_told"], name="stock_leaving_once")
        ]
