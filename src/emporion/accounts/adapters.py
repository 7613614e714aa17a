"""How the sign-in library meets the house: closed to strangers, passwords by our command, second factors sealed."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from emporion.kernel.secrets import opened, sealed

from .commands import set_password
from .types import HashedPassword


class StaffAdapter(DefaultAccountAdapter):
    """Sign-in of the staff. People are added by an owner; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: staff are invited."""
        return False

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Through the command, so that the journal knows; the form has checked the rules already."""
        hashed = HashedPassword(make_password(password))
        page = f"page:{self.request.path}"[:255] if self.request else ""
        set_password(staff=user.pk, password=hashed, actor=f"staff:{user.pk}", origin=page)
        user.password = hashed.hash  # the session in hand stays signed in by the new hash


class StaffMfaAdapter(DefaultMFAAdapter):
    """Secrets of the second factor lie encrypted in the database, as every secret of the house."""

    def encrypt(self, text: str) -> str:
        """Seal with the installation's key."""
        return sealed(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what encrypt sealed."""
        return opened(encrypted_text.encode()).decode()
