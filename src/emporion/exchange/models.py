"""Tables of the exchange. JSON stands in text columns: both databases read and write it alike."""

from django.db import models
from django.db.models import F, Q


class Channel(models.Model):
    """One connection to an outside system, such as one 1C base or one web shop."""

    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    settings = models.TextField(default="{}")
    secrets = models.BinaryField(default=b"")  # sealed JSON of kernel.secrets; empty means none


class Session(models.Model):
    """One talk of a peer, from its sign-in to its last request."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    token_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - talks without a token are many
    user_agent = models.CharField(max_length=200, default="")
    address = models.CharField(max_length=64, default="")
    version = models.CharField(max_length=20, default="")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default="open")
    error_code = models.CharField(max_length=64, default="")
    error_facts = models.TextField(default="{}")

    class Meta:
        indexes = [
            models.Index(fields=["channel", "-id"], name="exchange_session_channel"),
            models.Index(fields=["seen_at"], name="exchange_session_open", condition=Q(state="open")),
        ]


class Step(models.Model):
    """One request of a talk and the first line of what was answered; secrets are left out by the caller.

    One that belongs to no talk stands for as many like it from its address as count says, the newest shown.
    """

    channel = models.ForeignKey(Channel, models.CASCADE, null=True, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()
    request = models.CharField(max_length=300)
    answer = models.CharField(max_length=300, default="")
    status = models.PositiveSmallIntegerField(default=200)
    milliseconds = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    address = models.CharField(max_length=64, default="")
    code = models.CharField(max_length=64, default="")
    facts = models.TextField(default="{}")
    count = models.PositiveBigIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="exchange_step_at"),
            models.Index(fields=["at"], name="exchange_step_stranger", condition=Q(session=None)),
        ]


class Content(models.Model):
    """Raw bytes by their hash, once however often they came. An empty path: reduced to hash and size."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    path = models.CharField(max_length=100, default="")
    sealed = models.BooleanField(default=False)


class Message(models.Model):
    """One raw message, in or out; its number is what facts name as their origin.

    compared: rows of it were only compared, in shadow mode, and have still to be taken when the connection works.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="+")
    direction = models.CharField(max_length=3)
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=40, default="")
    content = models.ForeignKey(Content, models.PROTECT, related_name="+")
    size = models.BigIntegerField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default="received")
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    counts = models.TextField(default="{}")
    error_code = models.CharField(max_length=64, default="")
    error_facts = models.TextField(default="{}")
    personal = models.BooleanField(default=False)
    keep_until = models.DateTimeField(null=True)
    reduced = models.BooleanField(default=False)
    compared = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["channel", "-id"], name="exchange_message_channel"),
            models.Index(fields=["channel", "id"], name="exchange_message_compared", condition=Q(compared=True)),
            models.Index(fields=["keep_until"], name="exchange_message_keep", condition=Q(reduced=False)),
            models.Index(
                fields=["id"], name="exchange_message_open", condition=Q(state__in=("received", "waiting", "working"))
            ),
        ]


class Identity(models.Model):
    """Their key for our object; several keys may lead to one object.

    digest is the hash of what they last said about it, None when the next equal message has to be applied again;
    session is the talk that last named it.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=255)
    object_id = models.BigIntegerField()
    digest = models.BinaryField(max_length=16, null=True)
    session = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "kind", "key"], name="exchange_identity_key")]
        indexes = [models.Index(fields=["kind", "object_id"], name="exchange_identity_object")]


class Quarantine(models.Model):
    """A row of a message that was refused while the others passed.

    cause tells equal refusals apart from new ones, so that the same bad row sent every night stands here once.
    value and facts are sealed when the message speaks of people. as_told: a person has looked at an open one and wants
    it taken as it was told.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", db_index=False)
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="+")
    cause = models.CharField(max_length=32)
    place = models.CharField(max_length=255, default="")
    line = models.BigIntegerField(default=0)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=255, default="")
    element = models.CharField(max_length=120, default="")
    field = models.CharField(max_length=120, default="")
    value = models.TextField(default="")
    code = models.CharField(max_length=64)
    facts = models.TextField(default="{}")
    sealed = models.BooleanField(default=False)
    first_at = models.DateTimeField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default="open")
    by = models.CharField(max_length=64, default="")
    reason = models.CharField(max_length=255, default="")
    retry_at = models.DateTimeField(null=True)
    as_told = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "cause"], name="exchange_quarantine_cause")]
        indexes = [
            models.Index(fields=["channel", "kind", "key"], name="exchange_quarantine_open", condition=Q(state="open"))
        ]


class Authority(models.Model):
    """Who is master of one kind of data on one channel, and which way it goes from which order status on."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="+", db_index=False)
    data = models.CharField(max_length=20)
    master = models.CharField(max_length=10)
    direction = models.CharField(max_length=10)
    from_status = models.CharField(max_length=40, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "data"], name="exchange_authority_once")]


class Outgoing(models.Model):
    """Something the peer has to learn about one object: one row per object, so only the newest state leaves.

    Versions count the wishes: what is wanted beyond what was confirmed is still to go. wanted_at is when the oldest
    wish was made that is not met; wanted_again_at the oldest one behind the newest offer. given counts the queries that
    gave it and were not followed by a success, alone those of them at its end that gave a suspect and nothing beside.
    state: open, failed, or given up, which no wish opens again; reason and by say why a person gave it up.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    wanted = models.IntegerField(default=1)
    wanted_at = models.DateTimeField()
    wanted_again_at = models.DateTimeField(null=True)
    offered = models.IntegerField(default=0)
    confirmed = models.IntegerField(default=0)
    offered_session = models.BigIntegerField(null=True)
    offered_at = models.DateTimeField(null=True)
    given = models.PositiveSmallIntegerField(default=0)
    alone = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=64, default="")
    error_facts = models.TextField(default="{}")
    not_before = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default="open")
    reason = models.CharField(max_length=200, default="")
    by = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "kind", "object_id"], name="exchange_outgoing_once")]
        indexes = [
            models.Index(
                fields=["channel", "kind", "object_id"],
                name="exchange_outgoing_due",
                condition=Q(wanted__gt=F("confirmed")),
            ),
            models.Index(  # all that length and age are read from, so that no row is
                fields=["channel", "kind", "state", "wanted_at", "wanted", "confirmed"],
                name="exchange_outgoing_queue",
                condition=Q(wanted__gt=F("confirmed")),
            ),
            models.Index(
                fields=["channel", "kind", "error_code"], name="exchange_outgoing_cause", condition=~Q(error_code="")
            ),
            models.Index(
                fields=["wanted_at", "id"], name="exchange_outgoing_age", condition=Q(wanted__gt=F("confirmed"))
            ),
            models.Index(
                fields=["offered_session"], name="exchange_outgoing_offer", condition=Q(offered_session__isnull=False)
            ),
        ]


class Pause(models.Model):
    """A person has stopped one direction of a connection for a while; nothing is lost meanwhile."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="+", db_index=False)
    direction = models.CharField(max_length=3)
    reason = models.CharField(max_length=200)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "direction"], name="exchange_pause_once")]


class Shadow(models.Model):
    """A connection only reads and compares since a moment: nothing leaves by it, nothing of ours is overwritten."""

    channel = models.OneToOneField(Channel, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=200)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()


class Difference(models.Model):
    """A field of ours that the other side tells otherwise; key is theirs, subject ours, such as "variant:5".

    found_by: compare, by reading the peer back, or shadow. One row a field: found again after it was settled it is open
    anew. how: equal, or switched, as the connection works for real since then.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", db_index=False)
    found_by = models.CharField(max_length=10)
    data = models.CharField(max_length=20)
    subject = models.CharField(max_length=64)
    key = models.CharField(max_length=255, default="")
    field = models.CharField(max_length=160)
    ours = models.TextField(default="")
    theirs = models.TextField(default="")
    first_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=10, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "found_by", "subject", "key", "field"], name="exchange_difference_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["channel", "found_by", "data", "id"],
                name="exchange_difference_open",
                condition=Q(settled_at=None),
            )
        ]


class Question(models.Model):
    """What an exchange wants a person to decide, such as whether goods that have gone shall be hidden.

    One of a kind stands open on a connection; asked again, it tells the newer facts. An empty answer means open.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    code = models.CharField(max_length=64)
    facts = models.TextField(default="{}")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=20, default="")
    by = models.CharField(max_length=64, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "code"], name="exchange_question_open", condition=Q(answer=""))
        ]


class Relink(models.Model):
    """One unknown key of a load that was stopped as re-numbered, with which of ours it may be (likeness.Found).

    marks: what they call it; searched: that and the key as the search compares them. choice: link or new, back once
    taken back, empty while nobody has decided; chosen: our object, for link. old_key is the key under which the object
    was known, and done tells that the new one leads to it.
    """

    question = models.ForeignKey(Question, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=255)
    name = models.TextField()
    marks = models.TextField()
    searched = models.TextField()
    percent = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    others = models.TextField()
    choice = models.CharField(max_length=10, db_default="")
    chosen = models.BigIntegerField(db_default=0)
    old_key = models.CharField(max_length=255, db_default="")
    done = models.BooleanField(db_default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "kind", "key"], name="exchange_relink_key")]
        indexes = [models.Index(fields=["question", "choice", "done", "id"], name="exchange_relink_open")]


class DryRun(models.Model):
    """What some messages of a connection would do, tried without anything of it staying.

    messages: their numbers in their turn. done and total are bytes. outlook: what is shown of it; rows: what each row
    would come to, of the messages together (types.Planned).
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    messages = models.TextField()
    by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default="waiting")
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    outlook = models.TextField(default="[]")
    rows = models.BinaryField(default=b"")
    error_code = models.CharField(max_length=64, default="")
    error_facts = models.TextField(default="{}")
