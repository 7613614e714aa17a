"""Tables of the clockwork."""

from django.db import models
from django.db.models import Q

UNFINISHED = Q(state__in=("ready", "running"))


class Task(models.Model):
    """One call of a task function that has to happen, happens, or has happened.

    A running row belongs to its worker until lease_until; tries counts the claims, also those a crash cut short.
    """

    path = models.CharField(max_length=200)
    args = models.TextField()  # JSON: [positional, by name]
    queue = models.CharField(max_length=40)
    priority = models.SmallIntegerField()
    run_after = models.DateTimeField()
    state = models.CharField(max_length=10, default="ready")
    tries = models.PositiveSmallIntegerField(default=0)
    max_tries = models.PositiveSmallIntegerField()
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=80, default="")
    unique_key = models.CharField(max_length=160, default="")
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    progress = models.CharField(max_length=200, default="")
    answer = models.TextField(default="null")
    error_class = models.CharField(max_length=200, default="")
    error = models.TextField(default="")
    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unique_key"], condition=UNFINISHED & ~Q(unique_key=""), name="clockwork_task_unique"
            )
        ]
        indexes = [
            models.Index(
                fields=["-priority", "run_after", "id"], name="clockwork_task_ready", condition=Q(state="ready")
            ),
            models.Index(fields=["lease_until"], name="clockwork_task_lease", condition=Q(state="running")),
            models.Index(fields=["finished_at"], name="clockwork_task_done", condition=Q(state="done")),
            models.Index(fields=["-finished_at"], name="clockwork_task_bad", condition=Q(state__in=("failed", "lost"))),
        ]


class ScheduleRun(models.Model):
    """When a schedule runs next; whoever moves next_at on is the one who starts it."""

    name = models.CharField(max_length=80, primary_key=True)
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)
    error = models.TextField(default="")
