"""Tables of the search. What a text leads to stands in search_text, which each database keeps in its own way."""

from django.db import models


class Shelf(models.Model):
    """A kind of things; its row is locked while the kind's entries are written, so that the newest reading stays.

    has_gone: something went, and its words may still lie in the file of SQLite until the next tidying.
    """

    kind = models.CharField(max_length=16, unique=True)
    has_gone = models.BooleanField(default=False)


class Entry(models.Model):
    """A thing that can be found. Its id grows with time and orders what is found; tokens are parted by spaces.

    tokens are kept as they were written into search_text: SQLite takes them out by naming them again.
    """

    kind = models.CharField(max_length=1)
    key = models.CharField(max_length=64)
    tokens = models.TextField()
    firm = models.BigIntegerField(default=0)
    shop = models.BigIntegerField(default=0)
    warehouse = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_entry_once")]


class Word(models.Model):
    """A word that things are found by, and how many of them; it goes with the last one, for it may be a name."""

    text = models.CharField(max_length=40, unique=True)
    uses = models.BigIntegerField()


class Slip(models.Model):
    """What a word has in common with words that have one slip."""

    text = models.CharField(max_length=8)
    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["text"], name="search_slip_text")]
