"""What the pages keep for themselves: views of lists, and work on many selected rows."""

from django.db import models


class SavedView(models.Model):
    """A view of a list that somebody keeps: an address with a name. is_shared: all who may open the list see it."""

    list = models.CharField(max_length=40)
    title = models.CharField(max_length=60)
    address = models.TextField(default="")
    owner = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    is_shared = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["list"], name="web_savedview_list")]


class Beginning(models.Model):
    """How a person always begins in a list: its address."""

    staff = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    list = models.CharField(max_length=40)
    address = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "list"], name="web_beginning_once")]


class BulkWork(models.Model):
    """One act on many rows of a list. told: the form as it was sent; state: asked, running, stopping, stopped, done.

    takes_back: the work whose rows this one puts back; each is taken back once.
    """

    list = models.CharField(max_length=40)
    act = models.CharField(max_length=40)
    told = models.TextField(default="")
    staff = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default="asked")
    total = models.PositiveIntegerField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    takes_back = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, related_name="+")


class BulkRow(models.Model):
    """One row of it. outcome: empty until it was its turn, then changed, unchanged, refused; why: a refusal's facts."""

    work = models.ForeignKey(BulkWork, on_delete=models.CASCADE, related_name="rows", db_index=False)
    subject = models.BigIntegerField()
    outcome = models.CharField(max_length=9, default="")
    code = models.CharField(max_length=64, default="")
    why = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["work", "outcome", "id"], name="web_bulkrow_turn")]
        constraints = [models.UniqueConstraint(fields=["work", "subject"], name="web_bulkrow_once")]
