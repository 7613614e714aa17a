"""Tables of people and firms. Current values stand here in clear, so that they can be searched and overwritten."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class OwnFirm(models.Model):
    """A legal entity of ours: every order, document, warehouse and account names one. country is ISO 3166 alpha-2."""

    name = models.CharField(max_length=200)
    legal_name = models.CharField(max_length=400, default="")
    country = models.CharField(max_length=2)
    base_currency = models.CharField(max_length=3)
    is_active = models.BooleanField(default=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="parties_ownfirm_name")]


class FirmTaxId(models.Model):
    """A number under which an authority knows a firm of ours; checked says that its check digits fit."""

    firm = models.ForeignKey(OwnFirm, on_delete=models.PROTECT, related_name="tax_ids")
    country = models.CharField(max_length=2)
    kind = models.CharField(max_length=16)
    number = models.CharField(max_length=64)
    checked = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "country", "kind"], name="parties_firmtaxid_once")]


class FirmRegime(models.Model):
    """Under which tax regime a firm works from a day on, until the next row."""

    firm = models.ForeignKey(OwnFirm, on_delete=models.PROTECT, related_name="regimes")
    regime = models.CharField(max_length=32)
    since = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "since"], name="parties_firmregime_once")]


class Party(models.Model):
    """A person or a firm that we deal with. A merged one stays and points to the one it was merged into.

    root is the end of these pointers, kept at each merge so that nobody walks them; null for who stands for itself.
    search_text of one who stands holds the words that the family is found by, each behind a space.
    """

    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=400, default="")
    language = models.CharField(max_length=10, default="")
    note = models.TextField(default="")
    search_text = models.TextField(default="")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged", db_index=False)
    root = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="family")
    added_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(root=models.F("id")), name="parties_party_not_itself"),
            models.CheckConstraint(
                condition=Q(root=None, merged_into=None) | Q(root__isnull=False, merged_into__isnull=False),
                name="parties_party_merged_has_root",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(name="", note="", search_text=""), name="parties_party_erased_is_blank"
            ),
        ]


class Handle(models.Model):
    """What a party is found again by: a phone, an e-mail, a tax id. One table, so that an order asks for all at once.

    value is normalised (E.164, folded address, bare number), raw as it was written; scheme is "RU.inn" for a tax id.
    checked: it is a possible phone, address, number; what is not leads only to whom a person merged its party into.
    identity: it leads to this party and to no other; a phone that a
    second person gives too stands with them without being their identity.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="handles", db_index=False)
    kind = models.CharField(max_length=5)
    scheme = models.CharField(max_length=24, default="")
    value = models.CharField(max_length=254)
    raw = models.CharField(max_length=254)
    checked = models.BooleanField()
    identity = models.BooleanField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["value", "kind", "scheme"], condition=Q(identity=True), name="parties_handle_identity"
            ),
            models.UniqueConstraint(fields=["party", "value", "kind", "scheme"], name="parties_handle_once"),
            models.CheckConstraint(condition=Q(identity=False) | Q(checked=True), name="parties_handle_sure"),
        ]
        indexes = [models.Index(fields=["value"], name="parties_handle_value")]


class SearchWord(models.Model):
    """A word that a party is found by. Bytes, for they compare alike in every database, whatever its collation."""

    word = models.BinaryField()
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="words")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "party"], name="parties_searchword_once")]


class DoubleKey(models.Model):
    """A number that whoever may be the same customer shares: of a phone's end, a mailbox, a name in any alphabet."""

    pk = models.CompositePrimaryKey("key", "party_id")
    key = models.BigIntegerField()
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")


class Double(models.Model):
    """Two customers who may be one; `one` has the smaller number. reasons are codes, so nothing personal stands here.

    apart_at: somebody looked and said that they are two; that is remembered for as long as both stand.
    """

    one = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    sureness = models.PositiveSmallIntegerField()
    reasons = models.JSONField()
    apart_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="parties_double_once"),
            models.CheckConstraint(condition=Q(one__lt=models.F("other")), name="parties_double_in_order"),
        ]
        indexes = [models.Index(fields=["-sureness", "-id"], condition=Q(apart_at=None), name="parties_double_open")]


class Merging(models.Model):
    """What undoing a merge needs: into whom, when, by whom, and which fields of theirs it wrote, as [old, new]."""

    party = models.OneToOneField(Party, on_delete=models.PROTECT, primary_key=True, related_name="merging")
    into = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    taken = models.JSONField(default=dict)


class Address(models.Model):
    """Where a party can be reached. text is the whole as one line; digest tells two of the same party apart.

    Rows are never deleted, for orders point to them: left_at says since when nobody lives there.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="addresses", db_index=False)
    country = models.CharField(max_length=2, default="")
    region = models.CharField(max_length=120, default="")
    city = models.CharField(max_length=120, default="")
    street = models.CharField(max_length=200, default="")
    house = models.CharField(max_length=40, default="")
    flat = models.CharField(max_length=40, default="")
    postcode = models.CharField(max_length=16, default="")
    text = models.TextField(default="")
    digest = models.CharField(max_length=32)
    added_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "digest"], name="parties_address_once")]


class Consent(models.Model):
    """That a person agreed to a purpose, and until when; origin says where it was given."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=32)
    given_at = models.DateTimeField()
    origin = models.CharField(max_length=255, default="")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "purpose"], condition=Q(withdrawn_at=None), name="parties_consent_one_open"
            )
        ]


class PersonalKey(models.Model):
    """The key of one person's history, sealed with the installation's. Destroying it is what erasing means."""

    party = models.OneToOneField(Party, on_delete=models.PROTECT, primary_key=True, related_name="personal_key")
    sealed = models.TextField()


class PersonalHistory(models.Model):
    """What a field was and what it became, encrypted under the person's key. Only grows."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="history")
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    field = models.CharField(max_length=16)
    secret = models.BinaryField()
