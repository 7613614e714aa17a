"""Tables of the watchman. JSON stands in text columns: both databases read and write it alike."""

from django.db import models
from django.db.models import Q


class Round(models.Model):
    """When a check was looked at last, and what it stumbled over then; how it is set where the house has set it."""

    code = models.CharField(max_length=60, primary_key=True)
    looked_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, default="")
    limit = models.BigIntegerField(null=True)
    is_on = models.BooleanField(default=True)


class Watched(models.Model):
    """A subject of a check as the last round found it; since: how long it is well, or not."""

    code = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    name = models.CharField(max_length=160, default="")
    figure = models.BigIntegerField()
    limit = models.BigIntegerField(null=True)
    is_well = models.BooleanField()
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "subject"], name="watchman_watched_once")]


class Alert(models.Model):
    """A trouble from the round that saw it to the one after which it has stayed away; one open of each.

    told_at: when people and programs were told of it; null while it is muted or somebody sees to it already.
    """

    code = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    name = models.CharField(max_length=160, default="")
    figure = models.BigIntegerField()
    limit = models.BigIntegerField(null=True)
    facts = models.TextField(default="{}")
    since = models.DateTimeField()
    opened_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    well_since = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    came_back = models.PositiveIntegerField(default=0)
    seen_by = models.CharField(max_length=64, default="")
    seen_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=255, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "subject"], name="watchman_alert_open", condition=Q(closed_at__isnull=True)
            )
        ]
        indexes = [
            models.Index(fields=["code", "subject", "-opened_at"], name="watchman_alert_before"),
            models.Index(fields=["-closed_at"], name="watchman_alert_closed"),
        ]


class Telling(models.Model):
    """How people and programs are told; one row, and none as long as nobody chose.

    address: of this house as its people call it, such as https://shop.example; its certificate is watched too. The
    secret is sealed. hook_error is what the last call stumbled over, empty when it went well.
    """

    by_mail = models.BooleanField(default=True)
    address = models.CharField(max_length=200, default="")
    hook_url = models.CharField(max_length=500, default="")
    hook_secret = models.BinaryField(default=b"")
    hook_at = models.DateTimeField(null=True)
    hook_status = models.PositiveSmallIntegerField(default=0)
    hook_error = models.CharField(max_length=200, default="")


class Mute(models.Model):
    """A trouble of which nobody is told until a moment, and why."""

    code = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    name = models.CharField(max_length=160, default="")
    until = models.DateTimeField()
    reason = models.CharField(max_length=255)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "subject"], name="watchman_mute_once")]
