"""Tables of the journal."""

from django.db import models


class Fact(models.Model):
    """Something happened. Only grows.

    The payload is the event as JSON text. On PostgreSQL the migration adds `tx xid8 DEFAULT pg_current_xact_id()`,
    which only the query of a subscriber reads. message is the kept message the fact came from, place the spot in it.
    """

    at = models.DateTimeField()
    kind = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    actor = models.CharField(max_length=64)
    origin = models.CharField(max_length=255)
    place = models.CharField(max_length=255, default="")
    message = models.BigIntegerField(null=True)
    payload = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="journal_fact_subject"),
            models.Index(
                fields=["message", "id"], name="journal_fact_message", condition=models.Q(message__isnull=False)
            ),
            # the search of the journal: by kind, by who and kind, and from a moment to the ids around it
            models.Index(fields=["kind", "id"], name="journal_fact_kind"),
            models.Index(fields=["actor", "kind", "id"], name="journal_fact_actor"),
            models.Index(fields=["at", "id"], name="journal_fact_at"),
        ]


class CommandKey(models.Model):
    """A command that ran once; the answer is filled in before its transaction ends."""

    key = models.CharField(max_length=160, primary_key=True)
    command = models.CharField(max_length=96)
    at = models.DateTimeField()
    answer = models.TextField(default="null")


class Position(models.Model):
    """How far a subscriber has heard: the pair (tx, fact); tx stays 0 where writers are serialised.

    tries and error speak of the fact that stands next, when the subscriber stumbles over it.
    """

    subscriber = models.CharField(max_length=64, primary_key=True)
    tx = models.BigIntegerField(default=0)
    fact = models.BigIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)
    error = models.TextField(default="")
    not_before = models.DateTimeField(null=True)


class Server(models.Model):
    """A PostgreSQL server that the journal was carried to, and what it adds to the numbers of its transactions.

    A server counts its transactions from its own beginning, so without this the facts of a younger one would come
    before those that were carried there. The last row counts; there is none while the first server lives.
    """

    began_at = models.DateTimeField()
    shift = models.BigIntegerField()


class Parked(models.Model):
    """A fact that a subscriber could not take after all its tries; it waits here for a person, the others go on.

    at: when it was tried last.
    """

    subscriber = models.CharField(max_length=64)
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="+")
    error = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "fact"], name="journal_parked_once")]
