"""Tables of the catalog. Every row of a table that a bulk load fills costs per index: only what is looked up has one.

Free texts have no length on purpose: PostgreSQL would refuse a whole load for one long name, SQLite would not.
"""

from django.db import models
from django.db.models.functions import Coalesce


class Unit(models.Model):
    """A unit of measure; step is the smallest amount that can be sold, in thousandths."""

    code = models.CharField(max_length=16, unique=True)
    short = models.TextField(default="")
    full_name = models.TextField(default="")
    international = models.TextField(default="")
    step_thousandths = models.PositiveIntegerField(default=1000)


class Category(models.Model):
    """A group of goods; groups nest to any depth."""

    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    name = models.TextField()
    position = models.IntegerField(default=0)
    is_hidden = models.BooleanField(default=False)


class Property(models.Model):
    """What a product can be described by. kind: text, number, date, choice."""

    name = models.TextField()
    kind = models.CharField(max_length=8, default="text")


class PropertyOption(models.Model):
    """One answer of a property of choice."""

    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="options")
    text = models.TextField()


class Product(models.Model):
    """What we sell, as a shopper knows it. Never deleted: documents name it, so it is hidden instead.

    sku is never unique: real catalogs repeat it. search_text is what lists find it by, folded and kept by the verbs:
    name, article, full name, brand, names in further languages.
    """

    name = models.TextField()
    full_name = models.TextField(default="")
    sku = models.TextField(default="")
    description = models.TextField(default="")
    kind = models.CharField(max_length=8, default="goods")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False, related_name="+")
    brand = models.TextField(default="")
    country = models.TextField(default="")
    tax_class = models.CharField(max_length=32, default="standard")
    weight_grams = models.BigIntegerField(default=0)
    is_hidden = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    search_text = models.TextField(default="")

    class Meta:
        indexes = [
            models.Index(fields=["sku"], name="catalog_product_sku"),
            models.Index(fields=["name", "id"], name="catalog_product_name"),
            models.Index(fields=["search_text", "id"], name="catalog_product_search"),  # read whole, not the wide rows
            models.Index(fields=["brand"], name="catalog_product_brand", condition=~models.Q(brand="")),
            models.Index(
                fields=["merged_into"], name="catalog_product_merged", condition=models.Q(merged_into__isnull=False)
            ),
        ]


class ProductText(models.Model):
    """What a product is called and said to be in one more language than that of its card."""

    pk = models.CompositePrimaryKey("product_id", "language")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, db_index=False, related_name="texts")
    language = models.CharField(max_length=8)
    name = models.TextField()
    description = models.TextField(default="")


class ProductCategory(models.Model):
    """A product stands in a category."""

    pk = models.CompositePrimaryKey("product_id", "category_id")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, db_index=False, related_name="in_categories")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="products")


class ProductValue(models.Model):
    """One value of one property of a product; position is its place among all values of the product."""

    pk = models.CompositePrimaryKey("product_id", "position")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, db_index=False, related_name="property_values")
    position = models.PositiveSmallIntegerField()
    property = models.ForeignKey(Property, on_delete=models.PROTECT, db_index=False, related_name="+")
    option = models.ForeignKey(PropertyOption, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    text = models.TextField(default="")


class Variant(models.Model):
    """One thing with one stock figure. options is JSON text: pairs of name and value.

    A product without variants has one that is its default. search_text is folded name, article and barcodes.
    merged_into is the variant that stands for this one since their products were merged.
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="variants")
    name = models.TextField(default="")
    sku = models.TextField(default="")
    options = models.TextField(default="[]")
    is_hidden = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    search_text = models.TextField(default="")

    class Meta:
        indexes = [
            models.Index(fields=["sku"], name="catalog_variant_sku"),
            models.Index(
                fields=["merged_into"], name="catalog_variant_merged", condition=models.Q(merged_into__isnull=False)
            ),
        ]


class Barcode(models.Model):
    """A code that a scanner reads. The same code on several variants happens, so all of them are found."""

    pk = models.CompositePrimaryKey("variant_id", "code")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, db_index=False, related_name="barcodes")
    code = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["code"], name="catalog_barcode_code")]


class Picture(models.Model):
    """A picture of a product; its bytes lie in the storage under their hash, once however many products show them."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="pictures")
    position = models.PositiveSmallIntegerField()
    caption = models.TextField(default="")
    file = models.TextField()
    content_hash = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)


class Protection(models.Model):
    """A field of a product that no exchange may overwrite: its own, one of a variant, or the value of a property.

    field is empty for a property's value. What it belongs to is pointed to and not named, so that two houses that
    protect the same say the same.
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, db_index=False, related_name="protections")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    property = models.ForeignKey(Property, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    field = models.CharField(max_length=64, default="")
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "product",
                Coalesce("variant", 0, output_field=models.BigIntegerField()),  # nulls are never equal
                Coalesce("property", 0, output_field=models.BigIntegerField()),
                "field",
                name="catalog_protection_once",
            )
        ]


class DoubleKey(models.Model):
    """A number that whatever may be the same product shares: of a barcode, an article, two words of a name."""

    pk = models.CompositePrimaryKey("key", "product_id")
    key = models.BigIntegerField()
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")


class Double(models.Model):
    """Two products that may be one; `one` has the smaller number. reasons are codes.

    apart_at: somebody looked and said that they are two, apart_by who; remembered for as long as both stand.
    """

    one = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    sureness = models.PositiveSmallIntegerField()
    reasons = models.JSONField()
    apart_at = models.DateTimeField(null=True)
    apart_by = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="catalog_double_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="catalog_double_in_order"),
        ]
        indexes = [
            models.Index(fields=["-sureness", "-id"], condition=models.Q(apart_at=None), name="catalog_double_open")
        ]


class Merging(models.Model):
    """What undoing a merge of goods needs: into what, when, by whom, and everything it wrote.

    was_hidden: how the double stood before. taken: what the one that stays was given, as [old, new] by field. variants:
    which variant each of the double's became, "" for one that came over whole. keys: the outside keys led over, as
    [connection, kind, key, object before]. beside: what rooms above wrote, by their names (see types/joining.py).
    """

    product = models.OneToOneField(Product, on_delete=models.PROTECT, primary_key=True, related_name="merging")
    into = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    was_hidden = models.BooleanField()
    taken = models.JSONField(default=dict)
    variants = models.JSONField(default=dict)
    keys = models.JSONField(default=list)
    beside = models.JSONField(default=dict)
