"""Tables of the ledger."""

from django.db import models


class Account(models.Model):
    """One account of the book. code is kind:firm:place:holder; place is a warehouse, holder a document."""

    code = models.CharField(max_length=128, unique=True)
    kind = models.CharField(max_length=16)
    firm = models.BigIntegerField()
    place = models.BigIntegerField()
    holder = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "place"], name="ledger_account_place"),
            models.Index(fields=["holder"], name="ledger_account_holder", condition=~models.Q(holder="")),
        ]


class Posting(models.Model):
    """Why something moved: a document, a memo and a key that is used once. Only grows."""

    key = models.CharField(max_length=160, unique=True)
    document = models.CharField(max_length=64)
    memo = models.CharField(max_length=64)
    origin = models.CharField(max_length=255)
    actor = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["document", "id"], name="ledger_posting_document")]


class Entry(models.Model):
    """What moved in one account. Only grows; a mistake is reversed by a counter-posting.

    The unit is a variant (quantity in thousandths, value in minor units of the firm's base currency) or, with variant
    0, a currency (value only). lot 0 is goods without lots.
    """

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="entries", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    variant = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="")
    lot = models.BigIntegerField(default=0)
    quantity = models.BigIntegerField()
    value_minor = models.BigIntegerField()
    effective_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["posting"], name="ledger_entry_posting"),
            models.Index(fields=["variant", "account", "effective_at"], name="ledger_entry_card"),
        ]


class Balance(models.Model):
    """The sum of an account's entries in one unit, for accounts that are guarded or shown."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="balances", db_index=False)
    variant = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="")
    guarded = models.BooleanField()
    quantity = models.BigIntegerField(default=0)
    value_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "variant", "currency"], name="ledger_balance_key"),
            models.CheckConstraint(
                condition=models.Q(guarded=False) | models.Q(quantity__gte=0), name="ledger_balance_tripwire"
            ),
        ]
        indexes = [
            models.Index(fields=["variant"], name="ledger_balance_variant"),
            models.Index(  # the few that stand below nothing, which Today asks for every time
                fields=["account", "variant"], name="ledger_balance_below", condition=models.Q(quantity__lt=0)
            ),
        ]


class NumberSeries(models.Model):
    """The last number given in a gapless series of a firm, a kind of document and a year (0: never starts anew).

    first is where it begins; a series that has given none yet ends before that.
    """

    firm = models.BigIntegerField()
    kind = models.CharField(max_length=32)
    year = models.PositiveSmallIntegerField()
    first = models.BigIntegerField(db_default=1)
    last = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "kind", "year"], name="ledger_series_once")]


class Watch(models.Model):
    """How far the book has been looked through; one row.

    Up to `entry` everything is final: quantity and value_minor are what its entries weigh. Up to `ahead` it will be
    when all transactions before ahead_tx have ended. off_: by what the balances differed when they were last searched.
    """

    entry = models.BigIntegerField(default=0)
    quantity = models.BigIntegerField(default=0)
    value_minor = models.BigIntegerField(default=0)
    ahead = models.BigIntegerField(default=0)
    ahead_tx = models.BigIntegerField(default=0)
    off_quantity = models.BigIntegerField(default=0)
    off_value = models.BigIntegerField(default=0)


class Mismatch(models.Model):
    """Something that does not add up, from when it was found until it is mended."""

    code = models.CharField(max_length=16)
    subject = models.CharField(max_length=320)
    expected = models.BigIntegerField()
    found = models.BigIntegerField()
    document = models.CharField(max_length=64)
    posting = models.CharField(max_length=160)
    account = models.CharField(max_length=128)
    variant = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    place = models.BigIntegerField()
    since = models.DateTimeField()
