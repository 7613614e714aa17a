"""Tables of the staff."""

from importlib import import_module
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Coalesce


class StaffManager(BaseUserManager["Staff"]):
    """Finds a person by e-mail as Django's sign-in asks for it; new staff come by the command add_staff."""

    def get_by_natural_key(self, username: str | None) -> "Staff":
        """The person with this e-mail in any case of letters; kept addresses are casefolded."""
        return self.get(email=(username or "").strip().casefold())


class Staff(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. What they may do is said by their grants, not by Django's permissions.

    is_staff opens the support admin of Django. The language is empty as long as the browser's is good enough.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    language = models.CharField(max_length=10, blank=True, default="")
    time_zone = models.CharField(max_length=64, default="UTC")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True)
    invited_until = models.DateTimeField(null=True)  # until when the invitation link is good; none when taken back

    objects: ClassVar[StaffManager] = StaffManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name_plural = "staff"

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def actor(self) -> str:
        """The word by which journal and documents name this person."""
        return f"staff:{self.pk}"

    def clean(self) -> None:
        """Keep the address as sign-in looks for it."""
        super().clean()
        self.email = self.email.strip().casefold()

    def get_full_name(self) -> str:
        """The name, as Django's own pages ask for it."""
        return self.name


class Grant(models.Model):
    """A role held by a person; firm, shop and warehouse narrow it to one, null means all of them."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=32)
    firm = models.BigIntegerField(null=True)
    shop = models.BigIntegerField(null=True)
    warehouse = models.BigIntegerField(null=True)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(  # by Coalesce, for two nulls are different to a unique index
                "staff",
                "role",
                Coalesce("firm", 0),
                Coalesce("shop", 0),
                Coalesce("warehouse", 0),
                name="accounts_grant_once",
            )
        ]


class KeptRole(models.Model):
    """What this house made of a role: the rights given and taken against the table in code, or a role of its own.

    Only differences are kept, so a right that comes with a new version reaches changed roles too.
    """

    code = models.CharField(max_length=32, unique=True)
    base = models.CharField(max_length=32, blank=True, default="")  # of a role of one's own: the one it grew out of
    title = models.CharField(max_length=60, blank=True, default="")
    about = models.CharField(max_length=200, blank=True, default="")
    changes = models.JSONField(default=dict)  # right -> whether it is held


class OpenSession(AbstractBaseSession):
    """A browser that is signed in: Django's session, with whose it is, on what and from where."""

    staff = models.BigIntegerField(null=True, db_index=True)
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    device = models.CharField(max_length=255, blank=True, default="")  # the browser's own words
    address = models.CharField(max_length=64, blank=True, default="")

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "open session"

    @classmethod
    def get_session_store_class(cls) -> Any:
        """The store that the settings name, as Django's own sessions answer."""
        return import_module(settings.SESSION_ENGINE).SessionStore


class Remembered(models.Model):
    """Something that all processes remember for a short while; see memory.py. The key is a keyed hash."""

    key = models.CharField(max_length=64, primary_key=True)
    value = models.TextField()  # JSON
    until = models.DateTimeField(db_index=True)
