"""Tables of the household."""

from django.db import models


class Languages(models.Model):
    """In which languages the house speaks; one row, and none as long as nobody chose: then all, English first.

    offered: their codes, parted by spaces, in the order in which they are offered.
    """

    default = models.CharField(max_length=10)
    offered = models.CharField(max_length=120)


class Backup(models.Model):
    """A backup that was made: where it went, what it holds, and what came of trying to restore it.

    drilled_at is empty as long as nobody tried; drill_error says what went wrong, nothing when it came back whole.
    """

    place = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    bytes = models.BigIntegerField()
    seconds = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    drilled_at = models.DateTimeField(null=True)
    drill_error = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["-made_at"], name="household_backup_newest")]
