"""Tables of reports: what was reckoned already, kept so that a month is summed up and not weighed anew."""

from django.db import models


class OrderCost(models.Model):
    """What the goods of an order cost, in minor units of its firm's base currency; no row where nobody knows.

    True up to where the book was weighed; whoever reads it asks the ledger what moved since. No constraint of the
    database, for to check it would wait for whoever works on the order.
    """

    order = models.OneToOneField(
        "orders.Order", on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="kept_cost"
    )
    minor = models.BigIntegerField()


class Weighing(models.Model):
    """How far the book was weighed; one row. turn counts who wrote, so that two who weigh never mix."""

    entry = models.BigIntegerField(default=0)
    ahead = models.BigIntegerField(default=0)
    ahead_tx = models.BigIntegerField(default=0)
    declared = models.TextField(default="")
    turn = models.BigIntegerField(default=0)
