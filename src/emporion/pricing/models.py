"""Tables of pricing."""

from django.db import models


class PriceType(models.Model):
    """A kind of price, such as retail or the cost a supplier asks; any number of them, each in one currency.

    A closed one is offered nowhere any more; its prices stay, so that old documents and facts are explained.
    """

    code = models.TextField(default="")
    name = models.TextField()
    currency = models.CharField(max_length=3)
    tax_included = models.BooleanField(default=True)
    is_cost = models.BooleanField(default=False)
    position = models.IntegerField(default=0)
    is_closed = models.BooleanField(default=False)


class Price(models.Model):
    """What one unit of a variant costs from a quantity on (thousandths), in 10^-6 of the currency's major unit."""

    pk = models.CompositePrimaryKey("variant_id", "price_type_id", "min_quantity")
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, db_index=False, related_name="+")
    price_type = models.ForeignKey(PriceType, on_delete=models.PROTECT, db_index=False, related_name="+")
    min_quantity = models.BigIntegerField(default=0)
    price_micro = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(price_micro__gte=0), name="pricing_price_not_negative")
        ]


class TaxRate(models.Model):
    """The rate of a tax class in a country and regime between two days, both included; 20000 is 20 %."""

    country = models.CharField(max_length=2)
    tax_class = models.CharField(max_length=32)
    regime = models.CharField(max_length=32)
    percent_milli = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "tax_class", "regime", "valid_from"], name="pricing_taxrate_one_a_day"
            )
        ]
