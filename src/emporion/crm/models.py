"""Tables of what people said. The words stand here and nowhere else: they may name anybody, so no fact repeats them."""

from typing import Any, ClassVar

from django.db import models


class Comment(models.Model):
    """Somebody's words about a subject of the journal, such as order:K-17. One that was taken back stays as such."""

    subject = models.CharField(max_length=64)
    author = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["subject", "id"], name="crm_comment_subject")]


class Mention(models.Model):
    """A colleague named in a comment; it waits until that person has seen it."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    staff = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["comment", "staff"], name="crm_mention_once")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["staff", "id"], name="crm_mention_waits", condition=models.Q(seen_at=None))
        ]
